"""Prescriptions and letters in our own sentences."""

from __future__ import annotations

import pytest
import yaml

from secunda.reading.document import Fact, Type
from secunda.reading.documents.medication import facts
from secunda.reading.documents.medication.names import SUBSTANCES
from secunda.reading.documents.medication.prescribed import words
from secunda.reading.text import Text


def found(plain: str, name: str = "medicine", type: Type = "medication") -> list[Fact]:
    return [fact for fact in facts(Text.of(plain), type=type) if fact.name == name]


@pytest.mark.parametrize(
    ("line", "value", "detail"),
    [
        (
            "1. Metformin 500 mg PO BD",
            "metformin",
            {"dose": "500", "dose_unit": "mg", "route": "oral", "frequency": "BD"},
        ),
        (
            "Tab. Ecosprin 75mg once daily",
            "ecosprin",
            {"dose": "75", "dose_unit": "mg", "frequency": "once daily"},
        ),
        (
            "Lipitor (atorvastatin) 20 mg at night",
            "atorvastatin",
            {"dose": "20", "dose_unit": "mg", "frequency": "at night"},
        ),
        (
            "Amoxicillin/clavulanate 875/125 mg every 8 hours for 7 days",
            "amoxicillin/clavulanate",
            {"dose": "875/125", "dose_unit": "mg", "frequency": "every 8 hours", "duration": "7 days"},
        ),
        (
            "Insulin glargine 20 units SC at bedtime",
            "insulin glargine",
            {"dose": "20", "dose_unit": "units", "route": "subcutaneous", "frequency": "at bedtime"},
        ),
        ("Ramipril 2.5mg 1-0-1", "ramipril", {"dose": "2.5", "dose_unit": "mg", "frequency": "1-0-1"}),
        (
            "Inj. Ceftriaxone 1 g IV every 12 hours x 5 days",
            "ceftriaxone",
            {
                "dose": "1",
                "dose_unit": "g",
                "route": "intravenous",
                "frequency": "every 12 hours",
                "duration": "5 days",
            },
        ),
        ("Omeprazol 20 mg al día", "omeprazol", {"dose": "20", "dose_unit": "mg", "frequency": "al día"}),
        (
            "Metoprolol succinate 50 mg daily - stopped",
            "metoprolol succinate",
            {"dose": "50", "dose_unit": "mg", "frequency": "daily", "status": "stopped"},
        ),
        ("Docetaxel 75 mg/m2 IV", "docetaxel", {"dose": "75", "dose_unit": "mg/m2", "route": "intravenous"}),
        ("Paracetamol 1 g qid prn", "paracetamol", {"dose": "1", "dose_unit": "g", "frequency": "qid prn"}),
    ],
)
def test_a_line_of_a_prescription(line: str, value: str, detail: dict[str, str]) -> None:
    (fact,) = found(f"MEDICATIONS\n{line}")
    assert (fact.value, dict(fact.detail)) == (value, detail)


def test_each_line_keeps_to_itself() -> None:
    every = found("Cholecalciferol 1000 IU\nRamipril 2.5 mg 1-0-1")
    assert [(fact.value, dict(fact.detail).get("frequency")) for fact in every] == [
        ("cholecalciferol", None), ("ramipril", "1-0-1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("She was started on tamoxifen 20 mg daily.", ["tamoxifen"]),
        ("Adjuvant docetaxel and cyclophosphamide were given.", ["docetaxel", "cyclophosphamide"]),
        ("We gave zolbetuximab.", ["zolbetuximab"]),
        ("Her digoxin level was high.", []),
        ("Serum calcium was low and iron was normal.", []),
        ("Calcium 2.3 mmol/L", []),
        ("In April the control was good; cystatin C too.", []),
        ("He is allergic to penicillin V.", []),
        ("Resistant: the isolate showed ciprofloxacin resistance.", []),
    ],
)
def test_sentences(sentence: str, values: list[str]) -> None:
    assert [fact.value for fact in found(sentence, type="clinic_letter")] == values


def test_what_is_not_taken_is_negated() -> None:
    assert [fact.assertion for fact in found("She is not taking warfarin.", type="clinic_letter")] == [
        "negated"
    ]


