"""In the blind phase nothing that is sealed reaches the expert: every address, every answer, every header."""

from __future__ import annotations

import re
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from secunda.care.assignment.models import Assignment
from secunda.care.cases.tests.factories import Cast
from secunda.care.imaging.tests.factories import SERIES, STUDY, a_study
from secunda.foundation.accounts.models import Account
from secunda.portals.expert import urls
from secunda.portals.expert.tests.factories import (
    MARK,
    a_case_to_read,
    a_read_as_sent,
    an_invited_case,
    autosave,
    facts_of,
    records_of,
    url,
)
from secunda.portals.expert.writing.sections import SECTIONS
from secunda.portals.parts.tests.signed_in import signed_in

HEADERS: tuple[dict[str, str], ...] = ({}, {"HX-Request": "true"}, {"X-Requested-With": "autosave"})


def every_address(them: Cast, one: Assignment) -> list[str]:
    """Every address of the expert's portal for this work and its records."""
    values: dict[str, list[Any]] = {
        "assignment": [one.public_id], "record": [r.public_id for r in records_of(them, one).values()], "page": [1],
        "fact": [fact.public_id for fact in facts_of(them, one)], "addendum": [uuid4()],
        "name": [section.name for section in SECTIONS], "study": [STUDY], "series": [SERIES],
        "instance": [f"{SERIES}.1"], "numbers": ["1"], "place": ["00081030"], "mark": [uuid4()],
    }  # fmt: skip
    found = []
    for pattern in urls.urlpatterns:
        names = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
        found += [url(them, str(pattern.name), *args) for args in product(*(values[name] for name in names))]
    return found


def everything(client: Client, address: str) -> str:
    """All that comes back from an address, asked for in every way: bodies, headers, redirects."""
    said = []
    for headers in HEADERS:
        for answer in (
            client.get(address, headers=headers),
            client.post(address, {"add": "options"}, headers=headers),
        ):
            streamed = getattr(answer, "streaming_content", None)
            body = b"".join(streamed) if streamed else answer.content
            said.append(f"{answer.status_code} {answer.headers} {body.decode('latin-1')}")
    return "\n".join(said)


def test_nothing_sealed_reaches_a_blind_expert(them: Cast, bo: Client) -> None:
    one = a_case_to_read(them)
    a_study(them, one.case, 1, StudyDescription=MARK, SeriesDescription=MARK, ImageComments=MARK)
    bo.get(url(them, "room", one.public_id))
    assert autosave(bo, url(them, "room", one.public_id), a_read_as_sent())["ok"]
    addresses = [address for address in every_address(them, one) if "/give-back/" not in address]
    assert len(addresses) > 60
    assert (
        bo.get(url(them, "dicomweb_instance", one.public_id, STUDY, SERIES, f"{SERIES}.1")).status_code == 200
    )
    for address in [*addresses, url(them, "give_back", one.public_id)]:
        said = everything(bo, address)
        assert MARK not in said, address
        assert "Lindqvist" not in said, address


def test_nothing_sealed_reaches_who_is_only_invited(them: Cast, bo: Client) -> None:
    one = an_invited_case(them)
    for address in every_address(them, one):
        if not address.endswith(("/declare/", "/answer/")):
            assert MARK not in everything(bo, address), address
    for name in ("room", "commit", "first_opinion", "report", "sign", "signed", "give_back"):
        assert bo.get(url(them, name, one.public_id)).status_code == 404


@pytest.mark.parametrize("who", ["max", "ana", "dr_chen", "cleo", "dr_okafor"])
def test_nobody_else_finds_anything(them: Cast, who: str) -> None:
    one = a_case_to_read(them)
    account: Account = getattr(them, who)
    client = signed_in(account, them.programme)
    for address in every_address(them, one):
        shared = address.endswith(("/expert/", "/thanks/")) and who.startswith("dr_")
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in ((200, 302, 404, 405) if shared else (404, 405)), address
            assert one.case.reference not in answer.content.decode("latin-1")


def test_the_other_programme_has_nothing_of_it(them: Cast) -> None:
    one = a_case_to_read(them)
    client = signed_in(them.dr_bo, them.other)
    for address in every_address(them, one):
        elsewhere = address.replace(f"/{them.programme.slug}/", f"/{them.other.slug}/", 1)
        if elsewhere.endswith(("/expert/", "/thanks/")):
            assert one.case.reference not in client.get(elsewhere).content.decode()
        else:
            assert client.get(elsewhere).status_code in (404, 405), elsewhere
