"""A proxy acts for somebody: seen on every page, on an authority that begins with staff and ends by itself."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from secunda.care.cases.models import Case, Party, ProxyAuthority, Task
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records.tests.factories import a_pdf
from secunda.foundation.audit.models import Event
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.portals.patient.tests.screens import PAGES, at, confirm, post, text, tomas_case, tomas_joins

pytestmark = pytest.mark.django_db


def send(client: Client, case: Case, content: bytes, name: str = "authority.pdf") -> Any:
    file = io.BytesIO(content)
    file.name = name
    return client.post(at("send_authority", case.public_id), {"file": file})


def test_an_unconfirmed_proxy_is_told_why_nothing_opens(them: Cast) -> None:
    case = tomas_case(them)
    tomas = signed_in(them.tomas, them.programme)
    page = text(tomas, at("case", case.public_id))
    assert "You are acting for" in page
    assert "has not yet confirmed that you may act" in page
    assert "Send the document" in text(tomas, at("authority", case.public_id))
    assert "only what you did yourself" in text(tomas, at("who_looked", case.public_id))
    assert "once the programme has confirmed" in text(tomas, at("opinion", case.public_id), status=409)


def test_the_document_is_kept_and_read_before_anything_opens(them: Cast) -> None:
    case = tomas_case(them)
    tomas = signed_in(them.tomas, them.programme)
    assert send(tomas, case, a_pdf()).status_code == 302
    with acting(them.cleo, them.programme):
        authority = ProxyAuthority.objects.select_related("document").get(case=case)
        assert authority.document is not None
        assert authority.document.media_type == "application/pdf"
        assert Task.objects.filter(case=case, kind="confirm_proxy", done_at=None).count() == 1
        assert not Party.objects.get(case=case).may_open_records
    assert "The programme reads your document" in text(tomas, at("authority", case.public_id))


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"MZ some words\n" * 40, "program"), (b"%PDF-1.7 and then nothing", "")],
)
def test_a_document_that_nobody_can_read_is_refused(them: Cast, content: bytes, says: str) -> None:
    case = tomas_case(them)
    response = send(signed_in(them.tomas, them.programme), case, content)
    assert response.status_code == 422
    assert says in response.content.decode()
    with acting(them.tomas, them.programme):
        assert ProxyAuthority.objects.get(case=case).document is None


def test_no_file_and_nobody_elses_door(them: Cast) -> None:
    case = tomas_case(them)
    tomas = signed_in(them.tomas, them.programme)
    assert tomas.post(at("send_authority", case.public_id)).status_code == 422
    own = a_submitted_case(them)
    ana = signed_in(them.ana, them.programme)
    assert ana.get(at("authority", own.public_id)).status_code == 404
    assert send(ana, own, a_pdf()).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = tomas.cookies
    assert send(strict, case, a_pdf()).status_code == 403


def test_confirmed_he_sees_all_and_every_row_says_for_whom(them: Cast) -> None:
    case = tomas_case(them)
    confirm(them, case)
    tomas = signed_in(them.tomas, them.programme)
    for name in (*PAGES, "authority", "cancel"):
        assert (
            "You are acting for <bdi>Ana Lindqvist</bdi>" in text(tomas, at(name, case.public_id))
            or name == "records"
        )
    with acting(them.tomas, them.programme):
        opened = Event.objects.filter(case_id=case.pk, verb="case.opened")
        assert {(e.on_behalf_of_id, e.role) for e in opened} == {(case.patient_id, "proxy")}
    assert "You, for the patient, opened the case." in text(
        tomas, at("who_looked", case.public_id) + "?show=all"
    )


@pytest.mark.parametrize("how", ["expired", "withdrawn"])
def test_an_ended_authority_opens_nothing(them: Cast, how: str) -> None:
    case = a_submitted_case(them)
    authority = tomas_joins(them, case)
    tomas, ana = signed_in(them.tomas, them.programme), signed_in(them.ana, them.programme)
    assert tomas.get(at("case", case.public_id)).status_code == 200
    if how == "expired":
        with acting(them.cleo, them.programme):
            Party.objects.filter(authority=authority).update(until_at=now() - timedelta(minutes=1))
    else:
        page: Any = post(ana, at("remove_person", case.public_id, them.tomas.public_id), follow=True)
        assert "can no longer see this case" in page.content.decode()
        with acting(them.ana, them.programme):
            assert ProxyAuthority.objects.get(pk=authority.pk).withdrawn_at is not None
    assert {tomas.get(at(name, case.public_id)).status_code for name in (*PAGES, "authority", "opinion")} == {
        404
    }
    assert "There is no case here yet" in text(tomas, at("home"))


def test_ana_reads_who_acted_for_her(them: Cast) -> None:
    case = a_submitted_case(them)
    tomas_joins(them, case)
    text(signed_in(them.tomas, them.programme), at("case", case.public_id))
    page = text(signed_in(them.ana, them.programme), at("who_looked", case.public_id))
    assert "Tomás, for the patient, opened the case." in page
    assert "You opened" not in page
