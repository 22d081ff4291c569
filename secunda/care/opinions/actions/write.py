"""Writing the report: saved as it is written, handed in for the quality check, taken back, corrected."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases import rules as case_rules
from secunda.care.cases.models import Case, Party, Question
from secunda.care.opinions import canonical, content, framing, rules
from secunda.care.opinions.models import Author, Opinion
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications

S = Opinion.State
CHOOSE_TASK = "choose_reviewer"


def locked(opinion: Opinion) -> Opinion:
    """The opinion as it is now, locked until the transaction ends."""
    return (
        Opinion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__programme", "case__patient", "case__requester")
        .get(pk=opinion.pk)
    )


def require_author(opinion: Opinion, by: Account) -> Author:
    """The authorship of `by`; raises `Refused` for everybody else."""
    author = Author.objects.filter(opinion=opinion, account=by).select_related("expert").first()
    if author is None:
        raise Refused(_("Only its authors may change or sign an opinion."))
    return author


def advance(opinion: Opinion, to: str, *, role: str, at: datetime) -> None:
    """Move an opinion (locked by the caller) by the table and save it."""
    rules.require_move(opinion.state, to, role)
    opinion.state, opinion.state_at = to, at
    opinion.save()


def record(opinion: Opinion, verb: str, at: datetime) -> None:
    """One audit event about an opinion."""
    audit.record(
        verb=verb, at=at, case_id=opinion.case_id, programme_id=opinion.programme_id, object_type="opinion",
        object_id=opinion.public_id,
    )  # fmt: skip


def questions_of(case: Case) -> list[content.Question]:
    """The patient's questions, verbatim, as the report's answers refer to them."""
    return [content.Question(id=str(q.public_id), text=q.text) for q in Question.objects.filter(case=case)]


@transaction.atomic
def save_opinion(
    *, opinion: Opinion, value: content.OpinionContent, edition: int, by: Account, at: datetime
) -> Opinion:
    """Keep the draft. Raises `Refused` (code `edition`) when another window saved in between."""
    now = locked(opinion)
    require_author(now, by)
    if now.state != S.DRAFT:
        raise Refused(_("This opinion is no longer a draft. Take it back first if you want to change it."))
    rules.require_edition(now.edition, edition)
    now.content, now.saved_at = content.to_json(value), at
    now.edition += 1
    now.save(update_fields=("content", "saved_at", "edition"))
    return now


@transaction.atomic
def hand_in(*, opinion: Opinion, by: Account, at: datetime) -> Opinion:
    """Give the report to the second person. Refuses, with what is missing, until every required field is there."""
    now = locked(opinion)
    require_author(now, by)
    value = content.from_json(content.OpinionContent, now.content)
    around = framing.frame(now, second_factor="", at=at)
    rules.require_complete(content.missing(value, around, questions_of(now.case)))
    advance(now, S.QUALITY_CHECK, role=rules.AUTHOR, at=at)
    record(now, "opinion.submitted_for_check", at)
    cases.move(now.case, Case.State.QUALITY_CHECK, by=by, role=case_rules.EXPERT, at=at)
    reviewers = Party.objects.filter(case=now.case, role=Party.Role.REVIEWER, ended_at=None).select_related(
        "account"
    )
    for party in reviewers:
        notifications.notify(
            to=party.account, kind="opinion.submitted_for_check", case_id=now.case_id, programme=now.case.programme,
            about_type="opinion", about_id=now.public_id, at=at,
        )  # fmt: skip
    if not reviewers:
        cases.add_task(case=now.case, kind=CHOOSE_TASK, due_at=at, at=at, about_id=now.public_id)
    return now


@transaction.atomic
def take_back(*, opinion: Opinion, by: Account, at: datetime) -> Opinion:
    """After the check an author may still change the text; then it needs the check again."""
    now = locked(opinion)
    require_author(now, by)
    if Author.objects.filter(opinion=now).exclude(signed_at=None).exists():
        raise Refused(_("An author has signed this text already. Begin a corrected version instead."))
    advance(now, S.DRAFT, role=rules.AUTHOR, at=at)
    cases.move(now.case, Case.State.DRAFTED, by=by, role=case_rules.EXPERT, at=at, holder_account=by)
    return now


@transaction.atomic
def correct(*, opinion: Opinion, reason: str, by: Account, at: datetime) -> Opinion:
    """Begin a corrected version of a released opinion. The old one stays as it is until the new one is released."""
    old = locked(opinion)
    require_author(old, by)
    if old.state != S.RELEASED:
        raise Refused(_("Only a released opinion can be corrected by a new version."))
    if not reason.strip():
        raise Refused(
            _("Please say why a new version is needed; everybody who has the old one will read it.")
        )
    cases.move(
        cases.locked(old.case), Case.State.DRAFTED, by=by, role=case_rules.EXPERT, at=at, holder_account=by
    )
    new = Opinion(
        case=old.case, programme_id=old.programme_id, version=old.version + 1, supersedes=old, state_at=at,
        amendment_reason=reason.strip(), language=old.language, content=old.content, saved_at=at,
    )  # fmt: skip
    new.code = canonical.report_code(new.public_id)
    new.save()
    for author in Author.objects.filter(opinion=old):
        Author.objects.create(
            opinion=new, case=old.case, programme_id=old.programme_id, expert_id=author.expert_id,
            account_id=author.account_id, position=author.position,
        )  # fmt: skip
    record(new, "opinion.corrected", at)
    return new
