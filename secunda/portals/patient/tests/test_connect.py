"""Records from a hospital's own server, as a person fetches them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from django.utils.html import escape

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting
from secunda.care.chasing.tests.smart_server import CLIENT, Server, a_hospital
from secunda.care.records.models import Record
from secunda.foundation.accounts.models import Programme
from secunda.portals.patient.tests.sending import at, page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(them: Cast) -> Iterator[Server]:
    with a_hospital() as running:
        row = {
            "key": "valley",
            "name": "Valley District Hospital",
            "issuer": running.home,
            "client_id": CLIENT,
        }
        Programme.objects.filter(pk=them.programme.pk).update(rules={"hospitals": [row]})
        yield running


def way_there(client: Client, case: Case) -> str:
    """The address of the hospital's sign-in, as the page has it."""
    assert "Valley District Hospital" in client.get(at("connect", case.public_id)).content.decode()
    html = client.get(at("connect_leave", case.public_id, "valley")).content.decode()
    found = next(part for part in html.split('"') if "/authorize?" in part)
    return found.replace("&amp;", "&")


def come_back(client: Client, there: str) -> str:
    """What the person sees after signing in there; the address is the one that was registered."""
    back = urlsplit(requests.get(there, allow_redirects=False, timeout=10).headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True).content.decode()


def test_what_was_allowed_becomes_records_once(them: Cast, case: Case, server: Server) -> None:
    ana = signed_in(them.ana)
    assert "Fetch records from your hospital" in page(ana, case)
    html = come_back(ana, way_there(ana, case))
    assert "3 new files came from Valley District Hospital." in html
    assert "Some kinds of records were not given" in html
    with acting(them.ana, them.programme):
        names = set(Record.objects.values_list("name", flat=True))
        assert names == {"Valley District Hospital.json", "letter.pdf", "note.txt"}
    assert "0 new files came" in come_back(ana, way_there(ana, case))


def test_a_visit_is_used_once_and_is_nobody_else_s(them: Cast, case: Case, server: Server) -> None:
    ana, stranger = signed_in(them.ana), signed_in(them.max)
    there = way_there(ana, case)
    ended = escape("This visit to the hospital's server has ended.")
    assert ended not in come_back(stranger, there)
    with acting(them.max, them.programme):
        assert not Record.objects.exists()
    come_back(ana, there)
    assert ended in come_back(ana, there)


def test_nobody_else_gets_near(them: Cast, case: Case, server: Server) -> None:
    for person in (them.max, them.dr_bo, them.tomas):
        assert signed_in(person).get(at("connect", case.public_id)).status_code in (404, 302)
    assert signed_in(them.ana).get(at("connect_leave", case.public_id, "other")).status_code == 404
