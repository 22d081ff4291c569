"""Hostile and broken health data exports, tables, messages, texts and Word documents, each with its code."""

from __future__ import annotations

import gzip
import json
from typing import Any

from secunda.reading.tests import exports, packed
from secunda.reading.tests.exports import CDA, PROBLEMS, ccda, docx, fhir, hl7, observation, patient

FHIR, CCDA = exports.WHOLE["fhir"], exports.WHOLE["ccda"]
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><ClinicalDocument {CDA}>&i;</ClinicalDocument>"
)
OUTSIDE = (
    f'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><ClinicalDocument {CDA}>&x;</ClinicalDocument>'
)
PARAMETER = f'<!DOCTYPE l [<!ENTITY % p SYSTEM "http://example.org/a.dtd">%p;]><ClinicalDocument {CDA}/>'
DEEP_JSON = b'{"resourceType": "Bundle", "entry": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
DEEPER = b'{"resourceType": "Bundle", "entry": ' + b"[" * 150 + b"]" * 150 + b"}"
DEEP_XML = f"<ClinicalDocument {CDA}>" + "<a>" * 1500 + "</a>" * 1500 + "</ClinicalDocument>"
WORD_LAUGHS = LAUGHS.replace(f"ClinicalDocument {CDA}", "w:document xmlns:w='a'").replace(
    "ClinicalDocument", "w:document"
)
MANY_PARTS: dict[str, Any] = {f"word__media__{number}_dot_xml": bytes(4_000_000) for number in range(4)}


def _twice() -> bytes:
    return fhir(observation(code={"text": "a"})).replace(
        b'"status": "final"', b'"status": "final", "status": "amended"'
    )


