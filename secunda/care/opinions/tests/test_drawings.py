"""The small drawings and the dates of a report."""

from __future__ import annotations

import dataclasses
import re

import pytest

from secunda.care.opinions import canonical, dates, drawings, rendering
from secunda.care.opinions.content import codes
from secunda.care.opinions.tests import samples


@pytest.mark.parametrize(("count", "all_"), [(0, 100), (100, 100), (7, 1000)])
def test_an_icon_array_draws_the_number_it_says(count: int, all_: int) -> None:
    svg = drawings.icon_array(count, all_, codes.MeasureKind.BENEFIT, "So many <of> them")
    others, marked = (re.findall(r"M[\d.]+ [\d.]+(?=a|h)", path) for path in re.findall(r' d="([^"]*)"', svg))
    assert (len(marked), len(others)) == (count, all_ - count)
    assert "<title>So many &lt;of&gt; them</title>" in svg


@pytest.mark.parametrize("code", list(codes.Concordance))
def test_each_kind_of_agreement_has_its_own_drawing(code: codes.Concordance) -> None:
    drawn = {other: drawings.two_roads(other, "x") for other in codes.Concordance}
    assert [other for other in drawn if drawn[other] == drawn[code]] == [code]


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ("2026", "2026"),
        ("2026-05", "May 2026"),
        ("2026-05-03", "3 May 2026"),
        ("2026-13", "2026-13"),
        ("last spring", "last spring"),
        ("", ""),
    ],
)
def test_a_clinical_date_keeps_its_precision(held: str, shown: str) -> None:
    assert dates.partial(held) == shown


def test_an_instant_is_shown_where_the_patient_is() -> None:
    assert dates.moment(samples.AT, dates.zone("Asia/Kolkata")) == "22 November 2026 at 21:00 (Asia/Kolkata)"
    assert dates.zone("No/Where") == dates.zone("")


def test_more_than_four_options_stand_in_two_tables() -> None:
    content = samples.demo_content()
    many = tuple(dataclasses.replace(content.options[0], key=f"o{n}") for n in range(5))
    signed = canonical.Signed(samples.frame(), dataclasses.replace(content, options=many))
    assert rendering.render_page(signed, language="en").count("<table") == 4
