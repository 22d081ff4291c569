"""FHIR R4: each resource as facts with their place, their codes and how sure they are."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from secunda.reading.document import Fact
from secunda.reading.facts import Refusal
from secunda.reading.structured.fhir import read_fhir
from secunda.reading.structured.found import Structured
from secunda.reading.tests import exports, pdfs
from secunda.reading.tests.exports import SNOMED, concept, loinc, observation, quantity


def read(content: bytes) -> Structured:
    return read_fhir(io.BytesIO(content))


def fact_of(resource: dict[str, Any]) -> Fact:
    (found,) = read(exports.fhir(resource)).facts
    return found


FACTS = {fact.path: fact for fact in read(exports.WHOLE["fhir"]).facts}


def test_whom_it_is_about_with_the_name_before_marriage() -> None:
    patient = read(exports.WHOLE["fhir"]).patient
    assert patient.names == ("Lindqvist^Ana", "Berg^Ana")
    assert (patient.birth_dates, patient.identifiers) == (("1981-03-14",), ("A-17",))


def test_a_laboratory_value_is_named_and_converted_and_keeps_what_was_written() -> None:
    found = FACTS["Bundle.entry[1].resource"]
    assert (found.name, found.value, found.unit) == ("haemoglobin", "132", "g/L")
    assert (found.code_system, found.code, found.date) == ("LOINC", "718-7", "2026-05-03")
    assert found.quote == "Hemoglobin: 13.2 g/dL"
    detail = dict(found.detail)
    assert (detail["range"], detail["flag"], detail["as_written"]) == ("12-16", "N", "13.2 g/dL")


def test_components_stand_for_themselves() -> None:
    found = FACTS["Bundle.entry[2].resource.component[0]"]
    assert (found.name, found.value, found.unit, found.code) == ("observation", "120", "mm[Hg]", "8480-6")


@pytest.mark.parametrize(
    ("place", "name", "value", "assertion", "date"),
    [
        (3, "diagnosis", "breast cancer", "affirmed", "2026-02"),
        (4, "procedure", "lumpectomy", "affirmed", "2026-03-01"),
        (5, "medicine", "tamoxifen", "affirmed", "2026-04-01"),
        (7, "allergy", "penicillin allergy", "affirmed", ""),
        (8, "immunization", "influenza", "negated", "2025-10-01"),
        (10, "imaging_study", "dicom", "affirmed", "2026-02-20"),
        (11, "report", "pathology report", "affirmed", "2026-02-25"),
        (12, "diagnosis", "myocardial infarction", "negated", ""),
        (13, "withdrawn", "diabetes", "affirmed", ""),
    ],
)
def test_each_kind_of_resource(place: int, name: str, value: str, assertion: str, date: str) -> None:
    found = FACTS[f"Bundle.entry[{place}].resource"]
    assert (found.name, found.assertion, found.date) == (name, assertion, date)
    assert found.value == (value if name != "imaging_study" else "mg")


def test_an_illness_of_the_family_is_the_familys() -> None:
    found = FACTS["Bundle.entry[9].resource.condition[0]"]
    assert (found.name, found.value, found.assertion) == ("family_history", "ovarian cancer", "family")
    assert dict(found.detail)["relationship"] == "mother"


def test_a_second_code_is_kept_in_the_detail() -> None:
    detail = dict(FACTS["Bundle.entry[3].resource"].detail)
    assert detail["code.coding[1]"] == "ICD-10-CM|C50.9 Breast ca"


@pytest.mark.parametrize(
    ("value", "expected", "unit"),
    [
        ({"valueQuantity": quantity("1.50", "x")}, "1.50", "x"),
        ({"valueQuantity": quantity(5, "mg") | {"comparator": "<"}}, "<5", "mg"),
        ({"valueQuantity": {"value": 3, "unit": "drops"}}, "3", "drops"),
        ({"valueString": "two\nlines"}, "two lines", ""),
        ({"valueBoolean": False}, "false", ""),
        ({"valueInteger": 7}, "7", ""),
        ({"valueCodeableConcept": concept(SNOMED, "10828004", "Positive")}, "Positive", ""),
        ({"valueRange": {"low": quantity(2, "mm"), "high": quantity(4, "mm")}}, "2-4", "mm"),
        ({"valueRatio": {"numerator": quantity(1, "1"), "denominator": quantity(128, "1")}}, "1/128", "1"),
        (
            {"valueRatio": {"numerator": quantity(1, "mg"), "denominator": quantity(2, "mL")}},
            "1 mg / 2 mL",
            "",
        ),
        ({"valuePeriod": {"start": "2026-01-01", "end": "2026-01-02"}}, "2026-01-01 / 2026-01-02", ""),
        ({"valueDateTime": "2026-01-01"}, "2026-01-01", ""),
        ({"valueSampledData": {"data": "1 2 3"}}, "1 2 3", ""),
        ({"dataAbsentReason": concept("urn:x", "unknown", "Unknown")}, "", ""),
        ({}, "", ""),
    ],
)
def test_each_type_of_value(value: dict[str, Any], expected: str, unit: str) -> None:
    found = fact_of(observation(code=loinc("99999-9", "A thing"), **value))
    assert (found.value, found.unit) == (expected, unit)


@pytest.mark.parametrize(
    ("changed", "assertion"),
    [
        ({"clinicalStatus": concept("urn:s", "resolved", "Resolved")}, "historical"),
        ({"abatementDateTime": "2020"}, "historical"),
        ({"verificationStatus": concept("urn:v", "provisional", "Provisional")}, "possible"),
        ({"verificationStatus": concept("urn:v", "confirmed", "Confirmed")}, "affirmed"),
    ],
)
def test_how_sure_a_diagnosis_is(changed: dict[str, Any], assertion: str) -> None:
    condition = {"resourceType": "Condition", "code": concept(SNOMED, "1", "Asthma")}
    assert fact_of(condition | changed).assertion == assertion


def test_no_known_allergies_is_none() -> None:
    allergy = {"resourceType": "AllergyIntolerance", "code": concept(SNOMED, "716186003", "No known allergy")}
    assert fact_of(allergy).value == "none"


def test_bills_and_places_are_no_facts_and_resources_of_no_known_name_are_kept_by_their_codes() -> None:
    claim = {"resourceType": "Claim", "type": concept("urn:t", "a", "A")}
    strange = {"resourceType": "Basic", "code": concept("urn:t", "adverse", "Adverse event")}
    found = read(exports.fhir(claim, strange)).facts
    assert [(fact.name, fact.code, dict(fact.detail)["resource"]) for fact in found] == [
        ("coded", "adverse", "Basic")
    ]


def test_contained_resources_and_a_bundle_in_a_bundle_are_read() -> None:
    inner = json.loads(exports.bundle(observation(code=loinc("1-8", "In a bundle"))))
    outer = observation(code=loinc("2-6", "Outer"), contained=[observation(code=loinc("3-4", "Contained"))])
    assert [fact.path for fact in read(exports.fhir(inner, outer)).facts] == [
        "Bundle.entry[1].resource.entry[0].resource",
        "Bundle.entry[2].resource",
        "Bundle.entry[2].resource.contained[0]",
    ]


def test_one_resource_alone_is_read() -> None:
    (found,) = read(
        json.dumps(observation(code=loinc("718-7", "Hb"), valueQuantity=quantity(130, "g/L"))).encode()
    ).facts
    assert (found.name, found.path) == ("haemoglobin", "Observation")


def test_days_have_roles() -> None:
    seen = {(day.value, day.role) for day in read(exports.WHOLE["fhir"]).dates}
    assert {("2026-05-03", "collected"), ("2026-03-01", "performed"), ("2026-02-25", "reported"),
            ("2026-02-20", "study"), ("2026-04-01", "issued")} <= seen  # fmt: skip


def test_documents_inside_come_out_byte_by_byte() -> None:
    binary = {"resourceType": "Binary", "contentType": "application/pdf", "data": exports.PDF_TEXT}
    broken = {"resourceType": "DocumentReference", "type": loinc("1-8", "x"), "content": [
        {"attachment": {"contentType": "text/plain", "data": "no base64!"}},
        {"attachment": {"url": "http://x"}}]}  # fmt: skip
    one, other = read(exports.fhir(binary, broken)).attachments
    assert (one.sort, b"".join(one.chunks())) == ("document", pdfs.plain())
    with pytest.raises(Refusal):
        list(other.chunks())


def test_its_words_are_text() -> None:
    assert read(exports.WHOLE["fhir"]).text.plain == "Invasive ductal carcinoma, grade 2."


def test_a_mark_of_the_encoding_is_borne() -> None:
    assert read(b"\xef\xbb\xbf" + exports.WHOLE["fhir"]).facts
    assert read(exports.WHOLE["fhir"].decode().encode("utf-16")).facts
