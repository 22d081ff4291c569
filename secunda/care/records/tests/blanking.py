"""Blanking a file in a test: the canary that must not sing."""

from __future__ import annotations

import io

from secunda.care.records.blank import blanks_of, shown

CANARY = "mastectomy"
C = CANARY.encode()


def blanked(kind: str, content: bytes) -> bytes:
    """The file as a blind expert gets it."""
    found = blanks_of(kind, io.BytesIO(content), len(content))
    out = b"".join(shown(iter([content]), 0, found))
    assert len(out) == len(content)
    return out
