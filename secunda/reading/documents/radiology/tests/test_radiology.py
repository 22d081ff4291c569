"""Radiology reports in our own sentences."""

from __future__ import annotations

import pytest

from secunda.reading.document import Fact
from secunda.reading.documents.radiology import facts
from secunda.reading.text import Text

REPORT = """CITY HOSPITAL  Department of Radiology and MRI
Date of birth: 01/02/1950
EXAM: CT CHEST, ABDOMEN AND PELVIS WITH CONTRAST
Date of exam: 13/03/2026    Reported: 14/03/2026
CLINICAL HISTORY: Lesion on MRI brain.
TECHNIQUE: 2.5 mm axial slices after 100 mL of contrast.
COMPARISON: CT of 12 January 2025.
FINDINGS:
There is a 2.3 x 1.8 cm spiculated nodule in the right upper lobe, previously 18 mm.
A subcarinal lymph node measures 12 mm. The catheter tip lies 3 cm above the carina.
IMPRESSION:
1. Growing nodule of the right upper lobe, suspicious for
malignancy. PET/CT is advised.
2. No evidence of metastatic disease.
Electronically signed by Dr Example
"""


def found(plain: str, name: str) -> list[str]:
    return [fact.value for fact in facts(Text.of(plain), type="radiology") if fact.name == name]


def facts_of(plain: str, name: str) -> list[Fact]:
    return [fact for fact in facts(Text.of(plain), type="radiology") if fact.name == name]


def test_a_whole_report() -> None:
    assert found(REPORT, "modality") == ["CT"]
    assert found(REPORT, "region") == ["chest", "abdomen", "pelvis"]
    assert found(REPORT, "study_date") == ["2026-03-13"]
    assert found(REPORT, "comparison_date") == ["2025-01-12"]
    assert found(REPORT, "impression") == [
        "Growing nodule of the right upper lobe, suspicious for malignancy.",
        "PET/CT is advised.",
        "No evidence of metastatic disease.",
    ]
    assert found(REPORT, "measurement") == ["23", "18", "12"]


@pytest.mark.parametrize(
    ("title", "modality", "region"),
    [
        ("MRI OF THE LUMBAR SPINE", "MR", ["lumbar spine"]),
        ("Chest X-ray, two views", "XR", ["chest"]),
        ("ULTRASOUND ABDOMEN", "US", ["abdomen"]),
        ("Bilateral screening mammogram", "MG", ["breast"]),
        ("FDG PET/CT skull base to mid-thigh", "PET-CT", ["whole body"]),
        ("CT pulmonary angiogram", "CT", ["chest"]),
        ("Examination: DEXA hip and lumbar spine", "DXA", ["hip", "lumbar spine"]),
        ("TAC DE TÓRAX Y ABDOMEN", "CT", ["chest", "abdomen"]),
        ("MRT des Schädels", "MR", ["head"]),
        ("IRM cérébrale", "MR", ["brain"]),
        ("IRM PELVIENNE", "MR", ["pelvis"]),
        ("تصوير مقطعي للصدر: CT الصدر", "CT", ["chest"]),
    ],
)
def test_what_was_examined(title: str, modality: str, region: list[str]) -> None:
    report = f"{title}\nFindings: unremarkable."
    assert found(report, "modality") == [modality]
    assert found(report, "region") == region


def test_mr_smith_was_not_examined_by_magnetic_resonance() -> None:
    assert found("Dear Mr Smith\nplease tell us\nFindings: unremarkable.", "modality") == []


def test_another_kind_of_document_has_scores_only() -> None:
    letter = facts(
        Text.of("MRI brain. Her mammogram was BI-RADS 4A. It measured 12 mm."), type="clinic_letter"
    )
    assert [(fact.name, fact.value) for fact in letter] == [("birads", "4A")]


@pytest.mark.parametrize(
    ("sentence", "name", "score"),
    [
        ("BI-RADS 2", "birads", "2"), ("BI-RADS® Category 4B.", "birads", "4B"), ("BIRADS: IV", "birads", "4"),
        ("BI-RADS assessment category: 0", "birads", "0"), ("PI-RADS v2.1 score: 4", "pirads", "4"),
        ("PIRADS 5", "pirads", "5"), ("LI-RADS category 5", "lirads", "5"), ("LR-M", "lirads", "M"),
        ("Lung-RADS category 4A", "lungrads", "4A"), ("ACR TI-RADS TR4", "tirads", "4"),
        ("TI-RADS 3", "tirads", "3"), ("Deauville score of 2", "deauville", "2"),
        ("Deauville 5-point scale: 3", "deauville", "3"),
    ],
)  # fmt: skip
def test_scores(sentence: str, name: str, score: str) -> None:
    assert found(f"IMPRESSION: {sentence}", name) == [score]


