"""The room: records by phase, the read kept as it is written, two windows at once, the commit."""

from __future__ import annotations

import io
from typing import Any

import pydicom
import pytest
from django.test import Client
from PIL import Image

from secunda.care.assignment.models import Assignment
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Consent
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.opinions.models import Opinion, Read
from secunda.care.opinions.tests.factories import a_blind_read
from secunda.foundation.audit.models import Event
from secunda.portals.expert.pictures import draw
from secunda.portals.expert.tests.factories import (
    MARK,
    SEALED,
    a_case_to_read,
    a_committed_case,
    a_read_as_sent,
    autosave,
    records_of,
    text_of,
    url,
)
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.reading.tests import pdfs, scans


@pytest.fixture
def one(them: Cast) -> Assignment:
    """A case that Dr Bo reads blind."""
    return a_case_to_read(them)


def kept(them: Cast) -> Read:
    with acting(them.dr_bo, them.programme):
        return Read.objects.get()


def events(them: Cast, verb: str) -> int:
    with acting(them.cleo, them.programme):
        return Event.objects.filter(verb=verb).count()


def test_the_room_says_its_phase_and_shows_what_is_open(them: Cast, bo: Client, one: Assignment) -> None:
    page = text_of(bo.get(url(them, "room", one.public_id)))
    assert "sealed until you commit" in page
    assert "Core biopsy report" in page
    assert "45-year-old woman" in page
    assert MARK not in page
    assert kept(them).edition == 0
    assert events(them, "case.opened") == 1


