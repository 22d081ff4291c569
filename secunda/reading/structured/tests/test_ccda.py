"""C-CDA: each statement as a fact with its XPath, the narrative as text."""

from __future__ import annotations

import base64
import io

import pytest

from secunda.reading.structured.ccda import read_ccda
from secunda.reading.structured.found import Structured
from secunda.reading.tests import exports, pdfs
from secunda.reading.tests.exports import NO_PROBLEM, PROBLEMS, RESULTS, ccda, section

BODY = "/ClinicalDocument/component/structuredBody"
SCT = 'codeSystem="2.16.840.1.113883.6.96"'


def read(*sections: str, header: str = "", body: str = "") -> Structured:
    return read_ccda(io.BytesIO(ccda(*sections, header=header, body=body)))


def statement(name: str, inside: str, *, template: str = "", mood: str = "EVN", more: str = "") -> str:
    made = f'<templateId root="2.16.840.1.113883.10.20.22.4.{template}"/>' if template else ""
    return section(
        "A", f'<entry><{name} classCode="OBS" moodCode="{mood}" {more}>{made}{inside}</{name}></entry>'
    )


def test_whom_it_is_about() -> None:
    patient = read(PROBLEMS).patient
    assert (patient.names, patient.birth_dates, patient.identifiers) == (
        ("Lindqvist^Ana",),
        ("1981-03-14",),
        ("A-17",),
    )


def test_a_problem_is_a_diagnosis_with_both_codes() -> None:
    (act, found) = read(PROBLEMS).facts
    assert (act.name, act.code) == ("coded", "CONC")
    assert (found.name, found.value, found.assertion, found.date) == (
        "diagnosis",
        "breast cancer",
        "affirmed",
        "2026-02-10",
    )
    assert (found.code_system, found.code) == ("SNOMED CT", "254837009")
    assert found.path == f"{BODY}/component/section/entry/act/entryRelationship/observation"
    assert "ICD-10-CM|C50.9 Malignant neoplasm of breast" in dict(found.detail).values()


def test_a_problem_that_is_not_there_is_negated() -> None:
    assert read(NO_PROBLEM).facts[1].assertion == "negated"


def test_a_result_is_named_by_its_code_and_its_words_come_from_the_narrative() -> None:
    (panel, found) = read(RESULTS).facts
    assert (panel.name, panel.value) == ("report", "cbc")
    assert (found.name, found.value, found.unit, found.date) == ("haemoglobin", "132", "g/L", "2026-05-03")
    detail = dict(found.detail)
    assert (detail["label"], detail["range"], detail["as_written"]) == (
        "Hemoglobin",
        "12-16 g/dL",
        "13.2 g/dL",
    )


def test_places_are_counted_among_their_like() -> None:
    found = read(PROBLEMS, RESULTS)
    assert [fact.path.removeprefix(BODY) for fact in found.facts][1:3] == [
        "/component[1]/section/entry/act/entryRelationship/observation",
        "/component[2]/section/entry/organizer",
    ]


MEDICINE = f"""<statusCode code="active"/><effectiveTime xsi:type="IVL_TS"><low value="20260401"/></effectiveTime>
<effectiveTime xsi:type="PIVL_TS" operator="A"><period value="24" unit="h"/></effectiveTime>
<routeCode code="C38288" codeSystem="2.16.840.1.113883.3.26.1.1" displayName="ORAL"/>
<doseQuantity value="20" unit="mg"/>
<consumable><manufacturedProduct><manufacturedMaterial><code code="10324" codeSystem="2.16.840.1.113883.6.88"
displayName="Tamoxifen"/></manufacturedMaterial></manufacturedProduct></consumable>
<entryRelationship><observation><code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/><value xsi:type="CD" code="1"
{SCT} displayName="Breast cancer"/></observation></entryRelationship>"""


def test_a_medicine_has_its_dose_and_what_qualifies_it_is_no_observation() -> None:
    (found, why) = read(statement("substanceAdministration", MEDICINE, template="16", mood="INT")).facts
    detail = dict(found.detail)
    assert (found.name, found.value, found.code_system, found.date) == (
        "medicine",
        "tamoxifen",
        "RxNorm",
        "2026-04-01",
    )
    assert (detail["dose"], detail["status"], detail["routeCode"]) == (
        "20 mg every 24 h",
        "active",
        "NCIt|C38288 ORAL",
    )
    assert why.name == "coded"


