"""What the house says about a file, by reading's codes: the reason, and what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from secunda.care.records.models import Record
from secunda.reading.facts import MEBIBYTE, Limits

REFUSALS: Mapping[str, str | Promise] = {
    "empty": _("This file is empty. Please choose it again, or send another copy."),
    "too_large": _("This file is %(size_mb)d MB. For now, a file can have at most %(limit_mb)d MB."),
    "incomplete": _("This file did not arrive whole. Please send it again."),
    "unreadable": _("We could not read this file. It may be damaged. Please send another copy."),
    "two_in_one": _(
        "This file is two kinds of file in one, which is not safe to open. Please send a clean copy."
    ),
    "pdf_locked": _("This PDF is locked with a password. Please send a copy without one."),
    "pdf_no_pages": _("This PDF has no pages. Please send another copy."),
    "pdf_cut_short": _("This PDF breaks off before its end. Please send it again, or ask for a new copy."),
    "pdf_damaged": _("Some pages of this PDF cannot be opened. Please send another copy."),
    "pdf_too_long": _("This PDF has more than %(limit)d pages. Please send it in parts."),
    "image_cut_short": _("This picture breaks off before its end. Please send it again."),
    "image_too_large": _("This picture is too large to open. Please send a smaller copy of it."),
    "tiff_too_long": _("This file has more than %(limit)d pictures in it. Please send it in parts."),
    "slide_not_yet": _(
        "This looks like a microscope slide. Slides cannot be taken here yet. "
        "Please tell your coordinator that you have one."
    ),
    "heic": _(
        "This photo is in the HEIC format, which cannot be taken yet. Please save it as JPEG and send that."
    ),
    "image_kind": _("This kind of picture cannot be taken. Please send it as JPEG, PNG or PDF."),
    "dicom_no_pixels": _("This DICOM file has no picture in it. Please send the scan's pictures themselves."),
    "dicom_cut_short": _(
        "This scan file breaks off before its end. Please send it again, or ask for a new copy."
    ),
    "dicom_polyglot": _(
        "Another program is hidden in this scan file. Please ask the hospital for a clean copy."
    ),
    "dicomdir": _("This is a disc's table of contents (DICOMDIR). Please send the scan files beside it."),
    "text": _(
        "This file is plain text, whatever its name says. Please send the document as PDF or as a photo."
    ),
    "web_page": _("This file is a web page, whatever its name says. Please save it as PDF and send that."),
    "office": _("This is an office document. Please save it as PDF and send that."),
    "archive": _(
        "This is a packed folder (such as ZIP). Please unpack it and send the files that are in it."
    ),
    "health_export": _(
        "This is a health data export, which cannot be taken yet. Please send the document as PDF."
    ),
    "video": _(
        "This is a video or a sound file, which cannot be taken here. Please send pictures or documents."
    ),
    "program": _("This file is a program, whatever its name says. Programs cannot be taken."),
    "unknown": _(
        "We do not know this kind of file. Please send a PDF, a JPEG, PNG or TIFF picture, or a DICOM file."
    ),
}

NAME_CHANGED = _(
    "The name of this file had a folder or hidden characters in it. Only the plain name was kept."
)
ACTIVE_CONTENT = _(
    "This file has parts that could run by themselves. It is kept as it came and opens only as a download."
)

CLASSIFIED: Mapping[str, str | Promise] = {
    Record.Blinding.OPEN: _("The specialist sees this record from the start."),
    Record.Blinding.SEALED: _("The specialist sees this record only after committing their own reading."),
    Record.Blinding.PASSAGES: _(
        "Passages cannot be blacked out yet, so the whole record stays sealed until the specialist has committed."
    ),
}

KINDS: Mapping[str, str | Promise] = {
    "pdf": _("PDF"),
    "jpeg": _("Photo"),
    "png": _("Picture"),
    "tiff": _("Picture"),
    "dicom": _("Scan"),
    "dicom_document": _("Scan report"),
}

# What the letters of a DICOM modality (PS3.3 C.7.3.1.1.1) mean to a patient.
MODALITIES: Mapping[str, str | Promise] = {
    "MR": _("MRI scan"),
    "CT": _("CT scan"),
    "US": _("Ultrasound"),
    "MG": _("Mammogram"),
    "PT": _("PET scan"),
    "NM": _("Nuclear medicine scan"),
    "XA": _("Angiogram"),
    "CR": _("X-ray"),
    "DX": _("X-ray"),
    "RF": _("X-ray film"),
    "ECG": _("ECG"),
    "SM": _("Microscope slide"),
    "ES": _("Endoscopy"),
    "RTDOSE": _("Radiotherapy plan"),
    "RTPLAN": _("Radiotherapy plan"),
    "RTSTRUCT": _("Radiotherapy plan"),
}


def why_refused(record: Record) -> str:
    """The sentence of a refused record: why it cannot be used, and what to do."""
    return str(REFUSALS.get(record.refused_code, REFUSALS["unreadable"])) % _places(record)


def _places(record: Record) -> dict[str, int]:
    """What the sentences' places are filled with: the limits are the house's, the size is the record's."""
    most = Limits().max_tiff_pages if record.refused_code == "tiff_too_long" else Limits().max_pdf_pages
    return {
        "size_mb": -(-record.size // MEBIBYTE),
        "limit_mb": settings.UPLOAD_LIMIT // MEBIBYTE,
        "limit": most,
    }


def kind_in_words(record: Record, modality: str = "") -> str:
    """What a record is, for a line in a list: "MRI scan", "PDF"."""
    return str(MODALITIES.get(modality) or KINDS.get(record.kind, "")) if record.kind else ""
