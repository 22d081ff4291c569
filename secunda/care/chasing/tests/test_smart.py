"""Fetching from a hospital's own server: only from there, only what was allowed, within limits."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import requests

from secunda.care.chasing import smart
from secunda.care.chasing.smart import Begun, Fetched, Hospital, Limits
from secunda.care.chasing.tests.smart_server import CLIENT, REPORT, Server, a_hospital
from secunda.foundation.accounts.models import Programme
from secunda.foundation.errors import Refused

BACK = "http://localhost/lindenhof/my/connected/"


@pytest.fixture
def server() -> Iterator[Server]:
    with a_hospital() as running:
        yield running


@pytest.fixture
def hospital(server: Server) -> Hospital:
    return Hospital("valley", "Valley District Hospital", server.home, CLIENT)


def signed_in_there(begun: Begun) -> str:
    """The address with which the person comes back."""
    return requests.get(begun.url, allow_redirects=False, timeout=10).headers["Location"]


def visit(hospital: Hospital, limits: Limits | None = None) -> Fetched:
    begun = smart.begin(hospital, redirect_uri=BACK)
    return smart.fetch(hospital, begun, answer=signed_in_there(begun), redirect_uri=BACK, limits=limits)


def test_everything_that_was_allowed_comes_page_by_page(hospital: Hospital) -> None:
    found = visit(hospital)
    kinds = [entry["resource"]["resourceType"] for entry in json.loads(found.bundle)["entry"]]
    assert kinds == ["Patient", *["Observation"] * 5, "DocumentReference"]
    assert found.resources == 7
    assert found.withheld == ["CarePlan"]


def test_documents_come_along_but_not_from_elsewhere(hospital: Hospital) -> None:
    assert [(one.name, one.content) for one in visit(hospital).papers] == [
        ("letter.pdf", REPORT),
        ("note.txt", b"Dear colleague"),
    ]


def test_a_page_that_leads_elsewhere_is_not_followed(server: Server, hospital: Hospital) -> None:
    server.elsewhere = "http://169.254.169.254/latest"
    assert visit(hospital).resources == 4


def test_another_verifier_another_state_and_a_refusal_let_nobody_in(hospital: Hospital) -> None:
    begun = smart.begin(hospital, redirect_uri=BACK)
    answer = signed_in_there(begun)
    stolen = Begun(begun.url, begun.state, "x" * 64, begun.token_endpoint)
    with pytest.raises(Refused, match="did not let us in"):
        smart.fetch(hospital, stolen, answer=answer, redirect_uri=BACK)
    for bad in (answer.replace(begun.state, "other"), f"{BACK}?error=access_denied&state={begun.state}"):
        with pytest.raises(Refused, match="did not let us in"):
            smart.fetch(hospital, begun, answer=bad, redirect_uri=BACK)


def test_limits_hold(hospital: Hospital) -> None:
    for limits in (Limits(most_bytes=500), Limits(most_answers=3), Limits(seconds=-1)):
        with pytest.raises(Refused, match="more than can be fetched"):
            visit(hospital, limits)


def test_a_server_that_talks_nonsense_is_told_from_one_that_is_away(
    server: Server, hospital: Hospital
) -> None:
    server.broken = True
    with pytest.raises(Refused, match="does not answer as it should"):
        visit(hospital)
    away = Hospital("away", "Away", "http://127.0.0.1:1/fhir", CLIENT)
    with pytest.raises(Refused, match="does not answer as it should"):
        smart.begin(away, redirect_uri=BACK)


def test_nobody_s_records_are_fetched(server: Server, hospital: Hospital) -> None:
    for patient in (None, "../Patient", ""):
        server.patient = patient
        with pytest.raises(Refused, match="whose records"):
            visit(hospital)


def test_only_safe_registered_servers_are_offered() -> None:
    rows = [
        {"key": "a", "name": "A", "issuer": "https://fhir.example.org/r4/", "client_id": "x"},
        {"key": "b", "name": "B", "issuer": "http://fhir.example.org/r4", "client_id": "x"},
        {"key": "c", "name": "C", "issuer": "file:///etc", "client_id": "x"},
    ]
    assert [one.issuer for one in smart.hospitals(Programme(rules={"hospitals": rows}))] == [
        "https://fhir.example.org/r4"
    ]
    assert smart.hospitals(Programme()) == []
