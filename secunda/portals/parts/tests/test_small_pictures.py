"""Small pictures in the lists: of what somebody may open, too small to read, with what is sealed black."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from pytest_django import Settings

from secunda.care.cases.tests.factories import Cast, acting, cast
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_received_record
from secunda.portals.parts.tests.chart_world import World, a_real_report, a_world

pytestmark = pytest.mark.django_db
SMALL = {"size": "small"}


@pytest.fixture
def them(settings: Settings) -> Cast:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return cast()


@pytest.fixture
def world(them: Cast) -> World:
    return a_world(them)


def picture(world: World, who: str, record: Record) -> Image.Image | None:
    """What somebody gets; None when it is not there for them."""
    answer = world.browser(who).get(world.url(who, "page_image", record.public_id, 1), SMALL)
    if answer.status_code == 404:
        return None
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")
    return Image.open(io.BytesIO(answer.content))


def test_each_list_has_one_and_the_blind_experts_is_as_black_as_the_page(world: World) -> None:
    record = a_real_report(world.them, world.case)
    pages = {"ana": "records", "cleo": "case", "dr_bo": "room"}
    for who, page in pages.items():
        assert f"{world.url(who, 'page_image', record.public_id, 1)}?size=small" in world.page(who, page)
        found = picture(world, who, record)
        assert found is not None
        assert max(found.size) == 160
    world.seal(record, box=(0, 0, 595, 400))
    blind, staff = picture(world, "dr_bo", record), picture(world, "cleo", record)
    assert blind is not None
    assert staff is not None
    assert np.asarray(blind)[:60].max() < 40
    assert np.asarray(staff)[:60].max() > 200


def test_there_is_none_of_what_somebody_may_not_see(world: World) -> None:
    record = a_received_record(world.them, world.case)
    assert picture(world, "dr_bo", record) is None
    assert picture(world, "max", record) is None
    with acting(world.them.cleo, world.them.programme):
        records.classify(record=record, blinding="open", title="", by=world.them.cleo, at=record.received_at)
    assert picture(world, "dr_bo", record) is None  # open, but nobody has said whose it is
    assert picture(world, "ana", record) is not None
