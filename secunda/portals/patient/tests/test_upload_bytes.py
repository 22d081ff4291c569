"""What is asked before a byte is read, and what is kept of what breaks off."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf
from secunda.foundation.vault.models import Object
from secunda.portals.patient.tests.sending import (
    MIB,
    Body,
    a_file,
    at,
    left_in,
    page,
    send,
    send_body,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_300_mb_is_answered_by_one_sentence_without_reading_it(ana: Client, case: Case) -> None:
    body = Body(300 * MIB)
    answer = send_body(ana, case, body)
    assert answer.status_code == 413
    assert answer.json()["sentence"].startswith("This is 300 MB, and at most 200 MB")
    assert body.read_bytes == 0


def test_a_stranger_is_turned_away_before_a_byte_is_read(them: Cast, case: Case, tmp_path: Path) -> None:
    for client in (signed_in(them.max), signed_in(them.dr_bo), Client()):
        body = Body(100)
        answer = send_body(client, case, body)
        assert answer.status_code in (302, 401, 404)
        assert body.read_bytes == 0
    assert not left_in(tmp_path)


def test_a_sender_who_goes_away_leaves_nothing(ana: Client, them: Cast, case: Case, tmp_path: Path) -> None:
    send_body(ana, case, Body(5 * MIB, breaks_at=3 * MIB))
    assert not left_in(tmp_path)
    with acting(them.ana, them.programme):
        assert not Object.objects.exists()
        assert not Record.objects.exists()


def test_memory_stays_flat_and_no_plain_byte_reaches_the_disk(
    ana: Client, them: Cast, case: Case, tmp_path: Path
) -> None:
    send_body(ana, case, Body(MIB, name="first.bin"))  # everything is imported now
    tracemalloc.start()
    answer = send_body(ana, case, Body(48 * MIB))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.json()["ok"], answer.json()
    assert peak < 6 * MIB
    sizes = sorted(path.stat().st_size for path in left_in(tmp_path))
    assert sizes[-1] > 48 * MIB


def test_a_form_from_another_site_is_refused_and_leaves_nothing(
    them: Cast, case: Case, tmp_path: Path
) -> None:
    client = signed_in(them.ana, enforce_csrf_checks=True)
    assert send(client, case, a_file(a_pdf())).status_code == 403
    assert not left_in(tmp_path)
    token = page(client, case).split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer: Any = client.post(
        at("upload", case.public_id), {"csrfmiddlewaretoken": token, "file": a_file(a_pdf())}
    )
    assert answer.status_code == 302


def test_files_of_another_field_are_passed_over(ana: Client, case: Case, tmp_path: Path) -> None:
    response = ana.post(at("upload", case.public_id), {"photo": a_file(a_pdf())})
    assert response.status_code == 422
    assert not left_in(tmp_path)


def test_an_upload_is_a_post(ana: Client, case: Case) -> None:
    assert ana.get(at("upload", case.public_id)).status_code == 405
