"""Marks of a read: theirs alone while they read, on images that they see, frozen by the commit."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test.utils import override_script_prefix
from django.urls import reverse

from secunda.care.cases.tests.factories import acting, now
from secunda.care.imaging.models import Mark
from secunda.care.imaging.tests.factories import SERIES, STUDY
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.tests.factories import a_blind_read
from secunda.portals.parts.tests.studies_world import World, a_world

pytestmark = pytest.mark.django_db
LENGTH = {
    "study": STUDY, "series": SERIES, "sop": f"{SERIES}.1", "frame": 1, "kind": "length", "text": "",
    "geometry": {"data": {"handles": {"points": [[0, 0, 2.5], [10, 0, 2.5]]}}},
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return a_world()


def sent(world: World, mark: object, said: object = LENGTH, name: str = "keep_mark") -> Any:
    with override_script_prefix(f"/{world.them.programme.slug}/"):
        url = reverse(f"expert:{name}", args=(world.work.public_id, mark))
    answer = world.client("dr_bo").post(url, json.dumps(said), content_type="application/json",
                                                      headers={"X-Requested-With": "marks"})  # fmt: skip
    return answer


def kept(world: World) -> list[dict[str, object]]:
    with override_script_prefix(f"/{world.them.programme.slug}/"):
        url = reverse("expert:marks", args=(world.work.public_id,))
    found: list[dict[str, object]] = world.client("dr_bo").get(url).json()["marks"]
    return found


def test_a_mark_comes_back_as_it_was_drawn_and_is_changed_and_removed(world: World) -> None:
    mark = uuid4()
    assert sent(world, mark).json()["ok"]
    assert sent(world, mark, LENGTH | {"text": "here"}).json()["ok"]
    assert kept(world) == [LENGTH | {"id": str(mark), "text": "here", "own": True}]
    assert sent(world, mark, name="remove_mark").json()["ok"]
    assert kept(world) == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (LENGTH | {"sop": f"{STUDY}.7"}, 404),  # a captured report page, which a blind expert does not see
        (LENGTH | {"frame": 2}, 400),
        (LENGTH | {"kind": "poem"}, 400),
        (LENGTH | {"geometry": {"points": "9" * 9000}}, 400),
        (LENGTH | {"geometry": []}, 400),
        (["no", "mark"], 400),
    ],
)
def test_what_is_no_mark_on_an_image_of_theirs_is_not_kept(world: World, said: object, status: int) -> None:
    assert sent(world, uuid4(), said).status_code == status
    assert kept(world) == []


def test_nobody_else_sees_a_mark_before_the_commit_and_nobody_changes_it_after(world: World) -> None:
    mark, them = uuid4(), world.them
    sent(world, mark)
    for other in (them.cleo, them.ana, them.max):
        with acting(other, them.programme):
            assert not Mark.objects.exists()
    with acting(them.dr_bo, them.programme):
        read = opinions.begin_read(assignment=world.work, by=them.dr_bo, at=now())
        opinions.save_read(read=read, value=a_blind_read(), edition=read.edition, by=them.dr_bo, at=now())
        read.refresh_from_db()
        opinions.commit_read(read=read, by=them.dr_bo, at=now())
    assert sent(world, mark, LENGTH | {"text": "afterthought"}).status_code == 409
    assert sent(world, mark, name="remove_mark").status_code == 409
    assert kept(world) == [LENGTH | {"id": str(mark), "own": False}]
    with acting(them.dr_bo, them.programme), pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.update(text="past our own code")
    with acting(them.cleo, them.programme):
        assert Mark.objects.count() == 1
    with acting(them.ana, them.programme):
        assert not Mark.objects.exists()
