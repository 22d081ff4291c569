"""The chart's screens: what each person sees of what was read, and where each thing leads."""

from __future__ import annotations

import io
import re
from uuid import uuid4

import numpy as np
import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from secunda.care.cases.tests.factories import Cast, acting
from secunda.care.chart.tests.factories import CANARY, ReadDocument
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_scan, an_open_record
from secunda.foundation.audit.models import Event
from secunda.portals.parts.tests.chart_world import World, a_letter, a_real_report
from secunda.portals.parts.tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
EVERYBODY = ("ana", "cleo", "dr_bo")


def events(world: World, verb: str) -> int:
    with acting(world.them.cleo, world.them.programme):
        return Event.objects.filter(verb=verb, case_id=world.case.pk).count()


def doors(world: World, letter: ReadDocument) -> list[tuple[str, tuple[object, ...]]]:
    record, fact = letter.record.public_id, world.fact("128").public_id
    return [
        ("timeline", ()), ("search", ()), ("summary", ()), ("document", (record,)), ("page_image", (record, 1)),
        ("fact", (fact,)), ("fact_add", (record,)), ("fact_confirm", (fact,)), ("fact_correct", (fact,)),
        ("fact_reject", (fact,)), ("fact_restore", (fact,)), ("fact_merge", (fact,)),
    ]  # fmt: skip


def test_strangers_find_nothing(world: World, letter: ReadDocument) -> None:
    for stranger in (world.them.max, world.them.tomas, world.them.dr_chen):
        browser = signed_in(stranger, world.them.programme)
        for name, args in doors(world, letter):
            for who in EVERYBODY:
                address = world.url(who, name, *args)
                assert browser.get(address).status_code in (404, 405), (name, who)
                assert browser.post(address).status_code in (404, 405), (name, who)
    assert "/account/login" in Client().get(world.url("ana", "timeline"))["Location"]


def test_each_point_of_the_timeline_opens_its_document_at_its_page(
    world: World, letter: ReadDocument
) -> None:
    for who in EVERYBODY:
        page = world.page(who, "timeline")
        for words in ("Sodium 140 mmol/L", "Haemoglobin 128 g/L", "April 2026", "read by software"):
            assert words in page, (who, words)
        size = world.fact("4.1")
        link = f"{world.url(who, 'document', letter.record.public_id)}?page=2&amp;fact={size.public_id}"
        assert link in page, who
        document = world.page(who, "document", letter.record.public_id, page=2, fact=size.public_id)
        assert re.search(r'data-kind="chosen"[^>]*', document)
        assert "Page 2 of 2" in document
        assert "Potassium" in document
    assert events(world, "chart.opened") == 3


