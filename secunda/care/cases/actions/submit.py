"""Sending the case: the wizard's answers become the case's facts in one transaction."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import rules
from secunda.care.cases.actions.consents import give_consent
from secunda.care.cases.actions.move import locked, move
from secunda.care.cases.actions.tasks import add_task
from secunda.care.cases.consents import PURPOSES
from secunda.care.cases.models import (
    Case,
    FirstOpinion,
    Intake,
    Party,
    Patient,
    Provenance,
    ProxyAuthority,
    Question,
    Wishes,
)
from secunda.care.cases.request import Request, require_sound
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications

DUTY_HOURS = (
    24  # how soon a coordinator looks at something new; programme.rules["first_look_hours"] overrides
)


@transaction.atomic
def submit(case: Case, request: Request, *, by: Account, at: datetime) -> Case:
    """Send a draft. Writes patient, first opinion, questions, wishes and consents, and starts the records stage.

    Raises `Refused` when something in the request cannot be right or a required consent is missing.
    """
    now = locked(case)
    rules.require_move(now.state, Case.State.SUBMITTED, rules.REQUESTER)
    require_sound(request, at.date())
    for purpose in PURPOSES.values():
        if purpose.required and purpose.key not in request.consents:
            raise Refused(_("Without your consent to “%(what)s” we may not begin.") % {"what": purpose.title})
    now.patient = _patient(now, request, by)
    now.requester, now.requester_kind = by, request.requester_kind
    now.country, now.language, now.time_zone = request.subject.country, request.language, request.time_zone
    now.condition_family, now.decision_date, now.submitted_at = (
        request.condition_family,
        request.decision_date,
        at,
    )
    now.save()
    _matter(now, request)
    _own_part(now, request, by, at)
    for key in request.consents:
        give_consent(case=now, purpose=key, language=request.language, by=by, at=at)
    Intake.objects.filter(case=now).update(answers={}, saved_at=at)
    move(now, Case.State.SUBMITTED, by=by, role=rules.REQUESTER, at=at)
    move(now, Case.State.RECORDS_NEEDED, by=None, role=rules.SYSTEM, at=at)
    notifications.notify(
        to=by,
        kind="case.submitted",
        case_id=now.id,
        programme=now.programme,
        about_type="case",
        about_id=now.public_id,
        at=at,
    )
    return locked(now)


def _patient(case: Case, request: Request, by: Account) -> Patient:
    subject = request.subject
    return Patient.objects.create(
        programme_id=case.programme_id,
        account=by if request.requester_kind == Case.Requester.PATIENT else None,
        created_by=by,
        name=subject.name,
        former_names=subject.former_names,
        birth_date=subject.birth_date,
        sex=subject.sex,
        country=subject.country,
        region=subject.region,
        language=request.language,
        telephone=subject.telephone,
    )


def _matter(case: Case, request: Request) -> None:
    of = {"case": case, "programme_id": case.programme_id}
    FirstOpinion.objects.create(
        **of, diagnosis=request.diagnosis, treatment=request.treatment, reasons=request.reasons,
        decision=request.decision, language=request.language,
    )  # fmt: skip
    Provenance.objects.create(
        **of, doctors=list(request.doctors), institutions=list(request.institutions),
        planned_providers=list(request.planned_providers), given_date=request.given_date,
    )  # fmt: skip
    Wishes.objects.create(
        **of, hopes=request.hopes, fears=request.fears, hear=request.hear, hear_with=request.hear_with,
        detail=request.detail, decides_with=request.decides_with, culture=request.culture,
    )  # fmt: skip
    Question.objects.bulk_create(
        Question(**of, position=place, text=text, language=request.language)
        for place, text in enumerate(request.questions, start=1)
    )


def _own_part(case: Case, request: Request, by: Account, at: datetime) -> None:
    """The claimed part becomes what the requester is; a proxy's opens no record until staff confirm."""
    party = Party.objects.get(case=case, account=by, ended_at=None)
    party.role = request.requester_kind
    if request.requester_kind == Case.Requester.PROXY:
        party.authority = _authority(case, request, by, at)
        party.until_at = party.authority.until_at
        party.may_open_records = False
        add_task(case=case, kind="confirm_proxy", due_at=at, at=at, about_id=party.authority.public_id)
    party.save()


def _authority(case: Case, request: Request, by: Account, at: datetime) -> ProxyAuthority:
    ends = [request.proxy_until_date] if request.proxy_until_date else []
    if request.proxy_basis == ProxyAuthority.Basis.PARENT:
        ends.append(rules.majority_date(request.subject.birth_date))
    end = min(ends) if ends else None
    if end and end <= at.date():
        raise Refused(
            _("On this basis you can no longer act for the patient: they are of age, or the time has passed.")
        )
    return ProxyAuthority.objects.create(
        case=case, programme_id=case.programme_id, account=by, basis=request.proxy_basis, from_at=at,
        until_at=datetime.combine(end, time.min, UTC) if end else None,
    )  # fmt: skip
