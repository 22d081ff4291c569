"""How a file that comes over many requests ends: broken off, killed, forgotten, left out, here already."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import actions as records
from secunda.care.records import jobs
from secunda.care.records.models import Arrival, Record
from secunda.care.records.tests.factories import a_pdf, a_scan
from secunda.foundation.accounts import principal
from secunda.foundation.queue import drain
from secunda.foundation.vault.models import Object
from secunda.portals.patient.tests.pieces import PIECES, TUS, begin, go_on, record_of, where, words
from secunda.portals.patient.tests.sending import MIB, at

pytestmark = pytest.mark.django_db


class Breaking:
    """A body whose line breaks."""

    def __init__(self, content: bytes) -> None:
        self.left = content

    def read(self, size: int = -1) -> bytes:
        """The next bytes, then a broken line."""
        if not self.left:
            raise OSError("broken")
        some, self.left = self.left[:size], self.left[size:]
        return some

    readline = read


def test_a_broken_line_keeps_what_came(ana: Client, case: Case) -> None:
    content = os.urandom(MIB)
    place = where(begin(ana, case, MIB))
    line = Breaking(content[:700_000])
    broken: dict[str, Any] = {"wsgi.input": line, "CONTENT_LENGTH": str(MIB), "CONTENT_TYPE": PIECES}
    go_on(ana, place, 0, b"", **broken)
    assert ana.head(place, **TUS)["Upload-Offset"] == "700000"
    assert go_on(ana, place, 700_000, content[700_000:]).status_code == 204


def test_a_file_whose_end_was_killed_is_ended_by_asking(ana: Client, them: Cast, case: Case) -> None:
    content = a_pdf()
    place = where(begin(ana, case, len(content)))
    with acting(them.ana, them.programme), records.go_on(arrival=waiting(them), at=now()) as growing:
        growing.write(content)
        growing.mark()
    assert ana.head(place, **TUS)["Upload-Offset"] == str(len(content))
    assert record_of(them, case).state == "accepted"


def waiting(them: Cast) -> Arrival:
    return Arrival.objects.select_related("object", "case", "by", "link").get()


@pytest.fixture
def a_whole_one(ana: Client, them: Cast, case: Case) -> None:
    """A file whose last byte came, a quarter of an hour ago, to a server that died."""
    content = a_pdf()
    begin(ana, case, len(content))
    with acting(them.ana, them.programme):
        with records.go_on(arrival=waiting(them), at=now()) as growing:
            growing.write(content)
            growing.mark()
        Arrival.objects.update(touched_at=now() - timedelta(minutes=15))


@pytest.mark.usefixtures("a_whole_one")
def test_a_file_whose_end_was_killed_is_ended_by_the_job(them: Cast, case: Case) -> None:
    jobs.tidy_arrivals()
    drain()
    assert record_of(them, case).state == "accepted"
    jobs.tidy_arrivals()
    drain()
    with acting(them.ana, them.programme):
        assert Record.objects.count() == 1


def test_nobody_waits_for_ever(ana: Client, them: Cast, case: Case) -> None:
    place = where(begin(ana, case, 10, body=b"1234"))
    with acting(them.ana, them.programme):
        Arrival.objects.update(touched_at=now() - timedelta(days=8), expires_at=now() - timedelta(days=1))
    assert ana.head(place, **TUS).status_code == 410
    assert go_on(ana, place, 4, b"5").status_code == 410
    jobs.tidy_arrivals()
    with acting(them.ana, them.programme):
        assert Arrival.objects.get().state == "gone"
        Arrival.objects.update(expires_at=now() - timedelta(days=1))
    with principal.as_job(case_id=None, programme_id=them.programme.pk, name="test"):
        records.tidy_arrivals(at=now())
        assert not Arrival.objects.exists()
    assert ana.head(place, **TUS).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "beside", "outcome"),
    [
        ("VIEWER.EXE", b"MZ" + bytes(500), "1", "left-out"),
        ("MANUAL.PDF", a_pdf(), "1", "left-out"),
        ("MANUAL.PDF", a_pdf(), "", "taken"),
        ("AUTORUN.INF", b"[autorun]\nopen=x\n", "", "left-out"),
        ("IM1", a_scan(), "1", "taken"),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(100), "", "refused"),
    ],
)
def test_the_folder_of_a_disc_leaves_its_viewer_out(
    ana: Client, them: Cast, case: Case, name: str, content: bytes, beside: str, outcome: str
) -> None:
    said = f"filename {words(name)},relativePath {words(f'CD/VIEWER/{name}')},besidePrograms {words(beside)}"
    answer = begin(ana, case, len(content), body=content, HTTP_UPLOAD_METADATA=said)
    assert answer["Secunda-Outcome"] == outcome
    with acting(them.ana, them.programme):
        assert Record.objects.count() == (outcome != "left-out")
        assert Object.objects.count() == (outcome == "taken")


def test_what_is_here_need_not_come_again(ana: Client, them: Cast, case: Case) -> None:
    begin(ana, case, len(a_pdf()), body=a_pdf(), name="here.pdf")
    begin(ana, case, 9, body=b"%PDF-1.7 ", name="torn.pdf")
    told = ana.get(at("arriving", case.public_id)).json()
    assert told["files"] == []
    assert told["here"] == [
        {"name": "here.pdf", "folder": "Disc/IMAGES", "size": len(a_pdf()), "modified": 1790000000000}
    ]
    with acting(them.ana, them.programme):
        records.remove(record=record_of(them, case), by=them.ana, at=now())
    assert ana.get(at("arriving", case.public_id)).json()["here"] == []
