"""Diagnoses in our own lists and sentences."""

from __future__ import annotations

import pytest
import yaml

from secunda.reading.document import Fact, Type
from secunda.reading.documents.diagnoses import facts
from secunda.reading.documents.diagnoses.classification import is_code
from secunda.reading.documents.diagnoses.terms import HERE, code_of
from secunda.reading.text import Text


def found(plain: str, type: Type = "discharge_summary") -> list[Fact]:
    return list(facts(Text.of(plain), type=type))


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("Hypertension", "I10"),
        ("Type 2 diabetes mellitus", "E11.9"),
        ("Hipertensión arterial", "I10"),
        ("Iron deficiency anaemia", "D50.9"),
        ("Guillain-Barre syndrome", "G61.0"),
        ("well-controlled asthma", "J45.909"),
        ("Chronic kidney disease, stage 3b", "N18.32"),
        ("cancer of the tongue", "C02.9"),
        ("prostate cancer", "C61"),
        ("Type 2 diabetes mellitus with hyperglycemia", "E11.65"),
        ("right renal cell carcinoma", "C64.1"),
        ("left ovarian cancer", "C56.2"),
        ("left breast cancer", "C50.9"),
        ("Malignant neoplasm of upper-outer quadrant of left female breast", "C50.412"),
        ("cancer", ""),
        ("diabetes mellitus", ""),
        ("a bad feeling", ""),
        ("tumour", ""),
        ("fracture of femur", ""),
    ],
)
def test_a_code_only_where_it_is_sure(term: str, code: str) -> None:
    assert code_of(term) == code


def test_every_code_of_the_synonyms_is_one() -> None:
    rows = yaml.safe_load((HERE / "synonyms.yaml").read_text())
    rows.pop("version")
    assert [code for code in rows if code and not is_code(code)] == []
    names = [name for names in rows.values() for name in names]
    assert all(isinstance(name, str) for name in names)
    assert len(names) == len(set(names))


def test_a_list_of_diagnoses() -> None:
    text = """Principal diagnosis: Invasive ductal carcinoma of the left
breast, pT2 N1
Secondary diagnoses:
1. Type 2 diabetes mellitus
2. Hypertension (since 2015)
- Rare bullous dermatopathy
Past medical history: asthma, hypothyroidism and gout.
Plan: follow up"""
    assert sorted((fact.value, fact.code, fact.assertion) for fact in found(text)) == sorted(
        [
            ("invasive ductal carcinoma of the left breast", "C50.9", "affirmed"),
            ("type 2 diabetes mellitus", "E11.9", "affirmed"),
            ("hypertension", "I10", "affirmed"),
            ("rare bullous dermatopathy", "", "affirmed"),
            ("asthma", "J45.909", "affirmed"),
            ("hypothyroidism", "E03.9", "affirmed"),
            ("gout", "M10.9", "historical"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("I48.91 Unspecified atrial fibrillation", "unspecified atrial fibrillation", "I48.91"),
        ("Diagnosis: Lung cancer (ICD-10 C34.90)", "lung cancer", "C34.90"),
        ("ICD-10: C61", "malignant neoplasm of prostate", "C61"),
    ],
)
def test_a_written_code(text: str, value: str, code: str) -> None:
    assert [(fact.value, fact.code) for fact in found(text, "invoice")] == [(value, code)]


@pytest.mark.parametrize("text", ["Room B12.5", "Gene T53.1 panel", "Tray A10", "ICD-10: Q99.99"])
def test_what_is_no_code(text: str) -> None:
    assert found(text, "invoice") == []


@pytest.mark.parametrize(
    ("sentence", "value", "assertion", "day"),
    [
        ("She was diagnosed with prostate cancer in March 2024.", "prostate cancer", "affirmed", "2024-03"),
        ("No evidence of pneumonia.", "pneumonia", "negated", ""),
        ("FAMILY HISTORY: mother had breast cancer.", "breast cancer", "family", ""),
        ("Known case of Guillain-Barre syndrome.", "guillain-barre syndrome", "affirmed", ""),
        ("Antecedentes: hipertensión arterial", "hipertensión arterial", "affirmed", ""),
        ("Antecedentes: apendicitis", "apendicitis", "historical", ""),
        ("Pneumonia in 2018.", "pneumonia", "historical", ""),
        ("Sister: melanoma.", "melanoma", "family", ""),
        ("Pulmonary embolism was excluded.", "pulmonary embolism", "negated", ""),
        ("Chest CT excluded pneumonia.", "pneumonia", "negated", ""),
        ("Diagnosen: Arterielle Hypertonie", "arterielle hypertonie", "affirmed", ""),
    ],
)
def test_sentences(sentence: str, value: str, assertion: str, day: str) -> None:
    assert [(fact.value, fact.assertion, fact.date) for fact in found(sentence)] == [(value, assertion, day)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Statins reduce the risk of stroke.",
        "Screening for diabetes was offered.",
        "The cad file and the dm list.",
        "Thank you for your letter.",
    ],
)
def test_nobody_is_ill(sentence: str) -> None:
    assert found(sentence) == []


def test_reports_have_no_diagnoses_of_their_own() -> None:
    assert found("Diagnosis: pneumonia", "radiology") == []
