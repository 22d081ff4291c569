"""The options side by side: the same rows for each, in equal detail (IPDAS), numbers on one denominator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from secunda.care.opinions import drawings
from secunda.care.opinions.content import Figure, Measure, OpinionContent, Option, codes
from secunda.care.opinions.sources import Source, Sources

SIDE_BY_SIDE = 4
"""More options than this stand in a second table."""


@dataclass(frozen=True)
class Head:
    """The name of an option, and what is said about it."""

    title: str
    tags: tuple[str, ...]
    recommended: bool


@dataclass(frozen=True)
class Cell:
    """What one row says of one option."""

    text: str
    option: str
    drawing: SafeString | str = ""
    more: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Row:
    """One thing that is told of every option. `kind` is "words" or the kind of measure, for the style sheet."""

    name: str
    about: str
    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table of up to four options; `denominator` is 0 when nothing is counted."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    denominator: int


def grids(content: OpinionContent, sources: Sources) -> list[Grid]:
    """The options in tables of up to four, in the order in which the expert put them."""
    chunks = [content.options[at : at + SIDE_BY_SIDE] for at in range(0, len(content.options), SIDE_BY_SIDE)]
    return [_grid(content, chunk, sources) for chunk in chunks]


def _grid(content: OpinionContent, options: Sequence[Option], sources: Sources) -> Grid:
    recommended = {item.option for item in content.recommendations}
    denominator = content.denominator or 0
    counted = tuple(_measure_row(measure, options, denominator, sources) for measure in content.measures)
    first, last = _rows_before(), _rows_after()
    words = [tuple(_words_row(name, say, options) for name, say in part) for part in (first, last)]
    heads = tuple(_head(option, option.key in recommended) for option in options)
    return Grid(heads, words[0] + counted + words[1], denominator if content.measures else 0)


def _head(option: Option, recommended: bool) -> Head:
    tags = [_("Recommended")] if recommended else []
    tags += [_("First proposed to you")] if option.proposed_first else []
    return Head(option.title, tuple(tags), recommended)


def _rows_before() -> list[tuple[str, Callable[[Option], tuple[str, str]]]]:
    return [
        (_("What it is"), lambda option: (option.plain, "")),
        (_("Aim"), lambda option: (option.aim, "")),
    ]


def _rows_after() -> list[tuple[str, Callable[[Option], tuple[str, str]]]]:
    return [
        (_("Other harm"), lambda option: (option.harms, "")),
        (_("How sure we are"), _certainty),
        (_("Recovery"), lambda option: (option.recovery, "")),
        (_("Body, sex life, having children"), lambda option: (option.function_fertility, "")),
        (_("What comes before and after"), lambda option: (option.sequence, "")),
        (_("Cost"), _cost),
        (_("Where you can have it"), lambda option: (option.available, "")),
        (_("Kind"), _kind),
    ]


def _certainty(option: Option) -> tuple[str, str]:
    if option.certainty is None:
        return option.certainty_why, ""
    grade = _("GRADE: %(level)s") % {"level": codes.words(option.certainty)}
    return f"{sureness(option.certainty)} {option.certainty_why}".strip(), grade


def sureness(grade: codes.Grade) -> str:
    """GRADE certainty as a sentence for the patient."""
    return {
        codes.Grade.HIGH: _("We are very sure of these numbers."),
        codes.Grade.MODERATE: _("We are fairly sure of these numbers."),
        codes.Grade.LOW: _("We are not very sure of these numbers."),
        codes.Grade.VERY_LOW: _("We are not sure of these numbers."),
    }[grade]


def _cost(option: Option) -> tuple[str, str]:
    band = codes.words(option.cost) if option.cost else ""
    cheaper = _("For less: %(what)s") % {"what": option.lower_cost} if option.lower_cost else ""
    return ". ".join(part[:1].upper() + part[1:] for part in (band, option.cost_note) if part), cheaper


def _kind(option: Option) -> tuple[str, str]:
    parts = [codes.words(code) for code in (option.kind, option.timing) if code]
    return "; ".join(parts).capitalize(), ""


def _words_row(name: str, say: Callable[[Option], tuple[str, str]], options: Sequence[Option]) -> Row:
    said = [(option, *say(option)) for option in options]
    cells = tuple(Cell(text or "–", option.title, note=note) for option, text, note in said)
    return Row(name, "", "words", cells)


def _measure_row(measure: Measure, options: Sequence[Option], denominator: int, sources: Sources) -> Row:
    cells = tuple(_counted(measure, option, denominator, sources) for option in options)
    return Row(codes.words(measure.kind), measure.within, measure.kind.value.replace("_", "-"), cells)


def _counted(measure: Measure, option: Option, denominator: int, sources: Sources) -> Cell:
    figure = next((item for item in option.figures if item.measure == measure.key), None)
    if figure is None or figure.count is None or not 0 <= figure.count <= denominator:
        return Cell(_("Not known"), option.title, note=figure.note if figure else "")
    text = _("%(count)s of %(all)s %(what)s") % {
        "count": figure.count,
        "all": denominator,
        "what": measure.text,
    }
    rest = {"count": denominator - figure.count, "what": measure.otherwise}
    return Cell(
        text=text,
        option=option.title,
        drawing=drawings.icon_array(figure.count, denominator, measure.kind, text),
        more=_("%(count)s %(what)s") % rest,
        note=" ".join(filter(None, (_span(figure), figure.note))),
        sources=sources.of_statement(figure.citations),
    )


def _span(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return _("The true number is likely between %(low)s and %(high)s.") % {
        "low": figure.low,
        "high": figure.high,
    }
