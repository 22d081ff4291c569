"""Pages and images of a record as pictures, drawn by a process of their own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from secunda.care.records import access as records
from secunda.care.records import actions as record_actions
from secunda.care.records.access import Sight
from secunda.care.records.blind_copy import Copy, copy_of
from secunda.foundation.errors import Hidden
from secunda.portals.expert.door import at_work, for_experts
from secunda.portals.expert.exhibits import MOST_PAGES, SHOWN_AS_PICTURE
from secunda.portals.parts.doors import account_of, programme_of

DRAWER = Path(__file__).with_name("drawer.py")
LARGEST = 64 * 1024 * 1024
SECONDS = 20
ONE_SITTING = 15 * 60  # seconds in which pages of an opened record are not audited again
OPENED = "opened_records"
_at_once = threading.BoundedSemaphore(2)


@require_safe
@for_experts
def picture(request: HttpRequest, assignment: UUID, record: UUID, page: int) -> HttpResponse:
    """One page or image of a record as PNG, without what the file carries unseen. 404 if it cannot be drawn."""
    work = at_work(request, assignment)
    at = timezone.now()
    sight = records.find_record(
        account=account_of(request), programme=programme_of(request), case_id=work.case.public_id, record_id=record,
        at=at,
    )  # fmt: skip
    if (
        sight.record.kind not in SHOWN_AS_PICTURE
        or sight.record.size > LARGEST
        or not 1 <= page <= MOST_PAGES
    ):
        raise Hidden
    copy = _opened(request, sight)
    png = draw(b"".join(copy.between(0, copy.size)), kind=sight.record.kind, page=page, careful=sight.blind)
    if png is None:
        raise Hidden
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store, private"})


def _opened(request: HttpRequest, sight: Sight) -> Copy:
    """The record's bytes; the opening is audited once a sitting, not once a page."""
    kept: dict[str, int] = request.session.get(OPENED, {})
    key, now = str(sight.record.public_id), int(time.time())
    if now - kept.get(key, 0) < ONE_SITTING:
        return copy_of(sight.record, blind=sight.blind, drawn=True)
    copy = record_actions.open_record(sight=sight, at=timezone.now(), drawn=True)
    recent = {name: seen for name, seen in kept.items() if now - seen < ONE_SITTING}
    request.session[OPENED] = recent | {key: now}
    return copy


def draw(content: bytes, *, kind: str, page: int, careful: bool) -> bytes | None:
    """A page (from 1) of a file as PNG; None if it cannot be drawn in time and room, or may carry burnt-in words."""
    command = [sys.executable, "-I", str(DRAWER), kind, str(page), "careful" if careful else ""]
    with _at_once:
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=SECONDS, env={}, cwd="/", check=False
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None
