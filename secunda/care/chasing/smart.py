"""Fetching a person's records from their hospital's own server: SMART App Launch 2.x, standalone, with PKCE; FHIR R4.

The servers are those that the programme has registered with (`rules["hospitals"]`); no other address is ever asked. The
token lives as long as one request. What comes is one FHIR Bundle and the documents that it points at.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from django.utils.translation import gettext as _

from secunda.foundation.accounts.models import Programme
from secunda.foundation.errors import Refused

SCOPE = "launch/patient patient/*.rs"
TYPES = (
    "Condition", "Observation", "Procedure", "MedicationRequest", "MedicationStatement", "AllergyIntolerance",
    "DiagnosticReport", "DocumentReference", "ImagingStudy", "Immunization", "FamilyMemberHistory", "CarePlan",
)  # fmt: skip
FHIR_JSON = "application/fhir+json"
PATIENCE = 20.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is fetched at once: bytes in all, answers, and seconds on the clock."""

    most_bytes: int = 100 * 1024 * 1024
    most_answers: int = 300
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Hospital:
    """A server that a programme has registered with."""

    key: str
    name: str
    issuer: str
    client_id: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit under way: where the person is sent, and what has to be remembered until they come back."""

    url: str
    state: str
    verifier: str
    token_endpoint: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a DocumentReference or DiagnosticReport carries or points at."""

    name: str
    content: bytes


@dataclass
class Fetched:
    """What a visit brought: the Bundle as JSON, the documents, and the kinds that the server did not give."""

    bundle: bytes = b""
    papers: list[Paper] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    resources: int = 0


def hospitals(programme: Programme) -> list[Hospital]:
    """The servers of a programme; an address that is not https (but on this machine) is left out."""
    rows = programme.rules.get("hospitals", [])
    found = (
        Hospital(str(row["key"]), row["name"], row["issuer"].rstrip("/"), row["client_id"]) for row in rows
    )
    return [one for one in found if _is_safe(one.issuer)]


def begin(hospital: Hospital, *, redirect_uri: str) -> Begun:
    """Where to send the person. Raises `Refused` when the server does not say how it is entered."""
    told = _json(
        requests.Session(), f"{hospital.issuer}/.well-known/smart-configuration", Limits().most_bytes
    )
    authorise, token = str(told.get("authorization_endpoint", "")), str(told.get("token_endpoint", ""))
    if not (_is_safe(authorise) and _is_safe(token)):
        raise Refused(
            _("This hospital's server does not say how to sign in. Please send the records yourself.")
        )
    client = OAuth2Session(
        hospital.client_id, scope=SCOPE, redirect_uri=redirect_uri, code_challenge_method="S256",
        token_endpoint_auth_method="none",
    )  # fmt: skip
    verifier = secrets.token_urlsafe(48)
    url, state = client.create_authorization_url(authorise, code_verifier=verifier, aud=hospital.issuer)
    return Begun(url, state, verifier, token)


def fetch(
    hospital: Hospital, begun: Begun, *, answer: str, redirect_uri: str, limits: Limits | None = None
) -> Fetched:
    """Everything the person allowed, after they came back with `answer`, the whole address. Raises `Refused`."""
    client = OAuth2Session(
        hospital.client_id, redirect_uri=redirect_uri, state=begun.state, token_endpoint_auth_method="none",
        default_timeout=PATIENCE,
    )  # fmt: skip
    try:
        token = client.fetch_token(
            begun.token_endpoint,
            authorization_response=answer,
            state=begun.state,
            code_verifier=begun.verifier,
        )
    except (AuthlibBaseError, requests.RequestException, ValueError) as error:
        raise Refused(_("The hospital did not let us in. Nothing was fetched; you can try again.")) from error
    patient = str(token.get("patient", ""))
    if not patient.replace("-", "").replace(".", "").isalnum():
        raise Refused(_("The hospital's server did not say whose records these are. Nothing was fetched."))
    with client:
        return _Visit(client, hospital, limits or Limits()).everything(patient)


