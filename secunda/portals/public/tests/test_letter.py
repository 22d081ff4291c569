"""The summary reads as a letter, for whoever asks, and names what is missing."""

from __future__ import annotations

import re

from django.test import Client
from django.utils.html import strip_tags

from secunda.foundation.accounts.models import Programme
from secunda.portals.public.tests.factories import FILLED, a_clear_draft, a_filled_draft, door, fill

PROXY = {"own_name": "Tomás", "basis": "carer", "until_day": "1", "until_month": "2", "until_year": "2041"}


def letter(client: Client, programme: Programme, case_id: object) -> str:
    content = client.get(door(programme, "letter", case_id)).content.decode()
    article = content[content.index('<article class="letter">') : content.index("</article>")]
    return re.sub(r"\s+", " ", strip_tags(article))


def test_it_speaks_to_the_patient(client: Client, programme: Programme) -> None:
    said = letter(client, programme, a_filled_draft(client, programme))
    for sentence in (
        "You ask for yourself.",
        "Your name is Ana Ferreira. You were born on 3 May 1981. Sex: Female. Older records may say Ana Sousa.",
        "Telephone: +351 912 345 678.",
        "You live in Lisboa, Portugal.",
        "The opinion is to be in: English. Your time is that of Lisbon.",
        "It is about breast cancer or a finding in the breast.",
        "Invasive ductal carcinoma, left breast &lt;2 cm",
        "What was proposed:",
        "The reasons given for it:",
        "This came from Dr Rao, Dr Silva, Valley District Hospital, October 2024.",
        "The treatment would be carried out by Valley Clinic.",
        "The decision has to be made by Monday 24 December 2040.",
        "You ask these questions:",
        "Is radiotherapy as safe?",
        "You hope:",
        "You fear:",
        "To be called too: My sister, 912 000 000.",
        "Who decides too: My husband.",
        "No blood products",
        "You agree to: A second opinion, My own doctor.",
        "You did not agree to: A specialist in another country, How it went, Learning.",
    ):
        assert sentence in said, sentence
    assert said.count("change") >= len(FILLED)


def test_it_speaks_to_a_proxy(client: Client, programme: Programme) -> None:
    said = letter(client, programme, a_filled_draft(client, programme, who={"kind": "proxy"}, you=PROXY))
    for sentence in (
        "You ask for someone you care for.",
        "You are Tomás and act as: Carer with the patient's written permission.",
        "You may act for them until Friday 1 February 2041.",
        "Ana Ferreira was born on 3 May 1981.",
        "The patient lives in Lisboa, Portugal.",
        "The patient hopes:",
        "The patient fears:",
    ):
        assert sentence.replace("'", "&#x27;") in said or sentence in said, sentence


def test_it_speaks_to_a_doctor(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme, "doctor")
    fill(programme, case_id, who={"kind": "doctor"}, you={"own_name": "Dr Rao"})
    said = letter(client, programme, case_id)
    assert "You ask as the treating doctor, for your patient. change" in said
    assert "You are Dr Rao." in said


def test_what_was_left_empty_is_said_too(client: Client, programme: Programme) -> None:
    case_id = a_filled_draft(
        client, programme, told={"diagnosis": "Nobody knows yet"}, decision={"decision": ""}, together={},
        hopes={"hopes": "", "fears": ""}, questions={"question_1": "What is it?"}, place={"country": "VA"},
        by_whom={"doctors": "Dr Rao", "given_year": "2024", "given_month": "3", "given_day": "5"},
        hearing={"hear": "page", "detail": "main"},
        patient=FILLED["patient"] | {"telephone": "", "former_names": ""},
    )  # fmt: skip
    said = letter(client, programme, case_id)
    for sentence in (
        "Nothing was proposed yet.",
        "No day is set for it.",
        "You wrote nothing about hopes and fears.",
        "You ask this question:",
        "You named nobody who decides too, and no special wishes.",
        "You live in Vatican City.",
        "This came from Dr Rao, 5 Mar 2024.",
    ):
        assert sentence in said, sentence
    assert "Telephone" not in said


def test_missing_pages_are_named_with_a_way_to_add_them(client: Client, programme: Programme) -> None:
    case_id = a_clear_draft(client, programme)
    client.post(door(programme, "page", case_id, "who"), {"kind": "patient"})
    content = client.get(door(programme, "letter", case_id)).content.decode()
    assert "Still missing: The patient." in content
    assert f"{door(programme, 'page', case_id, 'patient')}?then=letter" in content
    assert "Make an account and send it" not in content
    assert "Complete: The patient" in content


def test_the_year_alone_is_a_date(client: Client, programme: Programme) -> None:
    case_id = a_filled_draft(client, programme, by_whom={"institutions": "Valley", "given_year": "2019"})
    assert "This came from Valley, 2019." in letter(client, programme, case_id)
    fill(programme, case_id, by_whom={"institutions": "Valley"})
    assert "This came from Valley." in letter(client, programme, case_id)
