"""Procedures and treatments in our own sentences."""

from __future__ import annotations

import pytest

from secunda.reading.document import Fact, Type
from secunda.reading.documents.procedures import facts
from secunda.reading.documents.procedures.terms import lists
from secunda.reading.text import Text


def found(plain: str, name: str = "procedure", type: Type = "discharge_summary") -> list[Fact]:
    return [fact for fact in facts(Text.of(plain), type=type) if fact.name == name]


@pytest.mark.parametrize(
    ("sentence", "value", "side", "day"),
    [
        (
            "She underwent left modified radical mastectomy on 12 March 2025.",
            "modified radical mastectomy",
            "left",
            "2025-03-12",
        ),
        ("Laparoscopic cholecystectomy was performed.", "cholecystectomy", "", ""),
        ("Colonoscopy 03/15/2024 showed polyps.", "colonoscopy", "", "2024-03-15"),
        ("TURP in May 2019.", "transurethral resection of the prostate", "", "2019-05"),
        ("Right hemicolectomy (2021)", "right hemicolectomy", "right", "2021"),
        ("Total hip replacement, left, 2018", "total hip replacement", "left", ""),
        ("Mastectomía izquierda el 5 de mayo de 2024.", "mastectomy", "left", "2024-05-05"),
        ("PCI to the LAD.", "percutaneous coronary intervention", "", ""),
    ],
)
def test_a_procedure(sentence: str, value: str, side: str, day: str) -> None:
    (fact,) = found(sentence)
    assert (fact.value, dict(fact.detail).get("laterality", ""), fact.date) == (value, side, day)


@pytest.mark.parametrize(
    "sentence",
    ["We recommend right hemicolectomy.", "He is planned for a colonoscopy.", "She will undergo mastectomy."],
)
def test_what_is_planned_is_only_possible(sentence: str) -> None:
    assert [fact.assertion for fact in found(sentence)] == ["possible"]


@pytest.mark.parametrize("sentence", ["The pci bus.", "No surgery.", "A fine needle.", "Her mother told us."])
def test_no_procedure(sentence: str) -> None:
    assert found(sentence) == []


def test_the_operation_has_the_day_of_its_note() -> None:
    note = "Date of operation: 12 March 2026\nProcedure: Right hemicolectomy"
    assert [fact.date for fact in found(note, type="operative_note")] == ["2026-03-12"]


@pytest.mark.parametrize(
    ("sentence", "value", "detail"),
    [
        (
            "Adjuvant radiotherapy 50 Gy in 25 fractions.",
            "radiotherapy",
            {"dose": "50 Gy", "fractions": "25"},
        ),
        ("RT to the chest wall, 40.05 Gy/15.", "radiotherapy", {"dose": "40.05 Gy", "fractions": "15"}),
        ("Radioterapia 5000 cGy en 25 fracciones", "radiotherapy", {"dose": "5000 cGy", "fractions": "25"}),
        ("SBRT 54 Gy in 3 fractions", "stereotactic radiotherapy", {"dose": "54 Gy", "fractions": "3"}),
        ("She received 4 cycles of AC.", "AC", {"cycles": "4"}),
        ("FOLFOX x 6.", "FOLFOX", {"cycles": "6"}),
        ("R-CHOP, six cycles.", "R-CHOP", {"cycles": "6"}),
        ("Treated with AC-T.", "AC-T", {}),
        ("Endocrine therapy was begun.", "endocrine therapy", {}),
        ("Immunotherapy was begun.", "immunotherapy", {}),
    ],
)
def test_a_treatment(sentence: str, value: str, detail: dict[str, str]) -> None:
    (fact,) = found(sentence, "treatment")
    assert (fact.value, dict(fact.detail)) == (value, detail)


def test_chemotherapy_of_a_named_regimen_is_said_once() -> None:
    every = {
        fact.value: dict(fact.detail) for fact in found("Quimioterapia con 6 ciclos de FOLFOX.", "treatment")
    }
    assert every == {"FOLFOX": {"cycles": "6"}}
    assert [fact.value for fact in found("Chemotherapy, 6 cycles.", "treatment")] == ["chemotherapy"]


@pytest.mark.parametrize(
    ("sentence", "assertion"),
    [
        ("Adjuvant radiotherapy was recommended.", "possible"),
        ("Chemotherapy will be started next month.", "possible"),
        ("Colonoscopy was declined by the patient.", "negated"),
        ("Radiotherapy was completed in June.", "affirmed"),
    ],
)
def test_what_is_said_afterwards_counts(sentence: str, assertion: str) -> None:
    every = facts(Text.of(sentence), type="clinic_letter")
    assert [fact.assertion for fact in every] == [assertion]


def test_a_place_is_no_treatment() -> None:
    assert found("She was seen in the chemotherapy day unit by radiation oncology.", "treatment") == []


@pytest.mark.parametrize(
    "sentence", ["AC joint pain.", "EC, 12 High Street", "TC and EP were in the room.", "The CHOPPER came."]
)
def test_letters_that_mean_something_else(sentence: str) -> None:
    assert found(sentence, "treatment") == []


def test_what_was_not_given_is_negated() -> None:
    assert [fact.assertion for fact in found("No chemotherapy was given.", "treatment")] == ["negated"]


def test_the_lists_hold_text_only() -> None:
    for kind in ("procedures", "treatments"):
        assert all(isinstance(each, str) for spelled in lists()[kind].values() for each in spelled)
    assert all(
        isinstance(each, str)
        for each in [*lists()["regimens"], *lists()["short_regimens"], *lists()["planned"]]
    )


@pytest.mark.parametrize(
    ("note", "value", "assertion", "day"),
    [
        ("EARLIER OPERATIONS\nTonsillectomy 1972", "tonsillectomy", "historical", "1972"),
        ("NOT GIVEN (colon cancer)\nBevacizumab: not indicated", "bevacizumab", "negated", ""),
        ("History: no gastric surgery; hysterectomy 2001.", "hysterectomy", "historical", "2001"),
        (
            "22 May 2023     Low anterior resection     ypT2 ypN0",
            "low anterior resection",
            "affirmed",
            "2023-05-22",
        ),
        ("Splenectomy was not necessary.", "splenectomy", "negated", ""),
        ("Brother: colectomy for polyposis.", "colectomy", "family", ""),
        ("She is on maintenance olaparib.", "olaparib", "affirmed", ""),
        ("Carboplatin and paclitaxel, six cycles.", "carboplatin and paclitaxel", "affirmed", ""),
    ],
)
def test_how_a_procedure_or_treatment_stands(note: str, value: str, assertion: str, day: str) -> None:
    """By the words beside it, the label of its line, or the heading of its list."""
    every = facts(Text.of(note), type="clinic_letter")
    assert [(fact.value, fact.assertion, fact.date) for fact in every] == [(value, assertion, day)]
