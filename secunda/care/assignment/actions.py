"""Every write of an assignment. `_advance` is the only writer of its state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.assignment import access, rules
from secunda.care.assignment.models import Assignment, Declaration, Waiver
from secunda.care.cases import actions as cases
from secunda.care.cases import rules as case_rules
from secunda.care.cases.models import Brief, Case, Party
from secunda.care.experts.models import Expert
from secunda.care.records import access as records
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications

S = Assignment.State
NEXT_TASK = "find_next_expert"


def _locked(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__programme", "case__patient", "expert", "account", "invited_by")
        .get(pk=assignment.pk)
    )


def _advance(assignment: Assignment, to: str, *, role: str, at: datetime) -> None:
    rules.require_move(assignment.state, to, role)
    assignment.state, assignment.state_at = to, at
    assignment.save()


def _record(assignment: Assignment, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=assignment.case_id, programme_id=assignment.programme_id, object_type="assignment",
        object_id=assignment.public_id,
    )  # fmt: skip


@transaction.atomic
def invite(
    *, case: Case, expert: Expert, reasons: Mapping[str, str], by: Account, at: datetime, lead: bool = True
) -> Assignment:
    """Invite an expert by hand. Bars refuse; each warning that is overruled needs its reason, which is kept.

    Moves the case to `assignment` and freezes what the invitation shows. Raises `Refused`.
    """
    now = cases.locked(case)
    if now.state not in (Case.State.RECORDS_COMPLETE, Case.State.ASSIGNMENT):
        raise Refused(_("An expert can be invited once the records are complete."))
    if Assignment.objects.filter(case=now, lead=True).exclude(state__in=rules.ENDED).exists() and lead:
        raise Refused(_("An expert is already invited. Withdraw that invitation first."))
    brief = _approved_brief(now)
    overruled = _overrule(access.objections(expert, now, at.date()), reasons)
    if now.state == Case.State.RECORDS_COMPLETE:
        now = cases.move(now, Case.State.ASSIGNMENT, by=by, role=case_rules.COORDINATOR, at=at)
    assignment = Assignment.objects.create(
        case=now, programme_id=now.programme_id, expert=expert, account=expert.account, lead=lead, state_at=at,
        invited_by=by, invited_at=at, answer_by_at=at + rules.ANSWER_WITHIN, offer=_offer(now, brief, at),
        overruled=overruled,
    )  # fmt: skip
    cases.add_party(
        case=now, account=expert.account, role=Party.Role.EXPERT, phase=Party.Phase.INVITED, by=by, at=at
    )
    cases.finish_tasks(case=now, kind=NEXT_TASK, by=by, at=at)
    _record(assignment, "expert.invited", at)
    notifications.notify(
        to=expert.account, kind="invitation.sent", case_id=now.id, programme=now.programme, about_type="assignment",
        about_id=assignment.public_id, at=at,
    )  # fmt: skip
    return assignment


def _approved_brief(case: Case) -> Brief:
    brief = Brief.objects.filter(case=case).first()
    if brief is None or brief.approved_at is None:
        raise Refused(
            _("First approve the neutral question: it is all an expert sees of the case before they commit.")
        )
    if records.unclassified(case):
        raise Refused(_("First decide for every record whether the expert may see it before they commit."))
    return brief


def _overrule(found: list[rules.Objection], reasons: Mapping[str, str]) -> list[dict[str, str]]:
    for objection in found:
        if objection.bar:
            raise Refused(objection.sentence)
        if not reasons.get(objection.code, "").strip():
            raise Refused(
                _("%(what)s Please say why this expert is right all the same.") % {"what": objection.sentence}
            )
    return [{"code": o.code, "reason": reasons[o.code].strip()} for o in found]


def _offer(case: Case, brief: Brief, at: datetime) -> dict[str, object]:
    patient = case.patient
    return {
        "question": brief.neutral_question,
        "family": case.condition_family,
        "age": case_rules.age_on(patient.birth_date, at.date()) if patient else None,
        "sex": patient.sex if patient else "",
        "country": case.country,
        "language": case.language,
        "decision_date": case.decision_date.isoformat() if case.decision_date else "",
        "blinded": brief.blinded,
        "material": records.what_there_is(case),
    }


@transaction.atomic
def declare(
    *, assignment: Assignment, answers: Mapping[str, str], disclosure: str, by: Account, at: datetime
) -> list[str]:
    """Keep a conflict declaration. Returns the ids of the rules that bar; then the assignment ends as a conflict."""
    now = _locked(assignment)
    if now.account_id != by.id:
        raise Refused(_("Only the invited expert can declare."))
    rules.require_answered(answers)
    waived = Waiver.objects.filter(case=now.case, expert=now.expert).values_list("rule", flat=True)
    blocks = rules.conflicts(answers, waived)
    to = S.CONFLICT if blocks else S.DECLARED
    if not (now.state != S.INVITED and to == S.DECLARED):
        _advance(now, to, role=rules.EXPERT, at=at)
    Declaration.objects.create(
        assignment=now, case=now.case, programme_id=now.programme_id, account=by, answers=dict(answers),
        disclosure=disclosure.strip(), blocks=blocks, rules_version=rules.conflict_rules()["version"], made_at=at,
    )  # fmt: skip
    _record(now, "conflict.declared", at)
    if blocks:
        _leave(now, by=by, at=at)
    return blocks


@transaction.atomic
def accept(*, assignment: Assignment, by: Account, at: datetime) -> Assignment:
    """Accept after declaring. The case goes to review, the blind phase begins, the 48 hours run."""
    now = _locked(assignment)
    if now.account_id != by.id:
        raise Refused(_("Only the invited expert can accept."))
    if at > now.answer_by_at:
        raise Refused(
            _("The time to answer has passed; the coordinator has been told that you are interested.")
        )
    bars = [o for o in access.objections_again(now, at.date()) if o.bar]
    if bars:
        raise Refused(bars[0].sentence)
    now.report_by_at = at + rules.REPORT_WITHIN
    _advance(now, S.ACCEPTED, role=rules.EXPERT, at=at)
    if now.case.state == Case.State.ASSIGNMENT:
        cases.move(now.case, Case.State.REVIEW, by=by, role=case_rules.EXPERT, at=at, holder_account=by)
        cases.promise(case=now.case, due_at=now.report_by_at)
    cases.open_phase(case=now.case, account=by, phase=Party.Phase.BLIND, at=at)
    _record(now, "assignment.accepted", at)
    _tell_coordinator(now, "assignment.accepted", at)
    return now


@transaction.atomic
def decline(*, assignment: Assignment, reason: str, by: Account, at: datetime) -> None:
    """Decline with a reason; the coordinator is told and the case waits for the next expert."""
    now = _locked(assignment)
    if now.account_id != by.id:
        raise Refused(_("Only the invited expert can decline."))
    if not reason.strip():
        raise Refused(_("Please say in a few words why, so that the coordinator can choose better."))
    now.declined_reason = reason.strip()[:400]
    _advance(now, S.DECLINED, role=rules.EXPERT, at=at)
    _record(now, "assignment.declined", at)
    _leave(now, by=by, at=at)


@transaction.atomic
def withdraw(*, assignment: Assignment, reason: str, by: Account, role: str, at: datetime) -> None:
    """Take an expert off a case (staff), or give it back (the expert); nothing they wrote is lost."""
    now = _locked(assignment)
    if role == rules.EXPERT and now.account_id != by.id:
        raise Refused(_("Only the expert of this assignment can give it back."))
    if not reason.strip():
        raise Refused(_("Please say why."))
    now.declined_reason = reason.strip()[:400]
    _advance(now, S.WITHDRAWN, role=role, at=at)
    _record(now, "assignment.withdrawn", at)
    _leave(now, by=by, at=at)


@transaction.atomic
def begin_reading(*, assignment: Assignment, by: Account, at: datetime) -> Assignment:
    """The expert opens the case room for the first time; later openings change nothing."""
    now = _locked(assignment)
    if now.state == S.ACCEPTED and now.account_id == by.id:
        _advance(now, S.READING, role=rules.EXPERT, at=at)
    return now


@transaction.atomic
def advance(*, assignment: Assignment, to: str, by: Account, at: datetime) -> Assignment:
    """The expert's own next step, driven by their read and opinion: committed, reconciled, done."""
    now = _locked(assignment)
    if now.account_id != by.id:
        raise Refused(_("This step belongs to somebody else."))
    _advance(now, to, role=rules.EXPERT, at=at)
    return now