@pytest.mark.parametrize(
    "sentence",
    [
        "BI-RADS 5th edition",
        "BI-RADS density category b",
        "PI-RADS version 2.1",
        "Deauville 1-5 scale",
        "TR 2.5 m/s",
    ],
)
def test_no_scores(sentence: str) -> None:
    every = facts(Text.of(f"FINDINGS: {sentence} was used."), type="radiology")
    assert [fact for fact in every if fact.name.endswith("rads") or fact.name == "deauville"] == []


def test_a_printed_legend_is_no_score() -> None:
    legend = "\n".join(f"BI-RADS {number} means something" for number in range(5))
    assert found(f"IMPRESSION: BI-RADS 3.\nFINDINGS:\n{legend}", "birads") == ["3"]


@pytest.mark.parametrize(
    ("sentence", "value", "dimensions"),
    [
        ("A mass of 2.3 x 1.8 x 1.1 cm is seen", "23", "23 x 18 x 11"),
        ("Liver cyst measuring up to 1.1cm", "11", "11"),
        ("Nodules of 3-5 mm", "5", "3 - 5"),
        ("Lesión de 12,5 mm", "12.5", "12.5"),
        ("A 4 × 3 cm mass", "40", "40 x 30"),
    ],
)
def test_measurements(sentence: str, value: str, dimensions: str) -> None:
    (fact,) = facts_of(f"FINDINGS: {sentence}.", "measurement")
    assert (fact.value, fact.unit, dict(fact.detail)["dimensions"]) == (value, "mm", dimensions)


def test_what_is_measured() -> None:
    (fact,) = facts_of("FINDINGS: A subcarinal lymph node measures 12 mm.", "measurement")
    assert dict(fact.detail)["what"] == "subcarinal lymph node"


@pytest.mark.parametrize(
    "sentence",
    ["2.5 mm slices were obtained", "The tube ends 3 cm above the carina", "At 6 o'clock, 4 cm from the nipple",
     "slice thickness of 5 mm", "a 10 mm/h rate", "volume 12 cm3"],
)  # fmt: skip
def test_what_is_no_measurement(sentence: str) -> None:
    assert found(f"FINDINGS: {sentence}.", "measurement") == []


def test_an_earlier_size_is_history() -> None:
    every = facts_of("FINDINGS: The mass has increased from 12 mm to 18 mm.", "measurement")
    assert [(fact.value, fact.assertion) for fact in every] == [("12", "historical"), ("18", "affirmed")]


@pytest.mark.parametrize(
    "none", ["COMPARISON: None.", "COMPARISON: No prior studies available", "Comparison: none available"]
)
def test_no_comparison(none: str) -> None:
    assert found(f"{none}\nFINDINGS: normal.", "comparison_date") == ["none"]


@pytest.mark.parametrize(
    "sentence",
    ["Compared with the CT of 12 January 2025 it has grown.", "Comparison is made with prior CT dated 12 Jan 2025.",
     "Vergleich: Voraufnahme vom 12.01.2025", "Previous mammogram from 2025-01-12 was reviewed."],
)  # fmt: skip
def test_compared_in_a_sentence(sentence: str) -> None:
    assert found(f"FINDINGS: Unremarkable. {sentence}", "comparison_date") == ["2025-01-12"]


def test_a_day_of_report_or_birth_is_no_day_of_study() -> None:
    assert found("DOB: 13/03/1956\nReported: 15/03/2026\nFINDINGS: normal.", "study_date") == []


@pytest.mark.parametrize(
    ("plain", "name", "expected"),
    [
        ("CT CHEST   06/21/2022; prior 06/18/2021", "comparison_date", [("2021-06-18", "affirmed")]),
        ("MRI LEFT KNEE   July 5 2022\nNo prior imaging.", "comparison_date", [("none", "affirmed")]),
        (
            "CT CHEST\nMass 2.7 x 2.3 cm, previously 3.4 x 2.9 cm.",
            "measurement",
            [("27", "affirmed"), ("34", "historical")],
        ),
        ("US BREAST\nMass 5 cm from the nipple, 14 x 11 mm.", "measurement", [("14", "affirmed")]),
        ("CT CHEST\nNo enlarged node: largest 8 mm (normal < 10 mm).", "measurement", [("8", "affirmed")]),
        (
            "MAMMOGRAM\nBI-RADS 4B. BI-RADS 2 on the previous study.",
            "birads",
            [("4B", "affirmed"), ("2", "historical")],
        ),
        ("MRI\nSegment 6 lesion, no washout, new: LR-4.", "lirads", [("4", "affirmed")]),
    ],
)
def test_then_and_now(plain: str, name: str, expected: list[tuple[str, str]]) -> None:
    every = [fact for fact in facts(Text.of(plain), type="radiology") if fact.name == name]
    assert [(fact.value, fact.assertion) for fact in every] == expected
