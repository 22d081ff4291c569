"""What a download is called, for whom."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast, now
from secunda.care.records.access import Sight
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, an_open_record
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden
from secunda.portals.parts.record_files import file_name, record_file
from secunda.portals.parts.record_words import clinical_day


@pytest.mark.parametrize(
    ("role", "name", "kind", "called"),
    [
        ("patient", "Bericht für Ana.PDF", "pdf", "Bericht für Ana.PDF"),
        ("patient", "letter.exe", "pdf", "letter.exe.pdf"),
        ("proxy", "IM0001", "dicom", "IM0001.dcm"),
        ("doctor", "photo.jpeg", "jpeg", "photo.jpeg"),
        ("expert", "mastectomy.pdf", "pdf", "record-3.pdf"),
        ("reviewer", "mastectomy", "tiff", "record-3.tif"),
        ("coordinator", "mastectomy.png", "png", "record-3.png"),
        ("coordinator", "x", "of a later version", "record-3.bin"),
    ],
)
def test_only_the_patients_side_gets_the_name_it_came_with(
    role: str, name: str, kind: str, called: str
) -> None:
    assert file_name(Sight(Record(name=name, kind=kind, number=3), role, None)) == called


def a_request(account: Account, them: Cast) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = account
    request.programme = them.programme  # type: ignore[attr-defined]
    request.session = SessionOfTests()  # type: ignore[assignment]
    return request


class SessionOfTests(dict[str, str]):
    """A session that has no key yet."""

    session_key = None


@pytest.fixture
def them(db: None, settings: Settings) -> Cast:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return cast()


@pytest.fixture
def case(them: Cast) -> Case:
    return a_submitted_case(them)


def test_one_view_serves_expert_and_staff_by_their_part(them: Cast, case: Case) -> None:
    opened = an_open_record(them, case, name="mastectomy.pdf")
    sealed = a_received_record(them, case, content=a_pdf(mark="sealed"))
    with acting(them.cleo, them.programme):
        cases.add_party(case=case, account=them.dr_bo, role="expert", phase="blind", by=them.cleo, at=now())
        cases.add_party(case=case, account=them.dr_rao, role="doctor", by=them.cleo, at=now())
    for account, role in ((them.dr_bo, "expert"), (them.cleo, "coordinator"), (them.dr_rao, "doctor")):
        with acting(account, them.programme):
            response = record_file(a_request(account, them), case=case.public_id, record=opened.public_id)
            assert response.status_code == 200
            assert ("mastectomy" in response["Content-Disposition"]) == (role == "doctor")
        with acting(them.ana, them.programme):
            event = Event.objects.filter(verb="record.opened").latest("seq")
            assert (event.actor_id, event.role) == (account.id, role)
            assert event.on_behalf_of_id == (case.patient_id if role == "doctor" else None)
    for account in (them.dr_bo, them.dr_chen, them.max):
        with acting(account, them.programme), pytest.raises(Hidden):
            record_file(a_request(account, them), case=case.public_id, record=sealed.public_id)


@pytest.mark.parametrize(
    ("written", "said"), [("2026-05-03", "3 May 2026"), ("2026-05", "May 2026"), ("2026", "2026"), ("", "")]
)
def test_a_clinical_day_is_said_as_exactly_as_it_is_known(written: str, said: str) -> None:
    assert clinical_day(written) == said
