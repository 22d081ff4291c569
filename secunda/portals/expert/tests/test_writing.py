"""Every field of a structured document has a place on a page, and what is written makes the same value again."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.template.loader import render_to_string

from secunda.care.opinions import content as c
from secunda.care.opinions.tests.samples import demo, demo_content
from secunda.portals.expert.tests.factories import what_is_sent
from secunda.portals.expert.writing import sections
from secunda.portals.expert.writing.ask import Around, Choice
from secunda.portals.expert.writing.part import Part, rows_at
from secunda.portals.expert.writing.sheets import SHEETS


def around(value: c.OpinionContent, name: str = "breast") -> Around:
    """What the fields of a demonstration report may point at."""
    return Around(
        questions=tuple(Choice(q["id"], q["text"]) for q in demo(name)["questions"]),
        measures=tuple(Choice(one.key, one.text) for one in value.measures),
        options=tuple(Choice(one.key, one.title) for one in value.options),
        records={"r1": 1, "r2": 2},
    )


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.__name__)
def test_every_field_is_asked_for(kind: type) -> None:
    assert {field.name for field in dataclasses.fields(kind)} == set(SHEETS[kind])


def test_every_field_of_the_report_has_one_page() -> None:
    placed = [name for section in sections.SECTIONS for name in section.fields]
    assert sorted(placed) == sorted(field.name for field in dataclasses.fields(c.OpinionContent))


@pytest.mark.parametrize("name", ["breast", "prostate"])
def test_a_whole_report_goes_through_its_pages_unchanged(name: str) -> None:
    value = demo_content(name)
    sent = what_is_sent(c.OpinionContent, value, around=around(value, name))
    part = Part(c.OpinionContent, value, around=around(value, name), data=sent)
    assert part.is_valid(), part.wrong
    assert part.value() == value


def test_a_whole_read_goes_through_its_page_unchanged() -> None:
    value = c.from_json(c.Read, demo("breast")["read"])
    part = Part(c.Read, value, around=Around(), data=what_is_sent(c.Read, value))
    assert part.is_valid()
    assert part.value() == value


def read(**sent: str) -> Part:
    """A read as a browser sends it."""
    return Part(c.Read, c.Read(), around=Around(), data=sent)


def test_rows_can_be_removed_and_put_in_another_order() -> None:
    part = read(
        **{
            "options-0-title": "Second", "options-0-place": "2", "options-1-title": "First", "options-1-place": "1",
            "options-5-title": "Gone", "options-5-remove": "on", "options-9-title": "Last", "options-12-title": "",
        }
    )  # fmt: skip
    assert part.is_valid()
    assert [option.title for option in part.value().options] == ["First", "Second", "Last"]


def test_a_code_in_words_only_is_asked_for_its_code() -> None:
    part = read(**{"codes-0-system": "icd-10-cm", "codes-0-value": "", "codes-0-text": "Cancer"})
    assert not part.is_valid()
    assert "Fill this in" in part.wrong[0][1]


def test_an_empty_code_row_is_no_code() -> None:
    part = read(**{"codes-0-system": "icd-o-3", "codes-0-value": "", "codes-0-text": ""})
    assert part.is_valid()
    assert part.value().codes == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("esmo2024", [("reference", "esmo2024", None, "")]),
        ("esmo2024 p12", [("reference", "esmo2024", 12, "")]),
        (
            "#2 p1 lower table; expert-opinion",
            [("record", "r2", 1, "lower table"), ("expert_opinion", "", None, "")],
        ),
        ("#9", [("reference", "#9", None, "")]),
        ("record:r7 p3", [("record", "r7", 3, "")]),
        (" ; ", []),
    ],
)
def test_citations_are_read_as_written(typed: str, expected: list[tuple[Any, ...]]) -> None:
    held = {"summary": "", "history-0-what": "Biopsy", "history-0-citations": typed}
    known = Around(records={"r1": 1, "r2": 2})
    part = Part(c.OpinionContent, c.OpinionContent(), around=known, data=held, only=("history",))
    assert part.is_valid()
    found = part.values()["history"][0].citations
    assert [(one.kind, one.target, one.page, one.place) for one in found] == expected


def test_codes_beside_another_diagnosis_are_lines() -> None:
    typed = "C85.9 Lymphoma\nsnomed-ct: 118600007"
    part = read(**{"differential-0-diagnosis": "Lymphoma", "differential-0-codes": typed})
    assert part.is_valid()
    assert [(code.system, code.value) for code in part.value().differential[0].codes] == [
        ("icd-10-cm", "C85.9"), ("snomed-ct", "118600007"),
    ]  # fmt: skip


def test_a_code_of_an_unknown_system_is_refused() -> None:
    part = read(**{"differential-0-diagnosis": "Lymphoma", "differential-0-codes": "morse: 12"})
    assert not part.is_valid()


def test_new_options_get_keys_of_their_own() -> None:
    value = c.OpinionContent(options=(c.Option(key="option-1", title="Watch"),))
    sent = what_is_sent(c.OpinionContent, value, only=("options",)) | {"options-1-title": "Operate"}
    part = Part(c.OpinionContent, value, around=Around(), data=sent, only=("options",))
    assert part.is_valid()
    found = [(one.key, one.title) for one in part.values()["options"]]
    assert found == [("option-1", "Watch"), ("option-2", "Operate")]


def test_numbers_of_a_row_that_is_gone_go_with_it() -> None:
    value = demo_content()
    section = sections.BY_NAME["numbers"]
    merged = sections.merged(value, section, {"denominator": 100, "measures": value.measures[:1]})
    assert {figure.measure for option in merged.options for figure in option.figures} == {
        value.measures[0].key
    }


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("options", True), ("diagnosis-codes", True), ("options-3-figures", False), ("summary", False),
        ("diagnosis", False), ("nothing", False), ("", False), ("3-4", False), ("history-0-citations", False),
    ],
)  # fmt: skip
def test_rows_are_found_by_their_path(path: str, found: bool) -> None:
    only = [field.name for field in dataclasses.fields(c.OpinionContent)]
    assert (rows_at(c.OpinionContent, path, Around(), only) is not None) is found


def test_rows_of_another_page_are_not_found() -> None:
    assert rows_at(c.OpinionContent, "options", Around(), ("history",)) is None


def test_every_open_point_has_its_place_on_its_page() -> None:
    value = c.OpinionContent(
        options=(c.Option(key="option-1"),), measures=(c.Measure("m", c.codes.MeasureKind.BENEFIT),),
        rereads=(c.Reread(c.codes.RereadKind.IMAGING, what="CT"),), trials=(c.Trial(title="One"),),
        references=(c.Reference(key="a1"),), recommendations=(c.Recommendation(text="Wait"),), new_malignancy=True,
        urgency=c.codes.Urgency.EMERGENCY, plain_summary="",
    )  # fmt: skip
    whole = around(value)
    points = c.missing(value, None, [c.Question("q1", "Why?")])
    assert len(points) > 25
    for item in points:
        section = sections.BY_NAME[sections.section_of(item)]
        part = Part(c.OpinionContent, value, around=whole, only=section.fields)
        shown = str(render_to_string("expert/_part.html", {"part": part, "row_url": ""}))
        shown += "".join(f'id="field-{number}"' for number in section.numbers if number in (20, 21))
        assert f'id="{item.anchor}"' in shown, item
    for item in c.missing_in_read(c.Read(certainty=c.codes.Certainty.DEFINITE), primary_material=False):
        context = {"part": Part(c.Read, c.Read(), around=Around()), "row_url": ""}
        shown = str(render_to_string("expert/_part.html", context))
        assert f'id="{item.anchor}"' in shown, item
