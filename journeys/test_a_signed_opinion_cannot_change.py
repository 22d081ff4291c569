"""Promise: a signed opinion cannot change. Not by its author, not by a replayed form, not by SQL of the site's role."""

from __future__ import annotations

import hashlib

import psycopg
from django.db import DatabaseError, connection, transaction

from journeys import expert
from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from journeys.person import Person
from secunda.care.cases.tests.factories import acting
from secunda.care.opinions.models import Author, Opinion, Rendering
from secunda.care.opinions.tests.factories import a_checked_opinion, an_opinion_handed_in
from secunda.foundation.vault import actions as vault

CHANGES = (
    "update opinions_opinion set content = '{}'",
    "update opinions_opinion set canonical = 'x', sha256 = 'x'",
    "update opinions_opinion set state = 'draft'",
    "update opinions_opinion set signed_at = null",
    "update opinions_author set signature = 'x'",
    "update opinions_read set content = '{}'",
    "delete from opinions_read",
    "delete from opinions_author",
    "delete from opinions_opinion",
    "update audit_event set verb = 'case.opened'",
    "delete from audit_event",
)


def a_room(house: House, state: str) -> str:
    """The address of Dr Bo's room with an opinion that waits for his signature."""
    with house.inside():
        them = cast()
        opinion = a_checked_opinion(them) if state == "passed" else an_opinion_handed_in(them)
        with acting(them.dr_bo, them.programme):
            work = Author.objects.get(opinion=opinion).expert.assignments.get(case=opinion.case)
        return f"/expert/case/{work.public_id}/"


def fingerprint(house: House) -> tuple[str, str, int]:
    """Of the signed bytes, of the PDF, and how many versions there are."""
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            opinion = Opinion.objects.exclude(signed_at=None).get()
            pdf = vault.read(Rendering.objects.get(opinion=opinion).object)
            assert hashlib.sha256(bytes(opinion.canonical or b"")).hexdigest() == opinion.sha256
            return opinion.sha256, hashlib.sha256(pdf).hexdigest(), Opinion.objects.count()


def replayed(bo: Person, room: str) -> list[int]:
    """Every form of the report sent once more, as a page that was left open would; the answers' status codes."""
    token = bo.page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    paths = ("report/section/plain/", "report/take-back/", "report/hand-in/", "sign/", "commit/")
    form: dict[str, str | float | bool] = {
        "csrfmiddlewaretoken": token,
        "version": "1",
        "plain_summary": "Nothing is wrong with you.",
    }
    return [
        bo.page.request.post(
            bo.house.address + bo.address(room + path), form=form, headers={"Referer": bo.house.address}
        ).status
        for path in paths
    ]


def test_a_signed_opinion_cannot_change(someone: Opener, house: House) -> None:
    room = a_room(house, "passed")
    bo = someone("dr_bo")
    bo.sign_in("/expert/")
    expert.signs(bo, room)
    bo.page.wait_for_timeout(500)
    for _try in range(60):
        if bo.page.get_by_role("link", name="PDF").count():
            break
        bo.page.wait_for_timeout(1000)
        bo.page.reload()
    before = fingerprint(house)
    answers = replayed(bo, room)
    assert 403 not in answers, "The forms were not even heard."
    assert all(status in (200, 302, 404, 405, 409) for status in answers), answers
    assert fingerprint(house) == before
    sql_is_refused(house)
    assert fingerprint(house) == before


def sql_is_refused(house: House) -> None:
    """The site's own role, as the author and as the coordinator, past every screen and every action."""
    for key in ("dr_bo", "cleo"):
        with house.inside():
            them = cast()
            with acting(getattr(them, key), them.programme):
                for statement in CHANGES:
                    assert changed_by(statement) == 0, statement


def changed_by(statement: str) -> int:
    """How many rows a statement changed, undone at once; 0 when the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            changed = int(cursor.rowcount)
            transaction.set_rollback(True)
    except (DatabaseError, psycopg.Error):
        return 0
    return changed
