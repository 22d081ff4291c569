"""What is missing in the options and the recommendations (fields 10 and 11)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from secunda.care.opinions.content import codes
from secunda.care.opinions.content.missing_item import Missing, blank
from secunda.care.opinions.content.report import Figure, Measure, OpinionContent, Option, Recommendation


def missing_in_options(content: OpinionContent) -> Iterator[Missing]:
    """Two options at least, one of them to watch; told in equal detail; a recommendation that says its strength."""
    yield from _choice(content)
    yield from _grid(content)
    for option in content.options:
        yield from _equal_detail(option, content)
    yield from _recommendations(content)


def _choice(content: OpinionContent) -> Iterator[Missing]:
    kinds = {option.kind for option in content.options}
    if not content.options:
        yield Missing(10, "options.none", _("Describe the options."), "field-10")
    if len(content.options) == 1 and blank(content.one_option_reason):
        sentence = _("There is one option only: add another, or say why there is none.")
        yield Missing(10, "options.one", sentence, "field-10-one")
    if content.options and codes.OptionKind.WATCHFUL not in kinds and blank(content.no_watching_reason):
        sentence = _("Add doing nothing or watching as an option, or say why it is not reasonable.")
        yield Missing(10, "options.watching", sentence, "field-10-watching")
    if len({option.key for option in content.options}) < len(content.options):
        yield Missing(10, "options.same", _("Two options have the same key."), "field-10")


def _grid(content: OpinionContent) -> Iterator[Missing]:
    kinds = {measure.kind for measure in content.measures}
    harms = kinds & {codes.MeasureKind.SERIOUS_HARM, codes.MeasureKind.COMMON_HARM}
    if content.options and (codes.MeasureKind.BENEFIT not in kinds or not harms):
        sentence = _("Count at least one benefit and one harm in every option, over the same time.")
        yield Missing(10, "grid.measures", sentence, "field-10-measures")
    if content.measures and content.denominator not in (100, 1000):
        sentence = _("Choose one denominator for all numbers: out of 100 or out of 1,000.")
        yield Missing(10, "grid.denominator", sentence, "field-10-denominator")
    if any(blank(part) for m in content.measures for part in (m.text, m.otherwise, m.within)):
        sentence = _("Say of each number what happens, what happens to the others, and over how long.")
        yield Missing(10, "grid.words", sentence, "field-10-measures")


def _equal_detail(option: Option, content: OpinionContent) -> Iterator[Missing]:
    """IPDAS: what is told of one option is told of all."""
    parts = [
        (option.title, _("name")),
        (option.plain, _("plain words")),
        (option.kind, _("kind")),
        (option.timing, _("whether it is needed now")),
        (option.aim, _("aim")),
        (option.harms, _("harms")),
        (option.certainty, _("certainty of evidence")),
        (option.recovery, _("recovery")),
        (option.function_fertility, _("effects on function and fertility")),
        (option.cost, _("cost")),
        (option.available, _("where it is available")),
    ]
    wanting = [name for held, name in parts if not (held or "").strip()]
    anchor = f"field-10-{option.key}"
    if wanting:
        names = {"option": option.title or option.key, "parts": ", ".join(wanting)}
        yield Missing(10, "option.detail", _("“%(option)s” still needs: %(parts)s.") % names, anchor)
    figures = {figure.measure: figure for figure in option.figures}
    for measure in content.measures:
        if not _counted(figures.get(measure.key), content.denominator):
            names = {"option": option.title or option.key, "measure": measure.text}
            sentence = (
                _("“%(option)s” has no number for “%(measure)s”: give it, or say why it is not known.")
                % names
            )
            yield Missing(10, "option.figure", sentence, anchor)
    yield from _stray_figures(figures, content.measures, anchor)


def _stray_figures(
    figures: dict[str, Figure], measures: tuple[Measure, ...], anchor: str
) -> Iterator[Missing]:
    if set(figures) - {measure.key for measure in measures}:
        yield Missing(10, "option.stray", _("A number belongs to no row of the table."), anchor)


def _counted(figure: Figure | None, denominator: int | None) -> bool:
    if figure is None:
        return False
    if figure.count is None:
        return not blank(figure.note)
    top = denominator or 0
    low = 0 if figure.low is None else figure.low
    high = top if figure.high is None else figure.high
    return 0 <= low <= figure.count <= high <= top


def _recommendations(content: OpinionContent) -> Iterator[Missing]:
    if not content.recommendations:
        yield Missing(11, "recommendation.none", _("Say what you recommend."), "field-11")
    keys = {option.key for option in content.options}
    for number, recommendation in enumerate(content.recommendations):
        for wanting, name, sentence in _of_recommendation(recommendation, keys):
            if wanting:
                yield Missing(11, f"recommendation.{name}", sentence, f"field-11-{number}")


def _of_recommendation(item: Recommendation, keys: set[str]) -> list[tuple[bool, str, str]]:
    return [
        (blank(item.text), "text", _("Write the recommendation.")),
        (blank(item.plain), "plain", _("Write the recommendation in plain words.")),
        (item.strength is None, "strength", _("Say whether the recommendation is strong or conditional.")),
        (blank(item.not_for), "not_for", _("Say whom the recommendation does not suit.")),
        (blank(item.would_change), "would_change", _("Say what would change the recommendation.")),
        (
            bool(item.option) and item.option not in keys,
            "option",
            _("The recommended option is not in the table."),
        ),
        (
            not item.citations,
            "source",
            _("Cite a source for the recommendation, or mark it “expert opinion”."),
        ),
    ]
