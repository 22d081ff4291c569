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
    "slide_damaged": "This microscope slide breaks off before its end. Please send it again.",
    "image_kind": "This kind of picture cannot be taken. Please send it as JPEG, PNG or PDF.",
    "dicom_no_pixels": "This DICOM file has no picture in it. Please send the scan's pictures themselves.",
    "dicom_cut_short": "This scan file breaks off before its end. Please send it again, or ask for a new copy.",
    "dicom_polyglot": "Another program is hidden in this scan file. Please ask the hospital for a clean copy.",
    "dicomdir": "This is a disc's table of contents (DICOMDIR). Please send the scan files beside it.",
    "web_page": "This file is a web page, whatever its name says. Please save it as PDF and send that.",
    "office": "This is an office document of a kind that we cannot read. Please save it as PDF and send that.",
    "office_damaged": "This Word document is damaged or holds far too much. Please save it as PDF and send that.",
    "text_too_long": "This text is too long to be read here. Please send the document itself, as PDF.",
    "archive": (
        "This is a packed folder of a kind that cannot be opened here. "
        "Please pack it as ZIP, or send the files that are in it."
    ),
    "archive_damaged": "This packed folder is damaged or not complete. Please send it again, or send its files.",
    "archive_empty": "There is nothing in this packed folder. Please choose it again, or send its files.",
    "disc_udf": (
        "This is the image of a disc that is written in a way (UDF) which cannot be opened here. "
        "Please send the disc's folder itself, or pack it as ZIP."
    ),
    "archive_locked": "This packed folder is locked with a password. Please send it again without one.",
    "archive_bomb": "This packed folder would unpack to far too much, which is not safe. Please send its files.",
    "archive_too_large": "There is more in this packed folder than can be taken at once. Please send it in parts.",
    "archive_too_many": "This packed folder has more than %(limit)d files in it. Please send it in parts.",
    "health_export": "This kind of health data export cannot be read here. Please send the document as PDF.",
    "export_broken": "This health data export is damaged or breaks off. Please ask for it again.",
    "export_fragment": "This is only a piece of a health data export. Please send the whole file as you got it.",
    "export_several": "There is more than one person in this health data export. Please send one person's alone.",
    "export_empty": "There is nothing medical in this health data export. Please check that it is the right one.",
    "export_too_large": "This health data export is too large to be read. Please ask for it in parts.",
    "export_too_deep": "This health data export is nested too deeply to be read. Please send the document as PDF.",
    "export_unsafe": "This health data export refers to things outside itself, which is not safe. Please send a PDF.",
    "video": "This is a video or a sound file, which cannot be taken here. Please send pictures or documents.",
    "program": "This file is a program, whatever its name says. Programs cannot be taken.",
    "unknown": "We do not know this kind of file. Please send a PDF, a photo, a scan (DICOM), or a ZIP of them.",
}

NOTICES: dict[str, str] = {
    "encoding_unsure": "Some letters of this text may be shown wrongly: the file does not say how it writes them.",
    "name_changed": "The name of this file had a folder or hidden characters in it. Only the plain name was kept.",
    "active_content": (
        "This file has parts that could run by themselves. It is kept as it came and opens only as a download."
    ),
}

# Why a file of an archive or a disc was left out, said beside its name.
LEFT_OUT: dict[str, str] = {
    "entry_empty": "There is nothing in this file.",
    "entry_outside": "Its name leads out of the folder it came in, which is not safe. Please send it by itself.",
    "entry_name": "Its name is too long. Please give it a shorter one and send it by itself.",
    "entry_link": "This is only a pointer to another place, not a file.",
    "entry_locked": "This file is locked with a password. Please send it without one.",
    "entry_packed": "This file is packed in a way that cannot be opened here. Please send it by itself.",
    "entry_damaged": "This file is damaged or breaks off. Please send another copy of it.",
    "entry_too_deep": "Too many packed folders lie inside one another here. Please unpack it and send its files.",
    "entry_program": "This is a program, such as a disc's viewer. It is not needed here.",
    "entry_viewer": "This belongs to the viewer program on the disc. It is not needed here.",
    "entry_system": "The computer made this file for itself. It is not needed here.",
    "entry_unsupported": "This kind of file cannot be taken here.",
}

# What can be said of a document that was taken but could not be read, or not all of it (`Document.problems`).
PROBLEMS: dict[str, str] = {
    "scan_unreadable": (
        "Too little of this document can be read. "
        "Please send a better scan: the whole page, flat, sharp and in good light."
    ),
    "page_garbled": "A page of this document cannot be made out. Please send a better scan of it.",
    "page_unreadable": "A page of this document could not be opened. Please send another copy of it.",
    "pages_not_read": "Not every page of this document could be opened. Please send another copy of it.",
    "script_not_read": (
        "This document is in a script that cannot be read here yet. "
        "A person has to read it; a better scan does not help."
    ),
}

SENTENCES: dict[str, str] = REFUSALS | NOTICES | PROBLEMS | LEFT_OUT
