"""A record leaves only to who may have it, written down before its first byte, as a harmless attachment."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_sent_file
from secunda.foundation.audit.models import Event
from secunda.portals.patient.tests.sending import (
    at,
)

pytestmark = pytest.mark.django_db


def test_a_record_opens_as_an_attachment_that_nothing_can_run_in(ana: Client, them: Cast, case: Case) -> None:
    content = a_pdf(3)
    record = a_received_record(them, case, content=content, name="Bericht für Ana.PDF")
    response: Any = ana.get(at("record_file", case.public_id, record.public_id))
    assert response.status_code == 200
    with acting(them.ana, them.programme):  # before the first byte
        event = Event.objects.get(verb="record.opened", object_id=record.public_id)
    assert (event.actor_id, event.role) == (them.ana.id, "patient")
    assert response.getvalue() == content
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Bericht")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-4", 206, slice(0, 5)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=10-999999", 206, slice(10, None)),
        ("bytes=0-", 200, slice(None)),
        ("bytes=7-3", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("pages=1-2", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("bytes=999999-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
    ],
)
def test_any_range_of_it(ana: Client, them: Cast, case: Case, asked: str, status: int, part: slice) -> None:
    content = a_pdf(3)
    record = a_received_record(them, case, content=content)
    response: Any = ana.get(at("record_file", case.public_id, record.public_id), headers={"Range": asked})
    assert (response.status_code, response.getvalue()) == (status, content[part])
    if status == 206:
        start, end, _step = part.indices(len(content))
        assert response["Content-Range"] == f"bytes {start}-{end - 1}/{len(content)}"
    if status == 416:
        assert response["Content-Range"] == f"bytes */{len(content)}"


def test_a_head_request_has_no_body(ana: Client, them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    response = ana.head(at("record_file", case.public_id, record.public_id))
    assert (response.status_code, response.content, int(response["Content-Length"])) == (
        200,
        b"",
        record.size,
    )


def test_what_is_not_usable_or_not_checked_yet_does_not_open(ana: Client, them: Cast, case: Case) -> None:
    bad = a_received_record(them, case, content=b"MZ hello")
    waiting = a_sent_file(them, case).record
    assert waiting is not None
    assert ana.get(at("record_file", case.public_id, bad.public_id)).status_code == 404
    response = ana.get(at("record_file", case.public_id, waiting.public_id))
    assert response.status_code == 409
    assert "still being checked" in response.content.decode()
