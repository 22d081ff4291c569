"""Sending a file of the vault that is no record: a report, a proxy's paper."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from secunda.care.records.blind_copy import Copy
from secunda.foundation.vault import actions as vault
from secunda.portals.parts import record_files


def attachment(
    request: HttpRequest, kept: vault.Object, *, name: str, media_type: str = ""
) -> HttpResponseBase:
    """An object's bytes as a download called `name` (already neutral), whole or by range. The caller has audited it."""
    return record_files.attachment(request, Copy(kept), media_type=media_type or kept.media_type, name=name)
