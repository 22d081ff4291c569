"""Who is in the demo, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from secunda.care.experts import actions as experts
from secunda.care.experts.models import Expert, Institution
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme, Role

SLUG = "demo"
PASSWORD = "lamp-river-orchard-seven"  # the demo's only; the people behind it do not exist
ZONE = "Europe/Lisbon"


@dataclass(frozen=True)
class Person:
    """One of the cast. `secret` is the base32 secret of an authenticator app, for those who need a second factor."""

    key: str
    name: str
    who: str
    roles: tuple[str, ...] = ()
    secret: str = ""
    specialty: str = ""
    place: str = ""

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.key.replace('_', '.')}@example.org"


CAST = (
    Person("ana", "Ana Ferreira", "Ana, patient (her opinion is delivered)"),
    Person("jorge", "Jorge Almeida", "Jorge, patient (waits for an expert)"),
    Person("tomas", "Tomás Ferreira", "Tomás, Ana's son"),
    Person("dr_rao", "Dr Rao", "Dr Rao, treating doctor"),
    Person("dr_bo", "Dr Bo", "Dr Bo, expert (a case waits)", ("expert",), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
           "Breast and urological oncology", "Harbour University Hospital"),
    Person("dr_chen", "Dr Chen", "Dr Chen, expert", ("expert",), "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
           "Radiation oncology", "Northern Cancer Centre"),
    Person("dr_okafor", "Dr Okafor", "Dr Okafor, expert and quality reviewer", ("expert", "reviewer"),
           "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK", "Pathology", "Institute of Pathology South"),
    Person("cleo", "Cleo", "Cleo, coordinator", ("coordinator", "credentialing", "privacy"),
           "ONSWG4TFOQXGI3LPONSWG4TFOQXGI3LP"),
    Person("max", "Max", "Max, a stranger on no case"),
)  # fmt: skip


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Who, e-mail, password, authenticator secret (empty without one)."""
    return [(p.who, p.email, PASSWORD, p.secret) for p in CAST]


def accounts() -> dict[str, Account]:
    """The cast's accounts, made when they are not there; passwords and factors as printed."""
    return {person.key: _account(person) for person in CAST}


def _account(person: Person) -> Account:
    account = Account.objects.filter(email=person.email).first()
    if account is None:
        account = Account.objects.create_user(person.email, PASSWORD, name=person.name, time_zone=ZONE)
    EmailAddress.objects.update_or_create(
        user=account, email=person.email, defaults={"verified": True, "primary": True}
    )
    if (
        person.secret
        and not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()
    ):
        TOTP.activate(account, person.secret)
    return account


def give_roles(programme: Programme, them: dict[str, Account], at: datetime) -> None:
    """The cast's roles in the programme, from `at`."""
    with principal.as_job(case_id=None, programme_id=programme.pk, name="demo.load"):
        for person in CAST:
            for kind in person.roles:
                Role.objects.create(account=them[person.key], programme=programme, kind=kind, from_at=at)


def experts_of(programme: Programme, them: dict[str, Account], at: datetime) -> dict[str, Expert]:
    """Profiles, workplaces and verified licences of the demo's experts."""
    made = {}
    with principal.as_person(them["cleo"].pk, programme.pk, role="credentialing"):
        for person in (p for p in CAST if "expert" in p.roles):
            made[person.key] = _expert(programme, person, them, at)
    return made


def _expert(programme: Programme, person: Person, them: dict[str, Account], at: datetime) -> Expert:
    expert = experts.add_expert(
        programme=programme, account=them[person.key], name=person.name, specialty=person.specialty,
        families=["breast_cancer", "prostate_cancer"], languages=["en"], zone=ZONE, at=at,
    )  # fmt: skip
    place, _made = Institution.objects.get_or_create(name=person.place, country="PT")
    experts.affiliate(expert=expert, institution=place, from_date=date(2018, 3, 1), until_date=None, at=at)
    licence = experts.add_licence(
        expert=expert, jurisdiction="PT", number=f"DEMO-{person.key.upper().replace('DR_', '')}",
        source="Demo register",
        valid_until_date=at.date() + timedelta(days=700), at=at,
    )  # fmt: skip
    experts.verify_licence(licence=licence, by=them["cleo"], at=at)
    return expert