class _Visit:
    """One fetching, with its limits counted."""

    def __init__(self, client: OAuth2Session, hospital: Hospital, limits: Limits) -> None:
        self._client = client
        self._hospital = hospital
        self._left = limits.most_bytes
        self._answers = limits.most_answers
        self._end = time.monotonic() + limits.seconds
        self._found = Fetched()

    def everything(self, patient: str) -> Fetched:
        """The patient, everything about them, and the documents."""
        entries = [self._entry(self._get(f"{self._hospital.issuer}/Patient/{patient}"))]
        for kind in TYPES:
            try:
                entries += [self._entry(one) for one in self._pages(kind, patient)]
            except _NotGiven:
                self._found.withheld.append(kind)
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        self._found.bundle = json.dumps(bundle, ensure_ascii=False).encode()
        self._found.resources = len(entries)
        for entry in entries:
            self._papers(entry["resource"])
        return self._found

    def _entry(self, resource: dict[str, Any]) -> dict[str, Any]:
        at = f"{self._hospital.issuer}/{resource.get('resourceType')}/{resource.get('id')}"
        return {"fullUrl": at, "resource": resource}

    def _pages(self, kind: str, patient: str) -> Iterator[dict[str, Any]]:
        address = f"{self._hospital.issuer}/{kind}?patient={patient}&_count=200"
        while address:
            page = self._get(address)
            yield from (
                one["resource"]
                for one in page.get("entry", [])
                if isinstance(one.get("resource"), dict) and one["resource"].get("resourceType") == kind
            )
            onward = (link["url"] for link in page.get("link", []) if link.get("relation") == "next")
            address = self._ours(next(onward, ""))

    def _papers(self, resource: dict[str, Any]) -> None:
        attachments = [
            each.get("attachment", {}) for each in resource.get("content", []) if isinstance(each, dict)
        ]
        attachments += resource.get("presentedForm", [])
        for attachment in attachments:
            content = self._content(attachment)
            if content:
                name = str(attachment.get("title") or f"{resource.get('resourceType')} {resource.get('id')}")
                self._found.papers.append(Paper(name[:200], content))

    def _content(self, attachment: dict[str, Any]) -> bytes:
        if attachment.get("data"):
            try:
                return base64.b64decode(attachment["data"], validate=False)
            except (binascii.Error, ValueError, TypeError):
                return b""
        address = self._ours(str(attachment.get("url", "")))
        if not address:
            return b""
        try:
            return self._raw(address, str(attachment.get("contentType") or "*/*"))
        except _NotGiven:
            return b""

    def _ours(self, address: str) -> str:
        """The address, if it lies on this hospital's server; else nothing: nobody sends us elsewhere."""
        if not address:
            return ""
        whole, home = urlsplit(urljoin(f"{self._hospital.issuer}/", address)), urlsplit(self._hospital.issuer)
        return whole.geturl() if (whole.scheme, whole.netloc) == (home.scheme, home.netloc) else ""

    def _get(self, address: str) -> dict[str, Any]:
        return _parsed(self._raw(address, FHIR_JSON))

    def _raw(self, address: str, accept: str) -> bytes:
        self._answers -= 1
        if self._answers < 0 or time.monotonic() > self._end:
            raise Refused(
                _("The hospital's server has more than can be fetched at once. Please ask it for a file.")
            )
        content = _body(self._client, address, self._left, accept)
        self._left -= len(content)
        return content


class _NotGiven(Exception):
    """The server does not give this: it does not know it, or the person did not allow it."""


def _json(session: requests.Session, address: str, most: int) -> dict[str, Any]:
    try:
        return _parsed(_body(session, address, most, "application/json"))
    except _NotGiven as refused:
        raise _silent() from refused


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _silent() from error
    if not isinstance(found, dict):
        raise _silent()
    return found


def _body(session: requests.Session, address: str, most: int, accept: str) -> bytes:
    """The body of an answer, at most `most` bytes. No redirect is followed."""
    try:
        with session.get(
            address, headers={"Accept": accept}, timeout=PATIENCE, stream=True, allow_redirects=False
        ) as answer:
            if answer.status_code in (400, 401, 403, 404, 410, 501):
                raise _NotGiven
            if answer.status_code != 200:
                raise _silent()
            return _bounded(answer, most)
    except requests.RequestException as error:
        raise _silent() from error


def _bounded(answer: requests.Response, most: int) -> bytes:
    parts, size = [], 0
    for part in answer.iter_content(64 * 1024):
        size += len(part)
        if size > most:
            raise Refused(
                _("The hospital's server has more than can be fetched at once. Please ask it for a file.")
            )
        parts.append(part)
    return b"".join(parts)


def _silent() -> Refused:
    return Refused(
        _("The hospital's server does not answer as it should. Nothing was fetched; please try again later.")
    )


def _is_safe(address: str) -> bool:
    where = urlsplit(address)
    return where.scheme == "https" or (
        where.scheme == "http" and where.hostname in ("localhost", "127.0.0.1")
    )
