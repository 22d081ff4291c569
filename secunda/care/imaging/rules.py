"""What is an instance of a study, what a blind expert must not see of it, and what makes a series. Pure."""

from __future__ import annotations

from collections.abc import Sequence

# Storage classes (PS3.4 B.5) by the part of their UID after the common root, and why they are withheld while blind:
# whatever somebody has said or drawn about the pictures.
_STORAGE = "1.2.840.10008.5.1.4.1.1."
WITHHELD: tuple[tuple[str, str], ...] = (
    ("88.59", "key_object"),
    ("88.", "report"),
    ("11.", "presentation"),
    ("104.", "document"),
    ("66.", "segments"),
    ("481.1", ""),  # an RT image is a picture
    ("481.", "therapy"),
    ("7", "capture"),
    ("30", "map"),
    ("200.", "presentation"),
)
_FILM = "DF"  # Digitized Film: a primary picture in the clothes of a secondary capture (PS3.3 C.8.6.1)
_NO_PICTURES = frozenset({"SR", "PR", "KO", "DOC", "SEG", "RTSTRUCT", "RTPLAN", "RTDOSE", "FID"})
KINDS = frozenset({"dicom", "dicom_document"})
FORMAT = "application/dicom"
SENTENCE_CODES = frozenset(
    {"no_pixels", "cut_short", "syntax", "frames", "no_identifiers", "unreadable", "same_uid", "moved"}
)


def withheld_as(*, sop_class: str, modality: str, conversion: str) -> str:
    """Why an instance does not exist for a blind expert; empty for a primary picture."""
    rest = sop_class.removeprefix(_STORAGE)
    found = next((why for part, why in WITHHELD if _is_part(part, rest)), "")
    if found == "capture" and conversion == _FILM:
        return ""
    if not found and modality in _NO_PICTURES:
        return "report"
    return found


def _is_part(part: str, rest: str) -> bool:
    return rest.startswith(part) if part.endswith(".") else rest == part or rest.startswith(f"{part}.")


def kind_of(*, images: int, frames: int, plane: str, is_mixed: bool, spacing: float | None) -> str:
    """What a series is for a viewer: document, cine, single, volume or stack."""
    if frames == 0:
        return "document"
    if images == 1:
        return "cine" if frames > 1 else "single"
    return "volume" if images > 2 and plane and spacing and not is_mixed else "stack"


def modalities(found: Sequence[str]) -> list[str]:
    """Each modality once, pictures before documents."""
    return sorted(set(filter(None, found)), key=lambda one: (one in _NO_PICTURES, one))
