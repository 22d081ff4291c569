"""The day of the examination, and the day of what it is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secunda.reading.document import Fact
from secunda.reading.documents.days import Day, days, days_within
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.radiology.examined import LONGEST_TITLE, NO_TITLE, TITLED, _terms
from secunda.reading.documents.sections import sections
from secunda.reading.text import Text

STUDIED = re.compile(
    r"(?:(?:date|day)(?: and time)? of (?:the )?(?:exam(?:ination)?|study|scan|service|procedure|imaging|"
    r"test)|"
    r"(?:exam(?:ination)?|study|scan|service|procedure|imaging|acquisition)"
    r"(?: date|[ /]date[ /]time| performed(?: on)?)|"
    r"performed(?: on)?|date performed|scanned on|"
    r"fecha (?:del|de la|de) (?:estudio|exploracion|examen|prueba|realizacion)|"
    r"fecha (?:estudio|exploracion|examen)|untersuchungsdatum|untersuchung vom|untersuchung am|"
    r"date de l'?examen|examen du|realise le|تاريخ الفحص|تاريخ الدراسه|تاريخ التصوير) ?[:\-]?[ \n]*"
)
DATED = re.compile(r"(?m)^(?:date|fecha|datum|le|التاريخ|date/time) ?:? ?(?=\d|\w+ \d)")
BEFORE = re.compile(
    r"(?:comparison(?: is made)?(?: study| studies| exam\w*)?(?: to| with)?|prior (?:stud(?:y|ies)|"
    r"exam\w*|ct|mri?|imaging|scan|"
    r"mammogra\w+|ultrasound|radiograph)|previous (?:stud(?:y|ies)|exam\w*|ct|mri?|imaging|scan|"
    r"mammogra\w+|ultrasound|"
    r"radiograph)|vergleich\w*|voruntersuchung\w*|voraufnahme\w*|comparacion|estudios? previos?|comparaison|"
    r"examen anterieur|المقارنه|مقارنه)[^.\d\n]{0,45}(?:\n[^.\d\n]{0,20})?$"
)
JUST_BEFORE = re.compile(
    r"\b(?:priors?|previous(?:ly)?|baseline|last (?:scan|exam\w*|mammogra\w+|study|ct|mri?)|vs\.?|versus|"
    r"compar(?:ed|ison)(?: to| with)?|vergleich(?: mit| zu)?|voraufnahme|previo|anterieur)[ :,.-]*(?:of |"
    r"from |dated |du |vom |de )?$"
)
NO_PRIOR = re.compile(
    r"\bno (?:relevant |available )?(?:prior|previous|earlier|old)s? (?:imaging|stud(?:y|ies)|exam\w*|"
    r"mammogra\w+|films?|"
    r"ct|mri|scans?|ultrasounds?|radiographs?|comparisons?)|\bno (?:prior|"
    r"comparison)s?(?: available)?(?=[ ]?[.,;)(]|\n|$)|"
    r"comparison:? (?:none|nil|not available|n/a)|\bprior(?: imaging| studies)?: ?(?:none|nil)|"
    r"sin estudios previos|"
    r"keine (?:voraufnahmen?|voruntersuchung(?:en)?)|pas d'(?:examen|antecedents? d'imagerie) anterieurs?|"
    r"(?:aucun|pas de) comparatif|لا توجد (?:دراسات|فحوص\w*) سابقه"
)
NONE_SAID = re.compile(
    r"(?:comparison|comparacion|vergleich|comparaison|المقارنه) ?(?:study|studies)? ?[:\-] ?"
    r"(?P<none>none|no prior|no previous|not available|nil|n/a|ninguno|ninguna|keine|aucun\w*|لا يوجد)"
)
COMPARED = re.compile(
    r"(?:compar(?:ed|ison|ing)|correlat\w+) (?:is |was )?(?:made )?(?:to|with|w/)|with comparison to|"
    r"in comparison (?:to|with)|vergleich(?: mit| zu)?|en comparacion con|se compara con|"
    r"comparativement a|مقارنه"
)
NONE = re.compile(
    r"^[\W]*(?:none(?: available)?|no (?:prior|previous|comparison|relevant|available|old)[\w ,]*|"
    r"not available|nil|n/a|"
    r"no comparison\w*|ninguno|ninguna|sin estudios previos|no hay|no disponible|keine(?: voraufnahmen)?|"
    r"aucun\w*|لا يوجد|لا توجد)"
)
NEAR = 30
HEAD_LINES = 4
OF_SOMETHING_ELSE = re.compile(
    r"(?:birth|born|dob|nac\w*|geb\w*|nee? le|report\w*|received|request\w*|print\w*|referr\w*|surgery|"
    r"operat\w*|since|diagnos\w*|"
    r"lmp|injury|resected|treated|chemo\w*)[^.;\n]{0,25}$"
)
FIRST_CHARACTERS = 1500


def study_dates(text: Text) -> Iterator[Fact]:
    """The day of the examination: by its label, else in the title, else under a bare "Date"."""
    plain, written = folded(text.plain), days(text.plain)
    labelled = _after(plain, written, STUDIED)
    for day, confidence in ((labelled, 0.97), (_in_title(text, plain, written), 0.9)):
        if day is not None:
            yield _dated(text, "study_date", day, confidence)
            return
    day = _after(plain[:FIRST_CHARACTERS], written, DATED)
    day = day or _in_head(plain, written)
    if day is not None:
        yield _dated(text, "study_date", day, 0.8)


def _in_head(plain: str, written: Sequence[Day]) -> Day | None:
    """The first day of the first lines that is no earlier study's and nobody's birth; with a modality in its lines."""
    head = "\n".join(plain.split("\n")[:HEAD_LINES])
    if not _terms("modalities")[0].search(head):
        return None
    for day in days_within(written, 0, len(head)):
        ahead = plain[max(0, day.start - 90) : day.start]
        if not (BEFORE.search(ahead) or JUST_BEFORE.search(ahead) or OF_SOMETHING_ELSE.search(ahead)):
            return day if day.precision == "day" else None
    return None


def _dated(text: Text, name: str, day: Day, confidence: float) -> Fact:
    return fact(
        text, name, day.value, day.start, day.end, confidence=confidence, assertion="affirmed", date=day.value
    )


def _after(plain: str, written: Sequence[Day], label: re.Pattern[str]) -> Day | None:
    """The first day that stands right after the label."""
    for match in label.finditer(plain):
        for day in days_within(written, match.end(), match.end() + 4):
            return day
    return None


def _in_title(text: Text, plain: str, written: Sequence[Day]) -> Day | None:
    """A day in a title line that names a modality."""
    modality = _terms("modalities")[0]
    for day in written:
        if day.start > FIRST_CHARACTERS:
            return None
        start = plain.rfind("\n", 0, day.start) + 1
        line = plain[start : plain.find("\n", day.end) if "\n" in plain[day.end :] else len(plain)]
        is_title = TITLED.match(line) or (len(line.split()) <= LONGEST_TITLE and not NO_TITLE.search(line))
        if is_title and modality.search(line) and day.precision == "day":
            return day
    return None


def comparison_dates(text: Text) -> Iterator[Fact]:
    """Each day of an earlier study that this one is compared with, or "none" when the report says there is none."""
    plain, written = folded(text.plain), days(text.plain)
    found: dict[str, Day] = {}
    for section in sections(text.plain):
        if section.name == "comparison":
            if none := NONE.match(plain[section.start : section.end].lstrip()):
                start = plain.index(none[0], section.start)
                end = start + len(none[0].rstrip())
                yield fact(text, "comparison_date", "none", start, end, confidence=0.95, assertion="affirmed")
                continue
            found |= {day.value: day for day in days_within(written, section.start, section.end)}
    for day in (*_compared(plain, written), *_said_before(plain, written)):
        found.setdefault(day.value, day)
    said = NONE_SAID.search(plain)
    if said and not found and not any(section.name == "comparison" for section in sections(text.plain)):
        start, end = said.span("none")
        yield fact(text, "comparison_date", "none", start, end, confidence=0.93, assertion="affirmed")
    none = NO_PRIOR.search(plain)
    if (
        none
        and not said
        and not found
        and not any(section.name == "comparison" for section in sections(text.plain))
    ):
        yield fact(text, "comparison_date", "none", *none.span(), confidence=0.93, assertion="affirmed")
    for day in found.values():
        yield _dated(text, "comparison_date", day, 0.95)


def _compared(plain: str, written: Sequence[Day]) -> Iterator[Day]:
    """The days in sentences such as "compared with the CT of 5 May 2025"."""
    for match in COMPARED.finditer(plain):
        day = next(iter(days_within(written, match.end(), match.end() + 60)), None)
        if day is not None and "." not in plain[match.end() : day.start]:
            yield day


def _said_before(plain: str, written: Sequence[Day]) -> Iterator[Day]:
    """The days right after words for an earlier study ("prior CT dated 5 May 2025")."""
    return (
        day
        for day in written
        if BEFORE.search(plain, max(0, day.start - 90), day.start)
        or JUST_BEFORE.search(plain, max(0, day.start - 40), day.start)
    )
