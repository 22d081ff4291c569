"""Documents inside a FHIR file: Binary, and attachments of documents and reports."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from secunda.reading.archives.entries import CHUNK_BYTES, Entry
from secunda.reading.archives.places import shown
from secunda.reading.facts import Refusal
from secunda.reading.structured.days import of_iso
from secunda.reading.structured.fhir.tree import concept, word
from secunda.reading.structured.json_tree import Node


def attachments_of(resource: Node, path: str) -> Iterator[Entry]:
    """Every document whose bytes stand in the resource, as an entry; the caller identifies and receives its bytes."""
    if word(resource, "resourceType") == "Binary":
        yield _entry(resource, path)
    else:
        said = _said_of(resource)
        for place, node in _attached(resource, path):
            yield _entry(node, said or place)


def _said_of(resource: Node) -> str:
    """What a document or report is called, by what it says of itself: "Discharge summary, 2026-05-03"."""
    what = (
        word(resource, "description")
        or concept(resource.get("type")).text
        or concept(resource.get("code")).text
    )
    when = of_iso(word(resource, "date") or word(resource, "issued") or word(resource, "effectiveDateTime"))
    return ", ".join(part for part in (what, when) if part) if what else ""


def _attached(node: Any, path: str) -> Iterator[tuple[str, Node]]:
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from _attached(each, f"{path}[{index}]")
    elif isinstance(node, dict):
        if "contentType" in node and isinstance(node.get("data"), str):
            yield path, node
        for name, value in node.items():
            if name != "contained" and isinstance(value, dict | list):
                yield from _attached(value, f"{path}.{name}")


def _entry(node: Node, path: str) -> Entry:
    written = node.get("data")
    return attachment(written if isinstance(written, str) else "", word(node, "title") or path)


def attachment(written: str, title: str) -> Entry:
    """A document written in base64 as an entry of sort "document"."""
    size = len(written) * 3 // 4
    if not written.strip():
        return Entry(shown(title), 0, "left_out", "entry_empty")
    return Entry(shown(title), size, "document", "", lambda: _chunks(written))


def _chunks(written: str) -> Iterator[bytes]:
    try:
        content = base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("entry_damaged") from None
    for start in range(0, len(content), CHUNK_BYTES):
        yield content[start : start + CHUNK_BYTES]
