"""Files over many requests: what the tus protocol asks, said in its statuses and in our sentences."""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import actions as records
from secunda.care.records.models import Arrival, Record
from secunda.care.records.tests.factories import a_pdf, a_scan
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.portals.patient.tests.pieces import PIECES, TUS, begin, go_on, record_of, where, words
from secunda.portals.patient.tests.sending import at, left_in, page, signed_in

pytestmark = pytest.mark.django_db


def test_a_file_in_three_pieces_is_one_record(ana: Client, them: Cast, case: Case) -> None:
    content = a_pdf(2) + os.urandom(300_000)
    place = where(begin(ana, case, len(content)))
    at_byte = 0
    for piece in (content[:70_000], content[70_000:200_000], content[200_000:]):
        answer = go_on(ana, place, at_byte, piece)
        at_byte += len(piece)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(at_byte))
        assert answer["Tus-Resumable"] == "1.0.0"
        head = ana.head(place, **TUS)
        assert (head["Upload-Offset"], head["Upload-Length"]) == (str(at_byte), str(len(content)))
        assert head["Cache-Control"] == "no-store"
        assert "GMT" in head["Upload-Expires"]
    assert answer["Secunda-Outcome"] == "taken"
    record = record_of(them, case)
    assert (record.name, record.sha256) == ("report.pdf", hashlib.sha256(content).hexdigest())
    with acting(them.ana, them.programme):
        assert record.object is not None
        assert vault.read(record.object) == content
    said = ana.get(place).json()
    assert (said["ok"], said["waiting"], said["id"]) == (True, False, str(record.public_id))
    assert "report.pdf" in said["row_html"]
    assert "report.pdf" in page(ana, case)


def test_a_small_file_comes_with_its_announcement(ana: Client, them: Cast, case: Case) -> None:
    content = a_scan()
    answer = begin(ana, case, len(content), body=content, name="IM000001")
    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(len(content)))
    assert answer["Secunda-Outcome"] == "taken"
    assert record_of(them, case).kind == "dicom"


def test_a_bad_file_is_refused_in_a_sentence(ana: Client, case: Case) -> None:
    answer = begin(ana, case, 9, body=b"%PDF-1.7 ", name="torn.pdf")
    assert (answer.status_code, answer["Secunda-Outcome"]) == (201, "refused")
    said = ana.get(answer["Location"]).json()
    assert not said["ok"]
    assert said["sentence"]


def test_an_empty_file_is_told_at_once(ana: Client, case: Case) -> None:
    answer = begin(ana, case, 0)
    assert answer["Secunda-Outcome"] == "refused"
    assert "empty" in ana.get(answer["Location"]).json()["sentence"]


def test_the_same_bytes_twice_are_one_record(ana: Client, them: Cast, case: Case) -> None:
    for _time in range(2):
        assert begin(ana, case, len(a_pdf()), body=a_pdf())["Secunda-Outcome"] == "taken"
    with acting(them.ana, them.programme):
        assert Record.objects.count() == Object.objects.count() == 1


def test_what_waits_is_told_to_its_sender_alone(ana: Client, them: Cast, case: Case) -> None:
    place = where(begin(ana, case, 1000, body=b"x" * 400, name="IM1"))
    (told,) = ana.get(at("arriving", case.public_id)).json()["files"]
    assert told == {
        "url": place, "name": "IM1", "folder": "Disc/IMAGES", "size": 1000, "offset": 400, "modified": 1790000000000,
    }  # fmt: skip
    for stranger in (signed_in(them.max), signed_in(them.tomas)):
        for answer in (
            stranger.get(at("arriving", case.public_id)), stranger.get(place), stranger.head(place, **TUS),
            stranger.delete(place, **TUS), go_on(stranger, place, 400, b"y"),
        ):  # fmt: skip
            assert answer.status_code == 404
    assert ana.head(place, **TUS)["Upload-Offset"] == "400"


def test_nobody_is_asked_to_sign_in_again(them: Cast, case: Case) -> None:
    answer = begin(Client(), case, 10)
    assert answer.status_code == 401
    assert answer.json()["sentence"].startswith("Please sign in again")
    assert "/account/login/" in Client().get(at("arriving", case.public_id))["Location"]


def test_a_form_without_the_protocols_header_is_refused(ana: Client, case: Case) -> None:
    answer: Any = ana.post(at("arriving", case.public_id), {"file": "x"})
    assert answer.status_code == 404


def test_what_the_server_can_do(ana: Client, case: Case) -> None:
    answer = ana.options(at("arriving", case.public_id))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == str(10 * 1000**3)
    assert "creation-with-upload" in answer["Tus-Extension"]
    assert "sha256" in answer["Tus-Checksum-Algorithm"]


