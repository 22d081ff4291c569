"""Handing out a record's bytes: audited first, as an attachment that nothing can run in, whole or by range."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from secunda.care.cases.access import OWN_ROLES
from secunda.care.records import access
from secunda.care.records import actions as records
from secunda.care.records.access import Sight
from secunda.care.records.blind_copy import Copy
from secunda.care.records.models import Record
from secunda.portals.parts.doors import account_of, act_for, acting, own_transactions, programme_of

FOR_SOMEBODY_ELSE = ("proxy", "doctor")
ENDINGS = {
    "pdf": ("pdf",),
    "jpeg": ("jpg", "jpeg"),
    "png": ("png",),
    "tiff": ("tif", "tiff"),
    "dicom": ("dcm", "dicom", "ima"),
    "dicom_document": ("dcm", "dicom"),
    "heic": ("heic", "heif"),
    "docx": ("docx", "docm"),
    "text": ("txt",),
    "fhir": ("json",),
    "ccda": ("xml",),
    "hl7": ("hl7", "txt"),
    "lab_csv": ("csv", "tsv", "txt"),
    "vcf": ("vcf", "gz"),
    "slide": ("svs", "ndpi", "tif", "tiff", "dcm"),
    "archive": ("zip", "iso"),
}
_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


@login_required
@require_safe
def record_file(request: HttpRequest, case: UUID, record: UUID) -> HttpResponseBase:
    """A record's bytes for whoever may have them now: patient's side, expert in their phase, case staff; 404 else.

    One view for every portal. The name is the sender's own for the patient's side, and neutral for everybody else.
    """
    at = timezone.now()
    sight = _sight(request, case, record, at)
    copy = records.open_record(sight=sight, at=at)
    return attachment(request, copy, media_type=sight.record.media_type, name=file_name(sight))


@own_transactions
@login_required
@require_safe
def record_copy(request: HttpRequest, case: UUID, record: UUID) -> HttpResponseBase:
    """A PDF as a copy in which nothing can run, for whoever may have the file itself now; 404 else.

    Made while it is waited for, without a transaction; its length is not known before, so it comes in one piece.
    """
    with acting(request):
        at = timezone.now()
        sight = _sight(request, case, record, at)
        pieces = records.open_safely(sight=sight, at=at)
    stem, _dot, ending = file_name(sight).rpartition(".")
    name = _("%(name)s (safe copy)") % {"name": stem}
    headers = _headers(sight.record.media_type, f"{name}.{ending}")
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    first = next(pieces, b"")  # now it is made, or refused
    return StreamingHttpResponse(chain((first,), pieces), headers=headers)


def _sight(request: HttpRequest, case: UUID, record: UUID, at: datetime) -> Sight:
    """The record as this person may open it now; the request acts in their role from here on."""
    sight = access.find_record(
        account=account_of(request), programme=programme_of(request), case_id=case, record_id=record, at=at
    )
    patient = sight.patient_id if sight.role in FOR_SOMEBODY_ELSE else None
    act_for(request, role=sight.role, patient_id=patient)
    return sight


def file_name(sight: Sight) -> str:
    """The name a download gets, with the ending of what the file really is."""
    record = sight.record
    endings = ENDINGS.get(record.kind, ("bin",))
    name = record.name if sight.role in OWN_ROLES else _neutral(record)
    if PurePosixPath(name.lower()).suffix.lstrip(".") in endings:
        return name
    return f"{name}.{endings[0]}"


def _neutral(record: Record) -> str:
    return f"record-{record.number}"


class Range(NamedTuple):
    """Bytes from `start` to before `end`."""

    start: int
    end: int


def attachment(request: HttpRequest, copy: Copy, *, media_type: str, name: str) -> HttpResponseBase:
    """The bytes of a copy, or the range that was asked for (206, RFC 9110 14), to be saved and never shown in place."""
    wanted = range_of(request.headers.get("Range", ""), copy.size)
    if wanted is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{copy.size}"})
    is_part = wanted != Range(0, copy.size)
    length = str(wanted.end - wanted.start)
    headers = _headers(media_type, name) | {"Content-Length": length, "Accept-Ranges": "bytes"}
    if is_part:
        headers["Content-Range"] = f"bytes {wanted.start}-{wanted.end - 1}/{copy.size}"
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    pieces = copy.between(wanted.start, wanted.end)  # takes the key now, inside the request's transaction
    return StreamingHttpResponse(pieces, status=206 if is_part else 200, headers=headers)


def _headers(media_type: str, name: str) -> dict[str, str]:
    """Of everything that is saved: nothing in it can run, and no cache keeps it."""
    return {
        "Content-Type": media_type,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }


def range_of(header: str, size: int) -> Range | None:
    """What a Range header asks of `size` bytes; the whole for no, several or unreadable ranges; None if outside."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return Range(0, size)
    first, last = match.groups()
    if not first:
        return Range(max(size - int(last), 0), size) if int(last) and size else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return Range(0, size)
    return Range(start, end) if start < size else None
