"""The records page: files come in whole or not at all, each with its sentence; and leave only to who may have them."""

from __future__ import annotations

import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Task
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast, now
from secunda.care.records import rules
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf, a_received_record, a_scan, a_sent_file
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit.models import Event
from secunda.foundation.queue import drain
from secunda.foundation.vault.models import Object
from secunda.reading.tests import pdfs

pytestmark = pytest.mark.django_db
MIB = 1024**2
BOUNDARY = "a-boundary-that-random-bytes-do-not-hold"
ISLAND: dict[str, Any] = {"HTTP_X_REQUESTED_WITH": "upload"}


@pytest.fixture(autouse=True)
def surroundings(settings: Settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAULT_URL = f"file://{tmp_path}/vault"


@pytest.fixture
def them() -> Cast:
    return cast()


@pytest.fixture
def case(them: Cast) -> Case:
    return a_submitted_case(them)


def signed_in(account: Account, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(account)
    return client


@pytest.fixture
def ana(them: Cast) -> Client:
    return signed_in(them.ana)


def at(name: str, *args: object) -> str:
    path = reverse(f"patient:{name}", args=args)  # an earlier request may have left its prefix
    return path if path.startswith("/lindenhof/") else f"/lindenhof{path}"


def page(client: Client, case: Case) -> str:
    response = client.get(at("records", case.public_id))
    assert response.status_code == 200
    return response.content.decode()


def a_file(content: bytes, name: str = "report.pdf") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def send(client: Client, case: Case, *files: io.BytesIO, **extra: Any) -> Any:
    return client.post(at("upload", case.public_id), {"file": list(files)}, **extra)


def left_in(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]


# the plain form


def test_an_empty_page_teaches_and_says_what_is_looked_for(ana: Client, case: Case) -> None:
    html = page(ana, case)
    for words in ("No records yet", "The pathology report", "up to 200 MB each", "That is everything I have",
                  "No clinician of this programme has reviewed", "not older than 6 months"):  # fmt: skip
        assert words in html


def test_several_files_of_a_plain_form_each_get_their_sentence(ana: Client, them: Cast, case: Case) -> None:
    response = send(
        ana, case, a_file(a_pdf(4), "letter.pdf"), a_file(b"hello " * 9, "notes.pdf"), a_file(a_scan(), "IM1"),
        a_file(b"", "empty.pdf"), a_file(pdfs.locked(), "locked.pdf"),
    )  # fmt: skip
    assert (response.status_code, response["Location"]) == (302, at("records", case.public_id))
    html = page(ana, case)
    for words in ("2 files have arrived.", "“notes.pdf” was not taken. This file is plain text",
                  "“empty.pdf” was not taken.", "“locked.pdf” was not taken. This PDF is locked", "PDF, 4 pages",
                  "CT scan", "1 picture, 3 May 2026"):  # fmt: skip
        assert words in html
    with acting(them.ana, them.programme):
        assert sorted(Record.objects.values_list("state", flat=True)) == ["accepted"] * 2 + ["refused"] * 3


def test_no_file_at_all_is_said(ana: Client, case: Case) -> None:
    response = send(ana, case)
    assert response.status_code == 422
    assert "choose a file first" in response.content.decode()


def test_too_many_files_at_once_are_said(ana: Client, case: Case, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    response = send(ana, case, *(a_file(a_pdf(mark=mark)) for mark in "abc"))
    assert response.status_code == 413
    assert "at most 2 files" in response.content.decode()


def test_one_file_that_grows_too_large_leaves_the_others_alone(
    ana: Client, them: Cast, case: Case, settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOAD_LIMIT = MIB
    send(ana, case, a_file(a_pdf(), "a.pdf"), a_file(bytes(MIB + 1), "big.pdf"), a_file(a_scan(), "b"))
    html = page(ana, case)
    assert "“big.pdf” was not taken. This file is too large" in html
    assert "2 files have arrived." in html
    assert len(left_in(tmp_path)) == 2


# the island


def test_the_island_gets_its_answer_and_its_line(ana: Client, case: Case) -> None:
    answer = send(ana, case, a_file(a_pdf(2)), **ISLAND)
    told = answer.json()
    assert (told["ok"], told["sentence"]) == (True, "“report.pdf” has arrived.")
    assert f'id="record-{told["id"]}"' in told["row_html"]
    assert "PDF, 2 pages" in told["row_html"]
    again = send(ana, case, a_file(a_pdf(2), "copy.pdf"), **ISLAND)
    assert again.json()["id"] == told["id"]
    assert "already, as number 1" in again.json()["sentence"]


def test_the_island_hears_why_a_file_was_refused(ana: Client, case: Case) -> None:
    answer = send(ana, case, a_file(b"hello"), **ISLAND)
    assert (answer.status_code, answer.json()["ok"]) == (200, False)
    assert "plain text" in answer.json()["sentence"]
    assert "not usable" in answer.json()["row_html"]


def test_a_study_grows_in_its_one_line(ana: Client, case: Case) -> None:
    first, second = (send(ana, case, a_file(a_scan(n), "IM"), **ISLAND) for n in (1, 2))
    lines = [one.json()["row_html"].split('id="')[1].split('"')[0] for one in (first, second)]
    assert lines[0] == lines[1]
    assert "2 pictures" in second.json()["row_html"]


def test_a_name_with_a_path_or_a_script_is_made_harmless(ana: Client, case: Case) -> None:
    answer = send(ana, case, a_file(a_pdf(), "../../etc/pass\u202ewd.pdf"), **ISLAND)
    assert "“passwd.pdf” has arrived." in answer.json()["sentence"]
    answer = send(ana, case, a_file(a_scan(), "<script>alert(1)</script>.dcm"), **ISLAND)
    assert "<script" not in page(ana, case).replace('<script type="module"', "").replace(
        '<script id="words', ""
    )


def test_somebody_elses_scan_is_told_at_once(ana: Client, case: Case) -> None:
    answer = send(ana, case, a_file(a_scan(PatientName="OTHER^PERSON"), "IM"), **ISLAND)
    assert "another name or date of birth" in answer.json()["sentence"]
    assert "your coordinator looks at it" in page(ana, case)


def test_a_full_or_ended_case_takes_nothing(
    ana: Client, them: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_RECORDS", 0)
    answer = send(ana, case, a_file(a_pdf()), **ISLAND)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many")
    with acting(them.ana, them.programme):
        cases.move(case, "cancelled", by=them.ana, role="requester", at=now())
    answer = send(ana, case, a_file(a_pdf()), **ISLAND)
    assert answer.json()["code"] == "case_ended"
    assert "no more records" in page(ana, case)


def test_a_large_file_is_checked_by_the_job_while_the_page_asks_again(
    ana: Client, them: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secunda.portals.parts.uploads.LOOKED_AT_ONCE", 10)
    answer = send(ana, case, a_file(a_pdf()), **ISLAND)
    told = answer.json()
    assert "is being checked" in told["sentence"]
    assert "hx-get=" in told["row_html"]
    line = at("record_line", case.public_id, told["id"])
    assert "being checked" in ana.get(line).content.decode()
    assert "records.check" in drain()
    settled = ana.get(line).content.decode()
    assert "received" in settled
    assert "hx-get" not in settled


# what is asked before a byte is read, and what is kept of what breaks off


class Body:
    """A request's body that counts what was read of it, and can break off."""

    def __init__(self, size: int, *, breaks_at: int | None = None, name: str = "large.bin") -> None:
        self.head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        self.tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(self.head) + size + len(self.tail)
        self.end = self.length if breaks_at is None else breaks_at
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        return b"".join(self._pieces(min(size if size >= 0 else MIB, self.end - self.read_bytes)))

    def readline(self, size: int = -1) -> bytes:
        return self.read(size)

    def _pieces(self, size: int) -> Iterator[bytes]:
        start, end = self.read_bytes, self.read_bytes + size
        self.read_bytes = end
        inside = self.length - len(self.tail)
        yield self.head[start:end]
        yield os.urandom(max(0, min(end, inside) - max(start, len(self.head))))
        yield self.tail[max(0, start - inside) : max(0, end - inside)]


def send_body(client: Client, case: Case, body: Body) -> Any:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    extra: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": str(body.length), "CONTENT_TYPE": kind}
    return client.post(at("upload", case.public_id), data=b"", content_type=kind, **extra, **ISLAND)


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


# taking back, and saying that this is everything


def test_a_record_is_taken_back_by_who_sent_it(ana: Client, them: Cast, case: Case) -> None:
    record = a_received_record(them, case, name="wrong.pdf")
    bad = a_received_record(them, case, name="bad.pdf", content=b"hello")
    for one, words in ((record, "“wrong.pdf” was removed."), (bad, "“bad.pdf” is off the list.")):
        response = ana.post(at("remove_record", case.public_id, one.public_id))
        assert response.status_code == 302
        assert words in page(ana, case)
    assert ana.post(at("remove_record", case.public_id, record.public_id)).status_code == 404


def test_nothing_can_be_taken_back_while_the_case_is_read(ana: Client, them: Cast, case: Case) -> None:
    record = a_received_record(them, case)
    with acting(them.cleo, them.programme):
        Case.objects.filter(pk=case.pk).update(state="review")
    assert "/remove/" not in page(ana, case)
    response = ana.post(at("remove_record", case.public_id, record.public_id))
    assert response.status_code == 409
    assert "already being read" in response.content.decode()


def test_that_is_everything_makes_a_task_and_says_until_when(ana: Client, them: Cast, case: Case) -> None:
    for _twice in range(2):
        assert ana.post(at("records_done", case.public_id)).status_code == 302
    assert "you told us that this is everything" in page(ana, case)
    with acting(them.cleo, them.programme):
        assert Task.objects.filter(kind="records_done").count() == 1


def test_a_proxy_who_is_not_confirmed_sends_but_opens_nothing(them: Cast) -> None:
    case = a_submitted_case(them, by=them.tomas, requester_kind="proxy", proxy_basis="carer")
    tomas = signed_in(them.tomas)
    answer = send(tomas, case, a_file(a_pdf()), **ISLAND)
    assert answer.json()["ok"], answer.json()
    html = page(tomas, case)
    assert "still has to confirm that you may act" in html
    assert "/file/" not in html
    response = tomas.get(at("record_file", case.public_id, answer.json()["id"]))
    assert response.status_code == 409
    assert "confirmed that you may act" in response.content.decode()


@pytest.mark.parametrize("name", ["records", "upload", "records_done"])
def test_strangers_find_no_case(them: Cast, case: Case, name: str) -> None:
    for client, answers in ((signed_in(them.max), (404, 405)), (Client(), (302, 405))):  # 302: sign in first
        assert client.get(at(name, case.public_id)).status_code in answers
        assert client.post(at(name, case.public_id)).status_code in answers


def test_strangers_find_no_record(them: Cast, case: Case, ana: Client) -> None:
    record = a_received_record(them, case)
    for name in ("record_line", "record_file"):
        assert signed_in(them.max).get(at(name, case.public_id, record.public_id)).status_code == 404
        assert Client().get(at(name, case.public_id, record.public_id)).status_code == 302
        assert ana.get(at(name, case.public_id, uuid4())).status_code == 404
        assert ana.get(at(name, a_submitted_case(them).public_id, record.public_id)).status_code == 404


def test_a_long_list_costs_no_more_queries(
    ana: Client, them: Cast, case: Case, django_assert_max_num_queries: Any
) -> None:
    for mark in "abcdefgh":
        a_received_record(them, case, content=a_pdf(mark=mark))
    with django_assert_max_num_queries(22):
        page(ana, case)


# opening


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
    bad = a_received_record(them, case, content=b"hello")
    waiting = a_sent_file(them, case).record
    assert waiting is not None
    assert ana.get(at("record_file", case.public_id, bad.public_id)).status_code == 404
    response = ana.get(at("record_file", case.public_id, waiting.public_id))
    assert response.status_code == 409
    assert "still being checked" in response.content.decode()
