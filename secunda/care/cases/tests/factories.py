"""The cast, and cases brought to a state through the house's own actions."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.cases.request import Request, Subject
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme, Role

PASSWORD = "a long and quiet evening"


def now() -> datetime:
    """The present, a second ago, so that what starts now has started for the database too."""
    return datetime.now(UTC) - timedelta(seconds=1)


@dataclass
class Cast:
    """Two programmes that share Dr Bo, and the people of the house's stories."""

    programme: Programme
    other: Programme
    ana: Account
    tomas: Account
    dr_rao: Account
    dr_bo: Account
    dr_chen: Account
    dr_okafor: Account
    cleo: Account
    max: Account
    mila: Account  # coordinator of the other programme


def a_programme(slug: str, **fields: Any) -> Programme:
    """A programme with a path of its own."""
    values = {
        "name": slug.title(), "organisation": f"{slug.title()} Hospital", "country": "DE", "languages": ["en", "ar"],
        "mail_from": f"opinions@{slug}.example.org",
    } | fields  # fmt: skip
    return Programme.objects.create(slug=slug, **values)


def an_account(name: str, **fields: Any) -> Account:
    """An account whose e-mail is its name at example.org."""
    local = name.lower().replace(" ", ".").replace("á", "a")
    password = _hashed(tuple(settings.PASSWORD_HASHERS))
    return Account.objects.create(email=f"{local}@example.org", password=password, name=name, **fields)


@cache
def _hashed(hashers: tuple[str, ...]) -> str:
    """`PASSWORD`, hashed once a run for each setting of hashers: the hash is slow on purpose."""
    return make_password(PASSWORD)


def give_role(account: Account, programme: Programme, kind: str) -> None:
    """A role from a day ago on."""
    with principal.as_person(account.id, programme.id):
        Role.objects.create(
            account=account, programme=programme, kind=kind, from_at=now() - timedelta(days=1)
        )


def cast() -> Cast:
    """Everybody, with their roles. Accounts can sign in with `PASSWORD` (experts and staff need a factor too)."""
    programme, other = a_programme("lindenhof"), a_programme("southbay")
    people = {
        "ana": "Ana", "tomas": "Tomás", "dr_rao": "Dr Rao", "dr_bo": "Dr Bo", "dr_chen": "Dr Chen",
        "dr_okafor": "Dr Okafor", "cleo": "Cleo", "max": "Max", "mila": "Mila",
    }  # fmt: skip
    accounts = {key: an_account(name) for key, name in people.items()}
    them = Cast(programme=programme, other=other, **accounts)
    for expert in (them.dr_bo, them.dr_chen, them.dr_okafor):
        give_role(expert, programme, Role.Kind.EXPERT)
    give_role(them.dr_bo, other, Role.Kind.EXPERT)
    give_role(them.dr_okafor, programme, Role.Kind.REVIEWER)
    give_role(them.cleo, programme, Role.Kind.COORDINATOR)
    give_role(them.mila, other, Role.Kind.COORDINATOR)
    return them


def acting(account: Account, programme: Programme, role: str = "") -> AbstractContextManager[None]:
    """Do something as somebody: row security and audit see them."""
    return principal.as_person(account.id, programme.id, role=role)


def a_request(**fields: Any) -> Request:
    """Ana's request: told to have a mastectomy, asks about keeping the breast."""
    subject = fields.pop("subject", None) or Subject(
        name="Ana Lindqvist", birth_date=date(1981, 3, 14), sex="female", country="DE"
    )
    values: dict[str, Any] = {
        "requester_kind": "patient", "language": "en", "time_zone": "Europe/Berlin",
        "condition_family": "breast_cancer",
        "diagnosis": "Invasive ductal carcinoma of the left breast", "treatment": "Mastectomy of the left breast",
        "questions": ("Can my breast be kept?", "Is radiotherapy as safe?"), "doctors": ("Dr Rao",),
        "institutions": ("Valley District Hospital",), "hopes": "To keep my breast", "fears": "That it comes back",
        "consents": ("second_opinion", "tell_doctor"),
    }  # fmt: skip
    return Request(subject=subject, **(values | fields))


def a_draft(them: Cast, by: Account | None = None, at: datetime | None = None) -> Case:
    """A draft that an account (Ana) has claimed."""
    at, by = at or now(), by or them.ana
    with acting(by, them.programme):
        _case, token = cases.open_draft(
            programme=them.programme, language="en", time_zone="Europe/Berlin", at=at
        )
        link = cases.resume_draft(programme=them.programme, token=token)
        assert link is not None
        with principal.as_link(link, them.programme.id):
            return cases.claim(link_id=link, by=by, at=at)


def a_submitted_case(
    them: Cast, by: Account | None = None, at: datetime | None = None, **fields: Any
) -> Case:
    """A case that was sent and waits for records."""
    at, by = at or now(), by or them.ana
    case = a_draft(them, by, at)
    with acting(by, them.programme):
        return cases.submit(case, a_request(**fields), by=by, at=at)


def a_case_with_records_complete(them: Cast, at: datetime | None = None, **fields: Any) -> Case:
    """A submitted case whose records Cleo called complete and whose brief she approved."""
    at = at or now()
    return with_records_complete(them, a_submitted_case(them, at=at, **fields), at)


def with_records_complete(them: Cast, case: Case, at: datetime) -> Case:
    """Cleo approves a brief and calls the records complete."""
    with acting(them.cleo, them.programme):
        cases.write_brief(
            case=case, blinded="treatment", neutral_question="Which treatments fit this tumour?",
            neutral_summary="45-year-old woman, unifocal tumour of 18 mm.", primary_material=True,
        )  # fmt: skip
        cases.approve_brief(case=case, by=them.cleo, at=at)
        return cases.move(case, "records_complete", by=them.cleo, role="coordinator", at=at)
