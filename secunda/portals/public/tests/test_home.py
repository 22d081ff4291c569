"""The home page says what is true, the first click opens a draft, and reports can be verified."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Interval, Link
from secunda.care.cases.tests.factories import acting, cast, now
from secunda.care.opinions.tests import factories as opinions
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.audit.models import Event
from secunda.portals.parts.doors import DRAFT_COOKIE
from secunda.portals.public import figures
from secunda.portals.public.tests.factories import a_draft, case_of, door, id_in, kept


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_home_says_what_you_get_and_has_two_doors(client: Client, programme: Programme) -> None:
    content = text(client, door(programme, "home"))
    assert "Another specialist reads your records" in content
    assert 'name="for" value="self"' in content
    assert 'name="for" value="doctor"' in content
    assert "Not enough cases yet to say." in content
    assert door(programme, "sample") in content


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ({"amount": 35000, "currency": "EUR", "who_pays": "patient"}, "€350.00 for the whole opinion."),
        ({"amount": 6500, "currency": "JPY"}, "JP¥6,500 for the whole opinion."),
        (
            {"amount": 35000, "currency": "EUR", "who_pays": "sponsor"},
            "Nothing for you. An opinion costs €350.00",
        ),
        ({"amount": 0}, "Nothing. You are never asked for money here."),
        ({"amount": 0, "who_pays": "The city pays it."}, "never asked for money here. The city pays it."),
        (
            {"amount": 900, "currency": "EUR", "who_pays": "Your insurer may pay."},
            "on top. Your insurer may pay.",
        ),
        ({}, "You are told the price before anything is done that costs money."),
    ],
)
def test_the_price_is_said_honestly(
    client: Client, programme: Programme, price: dict[str, object], said: str
) -> None:
    Programme.objects.filter(pk=programme.pk).update(price=price)
    assert said in text(client, door(programme, "home"))


def delivered(programme: Programme, days: list[int]) -> None:
    """Cases whose opinion could be read so many days after the first click."""
    for waited in days:
        at = now() - timedelta(days=waited + 1)
        case, _token = cases.open_draft(programme=programme, language="en", time_zone="UTC", at=at)
        with principal.as_case(case.id, programme.id):
            cases.make_readable(case, at=at + timedelta(days=waited))


def test_the_time_stands_there_from_the_fifth_case_on(
    client: Client, programme: Programme, other: Programme
) -> None:
    delivered(programme, [2, 4, 6, 8])
    delivered(other, [1, 1, 1])
    assert "Not enough cases yet to say." in text(client, door(programme, "home"))
    delivered(programme, [10])
    content = text(client, door(programme, "home"))
    assert "<strong>6 days</strong>" in content
    assert "<strong>9 days</strong>" in content
    assert "All 5 opinions" in content
    assert "Not enough cases yet to say." in text(client, door(other, "home"))


def test_who_reads_is_counted_by_specialty(client: Client, db: None) -> None:
    them = cast()
    opinions.an_expert(them, them.dr_bo)
    with principal.as_person(them.cleo.id, them.programme.id):
        assert figures.readers(them.programme) == ["Breast surgery: 1"]
    assert "Breast surgery: 1." in text(client, door(them.programme, "home"))
    assert "Breast surgery" not in text(client, door(them.other, "home"))


def test_the_first_click_starts_the_clock(client: Client, programme: Programme) -> None:
    response = client.post(door(programme, "start"), {"for": "self", "time_zone": "Europe/Lisbon"})
    case = case_of(programme, id_in(response, programme))
    assert response.headers["Location"] == door(programme, "check", case.public_id)
    assert (case.state, case.time_zone, case.requester) == ("draft", "Europe/Lisbon", None)
    with principal.as_job(case_id=None, programme_id=programme.id, name="test"):
        assert Interval.objects.get(case=case).until_at is None
    cookie = response.cookies[DRAFT_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == f"/{programme.slug}/"
    assert cookie["max-age"] == 30 * 86400
    assert bool(cookie["secure"]) is settings.TLS


def test_a_second_click_goes_on_with_what_was_begun(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    again = client.post(door(programme, "start"), {"for": "self"})
    assert again.headers["Location"] == door(programme, "draft", case_id)
    assert door(programme, "draft", case_id) in text(client, door(programme, "home"))
    assert a_draft(client, programme) != case_id


def test_start_takes_a_press_of_a_button(client: Client, programme: Programme) -> None:
    assert client.get(door(programme, "start")).headers["Location"] == door(programme, "home")
    with principal.as_job(case_id=None, programme_id=programme.id, name="test"):
        assert not Case.objects.exists()


def test_an_unknown_time_zone_is_left_open(client: Client, programme: Programme) -> None:
    response = client.post(door(programme, "start"), {"for": "self", "time_zone": "../etc/passwd"})
    assert case_of(programme, id_in(response, programme)).time_zone == "UTC"


def test_a_doctor_is_known_from_the_first_click(client: Client, programme: Programme) -> None:
    assert kept(programme, a_draft(client, programme, "doctor"))["who"] == {"kind": ["doctor"]}
    assert "who" not in kept(programme, a_draft(client, programme, "nonsense"))


def test_somebody_signed_in_holds_the_draft_at_once(
    client: Client, programme: Programme, ana: Account
) -> None:
    client.force_login(ana)
    response = client.post(door(programme, "start"), {"for": "self"})
    case = case_of(programme, id_in(response, programme))
    assert case.requester == ana
    assert DRAFT_COOKIE not in response.cookies
    with principal.as_person(ana.id, programme.id):
        assert Link.objects.get(case=case).revoked_at
    assert door(programme, "draft", case.public_id) in text(client, door(programme, "home"))


def test_the_sample_is_a_whole_report(client: Client, programme: Programme) -> None:
    content = text(client, door(programme, "sample"))
    assert "Can I keep my breast and have radiotherapy instead?" in content
    assert "no real person is meant" in content


def test_verify_asks_for_a_code(client: Client, programme: Programme) -> None:
    assert "Is this report genuine?" in text(client, door(programme, "verify"))


@pytest.mark.parametrize(
    "code",
    [
        "7K3M-9QXT-0ABC-D2EF", "nonsense", "<script>alert(1)</script>", "%", "x" * 5000, "A" * 16 + "\0",
        "7K3M-9QXT-0ABC-D2E\0", "\u0660" * 16, "\uff10" * 16, "\u00df" * 8, "\u202e7K3M-9QXT-0ABC-D2EF",
    ],
)  # fmt: skip
def test_an_unknown_code_is_said_plainly(client: Client, programme: Programme, code: str) -> None:
    for response in (
        client.post(door(programme, "verify"), {"code": code}),
        client.get(door(programme, "verify"), {"code": code}),
    ):
        assert response.status_code == 200
        assert b"We know no report with this code" in response.content
        assert b"<script>alert" not in response.content


def test_a_released_report_is_verified_without_its_content(client: Client, db: None) -> None:
    them = cast()
    opinion = opinions.a_released_opinion(them)
    content = client.post(door(them.programme, "verify"), {"code": opinion.code.lower()}).content.decode()
    assert "This report is genuine" in content
    assert "Dr Bo" in content
    assert "Licensed in" in content
    assert opinion.sha256 in content
    for sealed in ("Ana", "mastectomy", "Mastectomy", "carcinoma"):
        assert sealed not in content
    with acting(them.ana, them.programme):
        told = Event.objects.get(case_id=opinion.case_id, verb="opinion.verified")
        assert told.actor_id is None
    elsewhere = client.post(door(them.other, "verify"), {"code": opinion.code}).content
    assert b"We know no report with this code" in elsewhere


def test_uuid_of_a_case_is_random(client: Client, programme: Programme) -> None:
    ids: set[UUID] = {a_draft(client, programme) for _time in range(3)}
    assert len(ids) == 3
    assert all(one.version == 4 for one in ids)


def test_a_door_opens_only_so_often(client: Client, programme: Programme) -> None:
    started = [
        client.post(door(programme, "start"), {"for": "self", "anew": "1"}).status_code for _ in range(61)
    ]
    assert started == [302] * 60 + [429]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_counter where cache_key like '%127.0.0.1%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from accounts_counter")
        assert cursor.fetchone() != (0,)
    assert client.get(door(programme, "home")).status_code == 200
