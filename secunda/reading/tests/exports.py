"""Health data exports made in code: Ana's, in every structure that is read, and the pieces they are made of."""

from __future__ import annotations

import base64
import json
from typing import Any

from secunda.reading.tests import packed, pdfs

PDF_TEXT = base64.b64encode(pdfs.plain()).decode()


def patient(**changed: Any) -> dict[str, Any]:
    """Ana as a FHIR resource."""
    return {
        "resourceType": "Patient", "id": "ana", "birthDate": "1981-03-14",
        "name": [{"family": "Lindqvist", "given": ["Ana"]}, {"use": "maiden", "family": "Berg", "given": ["Ana"]}],
        "identifier": [{"system": "urn:mrn", "value": "A-17"}],
    } | changed  # fmt: skip


def concept(system: str, code: str, text: str, *more: tuple[str, str, str]) -> dict[str, Any]:
    """A CodeableConcept."""
    codes = [(system, code, text), *more]
    return {"coding": [{"system": s, "code": c, "display": d} for s, c, d in codes], "text": text}


def loinc(code: str, text: str) -> dict[str, Any]:
    """A LOINC concept."""
    return concept("http://loinc.org", code, text)


def quantity(value: float | str, unit: str, **more: str) -> dict[str, Any]:
    """A Quantity in UCUM."""
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit} | more


def observation(**parts: Any) -> dict[str, Any]:
    """An Observation."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "effectiveDateTime": "2026-05-03T08:00:00Z",
    } | parts


def bundle(*resources: dict[str, Any]) -> bytes:
    """A Bundle of these resources, Ana first."""
    entries = [{"fullUrl": f"urn:uuid:{number}", "resource": each} for number, each in enumerate(resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def fhir(*resources: dict[str, Any]) -> bytes:
    """Ana's Bundle with these resources."""
    return bundle(patient(), *resources)


ICD = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
ONE_OF_EACH = (
    observation(
        code=loinc("718-7", "Hemoglobin"), category=[concept("urn:c", "laboratory", "Laboratory")],
        valueQuantity=quantity(13.2, "g/dL"), interpretation=[concept("urn:i", "N", "Normal")],
        referenceRange=[{"low": quantity(12, "g/dL"), "high": quantity(16, "g/dL")}],
    ),
    observation(code=loinc("85354-9", "Blood pressure"), component=[
        {"code": loinc("8480-6", "Systolic"), "valueQuantity": quantity(120, "mm[Hg]")},
        {"code": loinc("8462-4", "Diastolic"), "valueQuantity": quantity(80, "mm[Hg]")},
    ]),
    {"resourceType": "Condition", "clinicalStatus": concept("urn:s", "active", "Active"), "onsetDateTime": "2026-02",
     "code": concept(SNOMED, "254837009", "Breast cancer", (ICD, "C50.9", "Breast ca"))},
    {"resourceType": "Procedure", "status": "completed", "performedDateTime": "2026-03-01",
     "code": concept(SNOMED, "392021009", "Lumpectomy")},
    {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": "2026-04-01",
     "medicationReference": {"reference": "Medication/m1"}, "dosageInstruction": [{"text": "20 mg once a day"}]},
    {"resourceType": "Medication", "id": "m1",
     "code": concept("http://www.nlm.nih.gov/research/umls/rxnorm", "10324", "Tamoxifen")},
    {"resourceType": "AllergyIntolerance", "code": concept(SNOMED, "91936005", "Penicillin allergy")},
    {"resourceType": "Immunization", "status": "not-done", "occurrenceDateTime": "2025-10-01",
     "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", "140", "Influenza")},
    {"resourceType": "FamilyMemberHistory", "status": "completed", "relationship": concept("urn:r", "MTH", "mother"),
     "condition": [{"code": concept(SNOMED, "363443007", "Ovarian cancer")}]},
    {"resourceType": "ImagingStudy", "status": "available", "started": "2026-02-20",
     "modality": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "MG"}]},
    {"resourceType": "DiagnosticReport", "status": "final", "issued": "2026-02-25T10:00:00Z",
     "code": loinc("60568-3", "Pathology report"), "conclusion": "Invasive ductal carcinoma, grade 2.",
     "presentedForm": [{"contentType": "application/pdf", "title": "report.pdf", "data": PDF_TEXT}]},
    {"resourceType": "Condition", "code": concept(SNOMED, "22298006", "Myocardial infarction"),
     "verificationStatus": concept("urn:v", "refuted", "Refuted")},
    {"resourceType": "Condition", "code": concept(SNOMED, "73211009", "Diabetes"),
     "verificationStatus": concept("urn:v", "entered-in-error", "Entered in error")},
)  # fmt: skip

