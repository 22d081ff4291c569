"""What the house says about a file, by reading's codes: the reason, and what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.care.records import rules
from secunda.care.records.models import Record
from secunda.reading.archives.entries import ArchiveLimits
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
    "slide_damaged": _("This microscope slide breaks off before its end. Please send it again."),
    "image_kind": _("This kind of picture cannot be taken. Please send it as JPEG, PNG or PDF."),
    "dicom_no_pixels": _("This DICOM file has no picture in it. Please send the scan's pictures themselves."),
    "dicom_cut_short": _(
        "This scan file breaks off before its end. Please send it again, or ask for a new copy."
    ),
    "dicom_polyglot": _(
        "Another program is hidden in this scan file. Please ask the hospital for a clean copy."
    ),
    "dicomdir": _("This is a disc's table of contents (DICOMDIR). Please send the scan files beside it."),
    "web_page": _("This file is a web page, whatever its name says. Please save it as PDF and send that."),
    "office": _(
        "This is an office document of a kind that we cannot read. Please save it as PDF and send that."
    ),
    "office_damaged": _(
        "This Word document is damaged or holds far too much. Please save it as PDF and send that."
    ),
    "text_too_long": _("This text is too long to be read here. Please send the document itself, as PDF."),
    "archive": _(
        "This is a packed folder of a kind that cannot be opened here. Please pack it as ZIP, or "
        "send the files that are in it."
    ),
    "archive_damaged": _(
        "This packed folder is damaged or not complete. Please send it again, or send its files."
    ),
    "archive_empty": _("There is nothing in this packed folder. Please choose it again, or send its files."),
    "disc_udf": _(
        "This is the image of a disc that is written in a way (UDF) which cannot be opened here. "
        "Please send the disc's folder itself, or pack it as ZIP."
    ),
    "archive_locked": _("This packed folder is locked with a password. Please send it again without one."),
    "archive_bomb": _(
        "This packed folder would unpack to far too much, which is not safe. Please send its files."
    ),
    "archive_too_large": _(
        "There is more in this packed folder than can be taken at once. Please send it in parts."
    ),
    "archive_too_many": _("This packed folder has more than %(limit)d files in it. Please send it in parts."),
    "health_export": _(
        "This kind of health data export cannot be read here. Please send the document as PDF."
    ),
    "export_broken": _("This health data export is damaged or breaks off. Please ask for it again."),
    "export_fragment": _(
        "This is only a piece of a health data export. Please send the whole file as you got it."
    ),
    "export_several": _(
        "There is more than one person in this health data export. Please send one person's alone."
    ),
    "export_empty": _(
        "There is nothing medical in this health data export. Please check that it is the right one."
    ),
    "export_too_large": _("This health data export is too large to be read. Please ask for it in parts."),
    "export_too_deep": _(
        "This health data export is nested too deeply to be read. Please send the document as PDF."
    ),
    "export_unsafe": _(
        "This health data export refers to things outside itself, which is not safe. Please send a PDF."
    ),
    "video": _(
        "This is a video or a sound file, which cannot be taken here. Please send pictures or documents."
    ),
    "program": _("This file is a program, whatever its name says. Programs cannot be taken."),
    "unknown": _(
        "We do not know this kind of file. Please send a PDF, a photo, a scan (DICOM), or a ZIP of them."
    ),
}

# Why a file of a packed folder or a disc is left out, by reading's codes.
LEFT_OUT: Mapping[str, str | Promise] = {
    "entry_empty": _("There is nothing in this file."),
    "entry_outside": _(
        "Its name leads out of the folder it came in, which is not safe. Please send it by itself."
    ),
    "entry_name": _("Its name is too long. Please give it a shorter one and send it by itself."),
    "entry_link": _("This is only a pointer to another place, not a file."),
    "entry_locked": _("This file is locked with a password. Please send it without one."),
    "entry_packed": _("This file is packed in a way that cannot be opened here. Please send it by itself."),
    "entry_damaged": _("This file is damaged or breaks off. Please send another copy of it."),
    "entry_too_deep": _(
        "Too many packed folders lie inside one another here. Please unpack it and send its files."
    ),
    "entry_program": _("This is a program, such as a disc's viewer. It is not needed here."),
    "entry_viewer": _("This belongs to the viewer program on the disc. It is not needed here."),
    "entry_system": _("The computer made this file for itself. It is not needed here."),
    "entry_unsupported": _("This kind of file cannot be taken here."),
}

NAME_CHANGED = _(
    "The name of this file had a folder or hidden characters in it. Only the plain name was kept."
)
ACTIVE_CONTENT = _(
    "This file has parts that could run by themselves. It is kept as it came and opens only as a download."
)

# What in a file could run by itself, by reading's codes.
INSIDE: Mapping[str, str | Promise] = {
    "javascript": _("scripts"),
    "launch": _("commands that start a program"),
    "embedded_file": _("files packed into it"),
    "media": _("films or sounds"),
    "form": _("a form to fill in"),
    "zip": _("a packed folder behind its end"),
    "html": _("a web page behind its end"),
    "unscanned": _("parts that could not be searched"),
    "macro": _("macros"),
    "external": _("links that load something from elsewhere"),
}

CLASSIFIED: Mapping[str, str | Promise] = {
    Record.Blinding.OPEN: _("The specialist sees this record from the start."),
    Record.Blinding.SEALED: _("The specialist sees this record only after committing their own reading."),
    Record.Blinding.PASSAGES: _(
        "The specialist sees the pages without what you have marked as sealed. Until you mark the first passage, the "
        "whole record stays sealed; the file itself does so until the specialist has committed."
    ),
}

KINDS: Mapping[str, str | Promise] = {
    "pdf": _("PDF"),
    "jpeg": _("Photo"),
    "png": _("Picture"),
    "tiff": _("Picture"),
    "dicom": _("Scan"),
    "dicom_document": _("Scan report"),
    "heic": _("Photo"),
    "docx": _("Word document"),
    "text": _("Text"),
    "fhir": _("Health data"),
    "ccda": _("Health data"),
    "hl7": _("Laboratory results"),
    "lab_csv": _("Laboratory results"),
    "vcf": _("Genetic data"),
    "slide": _("Microscope slide"),
    "archive": _("Disc or packed folder"),
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


OURS = {
    "infected": _(
        "The virus scanner found something in this file, so it was not kept. "
        "Please send a clean copy, or ask the hospital for one."
    ),
    "attached_too_many": _(
        "More documents lie in this health data export than are taken out of one. "
        "Please tell your coordinator which of the others matter, or ask for them in parts."
    ),
    "not_theirs": _(
        "Your coordinator looked at this: it is somebody else's, so it was taken out and destroyed, and no "
        "specialist has seen it. If you have the right one, please send it; the place it came from should know too."
    ),
}
"""What only the house refuses, beside what reading does."""


def why_refused(record: Record) -> str:
    """The sentence of a refused record: why it cannot be used, and what to do."""
    if record.refused_code in OURS:
        return str(OURS[record.refused_code])
    return str(REFUSALS.get(record.refused_code, REFUSALS["unreadable"])) % _places(record)


def why_left_out(code: str) -> str:
    """Why a file of a disc or packed folder is none of the records, and what to do."""
    if code in LEFT_OUT:
        return str(LEFT_OUT[code])
    return why_refused(Record(refused_code=code))


def what_is_inside(record: Record) -> str:
    """What in a file could run by itself, in one sentence; empty for a file in which nothing could."""
    if not record.active_content:
        return ""
    found = [str(INSIDE[code]) for code in record.inside if code in INSIDE]
    if not found:
        return str(ACTIVE_CONTENT)
    sentence = gettext(
        "In this file there are parts that could run by themselves or hide something: %(found)s."
    )
    return sentence % {"found": gettext(", ").join(found)}


def _places(record: Record) -> dict[str, int]:
    """What the sentences' places are filled with: the limits are the house's, the size is the record's."""
    most = {"tiff_too_long": Limits().max_tiff_pages, "archive_too_many": ArchiveLimits().max_entries}
    return {
        "size_mb": -(-record.size // MEBIBYTE),
        "limit_mb": rules.largest() // MEBIBYTE,
        "limit": most.get(record.refused_code, Limits().max_pdf_pages),
    }


def kind_in_words(record: Record, modality: str = "") -> str:
    """What a record is, for a line in a list: "MRI scan", "PDF"."""
    return str(MODALITIES.get(modality) or KINDS.get(record.kind, "")) if record.kind else ""
