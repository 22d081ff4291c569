"""Opening a study: written down once a person and sitting, before anything of it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from secunda.care.imaging.access import View, content
from secunda.care.imaging.models import Opening, Study
from secunda.foundation.audit import actions as audit

SITTING = timedelta(hours=12)


@transaction.atomic
def open_study(*, view: View, study: str, at: datetime) -> Study:
    """The study, its opening audited unless this person opened it in this sitting; raises `Hidden`."""
    found = content.find_study(view, study)
    if not Opening.objects.filter(study=found, account=view.account, at__gt=at - SITTING).exists():
        Opening.objects.create(
            case=view.case, programme_id=view.case.programme_id, study=found, account=view.account, at=at
        )
        audit.record(
            verb="study.opened", at=at, case_id=view.case.id, programme_id=view.case.programme_id,
            object_type="study", object_id=found.public_id,
        )  # fmt: skip
    return found
