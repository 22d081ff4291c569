"""Every address of the site, for everybody who is not meant: the sign-in or nothing, and never a way to write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from secunda.care.cases.tests.factories import acting
from secunda.care.opinions.models import Opinion
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.project.tests.url_table import EVERYBODYS, EXPECTED, WHO
from secunda.project.tests.url_world import World, a_world, every_address

Sessions = dict[str, str]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The same small world for the whole sweep, undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(world: World) -> Sessions:
    """The session of everybody who is signed in."""
    them = world.them
    people = {name: getattr(them, name) for name in WHO[1:]}
    doors = {"mila": them.other}
    clients = {name: signed_in(one, doors.get(name, them.programme)) for name, one in people.items()}
    return {name: client.cookies["session"].value for name, client in clients.items()}


def address(world: World, name: str, parts: tuple[str, ...]) -> str:
    with override_script_prefix(f"/{world.them.programme.slug}/"):
        return reverse(name, kwargs=world.arguments(name, parts))


def browser(sessions: Sessions, who: str, *, strict: bool = False) -> Client:
    """A browser with that person's session; strict about where a form comes from, as real ones are."""
    client = Client(enforce_csrf_checks=strict)
    if who in sessions:
        client.cookies["session"] = sessions[who]
    return client


def asked(client: Client, method: str, url: str) -> HttpResponse:
    """An answer, with everything undone that it wrote."""
    point = transaction.savepoint()
    answer: HttpResponse = getattr(client, method)(url)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    transaction.savepoint_rollback(point)
    return answer


def told(answer: HttpResponse) -> str:
    return "login" if "/account/login/" in answer.headers.get("Location", "") else str(answer.status_code)


def test_every_address_is_in_the_table() -> None:
    names = {name for name, _parts in every_address() if name != "gallery"}
    assert names == set(EXPECTED)


def test_everybody_gets_what_the_table_says_and_reading_writes_nothing(
    world: World, sessions: Sessions
) -> None:
    wrong = []
    for name, parts in every_address():
        url = address(world, name, parts)
        for who, expected in zip(WHO, EXPECTED.get(name, ()), strict=False):
            before = rows_written()
            answer = asked(browser(sessions, who), "get", url)
            written = {table for table, rows in rows_written().items() if rows != before.get(table)}
            if told(answer) != expected:
                wrong.append(f"{who} gets {told(answer)} of {name}, not {expected}")
            wrong += [f"{who} reads {name} and writes {table}" for table in written]
            wrong += [f"{name} for {who}: {what}" for what in missing_headers(answer)]
    assert not wrong, "\n".join(wrong)


def rows_written() -> dict[str, int]:
    """Rows inserted, changed and deleted in this transaction by table, but for sessions and the audit."""
    left_out = ("django_session", "usersessions_usersession")
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables"
            " where not starts_with(relname, 'audit_') and relname <> all(%s)",
            [list(left_out)],
        )
        return dict(cursor.fetchall())


def missing_headers(answer: HttpResponse) -> list[str]:
    """What every answer has to carry and this one does not."""
    policy = answer.headers.get("Content-Security-Policy", "")
    found = {
        "no policy for scripts": "script-src" in policy or "sandbox" in policy,
        "may be framed": "frame-ancestors 'none'" in policy
        or answer.headers.get("X-Frame-Options") == "DENY",
        "may be sniffed": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "tells where it comes from": answer.headers.get("Referrer-Policy") == "same-origin",
        "may be stored": "no-store" in answer.headers.get("Cache-Control", ""),
        "lets inline scripts run": "'unsafe-inline'"
        not in policy.partition("script-src")[2].partition(";")[0],
    }
    return [words for words, is_right in found.items() if not is_right]


def test_a_form_of_a_stranger_finds_nothing(world: World, sessions: Sessions) -> None:
    """Nobody, Max and Mila; Ana at the doors of experts and staff; blind Dr Bo at those of patients and staff."""
    wrong = []
    for name, parts in every_address():
        if name.startswith(EVERYBODYS) or name == "gallery":
            continue
        for who in strangers_to(name):
            answer = told(asked(browser(sessions, who), "post", address(world, name, parts)))
            if answer not in ("login", "401", "404", "405"):
                wrong.append(f"{who} gets {answer} for a form at {name}")
    assert not wrong, "\n".join(wrong)


def strangers_to(name: str) -> list[str]:
    others = {"expert": "ana", "patient": "dr_bo", "public": "dr_bo"}
    portal = name.partition(":")[0]
    return ["nobody", "max", "mila", *([others[portal]] if portal in others else ["ana", "dr_bo"])]


def test_a_form_without_its_mark_is_refused(world: World, sessions: Sessions) -> None:
    """Another site's form: refused for whom the page is, whatever it says."""
    wrong = []
    for name, parts in every_address():
        who = "dr_bo" if name.startswith("expert:") else "ana"
        if name in ("gallery", "alive"):
            continue
        answer = asked(browser(sessions, who, strict=True), "post", address(world, name, parts))
        if answer.status_code not in (403, 404):
            wrong.append(f"{name} answers {answer.status_code} to a form without its mark")
    assert not wrong, "\n".join(wrong)


def test_nobody_in_particular_verifies_a_report_and_reads_nothing_of_it(world: World) -> None:
    them = world.them
    with acting(them.ana, them.programme):
        opinion = Opinion.objects.get(case=world.released)
    for programme, words in ((them.programme, "This report is genuine"), (them.other, "We know no report")):
        page = Client().post(f"/{programme.slug}/verify", {"code": opinion.code}).content.decode()
        assert words in page
        assert "Lindqvist" not in page
        assert "carcinoma" not in page
