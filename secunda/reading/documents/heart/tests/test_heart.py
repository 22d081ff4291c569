"""Heart reports in our own sentences."""

from __future__ import annotations

import pytest

from secunda.reading.document import Fact, Type
from secunda.reading.documents.heart import facts
from secunda.reading.text import Text


def found(plain: str, name: str, type: Type = "echocardiography") -> list[Fact]:
    return [fact for fact in facts(Text.of(plain), type=type) if fact.name == name]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("LVEF 35%.", "35"),
        ("Ejection fraction is 55-60 %", "57.5"),
        ("LV ejection fraction: 40 to 45%", "42.5"),
        ("EF (biplane Simpson) 62 %", "62"),
        ("LVEF is severely reduced at 20%", "20"),
        ("LVEF > 55%", ">55"),
        ("FEVI del 60%", "60"),
        ("Fraction d'éjection 45 %", "45"),
        ("LVEF: 48", "48"),
    ],
)
def test_ejection_fraction(sentence: str, value: str) -> None:
    assert [(fact.value, fact.unit) for fact in found(sentence, "lvef")] == [(value, "%")]


@pytest.mark.parametrize(
    "sentence",
    [
        "RVEF 45%",
        "right ventricular ejection fraction 45%",
        "EF slope 2",
        "LVEF was not measured in 3 views",
        "if the LVEF 35% criterion is met",
        "FE 12 mg",
    ],
)
def test_no_ejection_fraction(sentence: str) -> None:
    assert found(sentence, "lvef") == []


def test_range_and_method_stay() -> None:
    (fact,) = found("LVEF is 55-60 % by Simpson's biplane.", "lvef")
    assert dict(fact.detail) == {"range": "55-60", "method": "Simpson's"}


STENOSIS = "Severe aortic stenosis. Peak velocity 4.3 m/s, mean gradient 42 mmHg, peak gradient 74 mm Hg, AVA 0.8 cm2."


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("peak_velocity", "4.3", "m/s"),
        ("mean_gradient", "42", "mm[Hg]"),
        ("peak_gradient", "74", "mm[Hg]"),
        ("valve_area", "0.8", "cm2"),
        ("stenosis", "severe", ""),
    ],
)
def test_a_narrow_valve(name: str, value: str, unit: str) -> None:
    (fact,) = found(STENOSIS, name)
    assert (fact.value, fact.unit, dict(fact.detail)["valve"]) == (value, unit, "aortic")


def test_centimetres_a_second_become_metres() -> None:
    assert [fact.value for fact in found("Aortic valve: Vmax 430 cm/s", "peak_velocity")] == ["4.3"]


@pytest.mark.parametrize(
    ("sentence", "valve", "grade"),
    [
        ("Moderate to severe mitral regurgitation.", "mitral", "severe"),
        ("No aortic regurgitation.", "aortic", "none"),
        ("Mitral valve: mild regurgitation.", "mitral", "mild"),
        ("Tricuspid regurgitation is moderate.", "tricuspid", "moderate"),
        ("Trace TR.", "tricuspid", "trace"),
        ("Insuficiencia mitral leve.", "mitral", "mild"),
        ("Leichtgradige Mitralinsuffizienz.", "mitral", "mild"),
        ("Trivial pulmonary regurgitation", "pulmonary", "trace"),
    ],
)
def test_leaks(sentence: str, valve: str, grade: str) -> None:
    assert [(fact.value, dict(fact.detail)["valve"]) for fact in found(sentence, "regurgitation")] == [
        (grade, valve)
    ]


def test_one_negation_for_both_defects() -> None:
    sentence = "No aortic stenosis or regurgitation."
    assert [fact.value for fact in found(sentence, "stenosis")] == ["none"]
    assert [fact.value for fact in found(sentence, "regurgitation")] == ["none"]


