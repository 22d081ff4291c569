"""The intake: one matter a page, everything typed is kept, each bad input gets one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from secunda.care.cases.consents import PURPOSES
from secunda.foundation.accounts.models import Programme
from secunda.portals.public.forms import PAGES
from secunda.portals.public.forms.wishes import texts_in
from secunda.portals.public.tests.factories import (
    FILLED,
    a_clear_draft,
    a_draft,
    a_filled_draft,
    answer_check,
    door,
    fill,
    kept,
)

AUTOSAVE = {"X-Requested-With": "autosave"}


@pytest.mark.parametrize("who", ["self", "doctor"])
def test_every_page_opens_empty_and_filled(client: Client, programme: Programme, who: str) -> None:
    case_id = a_clear_draft(client, programme, who)
    for page in PAGES:
        asked = page.slug != "you" or who == "doctor"
        response = client.get(door(programme, "page", case_id, page.slug))
        assert response.status_code == (200 if asked else 302), page.slug
        assert b"data-autosave" in response.content or not asked
    fill(programme, case_id)
    for slug in FILLED:
        assert client.get(door(programme, "page", case_id, slug)).status_code == 200
    assert client.get(door(programme, "page", case_id, "nothing")).status_code == 404


def test_pages_lead_to_each_other_and_to_the_letter(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    order = [page.slug for page in PAGES if page.slug != "you"]
    for slug, following in zip(order, [*order[1:], ""], strict=True):
        response = client.post(door(programme, "page", case_id, slug), FILLED[slug])
        expected = (
            door(programme, "page", case_id, following) if following else door(programme, "letter", case_id)
        )
        assert response.headers["Location"] == expected
    content = client.get(door(programme, "draft", case_id)).content.decode()
    assert "Everything is filled in" in content
    assert content.count('data-state="done"') == 2 * len(order)


def test_a_proxy_and_a_doctor_are_asked_who_they_are(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    page = door(programme, "page", case_id, "you")
    assert client.get(page).headers["Location"] == door(programme, "draft", case_id)
    for kind, fields in (("proxy", (b"own_name", b"basis", b"until_day")), ("doctor", (b"own_name",))):
        response = client.post(door(programme, "page", case_id, "who"), {"kind": kind})
        assert response.headers["Location"] == page
        content = client.get(page).content
        assert all(field in content for field in fields)
        assert (b"basis" in content) is (kind == "proxy")
    past = {"own_name": "Tomás", "basis": "carer", "until_day": "1", "until_month": "1", "until_year": "2020"}
    client.post(door(programme, "page", case_id, "who"), {"kind": "proxy"})
    assert b"This day has passed" in client.post(page, past).content


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("who", {}, "Please choose one."),
    ("who", {"kind": "burglar"}, "burglar is not one of the available choices."),
    ("patient", FILLED["patient"] | {"birth_date_year": "2999"}, "The date of birth lies in the future."),
    ("patient", FILLED["patient"] | {"birth_date_year": "1850"}, "more than 125 years ago"),
    (
        "patient",
        FILLED["patient"] | {"birth_date_day": "31", "birth_date_month": "4"},
        "There is no such day",
    ),
    ("patient", FILLED["patient"] | {"birth_date_year": "2015"}, "Before you are 18, a parent or guardian"),
    ("patient", FILLED["patient"] | {"name": "1234"}, "We cannot read this."),
    ("patient", FILLED["patient"] | {"telephone": "call me"}, "This is not a telephone number."),
    ("place", {"country": "XX"}, "Select a valid choice."),
    ("place", {"country": ""}, "Please choose the country."),
    ("place", {"country": "US", "region": "11"}, "This region is not in the country that is chosen."),
    ("place", {"country": "US", "region": ""}, "Please choose the state or province."),
    ("language", {"language": "tlh", "time_zone": "Europe/Lisbon"}, "Select a valid choice."),
    ("language", {"language": "en", "time_zone": "Mars/Olympus"}, "Please choose a city with your time."),
    ("condition", {}, "Please choose one."),
    ("told", {"diagnosis": ""}, "Please tell us in your own words what you were told you have."),
    ("told", {"diagnosis": "?!?"}, "We cannot read this."),
    ("told", {"diagnosis": "x" * 4001}, "Please shorten this"),
    ("by-whom", {"doctors": "", "institutions": ""}, "Please name at least one doctor or hospital"),
    ("by-whom", FILLED["by-whom"] | {"given_year": "2999"}, "This date lies in the future."),
    (
        "by-whom",
        FILLED["by-whom"] | {"given_year": "2999", "given_month": ""},
        "This date lies in the future.",
    ),
    ("by-whom", FILLED["by-whom"] | {"given_day": "5", "given_month": ""}, "Please give the day, the month"),
    ("decision", FILLED["decision"] | {"decision_date_year": "2020"}, "This day has already passed."),
    ("decision", FILLED["decision"] | {"decision_date_year": "2999"}, "This day is very far away."),
    ("questions", {"question_2": "Why?"}, "Please ask at least one question"),
    ("hearing", {"hear": "call_together", "detail": "main"}, "Please say who else is to be called."),
    ("consents", {"learning": "on"}, "Without your consent to “A second opinion” we may not begin."),
]


@pytest.mark.parametrize(("slug", "typed", "said"), BAD)
def test_bad_input_gets_one_sentence_and_is_kept(
    client: Client, programme: Programme, slug: str, typed: dict[str, Any], said: str
) -> None:
    case_id = a_clear_draft(client, programme)
    response = client.post(door(programme, "page", case_id, slug), typed)
    assert response.status_code == 422
    assert said in response.content.decode().replace("&#x27;", "'")
    raw = kept(programme, case_id)[slug]
    assert all(raw[name] == [value] for name, value in typed.items())
    again = client.get(door(programme, "page", case_id, slug))
    assert b'role="alert"' not in again.content


SCRIPT = "<script>alert('x')</script>"
TEXTS = [
    ("patient", "name"), ("patient", "former_names"), ("patient", "telephone"), ("told", "diagnosis"),
    ("told", "treatment"), ("told", "reasons"), ("by-whom", "doctors"), ("by-whom", "institutions"),
    ("by-whom", "planned"), ("decision", "decision"), *(("questions", f"question_{n}") for n in range(1, 6)),
    ("hopes", "hopes"), ("hopes", "fears"), ("hearing", "hear_with"), ("together", "decides_with"),
    ("together", "culture"), ("you", "own_name"),
]  # fmt: skip


def test_a_script_in_any_text_gets_one_sentence_and_never_runs(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme, "doctor")
    for slug, name in TEXTS:
        response = client.post(door(programme, "page", case_id, slug), FILLED.get(slug, {}) | {name: SCRIPT})
        content = response.content.decode()
        assert response.status_code == 422
        assert SCRIPT not in content
        assert "&lt;script&gt;" in content
        assert "computer code" in content or "telephone number" in content
        assert kept(programme, case_id)[slug][name] == [SCRIPT]
        assert SCRIPT not in client.get(door(programme, "page", case_id, slug)).content.decode()


def test_autosave_keeps_what_is_half_typed_and_other_pages_too(client: Client, programme: Programme) -> None:
    case_id = a_filled_draft(client, programme)
    before = kept(programme, case_id)
    half = {"diagnosis": "Inva", "csrfmiddlewaretoken": "x", "foreign": "field"}
    response = client.post(door(programme, "page", case_id, "told"), half, headers=AUTOSAVE)
    assert response.json()["ok"]
    assert len(response.json()["saved"]) == len("12:04")
    assert kept(programme, case_id) == before | {"told": {"diagnosis": ["Inva"]}}
    assert b">Inva</textarea>" in client.get(door(programme, "page", case_id, "told")).content.replace(
        b">\n", b">"
    )


def test_two_tabs_do_not_undo_each_other(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    tab = Client()
    tab.cookies = client.cookies
    client.post(door(programme, "page", case_id, "hopes"), {"hopes": "One", "fears": ""}, headers=AUTOSAVE)
    tab.post(door(programme, "page", case_id, "told"), {"diagnosis": "Two"}, headers=AUTOSAVE)
    client.post(door(programme, "page", case_id, "hopes"), {"hopes": "Three", "fears": ""}, headers=AUTOSAVE)
    answers = kept(programme, case_id)
    assert answers["told"]["diagnosis"] == ["Two"]
    assert answers["hopes"]["hopes"] == ["Three"]


def test_what_the_database_cannot_hold_is_left_out(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    response = client.post(
        door(programme, "page", case_id, "told"), {"diagnosis": "Cancer\x00 of \x00the breast"}
    )
    assert response.status_code == 302
    assert kept(programme, case_id)["told"]["diagnosis"] == ["Cancer of the breast"]


def test_more_than_a_page_can_hold_is_refused_and_leaves_what_was_there(
    client: Client, programme: Programme
) -> None:
    case_id = a_clear_draft(client, programme)
    page = door(programme, "page", case_id, "told")
    client.post(page, {"diagnosis": "Before"})
    for headers in ({}, AUTOSAVE):
        response = client.post(page, {"diagnosis": "a" * 50_000}, headers=headers)
        assert response.status_code == 413
        assert b"This is more than we can keep on one page." in response.content
    assert kept(programme, case_id)["told"]["diagnosis"] == ["Before"]


def test_an_example_goes_into_the_next_empty_box(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    client.post(door(programme, "page", case_id, "condition"), {"family": "prostate_cancer"})
    page = door(programme, "page", case_id, "questions")
    assert b"active surveillance" in client.get(page).content
    response = client.post(page, {"question_1": "Mine", "question_2": "", "question_3": "", "example": "0"})
    assert response.headers["Location"] == page
    raw = kept(programme, case_id)["questions"]
    assert raw["question_1"] == ["Mine"]
    assert "active surveillance" in raw["question_2"][0]
    full = {f"question_{n}": f"Question {n}" for n in range(1, 6)}
    for which in ("0", "99", "x"):
        client.post(page, full | {"example": which})
        assert kept(programme, case_id)["questions"] == {name: [value] for name, value in full.items()}


def test_regions_follow_the_country(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    page = door(programme, "page", case_id, "place")
    assert b"Lisboa" in client.get(page).content  # the country of the check
    response = client.post(page, {"country": "US", "region": "11"})
    assert b"California" in response.content
    assert client.post(page, {"country": "US", "region": "CA"}).status_code == 302
    assert client.post(page, {"country": "VA", "region": "CA"}).status_code == 302
    assert b'name="region"' not in client.get(page).content


def test_the_zone_of_the_browser_is_offered(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    assert (
        b'value="Europe/Lisbon" selected' in client.get(door(programme, "page", case_id, "language")).content
    )


def test_a_zone_under_its_old_name_is_taken_too(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    page = door(programme, "page", case_id, "language")
    assert client.post(page, {"language": "en", "time_zone": "Asia/Calcutta"}).status_code == 302
    assert b'value="Asia/Calcutta" selected' in client.get(page).content


def test_no_consent_is_ticked_beforehand_and_each_stands_alone(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    page = door(programme, "page", case_id, "consents")
    content = client.get(page).content
    assert content.count(b'type="checkbox"') == len(PURPOSES)
    assert b" checked" not in content
    assert client.post(page, {"second_opinion": "on"}).status_code == 302
    raw = kept(programme, case_id)["consents"]
    assert raw == {"second_opinion": ["on"], "language": ["en"], "texts": [texts_in("en")]}
    assert client.get(page).content.count(b" checked") == 1


def test_the_language_in_which_consent_was_read_is_kept(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    page = door(programme, "page", case_id, "consents")
    client.cookies["language"] = "ar"
    client.post(page, {"second_opinion": "on", "language": "en", "texts": "forged"})
    assert kept(programme, case_id)["consents"]["language"] == ["ar"]
    with override("ar"):
        assert kept(programme, case_id)["consents"]["texts"] == [texts_in("ar")]


def test_a_consent_whose_text_has_changed_is_asked_again(
    client: Client, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = a_filled_draft(client, programme)
    changed = PURPOSES["learning"].__class__("learning", 2, "Learning", "Another text")
    monkeypatch.setitem(PURPOSES, "learning", changed)
    content = client.get(door(programme, "letter", case_id)).content
    assert b"Still missing: What you agree to." in content


def test_a_page_changed_from_the_letter_leads_back_to_it(client: Client, programme: Programme) -> None:
    case_id = a_filled_draft(client, programme)
    page = door(programme, "page", case_id, "hopes") + "?then=letter"
    content = client.get(page).content.decode()
    assert "Save and back to the summary" in content
    assert f'data-autosave="{page}"' in content
    assert client.post(page, {"hopes": "", "fears": ""}).headers["Location"] == door(
        programme, "letter", case_id
    )


def test_a_page_costs_few_questions_to_the_database(
    client: Client, programme: Programme, django_assert_max_num_queries: Any
) -> None:
    case_id = a_filled_draft(client, programme)
    for name, most in (("draft", 12), ("letter", 12)):
        with django_assert_max_num_queries(most):
            assert client.get(door(programme, name, case_id)).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(door(programme, "page", case_id, "told"))


def test_the_list_says_what_is_begun(client: Client, programme: Programme) -> None:
    case_id = a_draft(client, programme)
    answer_check(client, programme, case_id)
    assert b"It is safe to go on" in client.get(door(programme, "draft", case_id)).content
    client.post(door(programme, "page", case_id, "told"), {"diagnosis": ""})
    content = client.get(door(programme, "draft", case_id)).content
    assert b"to be completed" in content
    assert b"Next: Who it is for." in content