CDA = 'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_PROBLEM = """<entry><act classCode="ACT" moodCode="EVN"><code code="CONC" codeSystem="2.16.840.1.113883.5.6"/>
<entryRelationship><observation classCode="OBS" moodCode="EVN" %s><templateId root="2.16.840.1.113883.10.20.22.4.4"/>
<code code="55607006" codeSystem="2.16.840.1.113883.6.96" displayName="Problem"/>
<effectiveTime><low value="20260210"/></effectiveTime>
<value xsi:type="CD" code="254837009" codeSystem="2.16.840.1.113883.6.96" displayName="Breast cancer">
<translation code="C50.9" codeSystem="2.16.840.1.113883.6.90" displayName="Malignant neoplasm of breast"/></value>
</observation></entryRelationship></act></entry>"""
_RESULT = """<entry><organizer classCode="BATTERY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.1"/>
<code code="58410-2" codeSystem="2.16.840.1.113883.6.1" displayName="CBC"/><component>
<observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.2"/>
<code code="718-7" codeSystem="2.16.840.1.113883.6.1"><originalText><reference value="#hb"/></originalText></code>
<effectiveTime value="20260503"/><value xsi:type="PQ" value="13.2" unit="g/dL"/>
<referenceRange><observationRange><text>12-16 g/dL</text></observationRange></referenceRange></observation>
</component></organizer></entry>"""


def ccda(*sections: str, header: str = "", body: str = "") -> bytes:
    """Ana's C-CDA document with these sections, or with another body."""
    whole = (
        body
        or "<structuredBody>"
        + "".join(f"<component>{each}</component>" for each in sections)
        + "</structuredBody>"
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument {CDA}><title>Summary</title>
<effectiveTime value="20260601"/>{header}<recordTarget><patientRole><id extension="A-17" root="1.2"/><patient>
<name><given>Ana</given><family>Lindqvist</family></name><birthTime value="19810314"/></patient></patientRole>
</recordTarget><component>{whole}</component></ClinicalDocument>""".encode()


def section(title: str, entries: str, text: str = "") -> str:
    """A section."""
    return f"<section><title>{title}</title><text>{text}</text>{entries}</section>"


PROBLEMS = section("Problems", _PROBLEM % "")
NO_PROBLEM = section("Problems", _PROBLEM % 'negationInd="true"')
RESULTS = section("Results", _RESULT, '<table><tr><td ID="hb">Hemoglobin</td><td>13.2 g/dL</td></tr></table>')


def hl7(*segments: str, marks: str = "|^~\\&", charset: str = "") -> bytes:
    """Ana's ORU message with these segments."""
    field = marks[0]
    parts = ["", "LAB", "H", "", "", "20260503", "", "ORU^R01", "1", "P", "2.5", "", "", "", "", "", charset]
    header = f"MSH{marks}" + field.join(parts)
    person = "PID|1||A-17^^^H||Lindqvist^Ana^^^^^L~Berg^Ana^^^^^M||19810314|F".replace("|", field)
    return "\r".join([header, person, *(each.replace("|", field) for each in segments)]).encode() + b"\r"


ORU = hl7(
    "OBR|1|||58410-2^CBC^LN|||202605030800",
    "OBX|1|NM|718-7^Hemoglobin^LN^HGB^Hb^L||13.2|g/dL|12-16|N|||F",
    "OBX|2|SN|2857-1^PSA^LN||<^0.1|ng/mL|||||F",
    "OBX|3|CWE|600-7^Culture^LN||3092008^Staphylococcus aureus^SCT~112283007^E. coli^SCT|||A|||F",
    "OBX|4|FT|11526-1^Pathology^LN||Invasive ductal carcinoma \\T\\ DCIS\\.br\\pT2 pN0|||||F",
    "OBX|5|NM|777-3^Platelets^LN||5|10*9/L|||||D",
    f"OBX|6|ED|60568-3^Report^LN||H^AP^PDF^Base64^{PDF_TEXT}|||||F",
    "NTE|1||Sample slightly haemolysed",
    "DG1|1||C50.9^Breast cancer^I10C||20260210",
    "AL1|1||91936005^Penicillin^SCT",
    "RXA|0|1|20251001||140^Influenza^CVX|||||||||||||||RE",
)
LAB_CSV = (
    b"Patient name;Date of birth;Test;Result;Unit;Reference range;Date\n"
    b"Lindqvist, Ana;14.03.1981;Haemoglobin;13,2;g/dL;12-16;03.05.2026\n"
    b"Lindqvist, Ana;14.03.1981;PSA;<0,1;ng/mL;;03.05.2026\n"
    b"Lindqvist, Ana;14.03.1981;Strange new marker;7;U;;13.05.2026\n"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(body: str = "<w:p><w:r><w:t>Invasive ductal carcinoma</w:t></w:r></w:p>", **parts: bytes) -> bytes:
    """A Word document; `parts` are further parts, their names' underscores turned into slashes."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    more = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    return packed.zipped({"[Content_Types].xml": TYPES, "word/document.xml": document.encode()} | more)


WHOLE: dict[str, bytes] = {
    "fhir": fhir(*ONE_OF_EACH), "ccda": ccda(PROBLEMS, RESULTS), "hl7": ORU, "lab_csv": LAB_CSV, "docx": docx(),
    "text": "Sehr geehrte Frau Müller,\n\fGröße 18 mm".encode(),
}  # fmt: skip
