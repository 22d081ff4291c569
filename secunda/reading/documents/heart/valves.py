"""Valves: gradients, areas, velocities, and how much they leak or are narrowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from secunda.reading.document import Fact, Type
from secunda.reading.documents.clauses import sentence_around
from secunda.reading.documents.folded import folded
from secunda.reading.documents.found import fact
from secunda.reading.documents.heart.earlier import when_said
from secunda.reading.documents.heart.terms import meaning, pattern
from secunda.reading.text import Text

NUMBER = r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?)"
LINK = (
    r"(?:[ \n]*(?:\([^()\n]{1,25}\)|:|=|,|~|of|is|was|at|about|approximately|approx\.?|by|estimated|"
    r"calculated|measured|"
    r"planimetry|continuity|equation|vti|vmax|pht|doppler|de|del|up|to|the|transvalvular|across|aortic|"
    r"mitral|valve|av|mv|"
    r"gradient|est\.?|-)){0,8}[ \n]*"
)
MEASURES: dict[str, tuple[re.Pattern[str], str]] = {
    "mean_gradient": (
        re.compile(
            r"(?<![\w])(?:mean|mn|mittlerer|medio|moyen)(?: (?:\w+ ){0,3}?(?:gradient|pressure gradient|"
            r"pg|grad)|gradient|"
            r" pg|\npg|pg)(?![\w])|dp ?mean|gradiente medio|gradient moyen|(?<!\w)mean pg(?!\w)|"
            r"(?<!\w)mpg(?!\w)|"
            r"mittlerer gradient"
        ),
        r"(?:mm ?hg)",
    ),
    "peak_gradient": (
        re.compile(
            r"(?<![\w])(?:peak|max(?:imum|imal|\.)?|pk)(?: (?:\w+ ){0,3}?(?:gradient|pressure gradient|pg|"
            r"grad)| pg|pg)(?![\w])|dp ?max|"
            r"(?<=m/s )pg|gradiente (?:maximo|pico)|gradient maximal|maximaler gradient|(?<!\w)max pg(?!\w)"
        ),
        r"(?:mm ?hg)",
    ),
    "valve_area": (
        re.compile(
            r"(?<![\w])(?:(?:aortic |mitral |tricuspid )?valve area|ava|mva|aortic area|mitral area|"
            r"area valvular(?: \w+)?|"
            r"klappenoffnungsflache|kof|surface|surface (?:valvulaire|aortique|mitrale)|"
            r"effective orifice area|"
            r"eoa)(?![\w])"
        ),
        r"(?:cm[ \n]?2|cm\^2|sq ?cm|cm squared|qcm)",
    ),
    "peak_velocity": (
        re.compile(
            r"(?<![\w])(?:(?:peak|max(?:imum|imal|\.)?)(?: \w+){0,3}? velocity|v ?max|"
            r"peak vel|vmax|velocidad maxima|"
            r"vitesse maximale|(?:aortic|av|ao|mitral|tr|"
            r"tricuspid regurgitation) (?:jet )?(?:peak )?velocity|jet velocity)(?![\w])"
        ),
        r"(?:m ?/ ?s(?:ec)?|cm ?/ ?s(?:ec)?)",
    ),
}
PAIRED = re.compile(
    r"(?<!\w)(?:peak|max(?:imum|imal|\.)?)/mean(?: \w+){0,3}?(?: gradients?)?[ :=]+(?:of |is |was )?"
    r"(?P<peak_gradient>\d{1,3}(?:[.,]\d)?) ?(?:mm ?hg)? ?/ ?(?P<mean_gradient>\d{1,3}(?:[.,]\d)?) ?mm ?hg"
)
UNITS = {"mean_gradient": "mm[Hg]", "peak_gradient": "mm[Hg]", "valve_area": "cm2", "peak_velocity": "m/s"}
LIMITS = {
    "mean_gradient": (0, 150),
    "peak_gradient": (0, 250),
    "valve_area": (0.1, 10),
    "peak_velocity": (0.2, 9),
}
OF_THE_OUTFLOW = re.compile(r"\blvot ?$")
GRAVITY = ("none", "trace", "mild", "moderate", "severe")
BY_NAME = {"ava": "aortic", "mva": "mitral", "surface mitrale": "mitral", "surface aortique": "aortic"}


def valve_numbers(text: Text) -> Iterator[Fact]:
    """Gradients, valve areas and velocities, with the valve where the text tells which."""
    plain = folded(text.plain)
    for name, (label, unit) in MEASURES.items():
        number = re.compile(rf"{LINK}{NUMBER}[ \n]?(?P<unit>{unit})(?!\w| ?/ ?m)")
        said: set[tuple[str, str]] = set()
        for found in label.finditer(plain):
            match = number.match(plain, found.end())
            if match is None or OF_THE_OUTFLOW.search(plain, max(0, found.start() - 12), found.start()):
                continue
            value = _in_unit(name, match)
            valve = _valve(text, plain, found, match)
            if value is not None and (value, valve) not in said:
                said.add((value, valve))
                yield _fact(text, name, value, found.start(), match.end(), valve, 0.94)


def paired_gradients(text: Text) -> Iterator[Fact]:
    """Peak and mean gradient written as one ("peak/mean gradient 74/42 mmHg")."""
    plain = folded(text.plain)
    for match in PAIRED.finditer(plain):
        valve = _valve(text, plain, match, match)
        for name in ("peak_gradient", "mean_gradient"):
            yield _fact(text, name, match[name].replace(",", "."), match.start(), match.end(), valve, 0.94)


def _in_unit(name: str, match: re.Match[str]) -> str | None:
    """The value as written (m/s from cm/s); None when no valve has it."""
    written = match["value"].replace(",", ".")
    if match["unit"].startswith("cm") and name == "peak_velocity":
        written = f"{float(written) / 100:g}"
    low, high = LIMITS[name]
    return written if low <= float(written) <= high else None


def _fact(text: Text, name: str, value: str, start: int, end: int, valve: str, confidence: float) -> Fact:
    detail = {"valve": valve} if valve else {}
    return fact(
        text, name, value, start, end, unit=UNITS.get(name, ""), confidence=confidence, detail=detail,
        assertion=when_said(folded(text.plain), start),
    )  # fmt: skip


def _valve(text: Text, plain: str, found: re.Match[str], match: re.Match[str]) -> str:
    """Which valve a number is of: named in its own words, else the last one named before it."""
    own = _names(plain, found.start(), match.end())
    if own:
        return own[-1]
    if (by_name := BY_NAME.get(found[0])) is not None:
        return by_name
    start, end = sentence_around(text.plain, found.start(), match.end())
    before = _names(plain, max(start, found.start() - 200), found.start())
    after = _names(plain, match.end(), end)
    return (before or _names(plain, max(0, found.start() - 250), found.start()) or after or [""])[-1]


def _names(plain: str, start: int, end: int) -> list[str]:
    return [meaning("valves", each[0]) for each in _valves().finditer(plain, start, end)]


@cache
def _valves() -> re.Pattern[str]:
    return re.compile(pattern("valves"))


def grades(text: Text, *, type: Type) -> Iterator[Fact]:
    """How much each valve leaks or is narrowed, each grade of a valve once."""
    plain = folded(text.plain)
    said: set[tuple[str, str, str]] = set()
    for name in ("regurgitation", "stenosis"):
        for first, start, end, valve in _defects(plain, text.plain, name, type):
            graded = _grade(text, plain, start, end)
            if graded is None:
                continue
            value, begin, last = graded
            if (name, valve, value) not in said:
                said.add((name, valve, value))
                yield _fact(text, name, value, min(first, begin), max(last, end), valve, 0.93)


def _defects(plain: str, written: str, name: str, type: Type) -> Iterator[tuple[int, int, int, str]]:
    """The places that name a defect of a valve: where the words begin, where the defect's name begins and ends.

    Abbreviations (MR, AS) count in capitals; outside of echocardiography right after a grade only.
    """
    for match in _phrase(name).finditer(plain):
        for valve in dict.fromkeys(_names(plain, match.start(), match.end())):
            yield match.start(), match.start(), match.end(), valve
    for match in _parted(name).finditer(plain):
        yield match.start(), match.start("defect"), match.end(), meaning("valves", match["valve"])
    for match in re.finditer(pattern(f"joined_{name}"), plain):
        whole = written[match.start() : match.end()]
        beside = type == "echocardiography" or _right_before().search(
            plain, max(0, match.start() - 25), match.start()
        )
        if len(whole) > 3 or (whole.isupper() and beside):
            yield match.start(), match.start(), match.end(), meaning(f"joined_{name}", match[0])


@cache
def _right_before() -> re.Pattern[str]:
    return re.compile(rf"{_grade_word()}\s$")


def _or_of_the_other(name: str) -> str:
    """ "stenosis or " before "regurgitation", and the other way round."""
    other = pattern("stenosis" if name == "regurgitation" else "regurgitation")
    return rf"(?:{other} (?:or|and|nor|ni|y|oder|ou) )?"


@cache
def _parted(name: str) -> re.Pattern[str]:
    """Mitral valve: mild regurgitation; the aortic valve has no stenosis and mild regurgitation."""
    graded = rf"(?:(?:[\w-]+,?|\d\+) ){{0,6}}?{_grade_word()}(?: \w+)? {_or_of_the_other(name)}"
    link = r"(?: valve| leaflets?)?(?::| -| with| shows| has| demonstrates| is)[ \n]"
    return re.compile(rf"(?P<valve>{pattern('valves')}){link}{graded}(?P<defect>{pattern(name)})")


@cache
def _phrase(name: str) -> re.Pattern[str]:
    """Mitral regurgitation, mitral and tricuspid regurgitation, insuficiencia mitral, aortic valve stenosis."""
    valve, defect = pattern("valves"), _or_of_the_other(name) + pattern(name)
    several = rf"{valve}(?:(?:,|\sand|/|\sy|\sund|\set)+\s{valve})*"
    return re.compile(
        rf"{several}(?:\s(?:valve|valvular))?:?\s{defect}|{defect}\s(?:(?:de la |de |of the |"
        rf"der )?(?:valvula )?)?{several}"
    )


def _grade(text: Text, plain: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The grade said right before the defect, else right after it, with its place; the graver of two."""
    first, last = sentence_around(text.plain, start, end)
    before, after = _around()
    ahead = before.search(plain, max(first, start - 60), start)
    if ahead:
        return _gravest(ahead[1]), ahead.start(1), ahead.end(1)
    behind = after.match(plain, end, min(last, end + 60))
    return (_gravest(behind[1]), behind.start(1), behind.end(1)) if behind else None


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A grade right before a defect's name, and one right after it; both may be of two ("mild to moderate")."""
    graded = rf"({_grade_word()}(?:(?: to |-| or | a |/| bis ){_grade_word()})?)"
    return (
        re.compile(graded + r"(?:\s\w+){0,2}?\s?$"),
        re.compile(rf"[ :,\-(]*(?:is |was |are |grade |appears |severity |:)*{graded}"),
    )


@cache
def _grade_word() -> str:
    return pattern("grades")


def _gravest(words: str) -> str:
    found = [meaning("grades", match[0]) for match in re.finditer(_grade_word(), words)]
    return max(found, key=GRAVITY.index)
