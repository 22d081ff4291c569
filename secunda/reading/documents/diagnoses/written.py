"""Diagnoses with their code written in the text ("I10 Essential hypertension", "ICD-10: C61")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secunda.reading.document import Fact
from secunda.reading.documents.diagnoses.spans import Spans
from secunda.reading.documents.diagnoses.stands import stands
from secunda.reading.documents.found import fact
from secunda.reading.text import Text

CODE = re.compile(r"(?<![\w.-])(?P<code>[A-TV-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?)(?![\w-]|\.\w)")
ANNOUNCED = re.compile(r"(?i)\bicd[ -]?(?:10|x)?(?:[ -]?(?:cm|gm|code|codes))*\b")
NAME_AFTER = re.compile(r"[ \t]*[)\]]?[ \t]*(?:[-–:|][ \t]*)?(?P<name>[^\W\d_][^\n;|()\[\]]{2,100})")
TO_CODE = re.compile(r"(?i)[\s,(\[|:–-]*(?:icd[ -]?10)?(?:[ -]?(?:cm|gm|code))*[\s,(\[|:–-]*$")
UNSPECIFIED = re.compile(r", (?:unspecified|not otherwise specified|nos)$")
NAME_BEFORE = re.compile(r"(?P<name>[^\W\d_][^;:|()\[\]\n]*)$")


def coded(text: Text, taken: Spans) -> Iterator[Fact]:
    """Every code that the classification has, with a dot or announced as one, and the words beside it.

    Their places are added to `taken`.
    """
    from secunda.reading.documents.diagnoses.classification import description, is_code

    plain = text.plain
    for match in CODE.finditer(plain):
        line_start = plain.rfind("\n", 0, match.start()) + 1
        line_end = plain.find("\n", match.end())
        line_end = line_end if line_end >= 0 else len(plain)
        announced = ANNOUNCED.search(plain, max(0, match.start() - 60), line_end) is not None
        if not ("." in match["code"] or announced) or not is_code(match["code"]):
            continue
        meaning = description(match["code"])
        named = _named(plain, match, line_start, line_end, meaning)
        if named is None and not announced:
            continue
        start, end = named or (match.start(), match.end())
        value = " ".join(plain[start:end].split()) if named else meaning
        value = UNSPECIFIED.sub("", value.lower())
        taken.take(start, end)
        last = max(end, match.end())
        yield fact(
            text, "diagnosis", value, min(start, match.start()), last, code=match["code"], code_system="ICD-10-CM",
            confidence=0.97 if named else 0.9, assertion=stands(plain, start, last, code=match["code"]),
        )  # fmt: skip


def _named(
    plain: str, match: re.Match[str], line_start: int, line_end: int, meaning: str
) -> tuple[int, int] | None:
    """The words beside a code that speak of what it stands for: after it, else before it; None when none do."""
    before_end = TO_CODE.search(plain, max(line_start, match.start() - 40), match.start())
    after = NAME_AFTER.match(plain, match.end(), line_end)
    before = NAME_BEFORE.search(plain, line_start, before_end.start() if before_end else match.start())
    for found in (after, before):
        if found and _speaks_of(found["name"], meaning):
            name = found["name"].rstrip(" .,-–")
            return found.start("name"), found.start("name") + len(name)
    return None


def _speaks_of(name: str, meaning: str) -> bool:
    """Whether the two have a word in common beyond the small ones, or are named alike in synonyms.yaml."""
    from secunda.reading.documents.diagnoses.terms import code_of, words_of

    shared = {word[:6] for word in words_of(name) if len(word) > 3} & {
        word[:6] for word in words_of(meaning) if len(word) > 3
    }
    return bool(shared) or bool(code_of(name))
