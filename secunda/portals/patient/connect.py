"""Fetching records from a hospital's server: the person signs in there and allows it; then they are records here."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from secunda.care.cases import access as cases
from secunda.care.cases.models import Case, Party
from secunda.care.chasing import smart
from secunda.care.chasing.smart import Begun, Fetched, Hospital
from secunda.care.records import access as records_access
from secunda.care.records import actions as records
from secunda.care.records import rules
from secunda.foundation.accounts.models import Account
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.doors import account_of, acting, own_transactions
from secunda.portals.patient.door import of_own_case, own_part, programme_of

VISITS = "smart_visits"
LIVES = 900  # seconds in which a person signs in at their hospital
MOST_VISITS = 5


@require_safe
@of_own_case
def hospitals(request: HttpRequest, party: Party) -> HttpResponse:
    """The hospitals whose servers we are registered with."""
    cases.require_records_open(party)
    found = smart.hospitals(party.case.programme)
    return render(request, "patient/connect.html", {"case": party.case, "hospitals": found})


@require_safe
@of_own_case
def leave(request: HttpRequest, party: Party, key: str) -> HttpResponse:
    """What will happen, and the way to the hospital's own sign-in."""
    cases.require_records_open(party)
    rules.require_taking(party.case.state)
    hospital = _hospital(party.case, key)
    begun = smart.begin(hospital, redirect_uri=_come_back(party.case))
    visits = _visits(request)
    visits[begun.state] = asdict(begun) | {
        "case": str(party.case.public_id),
        "key": key,
        "at": int(time.time()),
    }
    newest = sorted(visits.items(), key=lambda visit: visit[1]["at"])[-MOST_VISITS:]
    request.session[VISITS] = dict(newest)
    context = {"case": party.case, "hospital": hospital, "url": begun.url}
    return render(request, "patient/connect_leave.html", context)


@own_transactions
@login_required
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """The person is back from their hospital: fetch what they allowed. No transaction is open while that is fetched."""
    visits = _visits(request)
    visit = visits.pop(request.GET.get("state", ""), None)
    request.session[VISITS] = visits
    with acting(request):
        party, hospital = _back_from(request, visit)
        back = _come_back(party.case)
    assert visit is not None
    begun = Begun(**{name: visit[name] for name in Begun.__slots__})
    found = smart.fetch(hospital, begun, answer=f"{back}?{request.META['QUERY_STRING']}", redirect_uri=back)
    with acting(request):
        party, hospital = _back_from(request, visit)  # asked again: minutes may have passed
        _tell(request, hospital, found, _receive(party.case, account_of(request), hospital, found))
    return redirect("patient:records", party.case.public_id)


def _back_from(request: HttpRequest, visit: dict[str, Any] | None) -> tuple[Party, Hospital]:
    """Whose visit it was and to which hospital; raises `Hidden`, and `Refused` when it has ended."""
    if visit is None:
        _require_a_case(request)
        raise Refused(
            _("This visit to the hospital's server has ended. Nothing was fetched; please begin again.")
        )
    party = own_part(request, UUID(visit["case"]))
    cases.require_records_open(party)
    return party, _hospital(party.case, visit["key"])


def _require_a_case(request: HttpRequest) -> None:
    """Who is on no case learns nothing here; raises `Hidden`."""
    mine = cases.live_parties(account_of(request), programme_of(request), timezone.now())
    if not mine.filter(role__in=cases.OWN_ROLES).exists():
        raise Hidden


def _hospital(case: Case, key: str) -> Hospital:
    found = next((one for one in smart.hospitals(case.programme) if one.key == key), None)
    if found is None:
        raise Hidden
    return found


def _come_back(case: Case) -> str:
    path = reverse("patient:connected")
    return case.programme.address("/" + path.removeprefix(f"/{case.programme.slug}/").lstrip("/"))


def _visits(request: HttpRequest) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = request.session.get(VISITS, {})
    return {state: visit for state, visit in kept.items() if visit["at"] > time.time() - LIVES}


def _receive(case: Case, by: Account, hospital: Hospital, found: Fetched) -> int:
    """Every file becomes a record of the case; returns how many are new."""
    rules.require_room(*records_access.room_taken(case), coming=len(found.bundle))
    new = 0
    files = [
        (f"{hospital.name}.json", found.bundle),
        *((paper.name, paper.content) for paper in found.papers),
    ]
    for name, content in files:
        at = timezone.now()
        kept = vault.write(
            case_id=case.pk, programme_id=case.programme_id, klass="evidence", media_type="application/octet-stream",
            chunks=[content], limit=rules.largest(), by_id=by.pk, at=at,
        )  # fmt: skip
        new += records.receive(case=case, by=by, link=None, name=name, kept=kept, at=at).is_new
    return new


def _tell(request: HttpRequest, hospital: Hospital, found: Fetched, new: int) -> None:
    came = ngettext("%(n)d new file came from %(name)s.", "%(n)d new files came from %(name)s.", new)
    messages.success(request, came % {"n": new, "name": hospital.name})
    if found.withheld:
        messages.info(
            request, _("Some kinds of records were not given by its server. You can ask for them by letter.")
        )
