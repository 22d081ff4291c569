"""Marks of a read: kept as they are drawn, taken away again, until the read is committed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases.models import Party
from secunda.care.imaging.access import View, content
from secunda.care.imaging.access.marks import is_committed
from secunda.care.imaging.models import Mark
from secunda.foundation.errors import Hidden, Refused

LARGEST, MOST = 8_000, 500  # bytes of a drawing; marks of one person on a case


@dataclass(frozen=True)
class Drawn:
    """A mark as the viewer says it: on which frame, of which kind, where, with which words."""

    study: str
    series: str
    sop: str
    frame: int
    kind: str
    geometry: dict[str, Any]
    text: str = ""


@transaction.atomic
def keep_mark(*, view: View, mark: UUID, drawn: Drawn, at: datetime) -> Mark:
    """Keep a mark of this expert's read, new or changed.

    Raises `Hidden` for an image that this person does not see and for somebody else's mark, `Refused` for what is no
    mark, for too many, and once the read is committed.
    """
    _require_open(view)
    _require_drawable(view, drawn)
    mine = Mark.objects.filter(case=view.case, account=view.account)
    if not mine.filter(public_id=mark).exists() and mine.count() >= MOST:
        raise Refused(_("There are 500 marks on this case already. Remove one to draw another."))
    values = {
        "study_uid": drawn.study, "series_uid": drawn.series, "sop_uid": drawn.sop, "frame": drawn.frame,
        "kind": drawn.kind, "geometry": drawn.geometry, "text": drawn.text, "saved_at": at,
    }  # fmt: skip
    kept, _is_new = Mark.objects.update_or_create(
        case=view.case, programme_id=view.case.programme_id, account=view.account, public_id=mark, defaults=values
    )  # fmt: skip
    return kept


@transaction.atomic
def remove_mark(*, view: View, mark: UUID) -> None:
    """Take a mark of this expert's read away; what is not there is gone already. Raises `Refused` once committed."""
    _require_open(view)
    Mark.objects.filter(case=view.case, account=view.account, public_id=mark).delete()


def _require_open(view: View) -> None:
    if view.role != Party.Role.EXPERT:
        raise Hidden
    if is_committed(view):
        raise Refused(_("Your read is committed. Its marks stay as they were."), code="committed")


def _require_drawable(view: View, drawn: Drawn) -> None:
    (found,) = content.found_in(view, drawn.study, drawn.series, drawn.sop)
    is_mark = drawn.kind in Mark.Kind.values and len(json.dumps(drawn.geometry)) <= LARGEST
    if not is_mark or not 1 <= drawn.frame <= found.frame_count or len(drawn.text) > 200:
        raise Refused(_("This cannot be kept as a mark."), code="mark", status=400)
