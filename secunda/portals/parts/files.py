"""Sending a file of the vault: as an attachment that runs nothing, any range of it, under a neutral name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from secunda.foundation.vault import actions as vault

RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def attachment(request: HttpRequest, kept: vault.Object, *, name: str, media_type: str = "") -> HttpResponse:
    """An object's bytes as a download called `name` (already neutral). The caller has audited the opening.

    Answers a single byte range with 206; one that cannot be met with 416.
    """
    asked = _range(request.headers.get("Range", ""), kept.size)
    if asked == (0, 0) and kept.size:
        response: HttpResponse = HttpResponse(status=416, headers={"Content-Range": f"bytes */{kept.size}"})
        return response
    start, end = asked or (0, kept.size)
    response = _streamed(vault.stream(kept, start, end), end - start, media_type or kept.media_type, name)
    if asked:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{kept.size}"
    return response


def _range(header: str, size: int) -> tuple[int, int] | None:
    """The half-open range that was asked for; None for the whole, (0, 0) for one outside the file."""
    found = RANGE.match(header)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    return (start, end) if start < end else (0, 0)


def _streamed(chunks: Iterator[bytes], size: int, media_type: str, name: str) -> HttpResponse:
    safe = re.sub(r"[^\w .-]", "_", name, flags=re.ASCII)[:100].strip(" .") or "file"
    response = StreamingHttpResponse(chunks, content_type=media_type)
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Accept-Ranges"] = "bytes"
    return response  # type: ignore[return-value]