def test_a_record_comes_as_a_fragment_and_as_a_page(them: Cast, bo: Client, one: Assignment) -> None:
    record = records_of(them, one)["Core biopsy report"]
    address = url(them, "record", one.public_id, record.public_id)
    assert "<html" in text_of(bo.get(address))
    fragment = text_of(bo.get(address, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert url(them, "picture", one.public_id, record.public_id, 1) in fragment


def test_a_sealed_record_is_not_there_before_the_commit(them: Cast, bo: Client, one: Assignment) -> None:
    sealed = records_of(them, one)[f"{MARK}-title"].public_id
    for name, args in (("record", ()), ("record_file", ()), ("picture", (1,))):
        assert bo.get(url(them, name, one.public_id, sealed, *args)).status_code == 404


def test_pages_are_audited_once_a_sitting(them: Cast, bo: Client, one: Assignment) -> None:
    record = records_of(them, one)["Core biopsy report"].public_id
    answer = bo.get(url(them, "picture", one.public_id, record, 1))
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size[0] > 100
    bo.get(url(them, "picture", one.public_id, record, 1))
    assert events(them, "record.opened") == 1
    session = bo.session
    session["opened_records"] = {str(record): 0}
    session.save()
    bo.get(url(them, "picture", one.public_id, record, 1))
    assert events(them, "record.opened") == 2
    assert bo.get(url(them, "picture", one.public_id, record, 2)).status_code == 404
    assert bo.get(url(them, "picture", one.public_id, record, 999)).status_code == 404


def test_a_file_has_a_neutral_name(them: Cast, bo: Client, one: Assignment) -> None:
    record = records_of(them, one)["Core biopsy report"]
    answer = bo.get(url(them, "record_file", one.public_id, record.public_id))
    assert MARK not in str(answer.headers)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_the_read_is_kept_as_it_is_written(them: Cast, bo: Client, one: Assignment) -> None:
    address = url(them, "room", one.public_id)
    bo.get(address)
    answer = autosave(bo, address, a_read_as_sent())
    assert answer["ok"], answer
    assert answer["version"] == 1
    assert kept(them).content["diagnosis"] == a_blind_read().diagnosis
    assert a_blind_read().plan in text_of(signed_in(them.dr_bo, them.programme).get(address))


def test_the_same_text_twice_is_one_edition(them: Cast, bo: Client, one: Assignment) -> None:
    address = url(them, "room", one.public_id)
    autosave(bo, address, a_read_as_sent())
    assert autosave(bo, address, a_read_as_sent())["version"] == 1
    assert bo.post(address, a_read_as_sent() | {"do": "commit"})["Location"] == url(
        them, "commit", one.public_id
    )


def test_two_windows_do_not_overwrite_each_other(them: Cast, bo: Client, one: Assignment) -> None:
    address = url(them, "room", one.public_id)
    autosave(bo, address, a_read_as_sent(plan="From the first window"))
    other = a_read_as_sent(plan="From the second window")
    answer = autosave(bo, address, other)
    assert not answer["ok"]
    assert "another window" in answer["sentence"]
    page = bo.post(address, other)
    assert page.status_code == 409
    assert "From the second window" in text_of(page)
    assert kept(them).content["plan"] == "From the first window"
    assert bo.post(address, other | {"over": "1"}).status_code == 302
    assert kept(them).content["plan"] == "From the second window"


def test_what_cannot_be_read_is_said_and_nothing_is_lost(them: Cast, bo: Client, one: Assignment) -> None:
    address = url(them, "room", one.public_id)
    wrong = a_read_as_sent() | {"options-0-rating": "seven"}
    assert "Not saved yet" in autosave(bo, address, wrong)["sentence"]
    page = text_of(bo.post(address, wrong))
    assert a_blind_read().plan in page
    assert "Please look at this again" in page


def test_script_in_every_field_stays_text(them: Cast, bo: Client, one: Assignment) -> None:
    address = url(them, "room", one.public_id)
    nasty = "<script>alert(1)</script>"
    sent = {
        name: nasty if "version" not in name and held else held for name, held in a_read_as_sent().items()
    }
    chosen = {"certainty": "definite", "basis": "both", "confidence": "4", "codes-0-system": "icd-10-cm"}
    bo.post(address, sent | chosen)
    for name in ("room", "commit"):
        assert nasty not in text_of(bo.get(url(them, name, one.public_id)))


def test_one_more_row_comes_after_the_others(them: Cast, bo: Client, one: Assignment) -> None:
    row = text_of(bo.get(url(them, "read_row", one.public_id), {"add": "differential"}))
    assert 'name="differential-1' in row
    for path in ("plan", "figures", "../", ""):
        assert bo.get(url(them, "read_row", one.public_id), {"add": path}).status_code == 404


def test_the_commit_lists_what_is_missing_with_its_place(them: Cast, bo: Client, one: Assignment) -> None:
    room = url(them, "room", one.public_id)
    bo.get(room)
    page = text_of(bo.get(url(them, "commit", one.public_id)))
    assert f'href="{room}#read-diagnosis"' in page
    assert "Commit it" not in page


def test_the_commit_fixes_what_was_shown_and_opens_the_first_opinion(
    them: Cast, bo: Client, one: Assignment
) -> None:
    bo.post(url(them, "room", one.public_id), a_read_as_sent())
    address = url(them, "commit", one.public_id)
    page = bo.get(address)
    sha256 = page.context["sha256"]
    assert bo.get(url(them, "first_opinion", one.public_id)).status_code == 404
    assert bo.post(address, {"sha256": "0" * 64}).status_code == 409
    assert bo.post(address, {"sha256": sha256})["Location"] == url(them, "first_opinion", one.public_id)
    assert kept(them).sha256 == sha256
    opened = text_of(bo.get(url(them, "first_opinion", one.public_id)))
    assert all(
        str(SEALED[name]) in opened for name in ("diagnosis", "treatment", "reasons", "hopes", "fears")
    )
    assert sha256 in opened
    assert events(them, "first_opinion.opened") == 1
    assert f"{MARK}-title" in text_of(bo.get(url(them, "room", one.public_id)))
    assert not autosave(bo, url(them, "room", one.public_id), a_read_as_sent(version=1, plan="Else"))["ok"]
    assert bo.get(address).status_code == 302


def test_nothing_to_commit_before_the_room_was_opened(them: Cast, bo: Client, one: Assignment) -> None:
    assert bo.get(url(them, "commit", one.public_id)).status_code == 404


def test_reconciling_begins_the_report(them: Cast, bo: Client) -> None:
    one = a_committed_case(them)
    address = url(them, "first_opinion", one.public_id)
    assert "Please look at this again" in text_of(bo.post(address, {"changed": "no", "why": ""}))
    answer = bo.post(address, {"changed": "yes", "why": "I had missed it."})
    assert answer["Location"] == url(them, "report", one.public_id)
    with acting(them.dr_bo, them.programme):
        assert Opinion.objects.get().state == Opinion.State.DRAFT
    assert "I had missed it." in text_of(bo.get(address))


def test_giving_back_needs_a_reason_and_closes_the_case(them: Cast, bo: Client, one: Assignment) -> None:
    address = url(them, "give_back", one.public_id)
    assert "Please say why." in text_of(bo.post(address, {"reason": ""}))
    assert bo.post(address, {"reason": "I know the family."})["Location"] == url(them, "worklist")
    assert bo.get(url(them, "room", one.public_id)).status_code == 404


def test_a_withdrawn_consent_closes_the_room(them: Cast, bo: Client, one: Assignment) -> None:
    with acting(them.ana, them.programme):
        consent = Consent.objects.get(case=one.case, purpose="second_opinion")
        cases.withdraw_consent(consent=consent, by=them.ana, at=now())
    assert bo.get(url(them, "room", one.public_id)).status_code == 404


def slice_of(name: str, **changes: Any) -> bytes:
    """A file of pydicom's own tests, changed."""
    found = pydicom.dcmread(io.BytesIO(scans.shipped(f"test_files/{name}")))
    for keyword, value in changes.items():
        setattr(found, keyword, value)
    made = io.BytesIO()
    found.save_as(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "name", ["CT_small.dcm", "MR_small.dcm", "examples_rgb_color.dcm", "examples_jpeg2k.dcm"]
)
def test_images_are_drawn_without_what_their_header_says(name: str) -> None:
    drawn = draw(slice_of(name), kind="dicom", page=1, careful=True)
    assert drawn is not None
    image = Image.open(io.BytesIO(drawn))
    assert image.info == {}
    assert len(set(image.convert("L").tobytes())) > 10


def test_what_may_have_words_burnt_in_is_not_drawn_for_a_blind_reader() -> None:
    capture = slice_of("CT_small.dcm", SOPClassUID="1.2.840.10008.5.1.4.1.1.7")
    assert draw(capture, kind="dicom", page=1, careful=True) is None
    assert draw(capture, kind="dicom", page=1, careful=False) is not None
    assert (
        draw(slice_of("CT_small.dcm", BurnedInAnnotation="YES"), kind="dicom", page=1, careful=False) is None
    )


def test_what_cannot_be_drawn_is_no_picture() -> None:
    assert draw(b"nothing", kind="pdf", page=1, careful=True) is None
    assert draw(pdfs.plain(1), kind="pdf", page=7, careful=True) is None
