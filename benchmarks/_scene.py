"""The ground of `spine`: three programmes, one case of each kind in the first, and the browsers of those who look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.test import Client

from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Case, Party
from secunda.care.cases.tests import factories as cast
from secunda.care.cases.tests.factories import Cast, acting, give_role
from secunda.care.consultations import actions as consultations
from secunda.care.opinions.models import Opinion
from secunda.care.opinions.tests import factories as reports
from secunda.foundation.accounts.models import Account, Programme, Role
from secunda.portals.parts.tests.signed_in import signed_in
from secunda.portals.public.tests import factories as visitors

KINDS: dict[str, Callable[[Cast], object]] = {
    "released": reports.a_released_opinion,
    "sent": cast.a_submitted_case,
    "invited": reports.an_invitation,
    "blind": reports.an_accepted_case,
    "writing": reports.an_opinion_in_work,
    "checking": reports.an_opinion_handed_in,
}
PROGRAMMES = ("lindenhof", "southbay", "rivera")


@dataclass(frozen=True)
class One:
    """A case of one kind with its own patient, expert and second reader."""

    kind: str
    case_id: int
    public_id: UUID
    patient_id: int
    workers: tuple[int, ...]


@dataclass(frozen=True)
class Scene:
    """The cases, and the screens by name: the address of each, and who looks at it."""

    ones: list[One]
    screens: dict[str, tuple[str, Client]]


def build() -> Scene:
    """Make everything, through the house's own actions, in the present database."""
    with transaction.atomic():
        programme, *_others = [cast.a_programme(slug) for slug in PROGRAMMES]
        cleo = _person("Cleo", programme, Role.Kind.COORDINATOR)
        casts = {kind: _cast(kind, programme, cleo) for kind in KINDS}
        ones = [_one(kind, them) for kind, them in casts.items()]
    with transaction.atomic():
        return Scene(ones, _screens(casts, ones))


def _cast(kind: str, programme: Programme, cleo: Account) -> Cast:
    """Each kind of case has a cast of its own; the coordinator is the same in all of them."""
    bo = _person(f"Dr Bo {kind}", programme, Role.Kind.EXPERT)
    okafor = _person(f"Dr Okafor {kind}", programme, Role.Kind.REVIEWER)
    ana = _person(f"Ana {kind}", programme)
    return Cast(
        programme=programme, other=programme, ana=ana, tomas=ana, dr_rao=ana, dr_bo=bo, dr_chen=bo, dr_okafor=okafor,
        cleo=cleo, max=ana, mila=cleo,
    )  # fmt: skip


def busy(one: One, colleague_id: int) -> dict[str, tuple[str, Client]]:
    """The worklist of a colleague to whom copied cases belong: empty in the small database, long in the big one."""
    with transaction.atomic():
        programme = Programme.objects.get(slug=PROGRAMMES[0])
        client = local(signed_in(Account.objects.get(pk=colleague_id), programme))
    return {f"worklist, much {one.kind}": (f"/{programme.slug}/expert/", client)}


def _person(name: str, programme: Programme, role: str = "") -> Account:
    account = cast.an_account(name)
    if role:
        give_role(account, programme, role)
    return account


def _one(kind: str, them: Cast) -> One:
    KINDS[kind](them)
    with acting(them.ana, them.programme):
        party = Party.objects.select_related("case").get(account=them.ana)
        if kind != "released":
            consultations.send(
                case=party.case, text="When do I hear from you?", by=them.ana, role=consultations.PATIENT_SIDE,
                language="en", at=cast.now(),
            )  # fmt: skip
    case: Case = party.case
    return One(kind, case.pk, case.public_id, them.ana.pk, (them.dr_bo.pk, them.dr_okafor.pk))


def _screens(casts: dict[str, Cast], ones: list[One]) -> dict[str, tuple[str, Client]]:
    them = casts["released"]
    here = f"/{them.programme.slug}"
    ids = {one.kind: one.public_id for one in ones}
    return {
        **_public(them, here),
        **_patient(them, f"{here}/my", ids["released"], ids["sent"], casts["sent"]),
        **_expert(casts, f"{here}/expert"),
        **_staff(casts, f"{here}/staff", ids),
    }