def test_two_gradients_in_one() -> None:
    sentence = "Aortic valve: peak/mean gradient 74/42 mmHg."
    assert [fact.value for fact in found(sentence, "peak_gradient")] == ["74"]
    assert [fact.value for fact in found(sentence, "mean_gradient")] == ["42"]


def test_an_indexed_area_is_no_area() -> None:
    assert found("AVA 0.4 cm2/m2", "valve_area") == []


def test_two_valves_in_one_breath() -> None:
    every = found("Mild mitral and tricuspid regurgitation.", "regurgitation")
    assert {dict(fact.detail)["valve"] for fact in every} == {"mitral", "tricuspid"}


def test_a_leak_without_a_grade_has_none() -> None:
    assert found("Mitral regurgitation is discussed below.", "regurgitation") == []


@pytest.mark.parametrize(
    ("sentence", "vessel", "value"),
    [
        ("LAD: 70-80% stenosis in the mid segment.", "LAD", "75"),
        ("The RCA is occluded.", "RCA", "100"),
        ("90% stenosis of the proximal LAD.", "LAD", "90"),
        ("Circumflex has a 50% lesion.", "LCx", "50"),
        ("Left main: 30 % narrowing.", "left main", "30"),
        ("- RCA: mid 80 %", "RCA", "80"),
    ],
)
def test_coronaries(sentence: str, vessel: str, value: str) -> None:
    every = found(sentence, "coronary_stenosis", "discharge_summary")
    assert [(fact.value, dict(fact.detail)["vessel"]) for fact in every] == [(value, vessel)]


@pytest.mark.parametrize(
    "sentence",
    [
        "LVEF 50% and a patent LAD",
        "No occlusion of the LAD",
        "Residual stenosis of the LAD 10%",
        "Carotid 70% stenosis",
    ],
)
def test_no_coronary_stenosis(sentence: str) -> None:
    assert found(sentence, "coronary_stenosis", "discharge_summary") == []


def test_ecg() -> None:
    ecg = "Sinus rhythm. Ventricular rate: 72 bpm. PR 160 ms. QT/QTc 400/432 ms. No atrial fibrillation."
    every = [(fact.name, fact.value) for fact in facts(Text.of(ecg), type="ecg")]
    assert every == [("rhythm", "sinus"), ("heart_rate", "72"), ("qtc", "432")]


def test_an_illness_of_a_letter_is_no_rhythm() -> None:
    assert found("Known atrial fibrillation on apixaban.", "rhythm", "clinic_letter") == []
    assert [fact.value for fact in found("ECG shows atrial flutter.", "rhythm", "clinic_letter")] == [
        "atrial flutter"
    ]


def test_other_documents_have_no_heart() -> None:
    assert facts(Text.of(STENOSIS), type="surgical_pathology") == ()


@pytest.mark.parametrize(
    ("plain", "name", "value", "assertion"),
    [
        ("Echo today. Previous echo (2019): EF 50%.", "lvef", "50", "historical"),
        ("Post-MI echo: EF 35-40 %.", "lvef", "37.5", "affirmed"),
        ("In AF at 124/min during the scan.", "heart_rate", "124", "affirmed"),
        ("LAD 30% mid\nRCA 50 %, FFR 0.88", "coronary_stenosis", "30", "affirmed"),
        ("There was mild mitral\nregurgitation.", "regurgitation", "mild", "affirmed"),
    ],
)
def test_now_and_earlier(plain: str, name: str, value: str, assertion: str) -> None:
    every = [fact for fact in facts(Text.of(plain), type="echocardiography") if fact.name == name]
    assert (every[0].value, every[0].assertion) == (value, assertion)


@pytest.mark.parametrize(
    "plain", ["Target resting rate < 110/min.", "Lower rate set at 60, upper tracking rate 120."]
)
def test_a_rate_that_is_only_aimed_at_is_none(plain: str) -> None:
    assert [fact for fact in facts(Text.of(plain), type="ecg") if fact.name == "heart_rate"] == []
