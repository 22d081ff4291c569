"""The blind read: saved as it is written, committed once, then compared with the first opinion."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.assignment import access as assignments
from secunda.care.assignment import actions as assignment_actions
from secunda.care.assignment.models import Assignment
from secunda.care.cases import actions as cases
from secunda.care.cases import rules as case_rules
from secunda.care.cases.models import Brief, Case, Party
from secunda.care.opinions import canonical, content, rules
from secunda.care.opinions.models import Author, Opinion, Read
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused


@transaction.atomic
def begin_read(*, assignment: Assignment, by: Account, at: datetime) -> Read:
    """The expert's read on an accepted assignment, made empty at the first visit."""
    now = assignment_actions.begin_reading(assignment=assignment, by=by, at=at)
    read, _made = Read.objects.get_or_create(
        assignment=now,
        defaults={
            "case": now.case,
            "programme_id": now.programme_id,
            "account": by,
            "saved_at": at,
            "blind": now.blind,
        },
    )
    return read


def _locked(read: Read, by: Account) -> Read:
    now = (
        Read.objects.select_for_update(of=("self",), no_key=True)
        .select_related("assignment", "case")
        .get(pk=read.pk)
    )
    if now.account_id != by.id:
        raise Refused(_("Only its author may change a read."))
    return now


@transaction.atomic
def save_read(*, read: Read, value: content.Read, edition: int, by: Account, at: datetime) -> Read:
    """Keep a draft of the read. Raises `Refused` (code `edition`) when another window saved in between."""
    now = _locked(read, by)
    if now.committed_at:
        raise Refused(_("This read is committed and never changes."))
    rules.require_edition(now.edition, edition)
    now.content, now.saved_at = content.to_json(value), at
    now.edition += 1
    now.save(update_fields=("content", "saved_at", "edition"))
    return now


@transaction.atomic
def commit_read(*, read: Read, by: Account, at: datetime) -> Read:
    """Fix the read: hashed, timed, never changed. When every read of the case is in, the first opinion opens.

    Raises `Refused` (code `missing`) while something required is not said.
    """
    now = _locked(read, by)
    if now.committed_at:
        raise Refused(_("This read is committed already."))
    value = content.from_json(content.Read, now.content)
    brief = Brief.objects.get(case=now.case)
    rules.require_complete(content.missing_in_read(value, primary_material=brief.primary_material))
    now.sha256 = canonical.sha256(canonical.canonical(value))
    now.committed_at = at
    now.save(update_fields=("sha256", "committed_at"))
    assignment_actions.advance(assignment=now.assignment, to=Assignment.State.COMMITTED, by=by, at=at)
    audit.record(
        verb="read.committed", at=at, case_id=now.case_id, programme_id=now.programme_id, object_type="read",
        object_id=now.public_id,
    )  # fmt: skip
    _unseal_when_all_are_in(now.case, by, at)
    return now


def _unseal_when_all_are_in(case: Case, by: Account, at: datetime) -> None:
    """Open the first opinion to the readers once nobody's read is outstanding."""
    waiting = assignment_actions.still_reading(case=case)
    if waiting:
        return
    for assignment in assignment_actions.readers(case=case):
        cases.open_phase(case=case, account=assignment.account, phase=Party.Phase.OPEN, at=at)


@transaction.atomic
def reconcile(*, read: Read, changed: bool, why: str, by: Account, at: datetime) -> Opinion:
    """Record beside the read, never over it, whether the first opinion changes anything; the report is begun."""
    now = _locked(read, by)
    if not now.committed_at:
        raise Refused(_("Commit your read first; the first opinion is sealed until then."))
    if not why.strip():
        raise Refused(_("Please say why you change your mind, or why you do not."))
    if now.changed_at:
        raise Refused(_("This is already recorded."))
    now.change, now.changed_at = {"changed": changed, "why": why.strip()}, at
    now.save(update_fields=("change", "changed_at"))
    assignment_actions.advance(assignment=now.assignment, to=Assignment.State.RECONCILED, by=by, at=at)
    audit.record(
        verb="concordance.recorded", at=at, case_id=now.case_id, programme_id=now.programme_id, object_type="read",
        object_id=now.public_id,
    )  # fmt: skip
    return _opinion_in_work(now, by, at)


def _opinion_in_work(read: Read, by: Account, at: datetime) -> Opinion:
    case = cases.locked(read.case)
    opinion = Opinion.objects.filter(case=case, state__in=("draft", "quality_check", "passed")).first()
    if opinion is None:
        opinion = begin_opinion(case, read, at=at)
    for place, assignment in enumerate(assignments.at_work(case), start=1):
        Author.objects.get_or_create(
            opinion=opinion, expert=assignment.expert,
            defaults={
                "case": case, "programme_id": case.programme_id, "account_id": assignment.account_id, "position": place,
            },
        )  # fmt: skip
    if case.state == Case.State.REVIEW:
        cases.move(case, Case.State.DRAFTED, by=by, role=case_rules.EXPERT, at=at, holder_account=by)
    return opinion


def begin_opinion(case: Case, read: Read, *, at: datetime) -> Opinion:
    """An empty report that starts from what the read said of the diagnosis."""
    value = content.from_json(content.Read, read.content)
    diagnosis = content.Diagnosis(
        statement=value.diagnosis, codes=value.codes, stage=value.stage, certainty=value.certainty, basis=value.basis,
        reliance=value.reliance, differential=value.differential, no_differential=value.no_differential,
    )  # fmt: skip
    options = tuple(
        content.Option(key=f"option-{place}", title=option.title)
        for place, option in enumerate(value.options, start=1)
        if option.title.strip()
    )
    opinion = Opinion(
        case=case, programme_id=case.programme_id, language=case.language, state_at=at, saved_at=at,
        content=content.to_json(content.OpinionContent(diagnosis=diagnosis, options=options)),
    )  # fmt: skip
    opinion.code = canonical.report_code(opinion.public_id)
    opinion.save()
    return opinion
