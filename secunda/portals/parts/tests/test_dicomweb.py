"""DICOMweb of a case: the right answers to its people, nothing to a stranger, nothing revealing to a blind expert."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pydicom
import pytest
from django.test import Client
from pytest_django import Settings

from secunda.care.cases import actions as cases
from secunda.care.cases.tests.factories import acting, now
from secunda.care.imaging.tests.factories import SERIES, SIDE, STUDY, a_slice
from secunda.foundation.audit.models import Event
from secunda.portals.parts.dicomweb import grants
from secunda.portals.parts.tests.studies_world import CANARY, SLICES, World, a_world

pytestmark = pytest.mark.django_db
PIXELS = pydicom.dcmread(io.BytesIO(a_slice(2, of=SLICES))).PixelData
ONE = f"/studies/{STUDY}/series/{SERIES}/instances/{SERIES}.2"
EVERY = (
    "", "/studies", "/series", "/instances", f"/studies/{STUDY}", f"/studies/{STUDY}/metadata",
    f"/studies/{STUDY}/series", f"/studies/{STUDY}/instances", f"/studies/{STUDY}/series/{SERIES}",
    f"/studies/{STUDY}/series/{SERIES}/metadata", f"/studies/{STUDY}/series/{SERIES}/instances", ONE, f"{ONE}/metadata",
    f"{ONE}/frames/1",
)  # fmt: skip


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    """Ana's case with a study."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return a_world()


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def told(client: Client, address: str, **query: str) -> Any:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return json.loads(answer.content)


def values(found: list[dict[str, Any]], tag: str) -> list[Any]:
    return [one.get(tag, {}).get("Value", [None])[0] for one in found]


def test_a_search_finds_what_fits(world: World) -> None:
    client, root = world.client("ana"), world.root("patient")
    (study,) = told(client, f"{root}/studies", StudyDate="20260101-20261231", PatientName="lind*")
    assert (study["0020000D"]["Value"], study["00080061"]["Value"]) == ([STUDY], ["CT", "OT", "SR"])
    assert (study["00201206"]["Value"], study["00201208"]["Value"]) == ([3], [SLICES + 2])
    assert told(client, f"{root}/studies", StudyDate="-20251231") == []
    found = told(client, f"{root}/studies/{STUDY}/series", Modality="CT", includefield="0008103E")
    assert (values(found, "0020000E"), values(found, "0008103E")) == ([SERIES], [CANARY])
    found = told(client, f"{root}/studies/{STUDY}/series/{SERIES}/instances", limit="2", offset="1")
    assert values(found, "00080018") == [f"{SERIES}.2", f"{SERIES}.3"]
    found = told(client, f"{root}/instances", InstanceNumber="3", includefield="ImagePositionPatient")
    assert values(found, "00200032") == [0]


def test_metadata_is_in_the_order_of_places(world: World) -> None:
    found = told(world.client("cleo"), f"{world.root('staff')}/studies/{STUDY}/series/{SERIES}/metadata")
    assert values(found, "00080018") == [f"{SERIES}.{n}" for n in (1, 2, 3)]
    assert values(found, "00081030") == [f"CT before {CANARY}"] * 3


def test_a_frame_is_exactly_the_pixels(world: World) -> None:
    answer = world.client("ana").get(f"{world.root('patient')}{ONE}/frames/1")
    assert answer.headers["Content-Type"].startswith('multipart/related; type="application/octet-stream"')
    head, _, rest = body_of(answer).partition(b"\r\n\r\n")
    assert b"transfer-syntax=1.2.840.10008.1.2.1" in head
    assert rest[: SIDE * SIDE * 2] == PIXELS


def test_a_stranger_finds_nothing_anywhere(world: World) -> None:
    for who in ("max", "mila", "dr_chen", "tomas"):
        client = world.client(who)
        for portal in ("patient", "staff", "expert"):
            root = world.root(portal)
            assert {client.get(f"{root}{below}").status_code for below in EVERY} == {404}
            assert client.post(f"{root}/token").status_code == 404
    assert {Client().get(f"{world.root('patient')}{below}").status_code for below in EVERY} == {401}


def test_a_blind_expert_is_told_nothing_that_reveals(world: World) -> None:
    client, root = world.client("dr_bo"), world.root("expert")
    for below in EVERY:
        answer = client.get(f"{root}{below}", {"includefield": "all"} if below.endswith("s") else {})
        assert answer.status_code == 200, below
        body = body_of(answer)
        for canary in (CANARY.encode(), b"RAO^DR", b"CT before"):
            assert canary not in body, below
        for withheld in (f"{STUDY}.88", f"{STUDY}.77", f"{STUDY}.8"):
            assert f'"{withheld}"'.encode() not in body, below
    (study,) = told(client, f"{root}/studies")
    assert (study["00201208"]["Value"], study["00080061"]["Value"]) == ([SLICES], ["CT"])
    assert told(client, f"{root}/studies", StudyDescription=f"CT before {CANARY}") == []
    assert client.get(f"{root}/studies/{STUDY}/series/{STUDY}.88/metadata").status_code == 404


def test_after_the_commit_everything_is_there(world: World) -> None:
    with acting(world.them.cleo, world.them.programme):
        cases.open_phase(case=world.case, account=world.them.dr_bo, phase="open", at=now())
    found = told(world.client("dr_bo"), f"{world.root('expert')}/studies/{STUDY}/series")
    assert sorted(values(found, "00080060")) == ["CT", "OT", "SR"]
    assert CANARY in values(found, "0008103E")


def test_a_study_is_written_down_once_not_a_frame_at_a_time(world: World) -> None:
    client, root = world.client("dr_bo"), world.root("expert")
    client.get(f"{root}/studies")
    for number in (1, 2, 3):
        client.get(f"{root}/studies/{STUDY}/series/{SERIES}/instances/{SERIES}.{number}/frames/1")
    client.get(f"{root}/studies/{STUDY}/series/{SERIES}/metadata")
    with acting(world.them.cleo, world.them.programme):
        assert Event.objects.filter(verb="study.opened").count() == 1


def test_a_token_opens_its_own_case_at_its_own_address_only(world: World) -> None:
    root = world.root("expert")
    answer = world.client("dr_bo").post(f"{root}/token", headers={"Sec-Fetch-Site": "same-origin"})
    bearer = {"Authorization": f"Bearer {answer.json()['token']}"}
    stranger = Client()
    assert stranger.get(f"{root}/studies", headers=bearer).status_code == 200
    frames = [
        stranger.get(f"{root}{ONE}/frames/1", headers=bearer) for _ in range(2)
    ]  # every door, the short lane
    assert [body_of(one).partition(b"\r\n\r\n")[2][:2048] for one in frames] == [PIXELS, PIXELS]
    assert stranger.post(f"{root}/token", headers=bearer).status_code == 404
    assert stranger.get(f"{world.root('staff')}/studies", headers=bearer).status_code == 401
    wrong = {"Authorization": f"Bearer {answer.json()['token'][:-2]}xx"}
    assert stranger.get(f"{root}/studies", headers=wrong).status_code == 401
    with acting(world.them.cleo, world.them.programme):
        cases.close_party(case=world.case, account=world.them.dr_bo, at=now())
    time.sleep(grants.LASTS)
    assert stranger.get(f"{root}{ONE}/frames/1", headers=bearer).status_code == 404
