"""A row of a laboratory sheet becomes a fact in one unit, however it is written."""

from __future__ import annotations

import pytest

from secunda.reading.document import Fact
from secunda.reading.documents.laboratory import facts
from secunda.reading.text import Box, Page, Text, Word


def found(plain: str) -> tuple[Fact, ...]:
    return facts(Text.of(plain), type="laboratory")


def one(plain: str) -> Fact:
    every = found(plain)
    assert len(every) == 1, every
    return every[0]


@pytest.mark.parametrize(
    ("row", "name", "value", "unit"),
    [
        ("Haemoglobin 13.2 g/dL 12.0-16.0 N", "haemoglobin", "132", "g/L"),
        ("HGB 132 g/L", "haemoglobin", "132", "g/L"),
        ("Hemoglobina 13,2 g/dl 12,0 - 16,0", "haemoglobin", "132", "g/L"),
        ("Hämoglobin 8,2 mmol/l", "haemoglobin", "132.1", "g/L"),
        ("الهيموجلوبين 13.2 g/dL", "haemoglobin", "132", "g/L"),
        ("Haematocrit 0.41 L/L", "haematocrit", "41", "%"),
        ("WBC 7.2 x10E9/L 4.0-11.0", "white_cells", "7.2", "10*9/L"),
        ("Leukozyten 7200 /µl", "white_cells", "7.2", "10*9/L"),
        ("Leucocytes 7,2 G/L", "white_cells", "7.2", "10*9/L"),
        ("Platelets 250 10^9/L", "platelets", "250", "10*9/L"),
        ("Platelet count 2.5 lakhs/cumm", "platelets", "250", "10*9/L"),
        ("Plaquettes 250 000 /mm3 150 000 - 400 000", "platelets", "250", "10*9/L"),
        ("RBC 4.5 10^12/L", "red_cells", "4.5", "10*12/L"),
        ("Creatinine 1.2 mg/dL 0.7-1.3", "creatinine", "106.1", "umol/L"),
        ("Creatinine 88 µmol/I", "creatinine", "88", "umol/L"),
        ("Calcium 10.4 mg/dl", "calcium", "2.595", "mmol/L"),
        ("Potassium 4.2 mEq/L", "potassium", "4.2", "mmol/L"),
        ("S-Sodium: 138 mmol/L", "sodium", "138", "mmol/L"),
        ("BUN 15 mg/dL", "urea_nitrogen", "5.354", "mmol/L"),
        ("HbA1c 53 mmol/mol", "hba1c", "7", "%"),
        ("eGFR 64 mL/min/1.73m²", "egfr", "64", "mL/min/{1.73_m2}"),
        ("TSH 2.10 µIU/mL 0.4-4.0", "tsh", "2.10", "m[iU]/L"),
        ("ALT (SGPT) 0.6 µkat/L", "alt", "36", "U/L"),
        ("PSA <0.1 ng/mL", "psa", "<0.1", "ug/L"),
        ("Troponin T 0.02 ng/mL", "troponin_t", "20", "ng/L"),
        ("CA 19-9 35 U/mL", "ca_19_9", "35", "k[iU]/L"),
        ("INR 2.3", "inr", "2.3", "1"),
        ("Vitamin D 30 ng/mL", "vitamin_d", "74.88", "nmol/L"),
        ("Blasts 12 %", "blasts", "12", "%"),
        ("Neutrophils % 60.2", "neutrophils_percent", "60.2", "%"),
        ("Neutrophils 4.2 x 10^9 / L 60", "neutrophils", "4.2", "10*9/L"),
        ("Glucose (fasting) mg/dL 99 70-100", "glucose", "5.495", "mmol/L"),
    ],
)
def test_a_row_is_read_and_converted(row: str, name: str, value: str, unit: str) -> None:
    fact = one(row)
    assert (fact.name, fact.value, fact.unit) == (name, value, unit)
    assert fact.confidence > 0.9


def test_what_was_written_stays() -> None:
    fact = one("Potassium, serum 5.9* mmol/L 3.5 - 5.1 H")
    assert dict(fact.detail) == {"as_written": "5.9 mmol/L", "range": "3.5 - 5.1", "flag": "*"}
    assert fact.code == "2823-3"
    assert fact.code_system == "LOINC"
    assert fact.quote.startswith("Potassium, serum 5.9*")


@pytest.mark.parametrize(
    ("row", "flag"),
    [
        ("CRP 88 mg/L 0-5 H", "H"),
        ("CRP 88 ↑ mg/L", "H"),
        ("Hb 80 L g/L", "L"),
        ("Hb 80 g/L (120-160) LL", "LL"),
    ],
)
def test_flags(row: str, flag: str) -> None:
    assert dict(one(row).detail)["flag"] == flag


def test_a_limit_beside_a_value_is_its_range() -> None:
    fact = one("CRP 12.3 mg/L <5.0")
    assert (fact.value, dict(fact.detail)["range"]) == ("12.3", "<5.0")


def test_two_numbers_at_the_end_are_the_range() -> None:
    assert dict(one("Haemoglobin 13.2 g/dL 12.0 16.0").detail)["range"] == "12.0 16.0"


def test_the_range_may_stand_before_the_result() -> None:
    sheet = "Test Reference Result Unit\nCRP <5.0 12.3 mg/L"
    assert [fact.value for fact in found(sheet)] == ["12.3"]


def test_a_number_without_a_unit_is_kept_unconverted_and_unsure() -> None:
    fact = one("Albumin 38")
    assert (fact.name, fact.value, fact.unit, fact.code) == ("albumin", "38", "", "")
    assert fact.confidence <= 0.5


