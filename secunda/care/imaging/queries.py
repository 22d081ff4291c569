"""Questions about a case's instances that join with its records."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from secunda.care.imaging import rules
from secunda.care.imaging.models import Instance, SetAside
from secunda.care.records.models import Record, Unpacking

_DICOM = Q(kind__in=rules.KINDS) | Q(kind="slide", media_type=rules.FORMAT)


def unindexed(case_id: int | None = None) -> QuerySet[Record]:
    """Accepted DICOM records that are neither an instance nor set aside: of one case, else of all there are to see."""
    found = Record.objects.filter(_DICOM, state=Record.State.ACCEPTED)
    if case_id is not None:
        found = found.filter(case_id=case_id)
    return found.exclude(Exists(Instance.objects.filter(record_id=OuterRef("pk")))).exclude(
        Exists(SetAside.objects.filter(record_id=OuterRef("pk")))
    )


def is_more_coming(case_id: int) -> bool:
    """Whether any file of the case is still being checked, unpacked or examined."""
    being_checked = Record.objects.filter(case_id=case_id, state=Record.State.RECEIVED)
    being_unpacked = Unpacking.objects.filter(case_id=case_id, state=Unpacking.State.WAITING)
    return being_checked.exists() or being_unpacked.exists() or unindexed(case_id).exists()