FHIR_FILES: dict[str, tuple[bytes, str]] = {
    "FHIR cut": (FHIR[: len(FHIR) // 2], "export_broken"),
    "FHIR cut before its last sign": (FHIR[:-1], "export_broken"),
    "FHIR with a second document behind": (FHIR + b"{}", "export_broken"),
    "FHIR nested 100,000 deep": (DEEP_JSON, "export_too_deep"),
    "FHIR nested 150 deep": (DEEPER, "export_too_deep"),
    "FHIR that says a thing twice": (_twice(), "export_broken"),
    "FHIR with a number that is none": (FHIR.replace(b"13.2", b"NaN"), "export_broken"),
    "FHIR with an endless number": (FHIR.replace(b"13.2", b"Infinity"), "export_broken"),
    "FHIR in a wrong encoding": (
        FHIR.replace(b"Hemoglobin", "Hämoglobin".encode("latin-1")),
        "export_broken",
    ),
    "FHIR with a half letter": (FHIR.replace(b"Hemoglobin", b"H\xc3"), "export_broken"),
    "FHIR without an end of its text": (b'{"resourceType": "Bundle", "id": "' + b"a" * 5000, "export_broken"),
    "FHIR that is empty": (b'{"resourceType": "Bundle"}', "export_empty"),
    "FHIR with a patient only": (exports.bundle(patient()), "export_empty"),
    "FHIR of two people": (
        exports.bundle(patient(), patient(id="max", birthDate="1990-01-01")),
        "export_several",
    ),
    "FHIR whose entries are no list": (b'{"resourceType": "Bundle", "entry": {"a": 1}}', "export_empty"),
    "FHIR whose entries are numbers": (
        b'{"resourceType": "Bundle", "entry": [1, null, "a", []]}',
        "export_empty",
    ),
    "FHIR of a kind of wrong name": (b'{"resourceType": "a script"}', "health_export"),
    "FHIR kind that is a list": (b'{"resourceType": ["Bundle"]}', "health_export"),
    "a piece of FHIR": (b'{"coding": [{"system": "a", "code": "b"}]}', "export_fragment"),
    "a list of pieces": (b'[{"resource": {}}]', "export_fragment"),
    "JSON of something else": (b'{"glossary": {"title": "example"}}', "health_export"),
    "JSON of a number in a list": (b"[1, 2, 3]", "health_export"),
    "JSON that is no JSON": (b"{'a': 1}", "export_broken"),
    "JSON of one bracket": (b"{", "export_broken"),
    "JSON of 50,000 keys": (
        json.dumps({str(number): number for number in range(50_000)}).encode(),
        "health_export",
    ),
    "JSON with a number of 10,000 digits": (b'{"a": ' + b"9" * 10_000 + b"}", "health_export"),
}
XML_FILES: dict[str, tuple[bytes, str]] = {
    "billion laughs": (LAUGHS.encode(), "export_unsafe"),
    "billion laughs in UTF-16": (LAUGHS.replace("?>", " encoding='utf-16'?>", 1).encode("utf-16"), "export_unsafe"),
    "billion laughs behind a comment": (b"<!-- <a> -->" + LAUGHS.split("?>", 1)[1].encode(), "export_unsafe"),
    "a file from outside": (OUTSIDE.encode(), "export_unsafe"),
    "a list of rules from outside": (PARAMETER.encode(), "export_unsafe"),
    "a document type without entities": (f"<!DOCTYPE a><ClinicalDocument {CDA}/>".encode(), "export_unsafe"),
    "an entity that nobody declared": (CCDA.replace(b"Summary", b"&secret;"), "export_broken"),
    "XML nested 1,500 deep": (DEEP_XML.encode(), "export_too_deep"),
    "XML nested 100,000 deep": (b"<a>" * 100_000, "export_broken"),
    "C-CDA cut": (CCDA[: len(CCDA) // 2], "export_broken"),
    "C-CDA with crossed tags": (CCDA.replace(b"</title>", b"</tilte>"), "export_broken"),
    "C-CDA in a wrong encoding": (CCDA.replace(b"Summary", b"\xff\xfe\xe9"), "export_broken"),
    "C-CDA in an encoding of no name": (CCDA.replace(b'"UTF-8"', b'"utf-7"'), "export_broken"),
    "C-CDA without a name space": (b'<?xml version="1.0"?><ClinicalDocument/>', "health_export"),
    "a piece of C-CDA": (f"<section {CDA}><entry/></section>".encode(), "export_fragment"),
    "C-CDA without a body": (f"<ClinicalDocument {CDA}/>".encode(), "export_empty"),
    "C-CDA of two people": (
        ccda(
            PROBLEMS,
            header="<recordTarget><patientRole><patient><name><family>Berg</family></name></patient></patientRole></recordTarget>",
        ), "export_several",
    ),
    "XML of something else": (b"<?xml version='1.0'?><catalog><book/></catalog>", "health_export"),
    "XML of FHIR": (b'<Bundle xmlns="http://hl7.org/fhir"><id value="1"/></Bundle>', "health_export"),
    "XML that is no XML": (b"<ClinicalDocument", "export_broken"),
    "XML with a comment without end": (b"<!-- <ClinicalDocument/>", "export_broken"),
    "XML with a sign that must not be": (CCDA.replace(b"Summary", b"\x01\x02"), "export_broken"),
    "XML with the same attribute twice": (b'<a b="1" b="2"/>', "export_broken"),
}  # fmt: skip
HL7_FILES: dict[str, tuple[bytes, str]] = {
    "HL7 header only": (b"MSH|^~\\&|LAB|H|||20260101||ORU^R01|1|P|2.5", "export_empty"),
    "HL7 with the same separator twice": (hl7("OBX|1|NM|a||1", marks="|^^\\&"), "export_broken"),
    "HL7 with letters as separators": (b"MSHaBcDeLABaH", "text"),
    "HL7 with one separator in the header, another after": (
        hl7("OBX|1|NM|718-7||1").replace(b"PID|", b"PID^"), "export_broken",
    ),
    "HL7 without separators": (b"MSH|\rPID|1", "export_broken"),
    "HL7 without a header": (b"BHS|^~\\&|LAB\rPID|1||A\rOBX|1|NM|a||1", "export_broken"),
    "HL7 of two people": (hl7("OBX|1|NM|a||1") + hl7("OBX|1|NM|a||1").replace(b"Ana", b"Max"), "export_several"),
    "HL7 of two people in one message": (hl7("PID|2||B-1||Berg^Max||19900101", "OBX|1|NM|a||1"), "export_several"),
    "HL7 of 300,000 lines": (b"MSH|^~\\&|" + b"\rOBX|" * 300_000, "export_too_large"),
}  # fmt: skip
OFFICE_FILES: dict[str, tuple[bytes, str]] = {
    "Word without its document": (
        packed.zipped({"[Content_Types].xml": b"<a/>", "word/styles.xml": b"<a/>"}), "office_damaged",
    ),
    "Word with a document that is no XML": (docx("<w:p>"), "office_damaged"),
    "Word bomb of one part": (docx("<w:p/>" * 3_000_000), "office_damaged"),
    "Word bomb of many parts": (
        docx(**MANY_PARTS), "office_damaged",
    ),
    "Word with a billion laughs": (
        packed.zipped({"[Content_Types].xml": exports.TYPES, "word/document.xml": WORD_LAUGHS.encode()}),
        "office_damaged",
    ),
    "Word nested 5,000 deep": (docx("<w:p>" * 5000 + "</w:p>" * 5000), "office_damaged"),
    "Word cut": (docx()[:-60], "archive_damaged"),
    "Word with a broken part": (
        packed.changed(docx(), b"PK\x01\x02", 16, b"1234"), "office_damaged",
    ),
    "Word locked": (packed.locked(docx()), "office_damaged"),
}  # fmt: skip
TEXT_FILES: dict[str, tuple[bytes, str]] = {
    "spaces": (b" \n\t " * 50, "unknown"),
    "text with zeros": (b"Dear colleague\0\0\0\0\0\0" * 20, "unknown"),
    "text that turns to noise": (b"Dear colleague, " + bytes(range(32)) * 200, "unknown"),
    "text of 21 MB": (b"Dear colleague,\n" * 1_400_000, "text_too_long"),
    "VCF without columns": (b"##fileformat=VCFv4.2\n##reference=GRCh38\n", "export_broken"),
    "VCF cut in its header": (b"##fileformat=VCFv4.2\n#CHR", "export_broken"),
    "a packed VCF of another kind": (gzip.compress(b"##fileformat=BED\n"), "archive"),
    "lab table of two people": (
        exports.LAB_CSV + b"Berg, Max;01.01.1990;PSA;4;ng/mL;;03.05.2026\n", "export_several",
    ),
}  # fmt: skip
REFUSED = FHIR_FILES | XML_FILES | OFFICE_FILES | TEXT_FILES | {
    name: file for name, file in HL7_FILES.items() if file[1] != "text"
}  # fmt: skip
