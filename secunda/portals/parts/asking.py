"""Letters to hospitals, for the patient's side and for the staff alike: written, opened, sent out, renewed, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from secunda.care.cases.models import Case
from secunda.care.chasing import access, rules
from secunda.care.chasing import actions as chasing
from secunda.care.chasing.models import RecordRequest
from secunda.care.records import completeness
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.doors import account_of

CaseOf = Callable[[HttpRequest, UUID], Case]
Guard = Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]
ENDINGS = [one for one in RecordRequest.Outcome.choices if one[0]]


@dataclass(frozen=True)
class Desk:
    """The letters' screens of one portal. `case_of` finds the case of an address, or raises `Hidden`."""

    case_of: CaseOf
    portal: str

    def urls(self, guard: Guard) -> list[URLPattern]:
        """The addresses, below the case's. `guard` asks for a sign-in."""
        one = "case/<uuid:case>/ask/<uuid:asked>/"
        return [
            path("case/<uuid:case>/ask/", guard(self.page), name="asking"),
            path(one, guard(require_safe(self.letter_page)), name="letter_page"),
            path(one + "letter/", guard(require_safe(self.letter)), name="hospital_letter"),
            path(one + "sent/", require_POST(guard(self.sent)), name="letter_sent"),
            path(one + "renew/", require_POST(guard(self.renew)), name="letter_renew"),
            path(one + "close/", require_POST(guard(self.close)), name="letter_close"),
        ]

    def page(self, request: HttpRequest, case: UUID) -> HttpResponse:
        """The letters of the case and a place to write another."""
        found, told = self.case_of(request, case), ""
        if request.method == "POST":
            try:
                made = _ask(request, found)
            except Refused as refusal:
                told = refusal.sentence
            else:
                messages.success(request, _("The letter is ready. Print it, sign it, and send it."))
                return self._to(made)
        context = _context(request, found) | {"portal": self.portal, "told": told}
        return render(request, "parts/asking.html", context, status=422 if told else 200)

    def letter_page(self, request: HttpRequest, case: UUID, asked: UUID) -> HttpResponse:
        """One letter: what was asked, what came, and what can be done with it."""
        one = self._find(request, case, asked)
        context = {
            "case": one.case,
            "one": one,
            "portal": self.portal,
            "endings": ENDINGS,
            "right": rules.rights().get(one.right),
        }
        return render(request, "parts/asking_one.html", context)

    def letter(self, request: HttpRequest, case: UUID, asked: UUID) -> HttpResponse:
        """The letter itself."""
        one = self._find(request, case, asked)
        chasing.note_opened(request=one, at=timezone.now())
        answer = HttpResponse(vault.read(one.letter), content_type="application/pdf")
        name = f"{one.case.reference}-{one.number}.pdf"
        answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return answer

    def sent(self, request: HttpRequest, case: UUID, asked: UUID) -> HttpResponse:
        """The letter has gone out."""
        one = self._find(request, case, asked)
        chasing.mark_sent(request=one, by=account_of(request), at=timezone.now())
        return self._to(one)

    def renew(self, request: HttpRequest, case: UUID, asked: UUID) -> HttpResponse:
        """A new letter with a new code."""
        one = self._find(request, case, asked)
        chasing.renew(request=one, by=account_of(request), at=timezone.now())
        messages.success(request, _("A new letter is ready. The code of the old one opens nothing any more."))
        return self._to(one)

    def close(self, request: HttpRequest, case: UUID, asked: UUID) -> HttpResponse:
        """The request has ended, one way or another."""
        one = self._find(request, case, asked)
        outcome = request.POST.get("outcome", "")
        chasing.close(request=one, outcome=outcome, by=account_of(request), at=timezone.now())
        return redirect(f"{self.portal}:asking", one.case.public_id)

    def _find(self, request: HttpRequest, case: UUID, asked: UUID) -> RecordRequest:
        return access.find(self.case_of(request, case), asked)

    def _to(self, one: RecordRequest) -> HttpResponse:
        return redirect(f"{self.portal}:letter_page", one.case.public_id, one.public_id)


def _ask(request: HttpRequest, case: Case) -> RecordRequest:
    given = request.POST
    wanted = [*given.getlist("wanted"), *given.get("also", "").splitlines()]
    return chasing.ask(
        case=case, institution=given.get("institution", ""), address=given.get("address", ""),
        language=given.get("language", ""), wanted=wanted, country=given.get("country", "")[:2],
        by=account_of(request), at=timezone.now(),
    )  # fmt: skip


def _context(request: HttpRequest, case: Case) -> dict[str, Any]:
    given = request.POST
    country = given.get("country") or (case.patient.country if case.patient else "")
    return {
        "case": case,
        "letters": list(access.requests_of(case)),
        "given": given,
        "ticked": given.getlist("wanted"),
        "suggestions": [row.label for row in completeness.asked_of_patient(case.condition_family)],
        "letter_languages": [(code, _in_its_own_words(code)) for code in case.programme.languages],
        "letter_language": given.get("language") or case.language,
        "countries": _countries(),
        "country": country,
        "unreviewed": not all(right.is_reviewed for right in rules.rights().values()),
    }


def _countries() -> list[tuple[str, str]]:
    """The countries whose rule is on file, by name in the reader's language."""
    names = Locale.parse(translation.get_language() or "en", sep="-").territories
    known = {country for right in rules.rights().values() for country in right.countries}
    return sorted(((code, names.get(code, code)) for code in known), key=lambda pair: pair[1])


def _in_its_own_words(code: str) -> str:
    return str(translation.get_language_info(code)["name_local"])