def test_another_version_is_412(ana: Client, case: Case) -> None:
    answer = begin(ana, case, 10, HTTP_TUS_RESUMABLE="0.2.2")
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_UPLOAD_LENGTH": "ten"}, 400),
        ({"HTTP_UPLOAD_LENGTH": "-1"}, 400),
        ({"HTTP_UPLOAD_LENGTH": str(10 * 1000**3 + 1)}, 413),
        ({"HTTP_UPLOAD_DEFER_LENGTH": "1"}, 400),
        ({"HTTP_UPLOAD_CONCAT": "partial"}, 400),
        ({"HTTP_UPLOAD_METADATA": "filename !!"}, 400),
        ({"HTTP_UPLOAD_CHECKSUM": "crc32 AAAA"}, 400),
    ],
)
def test_what_cannot_begin(
    ana: Client, case: Case, tmp_path: Path, headers: dict[str, Any], status: int
) -> None:
    answer = begin(ana, case, 10, **headers)
    assert answer.status_code == status
    assert answer.json()["sentence"]
    assert not left_in(tmp_path)


@pytest.mark.parametrize(
    ("offset", "body", "extra", "status"),
    [
        (3, b"abc", {}, 409),
        (4, b"abcdefghijk", {}, 413),
        (4, b"abc", {"HTTP_UPLOAD_OFFSET": "x"}, 400),
        (4, b"abc", {"content_type": "application/octet-stream"}, 415),
        (4, b"abc", {"HTTP_UPLOAD_CHECKSUM": f"sha1 {words('no')}"}, 460),
    ],
)
def test_what_cannot_go_on_changes_nothing(
    ana: Client, case: Case, offset: int, body: bytes, extra: dict[str, Any], status: int
) -> None:
    place = where(begin(ana, case, 10, body=b"1234"))
    kind = extra.get("content_type", PIECES)
    more = {key: value for key, value in extra.items() if key != "content_type"}
    headers = TUS | {"HTTP_UPLOAD_OFFSET": str(offset)} | more
    answer = ana.patch(place, data=body, content_type=kind, **headers)
    assert answer.status_code == status
    assert answer.json()["sentence"]
    assert ana.head(place, **TUS)["Upload-Offset"] == "4"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_bytes_with_their_checksum(ana: Client, case: Case, algorithm: str) -> None:
    content = a_pdf()
    sums = [
        base64.b64encode(hashlib.new(algorithm, part).digest()).decode()
        for part in (content[:50], content[50:])
    ]
    place = where(
        begin(ana, case, len(content), body=content[:50], HTTP_UPLOAD_CHECKSUM=f"{algorithm} {sums[0]}")
    )
    assert (
        go_on(ana, place, 50, content[50:], HTTP_UPLOAD_CHECKSUM=f"{algorithm} {sums[1]}").status_code == 204
    )


def test_two_at_once_are_423(ana: Client, them: Cast, case: Case) -> None:
    place = where(begin(ana, case, 10, body=b"1234"))
    with acting(them.ana, them.programme):
        arrival = Arrival.objects.select_related("object", "case", "by").get()
        with records.go_on(arrival=arrival, at=now()):
            answer = go_on(ana, place, 4, b"567890")
    assert answer.status_code == 423
    assert go_on(ana, place, 4, b"567890").status_code == 204


def test_a_given_up_file_is_gone(ana: Client, them: Cast, case: Case, tmp_path: Path,
                                 django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    place = where(begin(ana, case, 10, body=b"1234"))
    with django_capture_on_commit_callbacks(execute=True):
        assert ana.delete(place, **TUS).status_code == 204
    assert not left_in(tmp_path)
    assert [ana.head(place, **TUS).status_code, ana.delete(place, **TUS).status_code] == [410, 410]
    assert go_on(ana, place, 4, b"567890").status_code == 409
    with acting(them.ana, them.programme):
        assert Arrival.objects.get().name == ""
        assert not Object.objects.exists()


def test_a_method_may_be_said_in_a_post(ana: Client, case: Case) -> None:
    place = where(begin(ana, case, 10, body=b"1234"))
    headers = TUS | {"HTTP_X_HTTP_METHOD_OVERRIDE": "PATCH", "HTTP_UPLOAD_OFFSET": "4"}
    assert ana.post(place, data=b"56", content_type=PIECES, **headers).status_code == 204
    assert ana.put(place, **TUS).status_code == 405
    assert ana.put(at("arriving", case.public_id), **TUS).status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, 403),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"}, 201),
        ({"HTTP_ORIGIN": "http://testserver"}, 201),
        ({}, 201),
    ],
)
def test_a_page_of_another_site_sends_nothing(
    them: Cast, case: Case, headers: dict[str, Any], status: int
) -> None:
    client = signed_in(them.ana, enforce_csrf_checks=True)
    assert begin(client, case, 10, **headers).status_code == status


def test_a_full_case_and_an_ended_one_say_so(ana: Client, them: Cast, case: Case, settings: Settings) -> None:
    settings.RECORDS_ROOM = 100
    place = where(begin(ana, case, 60))
    assert begin(ana, case, 60).json()["code"] == "too_much"
    settings.RECORDS_MOST = 1
    assert begin(ana, case, 10).json()["code"] == "too_many"
    with acting(them.ana, them.programme):
        cases.cancel(case=case, by=them.ana, at=now())
    assert go_on(ana, place, 0, b"abc").json()["code"] == "case_ended"
