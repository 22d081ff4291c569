"""What is in an archive, in numbers and studies: what is shown before or after it is unpacked."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pydicom
from pydicom.dataset import Dataset

from secunda.reading.archives.entries import Entry
from secunda.reading.facts import PatientSeen, Refusal
from secunda.reading.readers import dicom_header as header

_HEADER_BYTES = 256 * 1024
_TAGS = [*header.TAGS, 0x0020000D]


@dataclass(frozen=True, slots=True)
class Study:
    """DICOM files of one study, as their headers say; a hint until each file is read. `day` is ISO 8601 or empty."""

    uid: str
    day: str
    modalities: tuple[str, ...]
    description: str
    files: int
    patient: PatientSeen


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds. `left_out` counts files by the code of their sentence. Sizes in bytes."""

    files: int
    total_bytes: int
    dicom: int
    documents: int
    directories: int
    left_out: tuple[tuple[str, int], ...]
    studies: tuple[Study, ...]


@dataclass(slots=True)
class _Found:
    day: str = ""
    description: str = ""
    modalities: set[str] = field(default_factory=set)
    files: int = 0
    patient: PatientSeen = field(default_factory=PatientSeen)


def list_entries(entries: Iterable[Entry]) -> Listing:
    """Goes through the entries of `walk` and reads the beginning of each DICOM file. Raises what `walk` raises."""
    sorts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    studies: dict[str, _Found] = {}
    total = 0
    for entry in entries:
        sorts[entry.sort] += 1
        total += entry.size
        if entry.reason:
            reasons[entry.reason] += 1
        if entry.sort == "dicom":
            _note(studies, _header(entry))
    return Listing(
        files=sorts.total(),
        total_bytes=total,
        dicom=sorts["dicom"],
        documents=sorts["document"],
        directories=sorts["directory"],
        left_out=tuple(sorted(reasons.items())),
        studies=tuple(_study(uid, found) for uid, found in studies.items()),
    )


def _header(entry: Entry) -> Dataset | None:
    beginning = b""
    try:
        for chunk in entry.chunks():
            beginning += chunk
            if len(beginning) >= _HEADER_BYTES:
                break
        return pydicom.dcmread(
            io.BytesIO(beginning), stop_before_pixels=True, force=True, specific_tags=_TAGS
        )
    except Refusal as refusal:
        if refusal.unusable.code != "entry_damaged":
            raise
    except Exception:  # pydicom may raise anything on a broken header, and what it says may quote the patient
        return None
    return None


def _note(studies: dict[str, _Found], found: Dataset | None) -> None:
    uid = header.uid(found, "StudyInstanceUID") if found is not None else None
    if found is None or uid is None:
        return
    study = studies.setdefault(uid, _Found())
    study.files += 1
    study.modalities.add(header.text(found, "Modality") or "")
    if study.files == 1:
        days = [date.value for date in header.clinical_dates(found) if date.role == "study"]
        study.day = days[0] if days else ""
        study.description = header.text(found, "StudyDescription") or ""
        study.patient = header.patient(found)


def _study(uid: str, found: _Found) -> Study:
    modalities = tuple(sorted(found.modalities - {""}))
    return Study(uid, found.day, modalities, found.description, found.files, found.patient)
