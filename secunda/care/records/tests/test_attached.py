"""Documents inside a health data export become records of their own, through the same checks as any file."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import access, unpacked
from secunda.care.records import actions as records
from secunda.care.records.models import Record, Unpacking
from secunda.care.records.tests.factories import a_pdf, a_scan, a_sent_file
from secunda.foundation.queue import drain
from secunda.reading.tests import exports

pytestmark = pytest.mark.django_db


def attached(content: bytes, **more: str) -> dict[str, Any]:
    """A document as FHIR carries it."""
    return {"contentType": "application/pdf", "data": base64.b64encode(content).decode()} | more


def an_export() -> bytes:
    """Two documents and a report that repeats one of them, a web page, what is no base64, another patient's slice."""
    web = attached(b"<html><script>1</script>")
    letter = {"resourceType": "DocumentReference", "id": "d1", "description": "Discharge letter", "date": "2026-05-03",
              "content": [{"attachment": attached(a_pdf(2))}, {"attachment": web}]}  # fmt: skip
    report = {"resourceType": "DiagnosticReport", "id": "r1", "status": "final",
              "code": exports.loinc("22637-3", "Pathology report"),
              "presentedForm": [attached(a_pdf(2)), attached(a_pdf(1), title="core biopsy.pdf")]}  # fmt: skip
    other = a_scan(7, PatientName="Smith^John", PatientBirthDate="19500101")
    broken = {"resourceType": "Binary", "id": "b1", "contentType": "image/png", "data": "no base64!"}
    media = {"resourceType": "Binary", "id": "b2", "contentType": "application/dicom",
             "data": base64.b64encode(other).decode()}  # fmt: skip
    return exports.fhir(letter, report, broken, media)


def sent(them: Cast, case: Case, content: bytes, name: str = "export.json") -> Record:
    record = a_sent_file(them, case, content=content, name=name).record
    assert record is not None
    drain()
    with acting(them.ana, them.programme):
        return access.listed(case).get(pk=record.pk)


def in_it(them: Cast, export: Record) -> list[tuple[str, str, str, str]]:
    """Name, kind, state and whose of all that came in it."""
    with acting(them.ana, them.programme):
        found = Record.objects.filter(came_in=export).order_by("number")
        return [(one.name, one.kind, one.state, one.identity) for one in found]


def test_documents_in_an_export_become_records(them: Cast, case: Case) -> None:
    export = sent(them, case, an_export())
    assert (export.state, export.kind, export.identity) == ("accepted", "fhir", "match")
    found = in_it(them, export)
    assert [(name, kind, state) for name, kind, state, _whose in found][:3] == [
        ("Discharge letter, 2026-05-03", "pdf", "accepted"),
        ("Discharge letter, 2026-05-03", "", "refused"),
        ("core biopsy.pdf", "pdf", "accepted"),
    ]
    assert found[3][1:] == ("dicom", "accepted", "mismatch")
    with acting(them.ana, them.programme):
        assert unpacked.summary(export) == (
            "Inside it, now with lines of their own: 1 picture in 1 study; 2 documents; 2 files could not be used; "
            "one study carries another name."
        )
        assert unpacked.left_out_why(export) == {"entry_damaged": 1}


def test_done_twice_nothing_is_twice(them: Cast, case: Case) -> None:
    export = sent(them, case, an_export())
    before = in_it(them, export)
    with acting(them.ana, them.programme):
        Unpacking.objects.update(state="waiting")
    records.unpack(
        record_id=export.public_id, case_id=export.case_id, programme_id=export.programme_id, clock=now
    )
    assert in_it(them, export) == before


def test_no_more_than_so_many_are_taken_out(them: Cast, case: Case, settings: Settings) -> None:
    settings.RECORDS_ATTACHED = 1
    export = sent(them, case, an_export())
    assert len(in_it(them, export)) == 1
    with acting(them.ana, them.programme):
        assert "More documents lie in this health data export" in unpacked.summary(export)


def test_a_clinical_document_that_is_a_pdf_gives_the_pdf(them: Cast, case: Case) -> None:
    text = base64.b64encode(a_pdf(3)).decode()
    body = f'<nonXMLBody><text mediaType="application/pdf" representation="B64">{text}</text></nonXMLBody>'
    export = sent(them, case, exports.ccda(body=body), "letter.xml")
    assert [(kind, state) for _name, kind, state, _whose in in_it(them, export)] == [("pdf", "accepted")]


def test_an_export_without_documents_is_a_record_alone(them: Cast, case: Case) -> None:
    export = sent(them, case, exports.fhir(exports.observation(code=exports.loinc("718-7", "Hb"))))
    assert export.state == "accepted"
    with acting(them.ana, them.programme):
        assert unpacked.summary(export) == ""