def _public(them: Cast, here: str) -> dict[str, tuple[str, Client]]:
    visitor, asked = local(Client()), local(Client())
    draft, checked = visitors.a_clear_draft(visitor, them.programme), visitors.a_draft(asked, them.programme)
    asked.post(f"{here}/start/{checked}/check/where/", {"country": "DE", "inpatient": "no"})
    with acting(them.cleo, them.programme):
        code = Opinion.objects.get(case__programme=them.programme, state="released").code
    return {
        "public home": (f"{here}/", visitor),
        "public check page": (f"{here}/start/{checked}/check/head/", asked),
        "public wizard page": (f"{here}/start/{draft}/about/told/", visitor),
        "public verify": (f"{here}/verify?code={code}", local(Client())),
    }


def _patient(them: Cast, here: str, released: UUID, sent: UUID, other: Cast) -> dict[str, tuple[str, Client]]:
    ana, waiting = _browser(them.ana, them), _browser(other.ana, other)
    with acting(them.ana, them.programme):
        opinion = Opinion.objects.get(case__public_id=released).public_id
    case = f"{here}/case/{released}"
    opened = ana.post(f"{case}/opinion/{opinion}/open/", follow=True)
    assert opened.status_code == 200, opened.status_code
    visitors.a_draft(waiting, other.programme)  # with two cases the first page is a list
    return {
        "patient home": (f"{here}/", waiting),
        "patient case": (f"{case}/", ana),
        "patient records": (f"{here}/case/{sent}/records/", waiting),
        "patient opinion": (f"{case}/opinion/{opinion}/", ana),
        "patient who looked": (f"{case}/who/", ana),
    }


def _expert(casts: dict[str, Cast], here: str) -> dict[str, tuple[str, Client]]:
    work = {kind: _work_of(casts[kind]) for kind in ("invited", "blind", "writing")}
    browsers = {kind: _browser(casts[kind].dr_bo, casts[kind]) for kind in work}
    return {
        "expert worklist": (f"{here}/", browsers["blind"]),
        "expert invitation": (f"{here}/invitation/{work['invited']}/", browsers["invited"]),
        "expert room": (f"{here}/case/{work['blind']}/", browsers["blind"]),
        "expert report": (f"{here}/case/{work['writing']}/report/", browsers["writing"]),
        "expert report section": (
            f"{here}/case/{work['writing']}/report/section/diagnosis/",
            browsers["writing"],
        ),
    }


def _work_of(them: Cast) -> UUID:
    with acting(them.dr_bo, them.programme):
        return Assignment.objects.get(account=them.dr_bo).public_id


def _staff(casts: dict[str, Cast], here: str, ids: dict[str, UUID]) -> dict[str, tuple[str, Client]]:
    them = casts["checking"]
    cleo, okafor = _browser(them.cleo, them), _browser(them.dr_okafor, them)
    with acting(them.cleo, them.programme):
        opinion = Opinion.objects.get(case__public_id=ids["checking"]).public_id
    return {
        "staff queue": (f"{here}/", cleo),
        "staff case": (f"{here}/case/{ids['released']}/", cleo),
        "staff assign": (f"{here}/case/{ids['sent']}/assign/", cleo),
        "staff checks": (f"{here}/checks/", okafor),
        "staff check": (f"{here}/checks/{opinion}/", okafor),
        "staff experts": (f"{here}/experts/", cleo),
        "staff who looked": (f"{here}/case/{ids['released']}/who/", cleo),
    }


def _browser(account: Account, them: Cast) -> Client:
    return local(signed_in(account, them.programme))


def local(client: Client) -> Client:
    """A browser that calls the site by a name that it answers to."""
    client.defaults["SERVER_NAME"] = "localhost"
    client.raise_request_exception = False
    return client