@pytest.mark.parametrize(
    ("name", "template", "inside", "expected"),
    [
        ("observation", "7", '<code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>'
         f'<value xsi:type="CD" code="419511003" '
         f'{SCT}/><participant><participantRole><playingEntity><code code="7980" codeSystem="2.16.840.1.113883.6.88" '
         'displayName="Penicillin"/></playingEntity></participantRole></participant>', ("allergy", "penicillin")),
        ("observation", "7", f'<value xsi:type="CD" code="716186003" {SCT} displayName="No known allergy"/>',
         ("allergy", "none")),
        ("procedure", "14", f'<code code="392021009" {SCT} displayName="Lumpectomy"/>', ("procedure", "lumpectomy")),
        ("encounter", "49", '<code code="99241" codeSystem="2.16.840.1.113883.6.12" displayName="Visit"/>',
         ("encounter", "visit")),
        ("observation", "46", f'<value xsi:type="CD" code="363443007" {SCT} displayName="Ovarian cancer"/>',
         ("family_history", "ovarian cancer")),
        ("substanceAdministration", "52", '<consumable><manufacturedProduct><manufacturedMaterial><code code="140" '
         'codeSystem="2.16.840.1.113883.12.292" displayName="Influenza"/></manufacturedMaterial></manufacturedProduct>'
         "</consumable>", ("immunization", "influenza")),
    ],
)  # fmt: skip
def test_each_kind_of_statement(name: str, template: str, inside: str, expected: tuple[str, str]) -> None:
    found = read(statement(name, inside, template=template)).facts[0]
    assert (found.name, found.value) == expected
    assert found.assertion == ("family" if template == "46" else "affirmed")


def test_what_is_planned_is_an_order_and_no_deed() -> None:
    inside = f'<code code="73761001" {SCT} displayName="Colonoscopy"/>'
    assert [read(statement("procedure", inside, mood=mood)).facts[0].name for mood in ("RQO", "INT", "GOL", "EVN")] == [
        "order", "order", "goal", "procedure",
    ]  # fmt: skip


def test_a_nullified_statement_is_withdrawn() -> None:
    inside = f'<code code="1" {SCT} displayName="X-ray"/><statusCode code="nullified"/>'
    assert read(statement("procedure", inside)).facts[0].name == "withdrawn"


@pytest.mark.parametrize(
    ("value", "expected", "unit"),
    [
        ('xsi:type="PQ" value="1.50" unit="mm"', "1.50", "mm"),
        ('xsi:type="INT" value="3"', "3", ""),
        ('xsi:type="TS" value="20260503"', "2026-05-03", ""),
        ('xsi:type="BL" value="true"', "true", ""),
    ],
)
def test_each_type_of_value(value: str, expected: str, unit: str) -> None:
    found = read(statement("observation", f'<code code="9-9" codeSystem="1.2"/><value {value}/>')).facts[0]
    assert (found.value, found.unit) == (expected, unit)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<value xsi:type="ST">two\nlines</value>', "two lines"),
        ('<value xsi:type="IVL_PQ"><low value="2" unit="mm"/><high value="4" unit="mm"/></value>', "2-4"),
        ('<value xsi:type="IVL_PQ"><low value="2" unit="mm"/></value>', ">=2"),
        ('<value xsi:type="RTO"><numerator value="1"/><denominator value="128"/></value>', "1/128"),
        (
            '<value xsi:type="CD" nullFlavor="UNK"><originalText>said in words</originalText></value>',
            "said in words",
        ),
    ],
)
def test_each_longer_type_of_value(inside: str, expected: str) -> None:
    assert (
        read(statement("observation", f'<code code="9-9" codeSystem="1.2"/>{inside}')).facts[0].value
        == expected
    )


def test_the_narrative_is_text_a_page_a_section() -> None:
    found = read(
        PROBLEMS,
        section("Plan", "", "<paragraph>Call.</paragraph><list><item>One</item><item>Two</item></list>"),
    )
    assert found.text.plain.split("\n\f") == ["Summary", "Problems", "Plan\nCall.\nOne\nTwo"]
    rows = read(
        section(
            "R",
            "",
            "<table>\n<tr>\n<td>Hb</td>\n<td>13</td>\n</tr>\n<tr><td>Na</td><td>140</td></tr></table>",
        )
    )
    assert rows.text.plain.split("\n\f")[1] == "R\nHb 13\nNa 140"


def test_a_body_that_is_a_document_comes_out() -> None:
    text = base64.b64encode(pdfs.plain()).decode()
    found = read(
        body=f'<nonXMLBody><text mediaType="application/pdf" representation="B64">{text}</text></nonXMLBody>'
    )
    assert [b"".join(entry.chunks()) for entry in found.attachments] == [pdfs.plain()]
    assert found.facts == ()


def test_days_have_roles() -> None:
    times = "<effectiveTime><low value='20260101'/><high value='20260105'/></effectiveTime>"
    stay = f"<componentOf><encompassingEncounter>{times}</encompassingEncounter></componentOf>"
    found = read(RESULTS, header=stay)
    assert {(day.value, day.role) for day in found.dates} == {
        ("2026-06-01", "issued"), ("2026-01-01", "admitted"), ("2026-01-05", "discharged"), ("2026-05-03", "collected"),
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_stated_encodings_are_borne(encoding: str) -> None:
    content = ccda(section("Größe", "")).decode().replace("UTF-8", encoding).encode(encoding)
    assert "Größe" in read_ccda(io.BytesIO(content)).text.plain


def test_thousands_of_results_in_one_section_take_no_longer_each() -> None:
    entry = exports.RESULTS[exports.RESULTS.index("<entry>") : exports.RESULTS.index("</section>")]
    assert len(read(section("Many", entry * 1500)).facts) == 3000
