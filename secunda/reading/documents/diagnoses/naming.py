"""Writes `classified.txt`: the short names of illnesses in ICD-10-CM (US, public domain), as simple-icd-10-cm has it.

`python -m secunda.reading.documents.diagnoses.naming` prints it; finders read the file, not the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import simple_icd_10_cm as icd

from secunda.reading.documents.diagnoses.classification import CODE
from secunda.reading.documents.diagnoses.terms import alike, by_hand, lists
from secunda.reading.documents.folded import folded

_CHAPTERS: Final = (
    "ABCDEFGHIJKLMNQ"  # no symptoms, injuries, circumstances; births and newborns are named otherwise
)
_LONGEST_CODE, _MOST_WORDS, _SHORTEST = 5, 4, 7
_NAME: Final = re.compile(r"[a-z][a-z' -]+[a-z]")
_BRACKETS: Final = re.compile(r"\s*[(\[].*?[)\]]")
# A name with one of these says where a code stands among others, not what an illness is called.
_NO_NAME: Final = re.compile(
    r"\b(?:unspecified|others?|nos|with|without|due|in|and|or|by|not|elsewhere|following|specified|associated|from|to|for|on|"
    r"as|diseases|disorders|conditions|complicating|type|stage|status|initial|subsequent|sequela|encounter|history|screening|"
    r"use|exposure|counseling|period|multiple|nec|affecting|body|system|structures?|regions?|sites?|parts?|single|current|drug|"
    r"poisoning|adverse|effect|procedure|female|male|right|left|bilateral|upper|lower|eye|eyelid|state|pain)\b"
)


def names() -> Iterator[tuple[str, list[str]]]:
    """Each code with its names that no other code has and that synonyms.yaml has not."""
    seen = set(by_hand()) | set(lists()["too_general"]) | {alike(each) for each in lists()["no_illness_name"]}
    for code in icd.get_all_codes(True):
        if (
            CODE.fullmatch(code) is None
            or code[0] not in _CHAPTERS
            or len(code.replace(".", "")) > _LONGEST_CODE
        ):
            continue
        found = []
        for wording in (icd.get_description(code), *icd.get_inclusion_term(code)):
            name = folded(_BRACKETS.sub("", str(wording)).strip())
            if _is_name(name) and alike(name) not in seen:
                seen.add(alike(name))
                found.append(name)
        if found:
            yield code, found


def _is_name(name: str) -> bool:
    return (
        _NAME.fullmatch(name) is not None
        and _NO_NAME.search(name) is None
        and len(name) >= _SHORTEST
        and len(name.split()) <= _MOST_WORDS
    )


if __name__ == "__main__":
    for code, found in names():
        print("|".join((code, *found)))
