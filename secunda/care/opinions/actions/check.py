"""The quality check by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.assignment.models import Assignment
from secunda.care.cases import access as case_access
from secunda.care.cases import actions as cases
from secunda.care.cases import rules as case_rules
from secunda.care.cases.models import Case, Party
from secunda.care.opinions import rules
from secunda.care.opinions.actions.write import CHOOSE_TASK, advance, locked, record
from secunda.care.opinions.models import Author, Opinion, QualityCheck
from secunda.foundation.accounts.models import Account, Role
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications

S = Opinion.State


@transaction.atomic
def choose_reviewer(*, case: Case, reviewer: Account, by: Account, at: datetime) -> Party:
    """Give a quality reviewer of the programme a part in a case. Whoever reads the case never checks it (COI-9)."""
    now = cases.locked(case)
    if Role.Kind.REVIEWER not in case_access.roles_of(reviewer, now.programme, at):
        raise Refused(_("This person does not check opinions in this programme."))
    readers = Assignment.objects.filter(case=now).values_list("account_id", flat=True)
    rules.require_other_than_authors(reviewer.id, readers)
    for old in Party.objects.filter(case=now, role=Party.Role.REVIEWER, ended_at=None).select_related(
        "account"
    ):
        cases.close_party(case=now, account=old.account, at=at)
    party = cases.add_party(case=now, account=reviewer, role=Party.Role.REVIEWER, by=by, at=at)
    cases.finish_tasks(case=now, kind=CHOOSE_TASK, by=by, at=at)
    opinion = Opinion.objects.filter(case=now, state=S.QUALITY_CHECK).first()
    if opinion:
        _tell(opinion, reviewer, "opinion.submitted_for_check", at)
    return party


@transaction.atomic
def check(
    *,
    opinion: Opinion,
    passed: bool,
    checklist: Mapping[str, bool],
    comment: str,
    edition: int,
    by: Account,
    at: datetime,
) -> QualityCheck:
    """Pass an opinion, or return it with a comment. The check is of one edition of the text, which is kept."""
    now = locked(opinion)
    authors = list(Author.objects.filter(opinion=now).select_related("account"))
    rules.require_other_than_authors(by.id, (a.account_id for a in authors))
    if not Party.objects.filter(case=now.case, account=by, role=Party.Role.REVIEWER, ended_at=None).exists():
        raise Refused(_("Only the person chosen for the quality check may do it."))
    rules.require_edition(now.edition, edition)
    if passed and not all(checklist.get(key) for key, _label in rules.CHECKLIST):
        raise Refused(_("Tick every point before you pass the opinion, or return it and say what is wrong."))
    if not passed and not comment.strip():
        raise Refused(_("Please tell the author what to change."))
    advance(now, S.PASSED if passed else S.DRAFT, role=rules.REVIEWER, at=at)
    made = QualityCheck.objects.create(
        opinion=now, case=now.case, programme_id=now.programme_id, reviewer=by, edition=now.edition, passed=passed,
        checklist=dict(checklist), comment=comment.strip(), made_at=at,
    )  # fmt: skip
    record(now, "opinion.checked" if passed else "opinion.returned", at)
    lead = authors[0].account
    if passed:
        cases.hand_over(case=now.case, holder="expert", holder_account=lead, by=by, at=at)
    else:
        cases.move(now.case, Case.State.DRAFTED, by=by, role=case_rules.REVIEWER, at=at, holder_account=lead)
    for author in authors:
        _tell(now, author.account, "opinion.passed" if passed else "opinion.returned", at)
    return made


def _tell(opinion: Opinion, to: Account, kind: str, at: datetime) -> None:
    notifications.notify(
        to=to, kind=kind, case_id=opinion.case_id, programme=opinion.case.programme, about_type="opinion",
        about_id=opinion.public_id, at=at,
    )  # fmt: skip
