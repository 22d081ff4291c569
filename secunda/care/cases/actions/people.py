"""Parts in a case: given, opened further, ended; and a proxy's authority."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases.actions.tasks import add_task
from secunda.care.cases.models import Case, Party, ProxyAuthority
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.vault.models import Object


@transaction.atomic
def add_party(
    *,
    case: Case,
    account: Account,
    role: str,
    by: Account | None,
    at: datetime,
    phase: str = Party.Phase.OPEN,
    until_at: datetime | None = None,
    authority: ProxyAuthority | None = None,
) -> Party:
    """Give an account a part in a case. Nobody has two parts at once: a patient here is never the expert here."""
    if Party.objects.filter(case=case, account=account, ended_at=None).exists():
        raise Refused(_("This person already has a part in this case."))
    party = Party.objects.create(
        case=case, programme_id=case.programme_id, account=account, role=role, phase=phase, granted_by=by, from_at=at,
        until_at=until_at, authority=authority, may_open_records=authority is None or bool(authority.confirmed_at),
    )  # fmt: skip
    audit.record(
        verb="party.added", at=at, case_id=case.id, programme_id=case.programme_id, object_type="account",
        object_id=account.public_id,
    )  # fmt: skip
    return party


@transaction.atomic
def open_phase(*, case: Case, account: Account, phase: str, at: datetime) -> None:
    """Let an expert see more: `blind` once they accepted, `open` once their read is committed. Never back."""
    order = list(Party.Phase.values)
    party = Party.objects.select_for_update(no_key=True).get(
        case=case, account=account, ended_at=None, role=Party.Role.EXPERT
    )
    if order.index(phase) <= order.index(party.phase):
        return
    party.phase = phase
    party.save(update_fields=("phase",))
    if phase == Party.Phase.OPEN:
        audit.record(
            verb="first_opinion.unsealed", at=at, case_id=case.id, programme_id=case.programme_id,
            object_type="account", object_id=account.public_id,
        )  # fmt: skip


@transaction.atomic
def close_party(*, case: Case, account: Account, at: datetime) -> None:
    """End somebody's part in a case at once; a second call changes nothing."""
    ended = Party.objects.filter(case=case, account=account, ended_at=None).update(ended_at=at)
    if ended:
        audit.record(
            verb="party.ended", at=at, case_id=case.id, programme_id=case.programme_id, object_type="account",
            object_id=account.public_id,
        )  # fmt: skip


@transaction.atomic
def keep_authority_document(*, authority: ProxyAuthority, document: Object, at: datetime) -> None:
    """Attach the document on which a proxy acts; a confirmation given to an earlier document does not carry over."""
    authority.document = document
    authority.confirmed_at = authority.confirmed_by = None
    authority.save(update_fields=("document", "confirmed_at", "confirmed_by"))
    Party.objects.filter(authority=authority, ended_at=None).update(may_open_records=False)
    add_task(case=authority.case, kind="confirm_proxy", due_at=at, at=at, about_id=authority.public_id)
    audit.record(
        verb="proxy.requested", at=at, case_id=authority.case_id, programme_id=authority.programme_id,
        object_type="proxy", object_id=authority.public_id,
    )  # fmt: skip


@transaction.atomic
def confirm_authority(
    *, authority: ProxyAuthority, until_at: datetime | None, by: Account, at: datetime
) -> None:
    """Staff have read the document: the proxy may open records until it ends (the earlier of its two ends)."""
    one = ProxyAuthority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    if one.document_id is None:
        raise Refused(_("There is no document yet. Ask for it before you confirm."))
    if one.withdrawn_at:
        raise Refused(_("This authority was withdrawn."))
    if one.account_id == by.id:
        raise Refused(_("Nobody may confirm their own authority."))
    ends = [end for end in (one.until_at, until_at) if end]
    one.until_at = min(ends) if ends else None
    if one.until_at and one.until_at <= at:
        raise Refused(_("This authority has already ended, so it cannot be confirmed."))
    one.confirmed_at, one.confirmed_by = at, by
    one.save(update_fields=("until_at", "confirmed_at", "confirmed_by"))
    Party.objects.filter(authority=one, ended_at=None).update(may_open_records=True, until_at=one.until_at)
    audit.record(
        verb="proxy.confirmed", at=at, case_id=one.case_id, programme_id=one.programme_id,
        object_type="proxy", object_id=one.public_id,
    )  # fmt: skip


@transaction.atomic
def withdraw_authority(*, authority: ProxyAuthority, by: Account, at: datetime) -> None:
    """The patient or staff end a proxy's authority; the proxy's part ends in the same step."""
    ProxyAuthority.objects.filter(pk=authority.pk, withdrawn_at=None).update(withdrawn_at=at)
    Party.objects.filter(authority=authority, ended_at=None).update(ended_at=at)
    audit.record(
        verb="proxy.withdrawn", at=at, case_id=authority.case_id, programme_id=authority.programme_id,
        object_type="proxy", object_id=authority.public_id,
    )  # fmt: skip