@transaction.atomic
def expire(*, programme: Programme, at: datetime) -> int:
    """End invitations that nobody answered in time and ask the coordinator for the next one. Returns how many."""
    late = Assignment.objects.filter(
        programme=programme, state__in=(S.INVITED, S.DECLARED), answer_by_at__lt=at
    ).select_related("case")
    for assignment in late:
        now = _locked(assignment)
        if now.state in (S.INVITED, S.DECLARED):
            _advance(now, S.EXPIRED, role=rules.SYSTEM, at=at)
            _record(now, "assignment.expired", at)
            _leave(now, by=None, at=at)
    return len(late)


@transaction.atomic
def waive(*, case: Case, expert: Expert, text_sha256: str, by: Account, at: datetime) -> Waiver:
    """The patient waives COI-2 for one expert in writing; the report then says "not independent"."""
    waiver, _made = Waiver.objects.get_or_create(
        case=case, expert=expert, rule="COI-2",
        defaults={"programme_id": case.programme_id, "given_by": by, "text_sha256": text_sha256, "given_at": at},
    )  # fmt: skip
    return waiver


def _leave(assignment: Assignment, *, by: Account | None, at: datetime) -> None:
    """The expert's part ends, the coordinator gets a task, and a case in review goes back to be assigned."""
    case = assignment.case
    cases.add_task(case=case, kind=NEXT_TASK, due_at=at, at=at, about_id=assignment.public_id)
    if case.state in (Case.State.REVIEW, Case.State.DRAFTED) and not _others_at_work(assignment):
        role = case_rules.EXPERT if by == assignment.account else case_rules.COORDINATOR
        cases.move(case, Case.State.ASSIGNMENT, by=by, role=role, at=at)
    _tell_coordinator(assignment, "assignment.ended", at)
    cases.close_party(case=case, account=assignment.account, at=at)


def _others_at_work(assignment: Assignment) -> bool:
    others = Assignment.objects.filter(case_id=assignment.case_id, state__in=rules.AT_WORK)
    return others.exclude(pk=assignment.pk).exists()


def _tell_coordinator(assignment: Assignment, kind: str, at: datetime) -> None:
    notifications.notify(
        to=assignment.invited_by, kind=kind, case_id=assignment.case_id, programme=assignment.case.programme,
        about_type="assignment", about_id=assignment.public_id, at=at,
    )  # fmt: skip


def readers(*, case: Case) -> list[Assignment]:
    """Everybody who reads or has read this case and has not left it; a blind peer's rows too, so only for actions."""
    with principal.as_job(case_id=case.id, programme_id=case.programme_id, name="assignment.readers"):
        live = Assignment.objects.filter(case=case, state__in=rules.AT_WORK | {S.DONE})
        return list(live.select_related("account", "expert"))


def still_reading(*, case: Case) -> int:
    """How many experts on the case have not committed their read."""
    return sum(one.state in (S.ACCEPTED, S.READING) for one in readers(case=case))
