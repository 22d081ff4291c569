"""Treatments of cancer: chemotherapy and its regimens, radiotherapy with dose and fractions, and their like."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from secunda.reading.document import Fact, Type
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.days import Day
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.procedures.done import asserted, day_of
from secunda.reading.documents.procedures.terms import Named, lists, names, regimens
from secunda.reading.documents.words import any_of
from secunda.reading.text import Text

GRAY = re.compile(
    r"(?<![\d.,])(?P<dose>\d{1,4}(?:[.,]\d{1,2})?) ?(?P<unit>c?gy|grays?)(?![^\W_])(?! ?(?:per|/|a) ?(?:fraction|fx|#))"
)
FRACTIONS = re.compile(
    r"(?:in|over|/|x|en|in insgesamt|,)?[ \n]?(?P<fractions>\d{1,2}) ?(?:fractions?|fx|fr|#|fracciones|"
    r"fraktionen|seances|daily fractions)(?![^\W_])"
)
CYCLES = re.compile(
    r"(?:(?P<before>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ )?(?:cycles?|"
    r"courses?|ciclos?|zyklen|cures?|cycles)|"
    r"(?:x|×) ?(?P<times>\d{1,2})(?! ?(?:mg|gy|fr|days?|weeks?|mm|cm))|(?P<after>\d{1,2}) ?x)(?![^\W_])"
)
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SPELLED = {word: number for number, word in enumerate(NUMBER_WORDS, start=1)}
ABOUT_TREATMENT = re.compile(
    r"chemo|cycle|regimen|adjuvant|protocol|followed by|quimio|ciclos|zyklen|received|completed|"
    r"treated with|treatment with|cures"
)
NO_TREATMENT = re.compile(
    r"(?:[ \n-](?:day )?(?:unit|department|ward|cent(?:re|er)|clinic|nurse|team|suite|service|"
    r"consent|planning|simulation|oncolog\w+|fails?|failed|related|induced|naive|associated|toxicity|"
    r"side effects))(?![^\W_])"
)
NO_TREATMENT_DRUG = re.compile(
    r"[ \n-](?:levels?|resistan\w+|sensitiv\w+|allerg\w+|toxicity|related|induced|assay|rash)(?![^\W_])"
)
# Some of the medicines are given for other illnesses too (methotrexate, rituximab): the document must speak of cancer.
ONCOLOGY = re.compile(
    r"cancer|carcino|karzinom|lymphom|linfoma|leuka?emi|leukam|leucem|myelom|mielom|tumou?r|oncolog|onkolog|chemo|quimio|"
    r"chimio|metasta|sarcom|melanom|blastom|krebs|adjuvant|cycles?\b|maintenance|سرطان|اورام"
)
RADIATION_WORD = re.compile(
    r"radi|\brt\b|bestrahl|sbrt|brachy|srs|imrt|vmat|chemorad|ptv|dose constraint|mean dose|boost"
)
RADIATION = (
    "radiotherapy",
    "stereotactic radiotherapy",
    "stereotactic radiosurgery",
    "proton therapy",
    "brachytherapy",
    "chemoradiotherapy",
)


def treatments(text: Text, days: tuple[Day, ...], *, type: Type) -> Iterator[Fact]:
    """Each treatment and regimen, the same with the same dose and cycles once."""
    plain = folded(text.plain)
    said: set[tuple[str, ...]] = set()
    named_so = [
        each for each in names("treatments", text.plain, plain) if not NO_TREATMENT.match(plain, each.end)
    ]
    by_regimen = list(_regimens(text.plain, plain))
    is_of_cancer = type != "medication" and ONCOLOGY.search(plain) is not None
    by_drug = list(_drugs(text.plain, plain)) if is_of_cancer else []
    found = sorted([*_beyond(text.plain, named_so, by_regimen), *by_regimen, *by_drug, *_doses(plain)])
    for named in found:
        detail = _detail(text.plain, plain, named)
        assertion = asserted(text.plain, plain, named, type=type)
        key = (named.value, assertion, *detail.values())
        if key in said or (len(key) == 2 and any(key == other[:2] for other in said)):
            continue
        said.add(key)
        yield fact(
            text, "treatment", named.value, named.start, named.end, confidence=0.93, detail=detail,
            date=day_of(text.plain, named, days), assertion=assertion,
        )  # fmt: skip


def _beyond(written: str, named_so: list[Named], by_regimen: list[Named]) -> Iterator[Named]:
    """The treatments without the chemotherapy of a sentence that says which regimen it was."""
    places = [regimen.start for regimen in by_regimen]
    for named in named_so:
        if named.value == "chemotherapy":
            start, end = sentence_around(written, named.start, named.end)
            index = bisect_left(places, start)
            if index < len(places) and places[index] < end:
                continue
        yield named


@cache
def _drug() -> re.Pattern[str]:
    """A pattern for the medicines against cancer, one or several joined by "and", "with", "/", "-", "+"."""
    one = any_of(folded(name.replace("_", " ")) for name in lists()["drugs"].split())
    return re.compile(
        rf"(?<![^\W_]){one}(?:(?: ?[-/+] ?|[ \n](?:and|plus|y|und|et)[ \n]){one}){{0,2}}(?![^\W_])"
    )


def _drugs(written: str, plain: str) -> Iterator[Named]:
    """Medicines against cancer by their names; of those given together all in one."""
    for match in _drug().finditer(plain):
        if not NO_TREATMENT_DRUG.match(plain, match.end()):
            yield Named(
                match.start(), match.end(), " ".join(written[match.start() : match.end()].lower().split())
            )


def _doses(plain: str) -> Iterator[Named]:
    """Doses with their fractions where no word of radiation stands near: "prostate 78 Gy in 39 fractions"."""
    for dose in GRAY.finditer(plain):
        fractions = FRACTIONS.search(plain, dose.end(), dose.end() + 25)
        near = plain[max(0, dose.start() - 90) : dose.end() + 60]
        if fractions and not RADIATION_WORD.search(near):
            yield Named(dose.start(), fractions.end(), "radiotherapy")


def _regimens(written: str, plain: str) -> Iterator[Named]:
    """The regimens; those whose letters mean much else only in a sentence about treatment."""
    for match in regimens().finditer(written):
        if match[0] in lists()["short_regimens"]:
            start, end = sentence_around(written, match.start(), match.end())
            if not ABOUT_TREATMENT.search(plain, start, end):
                continue
        yield Named(match.start(), match.end(), match[0])


def _detail(written: str, plain: str, named: Named) -> dict[str, str]:
    """Dose and fractions of radiation, cycles of medicines, from the same sentence."""
    start, end = sentence_around(written, named.start, named.end)
    start, end = max(start, named.start - 90), min(end, named.end + 120)
    if named.value in RADIATION:
        found = _radiation(plain, start, end)
        if found or named.value != "chemoradiotherapy":
            return found
    cycles = _nearest(CYCLES, plain, named, start, end)
    if cycles is None:
        return {}
    said = cycles["before"] or cycles["times"] or cycles["after"]
    return {"cycles": str(SPELLED.get(said, said))}


def _radiation(plain: str, start: int, end: int) -> dict[str, str]:
    dose = GRAY.search(plain, start, end)
    fractions = FRACTIONS.search(plain, start, end)
    found = {}
    if dose:
        found["dose"] = f"{dose['dose'].replace(',', '.')} {'cGy' if dose['unit'] == 'cgy' else 'Gy'}"
    if fractions:
        found["fractions"] = fractions["fractions"]
    elif dose and (
        stroke := re.compile(r" ?/ ?(\d{1,2})(?!\d|[.,]\d)(?! ?gy)").match(plain, dose.end(), end)
    ):
        found["fractions"] = stroke[1]
    return found


def _nearest(
    pattern: re.Pattern[str], plain: str, named: Named, start: int, end: int
) -> re.Match[str] | None:
    """The match nearest to a name, within 45 characters."""
    found = [match for match in pattern.finditer(plain, start, end) if _apart(match, named) <= 45]
    return min(found, key=lambda match: _apart(match, named), default=None)


def _apart(match: re.Match[str], named: Named) -> int:
    return match.start() - named.end if match.start() >= named.end else named.start - match.end()
