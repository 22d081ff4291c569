"""Letters to hospitals on screen, and the records office that answers one without an account."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast
from secunda.care.chasing import rules
from secunda.care.chasing.models import RecordRequest
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf
from secunda.portals.parts.tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
ISLAND: dict[str, Any] = {"HTTP_X_REQUESTED_WITH": "upload"}
LETTER = {
    "institution": "Valley District Hospital", "address": "1 Hill Road", "also": "MRI of 3 May\nSlides",
    "country": "DE",
    "language": "en",
}  # fmt: skip


def at(them: Cast, name: str, *args: object) -> str:
    path = reverse(name, args=args)
    slug = f"/{them.programme.slug}/"
    return path if path.startswith(slug) else slug + path.lstrip("/")


@pytest.fixture
def them() -> Cast:
    return cast()


@pytest.fixture
def case(them: Cast) -> Case:
    return a_submitted_case(them)


def write(them: Cast, case: Case, client: Client, portal: str = "patient", **more: str) -> RecordRequest:
    answer = client.post(at(them, f"{portal}:asking", case.public_id), LETTER | more, follow=True)
    assert answer.status_code == 200
    with acting(them.cleo, them.programme):
        return RecordRequest.objects.latest("id")


def code_of(them: Cast, client: Client, one: RecordRequest, portal: str = "patient") -> str:
    answer = client.get(at(them, f"{portal}:hospital_letter", one.case.public_id, one.public_id))
    assert answer["Content-Type"] == "application/pdf"
    document = pdfium.PdfDocument(io.BytesIO(answer.content))
    words = " ".join(page.get_textpage().get_text_range() for page in document).split()
    return next(found for word in words if (found := rules.read_code(word)))


@pytest.mark.parametrize("portal", ["patient", "staff"])
def test_a_letter_is_written_sent_renewed_and_closed(them: Cast, case: Case, portal: str) -> None:
    client = signed_in(them.ana if portal == "patient" else them.cleo, them.programme)
    form = client.get(at(them, f"{portal}:asking", case.public_id)).content.decode()
    assert "Deutschland" in form or "Germany" in form
    one = write(them, case, client, portal)
    assert one.wanted == ["MRI of 3 May", "Slides"]
    here = (case.public_id, one.public_id)
    assert "Valley District Hospital" in client.get(at(them, f"{portal}:letter_page", *here)).content.decode()
    old = code_of(them, client, one, portal)
    client.post(at(them, f"{portal}:letter_sent", *here))
    client.post(at(them, f"{portal}:letter_renew", *here))
    assert code_of(them, client, one, portal) != old
    client.post(at(them, f"{portal}:letter_close", *here), {"outcome": "refused"})
    assert (
        "They will not or cannot send them"
        in client.get(at(them, f"{portal}:asking", case.public_id)).content.decode()
    )


def test_what_is_wrong_is_said_and_what_was_typed_stays(them: Cast, case: Case) -> None:
    client = signed_in(them.ana, them.programme)
    answer = client.post(at(them, "patient:asking", case.public_id), LETTER | {"also": ""})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "what is missing" in html
    assert "1 Hill Road" in html


def test_an_office_sends_files_without_an_account_and_sees_only_those(them: Cast, case: Case) -> None:
    ana, office = signed_in(them.ana, them.programme), Client()
    code = code_of(them, ana, write(them, case, ana))
    typed = office.post(at(them, "public:send_code"), {"code": rules.shown_code(code).lower()}, follow=True)
    html = typed.content.decode()
    assert "MRI of 3 May" in html
    assert "Lindqvist" not in html
    file = io.BytesIO(a_pdf(2))
    file.name = "scan.pdf"
    answer = office.post(at(them, "public:office_files", code), {"file": file}, **ISLAND)
    assert answer.json()["ok"], answer.content
    assert "scan.pdf" in office.get(at(them, "public:office", code)).content.decode()
    plain = io.BytesIO(a_pdf(3))
    plain.name = "second.pdf"
    again = office.post(at(them, "public:office_files", code), {"file": plain}, follow=True)
    assert "second.pdf" in again.content.decode()
    with acting(them.cleo, them.programme):
        kept = Record.objects.filter(case=case).order_by("number")
        assert [(one.name, one.uploaded_by, one.pages) for one in kept] == [
            ("scan.pdf", None, 2),
            ("second.pdf", None, 3),
        ]
        assert all(one.uploaded_through_id for one in kept)
    assert "2 files came" in ana.get(at(them, "patient:asking", case.public_id)).content.decode()


def test_a_code_that_opens_nothing_says_so_and_takes_nothing(them: Cast) -> None:
    office = Client()
    assert office.get(at(them, "public:office", "A" * 20)).status_code == 404
    assert "opens nothing" in office.post(at(them, "public:send_code"), {"code": "A" * 20}).content.decode()
    file = io.BytesIO(a_pdf(1))
    file.name = "scan.pdf"
    assert office.post(at(them, "public:office_files", "A" * 20), {"file": file}, **ISLAND).status_code == 404


def test_who_may_not_open_the_records_writes_no_letters(them: Cast, case: Case) -> None:
    for person in (them.max, them.dr_bo, them.tomas):
        client = signed_in(person, them.programme)
        assert client.get(at(them, "patient:asking", case.public_id)).status_code == 404
