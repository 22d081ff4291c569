"""Every write of a request for records: asked, renewed, sent, closed; and what its clock does."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases import rules as case_rules
from secunda.care.cases.models import Case, Link
from secunda.care.chasing import letter, rules
from secunda.care.chasing.models import RecordRequest
from secunda.care.records.models import Record
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object

CALL_TASK, OVERDUE_TASK = "chase_records", "records_overdue"
LARGEST_LETTER = 20 * 1024 * 1024
Outcome = RecordRequest.Outcome


@transaction.atomic
def ask(
    *, case: Case, institution: str, address: str, language: str, wanted: Sequence[str], country: str, by: Account,
    at: datetime,
) -> RecordRequest:  # fmt: skip
    """Write a letter to an institution, with a new upload link. `country`: whose law it may cite ("" for none)."""
    now = cases.locked(case)
    if now.state in case_rules.ENDED or now.submitted_at is None:
        raise Refused(_("Records can be asked for while a case is open."))
    lines = [line.strip() for line in wanted if line.strip()]
    rules.require_sound(institution, address, lines)
    if language not in now.programme.languages:
        raise Refused(_("Please choose a language in which we can write the letter."))
    right = rules.right_for(country) if country else None
    last = RecordRequest.objects.filter(case=now).order_by("-number").first()
    made = RecordRequest(
        public_id=uuid4(), case=now, programme_id=now.programme_id, number=(last.number if last else 0) + 1,
        institution=institution.strip(), address=address.strip(), language=language, wanted=lines,
        right=right.id if right else "", asked_by=by, asked_at=at, answer_by_date=rules.answer_by(right, at.date()),
    )  # fmt: skip
    made.link, made.letter = _link_and_letter(made, by, at)
    made.save()
    _record(made, "request.written", at)
    return made


@transaction.atomic
def renew(*, request: RecordRequest, by: Account, at: datetime) -> RecordRequest:
    """A new letter with a new code for an open request; the old code ends at once and the clock begins again."""
    now = _open(request)
    cases.revoke_link(link=now.link, by=by, at=at)
    right = rules.rights().get(now.right)
    now.asked_at, now.answer_by_date = at, rules.answer_by(right, at.date())
    now.sent_at = now.reminded_at = now.overdue_at = None
    now.link, now.letter = _link_and_letter(now, by, at)
    now.save()
    _record(now, "request.written", at)
    return now


@transaction.atomic
def mark_sent(*, request: RecordRequest, by: Account, at: datetime) -> None:
    """Somebody says that the letter has gone out; the first time counts."""
    if RecordRequest.objects.filter(pk=request.pk, sent_at=None, closed_at=None).update(sent_at=at):
        _record(request, "request.sent", at)


@transaction.atomic
def close(*, request: RecordRequest, outcome: str, by: Account, at: datetime) -> None:
    """End a request with what became of it; its code opens nothing from now on. Closing twice keeps the first."""
    if outcome not in Outcome.values or not outcome:
        raise Refused(_("Please say what became of the request."))
    closed = RecordRequest.objects.filter(pk=request.pk, closed_at=None).update(
        outcome=outcome, closed_at=at, closed_by=by
    )
    if closed:
        cases.revoke_link(link=request.link, by=by, at=at)
        for kind in (CALL_TASK, OVERDUE_TASK):
            cases.finish_tasks(case=request.case, kind=kind, by=by, at=at, about_id=request.public_id)
        _record(request, "request.closed", at)


@transaction.atomic
def note_use(*, link: Link, at: datetime) -> None:
    """Note that the holder of an upload link came in."""
    link.last_used_at = at
    Link.objects.filter(pk=link.pk).update(last_used_at=at)
    audit.record(
        verb="link.used", at=at, case_id=link.case_id, programme_id=link.programme_id, object_type="link",
        object_id=link.public_id,
    )  # fmt: skip


@transaction.atomic
def note_opened(*, request: RecordRequest, at: datetime) -> None:
    """Note that somebody opened the letter."""
    _record(request, "request.opened", at)


@transaction.atomic
def remind(*, programme: Programme, at: datetime) -> int:
    """Tell who has to be told of letters that nobody has answered. Runs as the programme's chore; returns how many.

    After a week: the person who asked, and a task for the coordinator to call. On the day by which the law or our own
    patience wants an answer: another task. Each once a letter.
    """
    came = Record.objects.filter(uploaded_through=OuterRef("link"))
    waiting = RecordRequest.objects.filter(programme=programme, closed_at=None).exclude(Exists(came))
    told = 0
    for one in waiting.filter(reminded_at=None, asked_at__lt=at - rules.REMIND_AFTER).select_related("case"):
        told += _remind(one, programme, at)
    for one in waiting.filter(overdue_at=None, answer_by_date__lt=at.date()).select_related("case"):
        told += RecordRequest.objects.filter(pk=one.pk, overdue_at=None).update(overdue_at=at)
        _ask_staff(one, OVERDUE_TASK, at)
    return told


def _remind(request: RecordRequest, programme: Programme, at: datetime) -> int:
    if not RecordRequest.objects.filter(pk=request.pk, reminded_at=None).update(reminded_at=at):
        return 0
    _ask_staff(request, CALL_TASK, at)
    if request.case.requester:
        notifications.notify(
            to=request.case.requester, kind="records.unanswered", case_id=request.case_id, programme=programme,
            about_type="request", about_id=request.public_id, at=at,
        )  # fmt: skip
    return 1


def _ask_staff(request: RecordRequest, kind: str, at: datetime) -> None:
    cases.add_task(
        case=request.case, kind=kind, due_at=at + rules.CALL_WITHIN, at=at, about_id=request.public_id
    )


def _open(request: RecordRequest) -> RecordRequest:
    cases.locked(request.case)
    now = RecordRequest.objects.select_related("link", "case__programme", "case__patient").get(pk=request.pk)
    if now.closed_at:
        raise Refused(_("This request is closed. Please write a new one."))
    return now


def _link_and_letter(request: RecordRequest, by: Account, at: datetime) -> tuple[Link, Object]:
    """A link with a fresh code, and the letter that alone carries it."""
    code = "".join(secrets.choice(rules.ALPHABET) for _place in range(rules.CODE_LENGTH))
    request.link = cases.make_link(
        case=request.case, kind=Link.Kind.UPLOAD, token=code, expires_at=at + rules.LINK_LIFE, by=by, at=at
    )
    kept = vault.write(
        case_id=request.case_id, programme_id=request.programme_id, klass="evidence", media_type="application/pdf",
        chunks=[letter.render(request, code)], limit=LARGEST_LETTER, by_id=by.id, at=at,
    )  # fmt: skip
    return request.link, kept


def _record(request: RecordRequest, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=request.case_id, programme_id=request.programme_id, object_type="request",
        object_id=request.public_id,
    )  # fmt: skip
