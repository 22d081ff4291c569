"""The cast of the journeys: two programmes that share Dr Bo, and everybody's way to sign in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP

from secunda.care.cases.tests import factories
from secunda.care.cases.tests.factories import Cast, now
from secunda.care.experts import actions as experts
from secunda.care.experts.models import Institution
from secunda.foundation.accounts.models import Account, Programme

SLUG, OTHER = "lindenhof", "southbay"
PASSWORD = factories.PASSWORD


@dataclass(frozen=True)
class One:
    """How somebody of the cast signs in. Experts and staff have an authenticator app with this secret."""

    name: str
    email: str
    secret: str = ""


CAST = {
    "ana": One("Ana", "ana@example.org"),
    "tomas": One("Tomás", "tomas@example.org"),
    "dr_rao": One("Dr Rao", "dr.rao@example.org"),
    "dr_bo": One("Dr Bo", "dr.bo@example.org", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
    "dr_chen": One("Dr Chen", "dr.chen@example.org", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"),
    "dr_okafor": One("Dr Okafor", "dr.okafor@example.org", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"),
    "cleo": One("Cleo", "cleo@example.org", "ONSWG4TFOQXGI3LPONSWG4TFOQXGI3LP"),
    "max": One("Max", "max@example.org"),
    "mila": One("Mila", "mila@example.org", "NBSWY3DPFQQHO33SNRSCCNBSWY3DPFQQ"),
    # People who come for the first time: no account yet.
    "newcomer": One("Elena Moreau", "elena.moreau@example.org"),
    "daughter": One("Ana Castellano", "ana.castellano@example.org"),
    "visitor": One("Somebody", "somebody@example.org"),
}
NEW = ("newcomer", "daughter", "visitor")


def load(*, experts_too: bool = True) -> None:
    """The two programmes and everybody in them, with the experts' profiles. Inside the house."""
    them = factories.cast()
    for key, one in CAST.items():
        if key in NEW:
            continue
        account = getattr(them, key)
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        if one.secret:
            TOTP.activate(account, one.secret)
    for expert in (them.dr_bo, them.dr_chen, them.dr_okafor) if experts_too else ():
        an_expert(them, expert)


def cast() -> Cast:
    """The cast as they are in the house now. Inside the house."""
    accounts = {
        one.name: Account.objects.get(email=CAST[one.name].email) for one in fields(Cast) if one.name in CAST
    }
    programme, other = Programme.objects.get(slug=SLUG), Programme.objects.get(slug=OTHER)
    return Cast(programme, other, **accounts)


def an_expert(them: Cast, account: Account) -> None:
    """A profile, a workplace and a licence for Germany that was verified."""
    at, programme = now(), them.programme
    with factories.acting(them.cleo, programme):
        expert = experts.add_expert(
            programme=programme, account=account, name=account.name, specialty="Breast surgery",
            families=["breast_cancer", "prostate_cancer"], languages=["en"], zone="Europe/Berlin", at=at,
        )  # fmt: skip
        place = Institution.objects.create(name=f"{account.name}'s University Hospital", country="DE")
        experts.affiliate(
            expert=expert, institution=place, from_date=date(2015, 1, 1), until_date=None, at=at
        )
        licence = experts.add_licence(
            expert=expert, jurisdiction="DE", number=f"DE-{account.id:05}", source="Landesärztekammer",
            valid_until_date=at.date() + timedelta(days=400), at=at,
        )  # fmt: skip
        experts.verify_licence(licence=licence, by=them.cleo, at=at)
