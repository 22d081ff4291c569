"""Measurements of what was seen, in millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from secunda.reading.document import Assertion, Fact
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.sections import Section, section_at, sections
from secunda.reading.text import Text

NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
ONE = "mm|cm|ملم|مم|سم"
MEASURED = re.compile(
    rf"(?<![\w.,/])(?P<first>{NUMBER}) ?(?P<unit1>{ONE})?"
    rf"(?: ?[x*] ?(?P<second>{NUMBER}) ?(?P<unit2>{ONE})?)?(?: ?[x*] ?(?P<third>{NUMBER}) ?(?P<unit3>{ONE})?)?"
    rf"(?: ?- ?(?P<last>{NUMBER}))?[ -]?(?P<unit>(?<=[mc]m)|(?<=[لس]م)|(?<=مم)|(?:{ONE})\b)(?![/\w²³])"
)
# What is measured here is the machine, a tool, or a distance.
MACHINE_AFTER = re.compile(
    r"^[ -]*(?:thick )?(?:slices?|sections?|axial|coronal|sagittal|contiguous|collimation|intervals?|"
    r"increments?|"
    r"cuts?|images?|reconstructions?|gauge|needle|catheter|stent|drain|tube|screws?|coil|clip|gap|matrix|"
    r"schnitt\w*|cortes?|coupes?|"
    r"slice thickness|thin)\b"
)
DISTANCE_AFTER = re.compile(
    r"^[ ,]*(?:from|above|below|proximal|distal|deep|away|anterior to|posterior to|superior to|"
    r"inferior to|beyond|"
    r"cephalad|caudal|lateral to|medial to|fn\b|del? (?:pezon|margen)|de distancia|vom|oberhalb|unterhalb|"
    r"du mamelon)"
)
MACHINE_BEFORE = re.compile(
    r"(?:calibration ball|marker|ruler|slice thickness|slices? of|section thickness|collimation|distance|"
    r"thickness images|spaced|"
    r"interval|cortes de|"
    r"schichtdicke|reconstructed at|every|margin of|field of view|fov|depth of) ?(?:of|is|was|:|at|=)? ?$"
)
LIMIT_BEFORE = re.compile(r"[<>] ?=? ?$|(?:greater|less|more|smaller|larger) than ?$|threshold of ?$")
LIMIT_AFTER = re.compile(r"^ ?(?:or (?:more|larger|greater|above|less)|threshold|cut-?off)\b")
EARLIER = re.compile(
    r"(?:previously|prior(?:ly)?|formerly|earlier|compared (?:to|with)|versus|vs\.?|in prior study|"
    r"(?<!cm )(?<!mm )\bfrom(?= ?$)|[,(] ?was(?= ?$)|"
    r"\(was|\(prev\.?|"
    r"\bwas previously|previamente|antes|vorher|zuvor|auparavant|before)[^.;\d\n]{0,30}$"
)
EARLIER_AFTER = re.compile(
    r"^[ ,]*(?:[a-z]+ ){0,4}?(?:previously|before|in the prior|on the prior|on prior|at the prior|"
    r"earlier)\b(?!:? ?\d)"
)
THING_BEFORE = re.compile(
    r"(?P<thing>[^\W\d_][\w'/-]*(?: [^\W\d_][\w'/-]*){0,4}) (?:\w+ )?(?:measur\w+|of|is|are|was|mide\w*|"
    r"que mide|"
    r"mesur\w+|misst|with a diameter of|up to|now|(?:in|de)creased from|grown from)"
    r"(?: (?:up to|about|approximately|approx\.?|at least|now|currently|of))* ?$"
)
THING_AFTER = re.compile(
    r"^[ -]*(?:in (?:size|diameter|greatest dimension) )?(?P<thing>[^\W\d_][\w/-]*(?: [^\W\d_][\w/-]*){0,3})"
)
STOP_WORDS = re.compile(
    r"\b(?:in|at|of|with|within|on|is|are|and|or|to|from|which|that|seen|noted|the|a|an|by|for|has|was|"
    r"along|there|arising|"
    r"involving|previously|now|compared|again|this|measuring|measures|unchanged|stable|en|con|im|in|der|"
    r"dans|du)\b.*"
)
LARGEST_MM = 600
NO_FINDINGS = ("technique", "clinical_history", "comparison")
UNIT = {"سم": "cm", "مم": "mm", "ملم": "mm"}


def measurements(text: Text) -> Iterator[Fact]:
    """Each measured thing once: its greatest dimension in mm, all dimensions in `detail`."""
    plain = folded(text.plain)
    parts = sections(text.plain)
    said: set[tuple[str, str, str]] = set()
    for match in MEASURED.finditer(plain):
        section = section_at(parts, match.start())
        if section is not None and section.name in NO_FINDINGS and _is_within(plain, section, match.start()):
            continue
        before, after = (
            plain[max(0, match.start() - 90) : match.start()],
            plain[match.end() : match.end() + 70],
        )
        sizes = _sizes(match)
        if _is_no_finding(before, after) or not 0 < max(sizes) <= LARGEST_MM:
            continue
        what = _thing(before, after)
        dimensions = (" - " if match["last"] else " x ").join(f"{size.normalize():f}" for size in sizes)
        assertion = _assertion(before, after)
        if (dimensions, what, assertion) not in said:
            said.add((dimensions, what, assertion))
            yield _fact(text, match, f"{max(sizes).normalize():f}", what, dimensions, assertion)


def _is_within(plain: str, section: Section, place: int) -> bool:
    """Whether a place is of a section: what begins on its heading's line ends with a line that ends a sentence."""
    if not plain[section.start : section.end].split("\n", 1)[0].strip():
        return True
    return re.search(r"[.:;)]\s*\n", plain[section.start : place]) is None


