"""The marks on a case's images that a person may see: their own, and those of reads that are committed and open."""

from __future__ import annotations

from typing import Any

from django.db import connection

from secunda.care.imaging.access import View
from secunda.care.imaging.models import Mark

Json = dict[str, Any]


def marks_of(view: View) -> list[Json]:
    """The marks that this person may see, as the viewer draws them; `own` says which may still be changed."""
    is_open = not is_committed(view)
    found = Mark.objects.filter(case=view.case).order_by("id")
    return [
        {
            "id": str(one.public_id), "study": one.study_uid, "series": one.series_uid, "sop": one.sop_uid,
            "frame": one.frame, "kind": one.kind, "geometry": one.geometry, "text": one.text,
            "own": is_open and one.account_id == view.account.pk,
        }
        for one in found
    ]  # fmt: skip


def is_committed(view: View) -> bool:
    """Whether this person's read of the case is committed, so that its marks stay as they are."""
    with connection.cursor() as cursor:
        cursor.execute("select imaging_is_committed(%s, %s)", [view.case.pk, view.account.pk])
        return bool((cursor.fetchone() or (False,))[0])