def test_a_foreign_unit_is_never_converted() -> None:
    fact = one("Creatinine 88 U/L")
    assert (fact.name, fact.value, fact.unit) == ("lab_other", "88", "U/L")
    assert dict(fact.detail)["label"] == "Creatinine"


def test_what_no_body_holds_is_a_misreading() -> None:
    assert found("Haemoglobin 132 g/dL") == ()


@pytest.mark.parametrize(
    "row",
    ["Creatinine clearance 80 mL/min", "Iron deficiency", "Calcium 500 mg daily", "Vitamin D 1000 IU",
     "Page 2 of 3", "Na", "Tel. 123 456", "Sample 08:15", "Ref. 12/345"],
)  # fmt: skip
def test_another_thing_with_that_word_is_no_result(row: str) -> None:
    assert [fact for fact in found(row) if fact.name != "lab_other"] == []


def test_an_unknown_label_is_kept_as_written() -> None:
    fact = one("Zinc 12.3 umol/L 11-19")
    assert (fact.name, fact.value, fact.unit) == ("lab_other", "12.3", "umol/L")
    assert dict(fact.detail)["label"] == "Zinc"


def test_a_result_in_a_word_is_kept() -> None:
    fact = one("HBsAg: Non-reactive")
    assert (fact.name, fact.value, dict(fact.detail)["label"]) == ("lab_other", "non-reactive", "HBsAg")


def test_urine_is_not_blood() -> None:
    sheet = "URINALYSIS\nGlucose 5.5 mmol/L\nAlbumin/Creatinine ratio 2.5 mg/mmol\n"
    sheet += "SERUM BIOCHEMISTRY\nGlucose 5.0 mmol/L"
    by_name = {(fact.name, fact.specimen): fact.value for fact in found(sheet)}
    assert by_name == {("lab_other", "urinalysis"): "5.5", ("urine_acr", ""): "2.5", ("glucose", ""): "5.0"}


def test_the_day_of_the_specimen_is_the_day_of_its_results() -> None:
    sheet = "Received: 14/03/2026 Reported: 15/03/2026\nCollected: 13/03/2026 08:15\nHb 132 g/L"
    assert one(sheet).date == "2026-03-13"


def test_a_day_of_birth_or_report_is_no_day_of_a_specimen() -> None:
    assert one("Date of birth: 13/03/1956\nReported: 15/03/2026\nHb 132 g/L").date == ""


def test_columns_of_days() -> None:
    sheet = (
        "Test 13/03/2026 20/03/2026 27/03/2026 Unit Range\nHb 132 120 98 g/L 120-160\nPSA 4.1 - 6.8 ng/mL <4"
    )
    assert [(fact.name, fact.value, fact.date) for fact in found(sheet)] == [
        ("haemoglobin", "132", "2026-03-13"),
        ("haemoglobin", "120", "2026-03-20"),
        ("haemoglobin", "98", "2026-03-27"),
        ("psa", "4.1", "2026-03-13"),
        ("psa", "6.8", "2026-03-27"),
    ]


def test_columns_that_cannot_be_told_apart_have_no_day() -> None:
    sheet = "Test 13/03/2026 20/03/2026 27/03/2026\nHb 132 120 g/L"
    assert {(fact.value, fact.date) for fact in found(sheet)} == {("132", ""), ("120", "")}


def test_rows_of_days() -> None:
    sheet = "Date PSA (ng/mL) Hb g/L\n13/02/2025 4.1 132\n13/08/2025 5.2 130"
    assert [(fact.name, fact.value, fact.unit, fact.date) for fact in found(sheet)] == [
        ("psa", "4.1", "ug/L", "2025-02-13"),
        ("haemoglobin", "132", "g/L", "2025-02-13"),
        ("psa", "5.2", "ug/L", "2025-08-13"),
        ("haemoglobin", "130", "g/L", "2025-08-13"),
    ]


def line(*words: tuple[str, float], y: float, confidence: float = 1.0) -> tuple[Word, ...]:
    return tuple(Word(text, Box(x, y, x + 6 * len(text), y + 10), confidence) for text, x in words)


def test_by_place_a_value_belongs_to_the_column_above_it() -> None:
    page = Page(
        1, 600, 800,
        (
            line(("Test", 10), ("13/03/2026", 150), ("20/03/2026", 260), ("27/03/2026", 370), y=10),
            line(("Hb", 10), ("132", 165), ("98", 390), ("g/L", 480), y=30),
        ),
    )  # fmt: skip
    every = facts(Text((page,)), type="laboratory")
    assert [(fact.value, fact.date) for fact in every] == [("132", "2026-03-13"), ("98", "2026-03-27")]
    assert every[0].box is not None
    assert every[0].box.y0 == 30


def test_what_was_hard_to_read_is_less_sure() -> None:
    page = Page(
        1, 600, 800, (line(("Hb", 10), ("132", 60), ("g/L", 120), y=10, confidence=0.6),), source="ocr"
    )
    assert facts(Text((page,)), type="laboratory")[0].confidence < 0.6


def test_a_label_above_its_value() -> None:
    assert [fact.value for fact in found("Haemoglobin\n13.2\ng/dL\n12.0-16.0")] == ["132"]


def test_blasts_seen_on_the_film() -> None:
    assert [fact.value for fact in found("Film: blasts are seen.")] == ["present"]
    assert [fact.assertion for fact in found("Film: no blasts seen.")] == ["negated"]
