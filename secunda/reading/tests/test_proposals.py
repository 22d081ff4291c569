"""What a model proposes counts only where the document says it."""

from __future__ import annotations

from secunda.reading.proposals import Proposal, facts, place_of, states
from secunda.reading.text import Text

TEXT = Text.of(
    "Diagnosis: invasive ductal\ncarcinoma of the left breast, 18 mm.\nNo evidence of lymphovascular invasion."
)
NAMES = {"laterality", "size", "lymphovascular_invasion"}


def test_a_quote_is_found_across_lines_and_nothing_else_is() -> None:
    place = place_of(TEXT, "invasive ductal carcinoma")
    assert place is not None
    assert TEXT.plain[slice(*place)] == "invasive ductal\ncarcinoma"
    for absent in ("invasive lobular carcinoma", "", "of", "x" * 700, "carcinoma.*breast"):
        assert place_of(TEXT, absent) is None


def test_a_value_stands_in_its_quote() -> None:
    assert states("of the left breast, 18 mm", "18 mm")
    assert not states("of the left breast, 18 mm", "19 mm")
    assert not states("of the left breast", "right")
    assert not states("anything", " ")


def test_only_what_the_document_bears_out_becomes_a_fact() -> None:
    found = facts(
        TEXT,
        [
            Proposal("laterality", "left", "carcinoma of the left breast"),
            Proposal("laterality", "left", "carcinoma of the left breast"),
            Proposal("laterality", "right", "carcinoma of the left breast"),
            Proposal("size", "18", "left breast, 18 mm", unit="mm", date="2026-01-01"),
            Proposal("size", "25", "a mass of 25 mm", unit="mm"),
            Proposal("prognosis", "18", "left breast, 18 mm"),
            Proposal(
                "lymphovascular_invasion", "lymphovascular invasion", "evidence of lymphovascular invasion"
            ),
        ],
        names=NAMES,
    )
    assert [(one.name, one.value, one.unit, one.date, one.assertion) for one in found] == [
        ("laterality", "left", "", "", "affirmed"),
        ("size", "18", "mm", "", "affirmed"),
        ("lymphovascular_invasion", "lymphovascular invasion", "", "", "negated"),
    ]
    assert all(one.quote in TEXT.plain and one.page == 1 for one in found)
