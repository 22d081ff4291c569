"""Sending files in tests of the records pages."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from secunda.care.cases.models import Case
from secunda.foundation.accounts.models import Account

MIB = 1024**2
BOUNDARY = "a-boundary-that-random-bytes-do-not-hold"
ISLAND: dict[str, Any] = {"HTTP_X_REQUESTED_WITH": "upload"}


def signed_in(account: Account, **options: Any) -> Client:
    """A browser in which this account is signed in."""
    client = Client(**options)
    client.force_login(account)
    return client


def at(name: str, *args: object) -> str:
    """The address of a page of the patient's portal, in the programme."""
    path = reverse(f"patient:{name}", args=args)  # an earlier request may have left its prefix
    return path if path.startswith("/lindenhof/") else f"/lindenhof{path}"


def page(client: Client, case: Case) -> str:
    """The records page."""
    response = client.get(at("records", case.public_id))
    assert response.status_code == 200
    return response.content.decode()


def a_file(content: bytes, name: str = "report.pdf") -> io.BytesIO:
    """A file as a browser sends it."""
    file = io.BytesIO(content)
    file.name = name
    return file


def send(client: Client, case: Case, *files: io.BytesIO, **extra: Any) -> Any:
    """What the upload form answers."""
    return client.post(at("upload", case.public_id), {"file": list(files)}, **extra)


def left_in(tmp_path: Path) -> list[Path]:
    """Every file in the vault's folder."""
    return [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]


class Body:
    """A request's body that counts what was read of it, and can break off."""

    def __init__(
        self, size: int, *, breaks_at: int | None = None, name: str = "large.bin", content: bytes = b""
    ) -> None:
        self.head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode() + content
        self.tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(self.head) + size + len(self.tail)
        self.end = self.length if breaks_at is None else breaks_at
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, none once it has broken off."""
        return b"".join(self._pieces(min(size if size >= 0 else MIB, self.end - self.read_bytes)))

    def readline(self, size: int = -1) -> bytes:
        """The same."""
        return self.read(size)

    def _pieces(self, size: int) -> Iterator[bytes]:
        start, end = self.read_bytes, self.read_bytes + size
        self.read_bytes = end
        inside = self.length - len(self.tail)
        yield self.head[start:end]
        yield os.urandom(max(0, min(end, inside) - max(start, len(self.head))))
        yield self.tail[max(0, start - inside) : max(0, end - inside)]


def send_body(client: Client, case: Case, body: Body) -> Any:
    """What the upload form answers to a body that is read piece by piece."""
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    extra: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": str(body.length), "CONTENT_TYPE": kind}
    return client.post(at("upload", case.public_id), data=b"", content_type=kind, **extra, **ISLAND)