def test_the_timeline_is_filtered_by_kind(world: World, letter: ReadDocument) -> None:
    an_open_record(world.them, world.case, content=a_scan(), title="CT")
    assert "CT scan" in world.page("ana", "timeline")
    page = world.page("ana", "timeline", kind="laboratory")
    assert "Haemoglobin 128 g/L" in page
    assert "CT scan" not in page
    address, query = world.url("ana", "timeline"), {"kind": "imaging"}
    fragment = world.browser("ana").get(address, query, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "CT scan" in fragment
    assert "Haemoglobin 128 g/L" not in fragment


def test_a_case_without_records_says_what_will_stand_here(world: World) -> None:
    with acting(world.them.cleo, world.them.programme):
        Record.objects.filter(case=world.case).update(state="removed", object=None)
    assert "Nothing here yet" in world.page("ana", "timeline")


def test_opening_a_document_is_written_down_once_a_sitting(world: World, letter: ReadDocument) -> None:
    record = letter.record.public_id
    for page in (1, 2, 1):
        world.page("ana", "document", record, page=page)
    assert events(world, "record.opened") == 1
    for missing in (3, 999_999):
        world.page("ana", "document", record, page=missing, status=404)
    world.page("ana", "document", uuid4(), status=404)


def test_the_page_of_a_document_is_a_picture_with_its_words(them: Cast, world: World) -> None:
    record = a_real_report(them, world.case)
    early = world.browser("ana").get(world.url("ana", "page_image", record.public_id, 1))
    assert early.status_code == 404
    page = world.page("ana", "document", record.public_id)
    picture = world.browser("ana").get(world.url("ana", "page_image", record.public_id, 1))
    assert picture["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(picture.content)).height == 1600
    assert re.search(r"<tspan [^>]+>lumpectomy:</tspan>", page)
    assert world.url("ana", "record_file", record.public_id) in page
    assert "style=" not in page
    assert world.page("ana", "document", record.public_id, zoom="2").count('data-zoom="2"') == 2
    assert world.browser("ana").get(world.url("ana", "page_image", record.public_id, 9)).status_code == 404


def test_pages_cost_as_few_queries_with_many_records_as_with_one(
    world: World, letter: ReadDocument, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for mark in "abc":
        a_letter(world, mark=mark)
    record = letter.record.public_id
    for who, more in (("ana", 0), ("cleo", 0), ("dr_bo", 18)):
        world.page(who, "document", record)
        with django_assert_max_num_queries(26 + more):
            world.page(who, "timeline")
        with django_assert_max_num_queries(24 + more):
            world.page(who, "document", record, page=2)
        with django_assert_max_num_queries(22 + more):
            world.page(who, "summary")


def test_nothing_that_is_sealed_reaches_a_blind_expert(world: World, letter: ReadDocument) -> None:
    sealed = a_letter(world, blinding="sealed", mark="sealed")
    world.seal(letter.record)
    hidden = world.fact_of(sealed, "77"), world.fact_of(letter, "77")
    record = letter.record.public_id
    world.post("dr_bo", "search", words=f"{CANARY}")
    answers = [
        world.page("dr_bo", "timeline"), world.page("dr_bo", "room"), world.page("dr_bo", "search"),
        world.page("dr_bo", "summary"), *(world.page("dr_bo", "document", record, page=n) for n in (1, 2)),
        *(world.page("dr_bo", "document", record, fact=one.public_id) for one in hidden),
    ]  # fmt: skip
    for page in answers:
        assert "mastectomy" not in page
        assert "77 ug/L" not in page
        assert page.count(CANARY) == page.count(f'value="{CANARY}"')
        assert world.url("dr_bo", "record_file", record) not in page
    for one in hidden:
        world.page("dr_bo", "fact", one.public_id, status=404)
        assert world.post("dr_bo", "fact_confirm", one.public_id).status_code == 404
    for name, args in (("document", ()), ("page_image", (1,))):
        world.page("dr_bo", name, sealed.record.public_id, *args, status=404)
    assert CANARY in world.page("cleo", "document", record)
    world.open_phase()
    assert CANARY in world.page("dr_bo", "document", record)
    assert "mastectomy" in world.page("dr_bo", "document", sealed.record.public_id)


def test_the_picture_of_a_blind_expert_is_black_where_it_is_sealed(them: Cast, world: World) -> None:
    record = a_real_report(them, world.case)
    world.seal(record, box=(40.0, 60.0, 560.0, 180.0))
    shades = {}
    for who in ("dr_bo", "cleo"):
        world.page(who, "document", record.public_id)
        picture = world.browser(who).get(world.url(who, "page_image", record.public_id, 1))
        pixels = np.array(Image.open(io.BytesIO(picture.content)).convert("L"))
        shades[who] = float((pixels < 40).mean())
    assert shades["dr_bo"] > shades["cleo"] + 0.1
    with_preview = world.page("cleo", "preview", record.public_id)
    assert "So a blind expert sees this record" in with_preview
    assert "lumpectomy" not in with_preview
    preview = world.browser("cleo").get(world.url("cleo", "preview_image", record.public_id, 1))
    pixels = np.array(Image.open(io.BytesIO(preview.content)).convert("L"))
    assert float((pixels < 40).mean()) == pytest.approx(shades["dr_bo"], abs=0.01)


def test_a_search_keeps_its_words_out_of_addresses_and_marks_them_on_the_page(
    world: World, letter: ReadDocument
) -> None:
    for who in EVERYBODY:
        answer = world.post(who, "search", words="carcin")
        assert answer.status_code == 302
        assert "carcin" not in answer["Location"]
        page = world.page(who, "search")
        assert "<mark>carcinoma</mark>" in page
        link = f"{world.url(who, 'document', letter.record.public_id)}?page=1&amp;hits=1"
        assert link in page
        assert 'data-kind="hit"' in world.page(who, "document", letter.record.public_id, page=1, hits=1)
    world.post("ana", "search", words="zebra")
    assert "No page holds all of these words" in world.page("ana", "search")
    world.post("ana", "search", words=" ")
    assert "Or open a document" in world.page("ana", "search")


def test_a_scan_has_no_pages_to_show(world: World) -> None:
    scan = an_open_record(world.them, world.case, content=a_scan(), title="CT")
    assert "Save the file to open it in a viewer" in world.page("ana", "document", scan.public_id)
    page = world.page("dr_bo", "document", scan.public_id)
    assert world.url("dr_bo", "record", scan.public_id) in page
