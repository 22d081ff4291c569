"""What the coordinator prepares for a blind expert, and what staff note for each other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases.models import Brief, Case, StaffNote
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused


@transaction.atomic
def write_brief(
    *, case: Case, blinded: str, neutral_question: str, neutral_summary: str, primary_material: bool
) -> Brief:
    """Write the neutral question and summary and what is blinded; any change takes the approval back."""
    values = {
        "blinded": blinded,
        "neutral_question": neutral_question,
        "neutral_summary": neutral_summary,
        "primary_material": primary_material,
        "approved_by": None,
        "approved_at": None,
    }
    brief, made = Brief.objects.select_for_update(no_key=True).get_or_create(
        case=case, defaults={"programme_id": case.programme_id, **values}
    )
    if not made and any(getattr(brief, k) != v for k, v in values.items() if not k.startswith("approved")):
        for name, value in values.items():
            setattr(brief, name, value)
        brief.save()
    return brief


@transaction.atomic
def approve_brief(*, case: Case, by: Account, at: datetime) -> Brief:
    """A named person answers for it that nothing of the first opinion speaks from the brief."""
    brief = Brief.objects.select_for_update(no_key=True).filter(case=case).first()
    if brief is None or not brief.neutral_question.strip() or not brief.neutral_summary.strip():
        raise Refused(
            _("Write the neutral question and the summary first; the expert reads nothing else of them.")
        )
    brief.approved_by, brief.approved_at = by, at
    brief.save(update_fields=("approved_by", "approved_at"))
    audit.record(
        verb="brief.approved", at=at, case_id=case.id, programme_id=case.programme_id, object_type="brief",
        object_id=case.public_id,
    )  # fmt: skip
    return brief


@transaction.atomic
def classify_condition(*, case: Case, family: str) -> None:
    """Set the condition family that decides the specialty and the form of the read."""
    Case.objects.filter(pk=case.pk).update(condition_family=family)


@transaction.atomic
def note(*, case: Case, text: str, by: Account, at: datetime) -> StaffNote:
    """Write a note that only staff read."""
    if not text.strip():
        raise Refused(_("The note is empty."))
    return StaffNote.objects.create(
        case=case, programme_id=case.programme_id, author=by, text=text.strip(), written_at=at
    )
