"""Whose record is it: the names and birth dates found in a file, compared with the patient's.

A false match shows a stranger's record to an expert; a false "absent" costs a coordinator one look. So a match needs
the name and the birth date, and a given name must agree as it is written: twins share family name and birth date, and
are called Daniel and Daniela. Only a family name may be misspelt.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from secunda.reading.person_names import Name, parse

Whose = Literal["match", "absent", "mismatch"]
_Likeness = Literal["same", "close", "different", "unknown"]
_EARLIEST_BIRTH = date(1905, 1, 1)  # what software writes for "unknown" (1900-01-01, 1111-11-11) lies before


def compare(
    names_found: Iterable[str],
    birth_dates_found: Iterable[str],
    patient_names: Iterable[str],
    patient_birth_date: date | None,
) -> Whose:
    """Whether a file is the patient's: "match", "mismatch", or "absent" when it does not say enough to tell.

    Names may be written "Given Family", "Family, Given" or "Family^Given" (DICOM); `patient_names` holds every name
    the patient goes by (maiden name, other scripts). Birth dates found are ISO 8601 days. A birth date that conflicts
    is a mismatch whatever the name says; so is another name in the same script. Absent and mismatch both wait for a
    named person.
    """
    birth = _birth_likeness(birth_dates_found, patient_birth_date)
    name = _name_likeness(names_found, patient_names)
    if birth == "different" or name == "different":
        return "mismatch"
    return "match" if birth == name == "same" else "absent"


def _birth_likeness(found: Iterable[str], known: date | None) -> _Likeness:
    days = {day for text in found if (day := _day(text)) is not None and day >= _EARLIEST_BIRTH}
    if known is None or not days:
        return "unknown"
    return "same" if days == {known} else "different"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _name_likeness(found: Iterable[str], known: Iterable[str]) -> _Likeness:
    """The best likeness of any name found to any name known: several writings of one name are usual."""
    theirs = [name for text in known if (name := parse(text)) is not None]
    seen = {_likeness(name, other) for text in found if (name := parse(text)) is not None for other in theirs}
    order: tuple[_Likeness, ...] = ("same", "close", "different")
    return next((likeness for likeness in order if likeness in seen), "unknown")


def _likeness(found: Name, known: Name) -> _Likeness:
    if found.script is None or found.script != known.script:
        return "unknown"
    if found.joined & known.joined:
        return "same"
    left_found, left_known = found.without(known), known.without(found)
    is_given_shared = found.given not in left_found and known.given not in left_known
    is_contained = not left_found or not left_known
    is_family_shared = is_contained or _is_misspelt_family(found, left_found, left_known)
    if is_given_shared and is_family_shared and min(len(found.words), len(known.words)) > 1:
        return "same"
    return _unlike(found, known, is_given_shared, is_contained)


def _is_misspelt_family(found: Name, left_found: list[str], left_known: list[str]) -> bool:
    if not found.is_structured or len(left_found) != 1 or len(left_known) != 1:
        return False
    return left_found[0] in found.family and is_misspelling(left_found[0], left_known[0])


def _unlike(found: Name, known: Name, is_given_shared: bool, is_contained: bool) -> _Likeness:
    """Names that are not the same: close if a person could bear both (maiden name, initial, part of the name)."""
    if is_given_shared or is_contained:
        return "close"
    initials = {found.given[:1], known.given[:1]}
    shares_family = len(found.without(known)) < len(found.words)
    if len(initials) == 1 and min(len(found.given), len(known.given)) == 1 and shares_family:
        return "close"
    return "close" if is_misspelling(found.given, known.given, at_end=True) and shares_family else "different"


def is_misspelling(one: str, other: str, *, at_end: bool = False) -> bool:
    """Whether two words of five or more letters differ by one letter left out, added, changed or swapped.

    A difference in the last two letters counts only with `at_end`: it tells Christian from Christina.
    """
    if min(len(one), len(other)) < 5 or (not at_end and one[-2:] != other[-2:]):
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) <= 1
    rest, rest_other = one[start:], other[start:]
    is_swapped = rest[:2] == rest_other[:2][::-1] and rest[2:] == rest_other[2:]
    return is_swapped or rest[1:] == rest_other[1:] or rest[1:] == rest_other or rest == rest_other[1:]
