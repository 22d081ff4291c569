"""A disc becomes its pictures: the viewer stays out, another patient's study is told, and nothing comes twice."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import access, unpacked
from secunda.care.records import actions as records
from secunda.care.records.models import Instance, Record, Unpacking
from secunda.care.records.tests.factories import a_pdf, a_scan, a_sent_file
from secunda.foundation.queue import drain
from secunda.foundation.vault.models import Object

pytestmark = pytest.mark.django_db


def a_disc(pictures: int = 4, **more: bytes) -> bytes:
    """A ZIP of a whole disc: a study of Ana's, one of somebody else's, a letter, a viewer, an autorun."""
    files: dict[str, bytes] = {f"IMAGES/IM{n:06}": a_scan(n) for n in range(1, pictures + 1)}
    files["IMAGES/IM900000"] = a_scan(
        900, StudyInstanceUID="1.2.9", PatientName="Smith^John", PatientBirthDate="19500101"
    )
    files["REPORT.PDF"] = a_pdf()
    files["VIEWER/VIEWER.EXE"] = b"MZ" + bytes(500)
    files["VIEWER/README.TXT"] = b"how to use this viewer\n" * 10
    files["AUTORUN.INF"] = b"[autorun]\nopen=VIEWER\\VIEWER.EXE\n"
    return packed(files | {name.replace("__", "/"): content for name, content in more.items()})


def packed(files: dict[str, bytes]) -> bytes:
    """These files in a ZIP."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


def sent(them: Cast, case: Case, content: bytes) -> Record:
    """An archive that Ana sent, and that was looked at and unpacked."""
    record = a_sent_file(them, case, content=content, name="disc.zip").record
    assert record is not None
    drain()
    with acting(them.ana, them.programme):
        return access.listed(case).get(pk=record.pk)


def in_it(them: Cast, archive: Record) -> list[Record]:
    with acting(them.ana, them.programme):
        found = Record.objects.filter(came_in=archive).exclude(state="removed")
        return list(found.select_related("instance").order_by("number"))


def said(them: Cast, archive: Record) -> str:
    with acting(them.ana, them.programme):
        return unpacked.summary(access.listed(archive.case).get(pk=archive.pk))


def test_a_disc_becomes_its_pictures(them: Cast, case: Case) -> None:
    archive = sent(them, case, a_disc())
    assert (archive.state, archive.kind) == ("unpacked", "archive")
    found = in_it(them, archive)
    assert [one.state for one in found] == ["accepted"] * 6
    assert {one.name for one in found} >= {"IM000001", "IM900000", "REPORT.PDF"}
    assert {one.identity for one in found if one.name == "IM900000"} == {"mismatch"}
    assert said(them, archive) == (
        "5 pictures in 2 studies; 1 document; 3 files of the disc's own viewer were left out; "
        "one study carries another name."
    )


def test_done_twice_nothing_is_twice(them: Cast, case: Case) -> None:
    archive = sent(them, case, a_disc())
    before, sentence = in_it(them, archive), said(them, archive)
    with acting(them.ana, them.programme):
        Unpacking.objects.update(state="waiting")
        objects = Object.objects.count()
    again(archive)
    assert [one.pk for one in in_it(them, archive)] == [one.pk for one in before]
    assert said(them, archive) == sentence
    with acting(them.ana, them.programme):
        assert Object.objects.count() == objects


def again(archive: Record) -> None:
    records.unpack(
        record_id=archive.public_id, case_id=archive.case_id, programme_id=archive.programme_id, clock=now
    )


def test_what_the_case_has_already_is_said(them: Cast, case: Case) -> None:
    a_sent_file(them, case, content=a_scan(1))
    archive = sent(them, case, packed({"IM1": a_scan(1), "IM2": a_scan(2)}))
    assert said(them, archive) == "1 picture in 1 study; 1 file was here already."


