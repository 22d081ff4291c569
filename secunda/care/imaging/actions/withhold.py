"""What the case's staff say a blind expert must not see, or may see after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secunda.care.imaging.access import View
from secunda.care.imaging.models import Instance, Series
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden

MARK = "marked"


@transaction.atomic
def withhold(*, view: View, series: Series, withheld: bool, by: Account, at: datetime) -> int:
    """Withhold every instance of a series from blind experts, or let them see it; returns how many changed.

    Staff only: raises `Hidden` for everybody else.
    """
    if not view.is_staff or series.case_id != view.case.pk:
        raise Hidden
    changed = Instance.objects.filter(series=series).exclude(withheld=withheld)
    count = changed.update(withheld=withheld, withheld_as=MARK if withheld else "", withheld_by=by)
    if count:
        audit.record(
            verb="study.withheld", at=at, case_id=view.case.pk, programme_id=view.case.programme_id,
            object_type="study", object_id=series.study.public_id,
        )  # fmt: skip
    return count
