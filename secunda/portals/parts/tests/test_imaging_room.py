"""The imaging room: what it lists for whom, what is there without script, and the permissions of this page alone."""

from __future__ import annotations

import pytest
from django.test.utils import override_script_prefix
from django.urls import reverse

from secunda.care.imaging.tests.factories import SERIES
from secunda.portals.parts.tests.studies_world import CANARY, SLICES, World, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def address(world: World, portal: str, name: str = "images") -> str:
    place = world.work.public_id if portal == "expert" else world.case.public_id
    with override_script_prefix(f"/{world.them.programme.slug}/"):
        return reverse(f"{portal}:{name}", args=(place,))


@pytest.mark.parametrize(("who", "portal"), [("dr_bo", "expert"), ("ana", "patient"), ("cleo", "staff")])
def test_everybody_of_the_case_finds_the_series_and_each_image_without_script(
    world: World, who: str, portal: str
) -> None:
    client = world.client(who)
    page = client.get(address(world, portal)).content.decode()
    assert f"{SLICES} images" in page
    assert f'data-viewer="{"plain" if portal == "patient" else "full"}"' in page
    still = client.get(address(world, portal), {"series": SERIES, "image": "1"}).content.decode()
    assert f"Image 1 of {SLICES}" in still
    assert "image=2" in still
    assert 'rel="prev"' not in still
    picture = still.partition('<figure class="imaging-plain"><img src="')[2].partition('"')[0]
    drawn = client.get(picture)
    assert drawn.status_code == 200
    assert drawn["Content-Type"] == "image/jpeg"
    assert client.get(address(world, portal), {"series": SERIES, "image": "9"}).status_code == 404


def test_a_blind_expert_reads_no_word_of_the_header_and_no_series_of_reports(world: World) -> None:
    blind = world.client("dr_bo").get(address(world, "expert")).content.decode()
    own = world.client("ana").get(address(world, "patient")).content.decode()
    assert CANARY in own
    assert CANARY not in blind
    assert "1 document" in own
    assert "1 document" not in blind


def test_the_room_alone_may_run_codecs_in_workers(world: World) -> None:
    client = world.client("dr_bo")
    here = client.get(address(world, "expert"))["Content-Security-Policy"]
    elsewhere = client.get(address(world, "expert", "room"))["Content-Security-Policy"]
    assert "worker-src 'self'" in here
    assert "'wasm-unsafe-eval'" in here
    assert "'unsafe-inline'" not in here
    assert "worker-src" not in elsewhere
    assert "wasm" not in elsewhere


def test_the_case_room_leads_to_the_images(world: World) -> None:
    page = world.client("dr_bo").get(address(world, "expert", "room")).content.decode()
    assert address(world, "expert") in page