@pytest.mark.parametrize(
    ("sentence", "assertion"),
    [
        ("Aspirin was stopped.", "historical"),
        ("She previously took tamoxifen.", "historical"),
        ("He completed six cycles of docetaxel.", "historical"),
        ("She takes letrozole 2.5 mg daily.", "affirmed"),
        ("We may consider denosumab.", "possible"),
    ],
)
def test_what_was_taken_is_history(sentence: str, assertion: str) -> None:
    assert [fact.assertion for fact in found(sentence, type="clinic_letter")] == [assertion]


def test_status_of_a_sentence() -> None:
    (fact,) = found("Aspirin was stopped before surgery.", type="discharge_summary")
    assert dict(fact.detail) == {"status": "stopped"}


@pytest.mark.parametrize(
    "line",
    ["Blood pressure 120 mmHg", "Weight 70 kg", "Take 2 tablets daily", "Page 2 of 3", "Glucose 98 mg/dL"],
)
def test_what_is_no_medicine(line: str) -> None:
    assert [fact.value for fact in found(f"MEDICATIONS\n{line}")] in ([], ["glucose"])[:1]


def test_reports_that_only_mention_medicines_have_none() -> None:
    assert facts(Text.of("Eligible for trastuzumab."), type="surgical_pathology") == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ALLERGIES: Penicillin (rash), latex - urticaria", [("penicillin", "rash"), ("latex", "urticaria")]),
        ("Allergies:\n- Sulfa drugs\n- Zorbafen: hives", [("sulfa", ""), ("zorbafen", "hives")]),
        ("He is allergic to penicillin and aspirin.", [("penicillin", ""), ("aspirin", "")]),
        ("Allergies: NKDA", [("none", "")]),
        ("No known drug allergies.", [("none", "")]),
        ("She has no known medicine or food allergies.", [("none", "")]),
        ("Allergies: latex\nPlan: rest and review", [("latex", "")]),
        ("Alergias: sin alergias conocidas", [("none", "")]),
        ("Alergia a penicilina.", [("penicilina", "")]),
        ("Allergy to the idea of surgery.", []),
        ("Allergic rhinitis.", []),
    ],
)
def test_allergies(text: str, values: list[tuple[str, str]]) -> None:
    every = found(text, "allergy", "discharge_summary")
    assert [(fact.value, dict(fact.detail).get("reaction", "")) for fact in every] == values


def test_an_allergy_that_is_denied_is_negated() -> None:
    assert [
        fact.assertion for fact in found("She is not allergic to penicillin.", "allergy", "clinic_letter")
    ] == ["negated"]


def test_the_lists_hold_text_only() -> None:
    rows = yaml.safe_load(SUBSTANCES.read_text())
    listed = {
        word
        for name, row in rows.items()
        if isinstance(row, str) and name not in ("salts", "suffixes")
        for word in row.split()
    }
    assert len(listed) > 600
    for row in words().values():
        for each in (
            row
            if isinstance(row, list)
            else [word for spelled in row.values() for word in spelled]
            if isinstance(row, dict)
            else []
        ):
            assert isinstance(each, str)


@pytest.mark.parametrize(
    ("plain", "value", "assertion"),
    [
        ("MEDICINES STOPPED\nIbuprofen 400 mg - kidney function", "ibuprofen", "historical"),
        ("Discontinued: glipizide 5 mg", "glipizide", "historical"),
        ("Quetiapine would be the next option.", "quetiapine", "possible"),
        ("The husband takes warfarin.", "warfarin", "family"),
        ("Furosemida 40 mg 1-0-0", "furosemida", "affirmed"),
        ("Hydrochlorothiazid 12,5 mg", "hydrochlorothiazid", "affirmed"),
        ("Keppra 500 mg bd", "keppra", "affirmed"),
    ],
)
def test_how_a_medicine_stands_and_what_others_call_it(plain: str, value: str, assertion: str) -> None:
    every = [fact for fact in facts(Text.of(plain), type="clinic_letter") if fact.name == "medicine"]
    assert [(fact.value, fact.assertion) for fact in every] == [(value, assertion)]


def test_what_one_is_allergic_to_is_not_taken() -> None:
    plain = "Adverse reactions: Erythromycin (vomiting). Cefalexin 500 mg tds."
    every = facts(Text.of(plain), type="clinic_letter")
    assert [(fact.name, fact.value) for fact in every] == [
        ("medicine", "cefalexin"),
        ("allergy", "erythromycin"),
    ]
