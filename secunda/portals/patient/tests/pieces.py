"""Sending files over many requests in tests."""

from __future__ import annotations

import base64
from typing import Any

from django.test import Client

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting
from secunda.care.records.models import Record
from secunda.portals.patient.tests.sending import at

TUS: dict[str, Any] = {"HTTP_TUS_RESUMABLE": "1.0.0"}
PIECES = "application/offset+octet-stream"


def words(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def begin(
    client: Client, case: Case, length: int, *, body: bytes = b"", name: str = "report.pdf", **extra: Any
) -> Any:
    """What the collection answers to an announcement."""
    said = f"filename {words(name)},modified {words('1790000000000')},relativePath {words(f'Disc/IMAGES/{name}')}"
    headers = TUS | {"HTTP_UPLOAD_LENGTH": str(length), "HTTP_UPLOAD_METADATA": said} | extra
    return client.post(at("arriving", case.public_id), data=body, content_type=PIECES, **headers)


def go_on(client: Client, where: str, offset: int, body: bytes, **extra: Any) -> Any:
    """What an upload answers to more bytes."""
    headers = TUS | {"HTTP_UPLOAD_OFFSET": str(offset)} | extra
    return client.patch(where, data=body, content_type=extra.pop("content_type", PIECES), **headers)


def where(answer: Any) -> str:
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def record_of(them: Cast, case: Case) -> Record:
    with acting(them.ana, them.programme):
        return Record.objects.select_related("object").get(case=case, state="accepted")
