"""ICD-10-CM as simple-icd-10-cm has it: which codes there are, and which one a wording is.

Loaded when first asked for: about two seconds of work and 200 MB.
"""

from __future__ import annotations

import re
from functools import cache

import simple_icd_10_cm as icd

from secunda.reading.documents.diagnoses.terms import BRACKETS, words_of

NO_ILLNESS = "RSTVWXYZ"  # symptoms, injuries with their causes, circumstances
LONGEST_CODE = 6  # longer ones (injuries with their encounter) are never said by a name alone
SIDED = re.compile(r"\b(?:left|right|bilateral)\b")
CODE = re.compile(r"[A-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?")
CANCER = re.compile(r"^malignant neoplasm of (?P<site>.+)$")


def description(code: str) -> str:
    """What a code stands for; "" for what is no code. With or without its dot."""
    return str(icd.get_description(code)) if is_code(code) else ""


def is_code(code: str) -> bool:
    """Whether it is a code of the classification: a category or what is below it, no chapter or block."""
    return CODE.fullmatch(code) is not None and bool(icd.is_valid_item(code))


@cache
def by_words() -> dict[tuple[str, ...], str]:
    """The code of each wording (its words that matter) that only one code, or one line of codes, has."""
    found: dict[tuple[str, ...], set[str]] = {}
    for code in icd.get_all_codes(True):
        too_long = len(code.replace(".", "")) > LONGEST_CODE
        if CODE.fullmatch(code) is None or too_long or code[0] in NO_ILLNESS:
            continue
        for wording in (icd.get_description(code), *icd.get_inclusion_term(code)):
            for each in _wordings(str(wording)):
                if key := words_of(each):
                    found.setdefault(key, set()).add(code)
    return {key: code for key, codes in found.items() if (code := _one(codes))}


def on_side(code: str, side: str) -> str:
    """The code of the same on one side (C64.9 "of unspecified kidney" → C64.2 "of left kidney").

    Itself where the classification does not tell sides apart below its parent; "" where it does and has not this one.
    """
    if not code:
        return ""
    meaning = description(code)
    sided = [other for other in icd.get_children(icd.get_parent(code)) if SIDED.search(description(other))]
    for found in re.finditer("unspecified", meaning):
        wanted = meaning[: found.start()] + side + meaning[found.end() :]
        same = [other for other in sided if description(other) == wanted]
        if same:
            return str(same[0])
    return "" if sided else code


def _wordings(wording: str) -> tuple[str, ...]:
    """A wording, without what it has in brackets, and of a cancer the usual name."""
    plain = BRACKETS.sub(" ", wording)
    cancer = CANCER.match(plain.lower().replace(", unspecified", ""))
    usual = (f"cancer {cancer['site']}", f"carcinoma {cancer['site']}") if cancer else ()
    return (wording, plain, *usual)


def _one(codes: set[str]) -> str:
    """The longest of codes that lie on one line (J45, J45.9, J45.909); "" when they part."""
    longest = max(codes, key=len)
    return longest if all(longest.startswith(code) for code in codes) else ""
