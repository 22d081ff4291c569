"""What stands together on a day reads as a line; values and units are written as people write them."""

from __future__ import annotations

import pytest

from secunda.care.chart import sentences
from secunda.care.chart.access.worded import imaging_line, pathology_line
from secunda.care.chart.models import Fact


def facts(*values: tuple[str, str] | tuple[str, str, dict[str, str]]) -> list[Fact]:
    return [
        Fact(name=each[0], value=each[1], detail=each[2] if len(each) > 2 else {}, unit="") for each in values
    ]


def test_a_pathology_report_is_one_readable_line() -> None:
    read = facts(
        ("er", "positive"), ("pT", "T2"), ("histology", "invasive ductal carcinoma"), ("her2", "negative"),
        ("pN", "N1a"), ("grade", "G2"), ("pr", "positive"),
    )  # fmt: skip
    assert pathology_line(read) == "Invasive ductal carcinoma, grade 2, pT2 pN1a, ER+ PR+ HER2−"


def test_what_has_no_place_of_its_own_follows_with_its_name() -> None:
    read = facts(
        ("laterality", "left"), ("primary_site", "breast"), ("nodes_positive", "2"), ("nodes_examined", "14"),
        ("margin", "negative"), ("pT", "T1c", {"prefix": "y"}), ("her2", "low"),
        ("marker", "positive", {"name": "GATA3"}),
    )  # fmt: skip
    assert pathology_line(read) == (
        "Left breast, ypT1c, 2 of 14 lymph nodes with tumour, HER2 low, margin negative, GATA3 positive"
    )


def test_imaging_says_what_was_examined_and_concluded() -> None:
    read = facts(("impression", "No recurrence."), ("region", "chest"), ("modality", "CT"), ("lungrads", "2"))
    assert imaging_line(read) == "CT scan, chest: No recurrence, Lung-RADS 2"


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("k[iU]/L", "kU/L"),
        ("umol/L", "µmol/L"),
        ("ug/L", "µg/L"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("%", "%"),
    ],
)
def test_units_as_people_write_them(unit: str, written: str) -> None:
    assert sentences.unit_in_words(unit) == written


def test_analytes_as_people_write_them() -> None:
    assert [sentences.name_in_words(name) for name in ("ca_15_3", "hba1c", "psa", "creatinine")] == [
        "CA 15-3", "HbA1c", "PSA", "Creatinine",
    ]  # fmt: skip


def test_a_converted_value_is_said_as_its_document_writes_it() -> None:
    said = sentences.stated_in_words
    assert said("creatinine", "62.77", "umol/L", "0.71 mg/dL") == "0.71 mg/dL (62.8 µmol/L)"
    assert said("haemoglobin", "131", "g/L", "13,1 g/dl") == "13,1 g/dl (131 g/L)"
    assert said("haemoglobin", "131", "g/L", "131 g/L") == "131 g/L"
    assert said("psa", "<0.1", "ug/L", "<0.1 ng/mL") == "<0.1 µg/L"
    assert said("platelets", "1234.5", "10*9/L", "1,234,500 /uL") == "1234.5 10⁹/L"