def _fact(
    text: Text, match: re.Match[str], value: str, what: str, dimensions: str, assertion: Assertion
) -> Fact:
    detail = {key: said for key, said in (("what", what), ("dimensions", dimensions)) if said}
    return fact(
        text, "measurement", value, match.start(), match.end(), unit="mm", confidence=0.92, detail=detail,
        assertion=assertion,
    )  # fmt: skip


def _assertion(before: str, after: str) -> Assertion:
    """A size given as an earlier one is historical; what is measured is there whatever its sentence denies."""
    return "historical" if EARLIER.search(before) or EARLIER_AFTER.match(after) else "affirmed"


def _sizes(match: re.Match[str]) -> list[Decimal]:
    """The dimensions in mm; one without a unit has that of the last."""
    last = (
        match["unit"] or match["unit3"] or match["unit2"] or match["unit1"]
    )  # the unit said last is for all before
    named = [("first", "unit1"), ("second", "unit2"), ("third", "unit3"), ("last", "unit")]
    last = UNIT.get(last, last)
    found = []
    for size, unit in named:
        if match[size]:
            number = Decimal(match[size].replace(",", "."))
            found.append(number * 10 if UNIT.get(match[unit], match[unit] or last) == "cm" else number)
    return found


def _is_no_finding(before: str, after: str) -> bool:
    return bool(
        MACHINE_AFTER.match(after)
        or DISTANCE_AFTER.match(after)
        or MACHINE_BEFORE.search(before)
        or LIMIT_BEFORE.search(before)
        or LIMIT_AFTER.match(after)
    )


def _thing(before: str, after: str) -> str:
    """What is measured: the words after the number, else those before "measuring"; "" when neither is near."""
    sentence = re.split(r"[.;:\n]", before)[-1]
    ahead = THING_BEFORE.search(sentence)
    if ahead and (said := _trimmed(ahead["thing"], first=False)):
        return said
    behind = THING_AFTER.match(after)
    return _trimmed(behind["thing"], first=True) if behind else ""


def _trimmed(words: str, *, first: bool) -> str:
    """The noun phrase within the words: up to the first small word, or from the last one on."""
    if first:
        return STOP_WORDS.sub("", words).strip()
    parts = re.split(STOP_WORDS.pattern.removesuffix(".*"), words)
    return next((part.strip() for part in reversed(parts) if part.strip()), "")
