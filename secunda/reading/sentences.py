"""Every sentence that reading can say about a file, by its stable code.

English source texts with `%(name)d` places. This library knows no gettext: portals translate by code.
"""

REFUSALS: dict[str, str] = {
    "empty": "This file is empty. Please choose it again, or send another copy.",
    "too_large": "This file is %(size_mb)d MB. For now, a file can have at most %(limit_mb)d MB.",
    "incomplete": "This file did not arrive whole. Please send it again.",
    "unreadable": "We could not read this file. It may be damaged. Please send another copy.",
    "two_in_one": "This file is two kinds of file in one, which is not safe to open. Please send a clean copy.",
    "pdf_locked": "This PDF is locked with a password. Please send a copy without one.",
    "pdf_no_pages": "This PDF has no pages. Please send another copy.",
    "pdf_cut_short": "This PDF breaks off before its end. Please send it again, or ask for a new copy.",
    "pdf_damaged": "Some pages of this PDF cannot be opened. Please send another copy.",
    "pdf_too_long": "This PDF has more than %(limit)d pages. Please send it in parts.",
    "image_cut_short": "This picture breaks off before its end. Please send it again.",
    "image_too_large": "This picture is too large to open. Please send a smaller copy of it.",
    "tiff_too_long": "This file has more than %(limit)d pictures in it. Please send it in parts.",
    "slide_not_yet": (
        "This looks like a microscope slide. Slides cannot be taken here yet. "
        "Please tell your coordinator that you have one."
    ),
    "heic": "This photo is in the HEIC format, which cannot be taken yet. Please save it as JPEG and send that.",
    "image_kind": "This kind of picture cannot be taken. Please send it as JPEG, PNG or PDF.",
    "dicom_no_pixels": "This DICOM file has no picture in it. Please send the scan's pictures themselves.",
    "dicom_cut_short": "This scan file breaks off before its end. Please send it again, or ask for a new copy.",
    "dicom_polyglot": "Another program is hidden in this scan file. Please ask the hospital for a clean copy.",
    "dicomdir": "This is a disc's table of contents (DICOMDIR). Please send the scan files beside it.",
    "text": "This file is plain text, whatever its name says. Please send the document as PDF or as a photo.",
    "web_page": "This file is a web page, whatever its name says. Please save it as PDF and send that.",
    "office": "This is an office document. Please save it as PDF and send that.",
    "archive": "This is a packed folder (such as ZIP). Please unpack it and send the files that are in it.",
    "health_export": "This is a health data export, which cannot be taken yet. Please send the document as PDF.",
    "video": "This is a video or a sound file, which cannot be taken here. Please send pictures or documents.",
    "program": "This file is a program, whatever its name says. Programs cannot be taken.",
    "unknown": "We do not know this kind of file. Please send a PDF, a JPEG, PNG or TIFF picture, or a DICOM file.",
}

NOTICES: dict[str, str] = {
    "name_changed": "The name of this file had a folder or hidden characters in it. Only the plain name was kept.",
    "active_content": (
        "This file has parts that could run by themselves. It is kept as it came and opens only as a download."
    ),
}

SENTENCES: dict[str, str] = REFUSALS | NOTICES
