"""A PDF with scripts and files in it: everybody who may have it is offered a copy without them, and told of them."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from secunda.care.cases.tests.factories import Cast, acting, cast
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import an_open_record
from secunda.foundation.audit.models import Event
from secunda.portals.parts.tests.chart_world import World, a_world
from secunda.reading.tests import pdfs

pytestmark = pytest.mark.django_db
SCRIPT = pdfs.write(pdfs.pages(2, catalogue=b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>"))


@pytest.fixture
def them(settings: Settings) -> Cast:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return cast()


@pytest.fixture
def world(them: Cast) -> World:
    return a_world(them)


@pytest.fixture
def record(world: World) -> Record:
    return an_open_record(world.them, world.case, content=SCRIPT, name="letter.pdf", title="Letter")


def test_the_safe_copy_has_the_pages_and_no_script(world: World, record: Record) -> None:
    assert (record.active_content, record.inside) == (True, ["javascript"])
    for who in ("ana", "cleo"):
        answer = world.browser(who).get(world.url(who, "record_copy", record.public_id))
        copy = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert copy.startswith(b"%PDF-")
        assert b"JavaScript" not in copy
        assert "safe copy" in answer["Content-Disposition"]
        assert "sandbox" in answer["Content-Security-Policy"]
    with acting(world.them.cleo, world.them.programme):
        assert Event.objects.filter(verb="record.opened", object_id=record.public_id).count() == 2


def test_it_is_what_the_screens_offer_and_they_say_why(world: World, record: Record) -> None:
    for who, name in (("ana", "document"), ("cleo", "document"), ("cleo", "classify")):
        html = world.page(who, name, record.public_id)
        assert "that could run by themselves or hide something: scripts." in html
        assert world.url(who, "record_copy", record.public_id) in html
        assert world.url(who, "record_file", record.public_id) in html
    assert world.url("ana", "record_copy", record.public_id) in world.page("ana", "records")
    assert "copy/" in world.page("cleo", "case")


def test_a_blind_expert_gets_no_more_than_before(world: World, record: Record) -> None:
    bo, copy = world.browser("dr_bo"), world.url("dr_bo", "record_copy", record.public_id)
    assert bo.get(copy).status_code == 404
    html = world.page("dr_bo", "document", record.public_id)
    assert "copy/" not in html
    assert "scripts" not in html
    assert bo.get(world.url("dr_bo", "record_file", record.public_id)).status_code == 409
    world.open_phase()
    assert bo.get(copy).status_code == 200
    assert copy in world.page("dr_bo", "document", record.public_id)


def test_only_a_pdf_has_one_and_strangers_find_nothing(world: World, record: Record) -> None:
    text = an_open_record(world.them, world.case, content=b"A letter.\n" * 9, name="letter.txt")
    assert world.browser("ana").get(world.url("ana", "record_copy", text.public_id)).status_code == 404
    assert world.browser("max").get(world.url("max", "record_copy", record.public_id)).status_code == 404
    cut = an_open_record(world.them, world.case, content=SCRIPT + b"%more\n", name="b.pdf")
    assert world.browser("ana").head(world.url("ana", "record_copy", cut.public_id)).status_code == 200