def test_an_expert_never_sees_the_archive_itself(them: Cast, case: Case) -> None:
    archive = sent(them, case, a_disc())
    with acting(them.cleo, them.programme):
        assert access.unclassified(case) == 6
        assert access.what_there_is(case)["documents"] == 0
        assert archive.pk not in [one.pk for one in Record.objects.filter(state="accepted")]


def test_a_folder_of_papers_speaks_of_no_disc(them: Cast, case: Case) -> None:
    archive = sent(them, case, packed({"letter.pdf": a_pdf(), "Thumbs.db": b"x" * 50}))
    assert said(them, archive) == "1 document; 1 file that is no record was left out."


def test_nothing_to_use(them: Cast, case: Case) -> None:
    assert (
        said(them, sent(them, case, packed({"a.exe": b"MZ" + bytes(100)})))
        == "1 file that is no record was left out."
    )


def test_a_damaged_file_does_not_stop_the_others(them: Cast, case: Case) -> None:
    into = bytearray(packed({"IM1": a_scan(1), "letter.pdf": a_pdf(3), "IM2": a_scan(2)}))
    at = into.index(b"letter.pdf") + 80
    into[at : at + 20] = bytes(20)
    archive = sent(them, case, bytes(into))
    assert said(them, archive).startswith("2 pictures in 1 study")
    with acting(them.ana, them.programme):
        unpacking = Unpacking.objects.get()
        assert (unpacking.state, unpacking.seen) == ("done", 3)
        assert unpacking.left_out + unpacking.refused == 1


def test_a_file_of_a_disc_that_cannot_be_used_has_its_line(them: Cast, case: Case) -> None:
    archive = sent(them, case, packed({"IM1": a_scan(1), "torn.pdf": a_pdf()[:90]}))
    assert [one.state for one in in_it(them, archive)] == ["accepted", "refused"]
    assert "1 file could not be used" in said(them, archive)


def test_a_full_case_stops_it_and_says_so(them: Cast, case: Case, settings: Settings) -> None:
    settings.RECORDS_MOST = 3
    archive = sent(them, case, a_disc())
    assert len(in_it(them, archive)) == 2
    assert said(them, archive).endswith("Then it stopped. The case can take no more files. "
                                        "Please ask your coordinator which ones matter.")  # fmt: skip


def test_a_bomb_is_refused_and_leaves_nothing(them: Cast, case: Case) -> None:
    bomb = packed({f"zeros{n}.pdf": bytes(40_000_000) for n in range(8)})
    archive = a_sent_file(them, case, content=bomb, name="bomb.zip").record
    assert archive is not None
    drain()
    with acting(them.ana, them.programme):
        assert not Record.objects.filter(came_in=archive).exists()
        now_ = access.listed(case).get(pk=archive.pk)
        assert now_.state == "refused" or "far too much" in unpacked.summary(now_)


def test_a_removed_archive_is_not_unpacked(them: Cast, case: Case) -> None:
    record = a_sent_file(them, case, content=a_disc(), name="disc.zip").record
    assert record is not None
    with acting(them.ana, them.programme):
        records.check(record=record, at=now())
        record.refresh_from_db()
        records.remove(record=record, by=them.ana, at=now())
    drain()
    assert in_it(them, record) == []
    again(record)
    with acting(them.ana, them.programme):
        assert not Instance.objects.exists()
        assert not Object.objects.exists()


def test_while_it_is_unpacked_it_says_how_far(them: Cast, case: Case) -> None:
    record = a_sent_file(them, case, content=a_disc(), name="disc.zip").record
    assert record is not None
    with acting(them.ana, them.programme):
        records.check(record=record, at=now())
    assert said(them, record) == "It is being unpacked: 0 files so far."


def test_only_archives_have_a_summary(them: Cast, case: Case, **_none: Any) -> None:
    record = a_sent_file(them, case).record
    assert record is not None
    assert said(them, record) == ""
