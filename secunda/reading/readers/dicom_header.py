"""Single facts of a DICOM header, each made safe: a bad value is left out, never guessed."""

import re
from collections.abc import Iterable
from datetime import date

from pydicom.dataset import Dataset
from pydicom.tag import BaseTag, Tag
from pydicom.valuerep import PersonName

from secunda.reading.facts import ClinicalDate, DateRole, PatientSeen, Precision

LONGEST_TEXT = 200
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")
_DATE = re.compile(r"(\d{4})[.-]?(?:(\d{2})[.-]?(?:(\d{2}))?)?")

_KEYWORDS = """
    SpecificCharacterSet SOPClassUID SOPInstanceUID StudyDate SeriesDate Modality StudyDescription
    SeriesDescription PatientName PatientID PatientBirthDate OtherPatientNames PatientBirthName
    StudyInstanceUID SeriesInstanceUID SamplesPerPixel PhotometricInterpretation NumberOfFrames Rows Columns
    BitsAllocated ImageType
"""
TAGS: list[BaseTag | int] = [Tag(keyword) for keyword in _KEYWORDS.split()]

# Storage classes (PS3.4 B.5, by the part of their UID after 1.2.840.10008.5.1.4.1.1.) that are no pictures.
_DOCUMENTS: tuple[tuple[str, str], ...] = (
    ("88.59", "key_object"),
    ("88.", "sr"),
    ("11.", "presentation_state"),
    ("104.1", "encapsulated_pdf"),
    ("104.2", "encapsulated_cda"),
    ("104.", "encapsulated_other"),
    ("481.", "rt"),
    ("9.", "waveform"),
)
_STORAGE = "1.2.840.10008.5.1.4.1.1."
_RT_IMAGE = "1.2.840.10008.5.1.4.1.1.481.1"
_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6"  # VL Whole Slide Microscopy Image Storage
_DICOMDIR = "1.2.840.10008.1.3.10"


def document_class(header: Dataset) -> str | None:
    """Which document an instance is, None if its class is a picture's."""
    found = uid(header, "SOPClassUID") or uid(header, "MediaStorageSOPClassUID") or ""
    if not found.startswith(_STORAGE) or found == _RT_IMAGE:
        return None
    rest = found.removeprefix(_STORAGE)
    return next((kind for part, kind in _DOCUMENTS if _is_part(part, rest)), None)


def _is_part(part: str, rest: str) -> bool:
    return rest.startswith(part) if part.endswith(".") else rest == part


def is_directory(header: Dataset) -> bool:
    """Whether the instance is the table of contents of a disc (DICOMDIR)."""
    return uid(header, "MediaStorageSOPClassUID") == _DICOMDIR


def is_slide(header: Dataset) -> bool:
    """Whether the instance belongs to a microscope slide (DICOM-WSI)."""
    return uid(header, "SOPClassUID") == _SLIDE


def slide_pictures(header: Dataset) -> tuple[str, ...]:
    """Which of a slide's pictures the instance is, by the third value of ImageType (PS3.3 C.8.12.4.1.1)."""
    stated = str(header.get("ImageType") or "").replace("'", "").strip("[]").split(",")
    flavour = stated[2].strip() if len(stated) > 2 else ""
    found = {"LABEL": "label", "OVERVIEW": "macro", "THUMBNAIL": "thumbnail"}.get(flavour)
    return (found,) if found else ()


def uid(header: Dataset, keyword: str) -> str | None:
    """A UID of at most 64 digits and dots, else None."""
    found = str(header.get(keyword) or "").strip("\x00 ")
    return found if len(found) <= 64 and _UID.fullmatch(found) else None


def text(header: Dataset, keyword: str) -> str | None:
    """A line of text without control characters, at most 200 long."""
    return _line(str(header.get(keyword) or "")) or None


def whole(header: Dataset, keyword: str, default: int = 0) -> int:
    """A whole number; `default` where there is none. Raises `ValueError` for anything else."""
    found = header.get(keyword)
    return default if found in (None, "") else int(found)


def frames(header: Dataset) -> int:
    """How many pictures the instance says it holds: 1 where it does not say so in a number."""
    try:
        return max(whole(header, "NumberOfFrames", 1), 1)
    except ValueError:
        return 1


def measures(header: Dataset) -> tuple[int, int]:
    """(columns, rows) in pixels."""
    return whole(header, "Columns"), whole(header, "Rows")


def patient(header: Dataset) -> PatientSeen:
    """Names (each writing of a name apart: alphabetic, ideographic, phonetic), birth date and number."""
    written = [
        name
        for keyword in ("PatientName", "PatientBirthName", "OtherPatientNames")
        for name in _names(header.get(keyword))
    ]
    born = _dates(header, "PatientBirthDate")
    number = text(header, "PatientID")
    return PatientSeen(
        names=tuple(dict.fromkeys(written)),
        birth_dates=tuple(found for found, precision in born if precision == "day"),
        identifiers=(number,) if number else (),
    )


def clinical_dates(header: Dataset) -> tuple[ClinicalDate, ...]:
    """The study's and the series' day, each as far as it is stated."""
    roles: tuple[tuple[str, DateRole], ...] = (("StudyDate", "study"), ("SeriesDate", "series"))
    return tuple(
        ClinicalDate(found, precision, role)
        for keyword, role in roles
        for found, precision in _dates(header, keyword)
    )


def _names(found: object) -> list[str]:
    """Each writing of one or several names, as a line; nothing for empty ones."""
    several = (
        [found] if isinstance(found, str | PersonName) else list(found) if isinstance(found, Iterable) else []
    )
    lines = [_line(part) for name in several for part in str(name).split("=")]
    return [line for line in lines if line.strip("^ ")]


def _dates(header: Dataset, keyword: str) -> list[tuple[str, Precision]]:
    """At most one stated day, month or year, with its precision; nothing for what is no date."""
    stated = _DATE.fullmatch(str(header.get(keyword) or "").strip("\x00 "))
    if stated is None:
        return []
    year, month, day = (int(part or 1) for part in stated.groups())
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        return []
    if stated.group(3):
        return [(found, "day")]
    return [(found[:7], "month")] if stated.group(2) else [(found[:4], "year")]


def _line(value: str) -> str:
    shown = "".join(character if character.isprintable() else " " for character in value[: LONGEST_TEXT * 2])
    return " ".join(shown.split())[:LONGEST_TEXT]
