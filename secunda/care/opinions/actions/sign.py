"""Signing: everything is checked once more, frozen, hashed and signed in one transaction, or nothing happens."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.assignment import access as assignments
from secunda.care.assignment import actions as assignment_actions
from secunda.care.assignment.models import Assignment
from secunda.care.cases import access as case_access
from secunda.care.cases import actions as cases
from secunda.care.cases import rules as case_rules
from secunda.care.cases.consents import OPINION
from secunda.care.cases.models import Case
from secunda.care.opinions import canonical, content, framing, rules
from secunda.care.opinions.actions.credentials import authority_of, credential_of
from secunda.care.opinions.actions.write import advance, locked, questions_of, record, require_author
from secunda.care.opinions.models import Author, Opinion, QualityCheck
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Refused
from secunda.foundation.queue import named

S = Opinion.State


@transaction.atomic
def sign(*, opinion: Opinion, edition: int, second_factor: str, by: Account, at: datetime) -> Opinion:
    """One author's signature. With the last author's the opinion is signed and its report is made by a job.

    `second_factor` says in words how the author stepped up; the caller has checked that it is fresh. Refuses when
    the text is not what was checked, a licence does not hold today, consent is gone, or anything is missing.
    """
    now = locked(opinion)
    author = require_author(now, by)
    if author.signed_at:
        raise Refused(_("You have signed this opinion already."))
    if not second_factor:
        raise Refused(_("Confirm your identity with your second factor to sign."), code="step_up")
    _require_checked(now, edition)
    case_access.require_consent(now.case, OPINION)
    assignment = _assignment_of(author)
    bars = [o for o in assignments.objections_again(assignment, at.date()) if o.bar]
    if bars:
        raise Refused(_("You cannot sign today. %(why)s") % {"why": bars[0].sentence}, code="credentials")
    if not now.canonical:
        _freeze(now, second_factor, at)
    _put_signature(author, now, second_factor, at)
    if (
        assignment.state != Assignment.State.DONE
    ):  # a corrected version is signed after the work was done once
        assignment_actions.advance(assignment=assignment, to=Assignment.State.DONE, by=by, at=at)
    record(now, "opinion.signed", at)
    if not Author.objects.filter(opinion=now, signed_at=None).exists():
        now.signed_at = at
        advance(now, S.SIGNED, role=rules.AUTHOR, at=at)
        cases.move(now.case, Case.State.SIGNED, by=by, role=case_rules.EXPERT, at=at)
        named("opinions.render").defer(opinion_id=now.pk, case_id=now.case_id, programme_id=now.programme_id)
    return now


def _require_checked(opinion: Opinion, edition: int) -> None:
    rules.require_move(opinion.state, S.SIGNED, rules.AUTHOR)
    rules.require_edition(opinion.edition, edition)
    last = QualityCheck.objects.filter(opinion=opinion).order_by("-made_at", "-id").first()
    if last is None or not last.passed or last.edition != opinion.edition:
        raise Refused(_("A second person has to check exactly this text before you sign it."))


def _assignment_of(author: Author) -> Assignment:
    found = Assignment.objects.filter(case=author.case_id, expert=author.expert_id).select_related(
        "case__patient"
    )
    return found.exclude(state__in=("declined", "conflict", "withdrawn", "expired")).get()


def _freeze(opinion: Opinion, second_factor: str, at: datetime) -> None:
    value = content.from_json(content.OpinionContent, opinion.content)
    around = framing.frame(opinion, second_factor=second_factor, at=at)
    rules.require_complete(content.missing(value, around, questions_of(opinion.case)))
    opinion.canonical = canonical.canonical(canonical.Signed(frame=around, content=value))
    opinion.sha256 = canonical.sha256(opinion.canonical)
    opinion.save(update_fields=("canonical", "sha256"))


def _put_signature(author: Author, opinion: Opinion, second_factor: str, at: datetime) -> None:
    from secunda.care.opinions import signing  # a second to import, and only who signs needs it

    licence = framing.licence_of(author, opinion.case, at)
    credential = credential_of(author.expert, licence, at)
    root = authority_of(opinion.case.programme, at)
    author.signature = signing.sign_detached(
        bytes(opinion.canonical or b""), credential.certificate, credential.key, [root.certificate], at=at
    )
    author.certificate = credential.certificate.decode()
    author.licence, author.second_factor, author.signed_at = licence, second_factor, at
    author.save()
