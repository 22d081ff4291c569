"""The draft before an account: opened at the first click, held by a link, claimed in one step, else shredded."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from secunda.care.cases import access, rules
from secunda.care.cases.actions.links import hashed, live_link
from secunda.care.cases.actions.move import locked, move, start_interval
from secunda.care.cases.actions.people import add_party
from secunda.care.cases.models import Case, Intake, Link, Party
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Key

KINDS_OF_KEY: tuple[vault.Klass, ...] = ("evidence", "opinion")
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A reference of eight letters and digits that people can say on the telephone."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


def _next_case_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('cases_case', 'id'))")
        return int(cursor.fetchone()[0])


@transaction.atomic
def open_draft(
    *, programme: Programme, language: str, time_zone: str, at: datetime, by: Account | None = None
) -> tuple[Case, str]:
    """The first click: a draft with its clock running, and the token of the link that holds it (shown once)."""
    case_id = _next_case_id()
    token = secrets.token_urlsafe(32)
    with principal.as_case(case_id, programme.id):
        case = Case.objects.create(
            id=case_id, programme=programme, reference=new_reference(), state_at=at, first_click_at=at,
            language=language, time_zone=time_zone, demo=programme.demo,
        )  # fmt: skip
        Link.objects.create(
            case=case, programme=programme, kind=Link.Kind.DRAFT, token_hash=hashed(token), created_at=at,
            not_before_at=at, expires_at=at + rules.DRAFT_LIFE, created_by=by,
        )  # fmt: skip
        vault.prepare(case_id=case.id, programme_id=programme.id, at=at)
        start_interval(case, by=by, at=at)
        Intake.objects.create(case=case, programme=programme, saved_at=at)
        audit.record(
            verb="case.started", at=at, case_id=case.id, programme_id=programme.id, object_type="case",
            object_id=case.public_id,
        )  # fmt: skip
    return case, token


def resume_draft(*, programme: Programme, token: str) -> int | None:
    """The id of the live draft link that a token opens in this programme, else None. Tells nothing more."""
    return live_link(programme=programme, token=token, kind=Link.Kind.DRAFT)


@transaction.atomic
def keep_answers(*, case: Case, page: str, answers: dict[str, Any], at: datetime) -> Intake:
    """Keep one page of the wizard as typed; other pages stay as they are."""
    intake = Intake.objects.select_for_update(no_key=True).get(case=case)
    if case.state != Case.State.DRAFT:
        raise Refused(_("This case has been sent. Write to your coordinator to change something."))
    intake.answers = {**intake.answers, page: answers}
    intake.saved_at = at
    intake.save(update_fields=("answers", "saved_at"))
    return intake


@transaction.atomic
def claim(*, link_id: int, by: Account, at: datetime) -> Case:
    """Give a draft to the account that was just signed up or in; its link ends in the same step."""
    draft = access.draft_of(link_id)
    if draft is None:
        raise Refused(_("This draft has expired. Nothing of it is kept; please start again."))
    case = locked(draft)
    with principal.as_case(case.id, case.programme_id, account_id=by.id):
        case.requester = by
        case.save(update_fields=("requester",))
        add_party(case=case, account=by, role=Party.Role.PATIENT, by=by, at=at)
        Link.objects.filter(pk=link_id).update(revoked_at=at, revoked_by=by, last_used_at=at)
        audit.record(
            verb="case.claimed", at=at, case_id=case.id, programme_id=case.programme_id, object_type="case",
            object_id=case.public_id,
        )  # fmt: skip
    return case


@transaction.atomic
def shred_drafts(*, programme: Programme, at: datetime) -> list[Case]:
    """Destroy drafts that nobody claimed in time; only the clock's count remains. Returns the empty cases."""
    late = Link.objects.filter(
        programme=programme, kind=Link.Kind.DRAFT, revoked_at=None, expires_at__lte=at,
        case__state__in=(Case.State.DRAFT, Case.State.EMERGENCY), case__requester=None,
    )  # fmt: skip
    links = list(late.select_related("case"))
    for link in links:
        _shred(link, at)
    return [link.case for link in links]


def _shred(link: Link, at: datetime) -> None:
    case = link.case
    Intake.objects.filter(case=case).update(answers={}, saved_at=at)
    for klass in KINDS_OF_KEY:
        if Key.objects.filter(case_id=case.id, klass=klass, erased_at=None).exists():
            vault.erase(case_id=case.id, klass=klass, by_id=None, at=at, reason="draft_unclaimed")
    link.revoked_at = at
    link.save(update_fields=("revoked_at",))
    move(case, Case.State.CANCELLED, by=None, role=rules.SYSTEM, at=at)
    audit.record(
        verb="case.shredded", at=at, case_id=case.id, programme_id=case.programme_id, object_type="case",
        object_id=case.public_id,
    )  # fmt: skip
