"""What every request passes through: programme, session clock, principal, refusals, second factor, headers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from secunda.care.cases import access as cases
from secunda.care.cases import actions as case_actions
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme, Role
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.parts.refusals import not_found, refused


class Request(HttpRequest):
    """A request on its way in: what the doors have found out about it so far."""

    programme: Programme | None
    roles: frozenset[str]
    idle_seconds: int
    draft_link: int | None
    on_behalf_of_name: str
    refused: bool
    undone: bool


Answer = Callable[[Request], HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])
DRAFT_COOKIE = "draft"
STARTED, SEEN = "started_at", "seen_at"
STAFF_KINDS = frozenset(set(Role.Kind.values))


def headers(answer: Answer) -> Answer:
    """Headers on every answer; nothing of a person may stay in a shared cache."""

    def through(request: Request) -> HttpResponse:
        response = answer(request)
        response.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path_info.startswith("/static/"):
            response.setdefault("Cache-Control", "no-store")
        return response

    return through


def programme_of_request(answer: Answer) -> Answer:
    """Find the programme by its host, else by the first part of the path; a bare `/` goes to the first programme."""

    def through(request: Request) -> HttpResponse:
        request.programme = None
        if request.path_info.startswith("/static/") or request.path_info == "/alive":
            return answer(request)
        host = request.get_host().rsplit(":", 1)[0]
        programme = Programme.objects.filter(host=host, closed_at=None).first() or _by_path(request)
        if programme is None:
            first = Programme.objects.filter(closed_at=None).order_by("id").first()
            if first is not None and request.path_info == "/":
                return redirect(f"/{first.slug}/")
            return not_found_plain()
        request.programme = programme
        before = get_script_prefix()
        set_script_prefix(f"{request.META.get('SCRIPT_NAME', '')}/")
        try:
            return answer(request)
        finally:
            set_script_prefix(before)

    return through


def not_found_plain() -> HttpResponse:
    """A 404 before any programme, language or session is known."""
    from django.template.loader import render_to_string

    return HttpResponse(render_to_string("404.html"), status=404)


def _by_path(request: Request) -> Programme | None:
    slug, _slash, rest = request.path_info.lstrip("/").partition("/")
    if "\0" in slug:
        return None  # PostgreSQL would not even compare it
    programme = Programme.objects.filter(slug=slug, host="", closed_at=None).first()
    if programme is not None:
        request.path_info = f"/{rest}"
        request.META["SCRIPT_NAME"] = f"/{slug}"
    return programme


def session_clock(answer: Answer) -> Answer:
    """End a session that was idle or open for too long; note activity at most once a minute."""

    def through(request: Request) -> HttpResponse:
        account = request.user
        if not account.is_authenticated or request.programme is None:
            return answer(request)
        now = int(time.time())
        with transaction.atomic(), principal.as_person(account.pk, request.programme.pk):
            roles = cases.roles_of(account, request.programme, timezone.now())
        request.roles = roles
        idle = settings.IDLE_STAFF if roles else settings.IDLE_PATIENT
        request.idle_seconds = int(idle.total_seconds())
        started = request.session.setdefault(STARTED, now)
        seen = request.session.get(SEEN, now)
        if now - seen > idle.total_seconds() or now - started > settings.SESSION_ABSOLUTE.total_seconds():
            logout(request)
            return _sign_in(request, reason="idle")
        if now - seen >= 60 or SEEN not in request.session:
            request.session[SEEN] = now
        return answer(request)

    return through


def _sign_in(request: HttpRequest, reason: str) -> HttpResponse:
    if getattr(request, "htmx", False) or request.headers.get("X-Requested-With"):
        return HttpResponse(status=401)
    target = request.get_full_path() if request.method == "GET" else reverse("home")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target, 'reason': reason})}")


def principal_of_request(answer: Answer) -> Answer:
    """Open the request's one transaction and tell the database who acts; undo it all after a failure."""

    def through(request: Request) -> HttpResponse:
        if request.programme is None:
            return answer(request)
        if _has_own_transactions(request):
            response = answer(request)
            if getattr(request, "refused", False):
                _audit_refusal(request)
            return response
        with transaction.atomic():
            tell_database(request)
            response = answer(request)
            if response.status_code >= 500 or getattr(request, "undone", False):
                transaction.set_rollback(True)
        if getattr(request, "refused", False):
            _audit_refusal(request)
        return response

    return through


def _has_own_transactions(request: Request) -> bool:
    """Whether the view opens its transactions itself. Row security shows nothing to what forgets to."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "own_transactions", False)


def own_transactions(view: View) -> View:
    """Mark a view that takes minutes or hours: the doors open no transaction for it, and it works inside `acting`."""
    view.own_transactions = True  # type: ignore[attr-defined]
    return view


@contextmanager
def acting(request: HttpRequest) -> Iterator[None]:
    """A short transaction that knows who acts, for a view with `own_transactions`."""
    with transaction.atomic():
        tell_database(request)  # type: ignore[arg-type]
        yield


def tell_database(request: Request) -> None:
    """Set the transaction's principal from the request: account or draft link, programme, session pseudonym."""
    account = request.user if request.user.is_authenticated else None
    key = request.session.session_key or ""
    principal.set_principal(
        account_id=account.pk if account else None,
        programme_id=programme_of(request).pk,
        link_id=_draft_link(request),
        session=hashlib.sha256(key.encode()).hexdigest()[:16] if key else "",
    )


def _draft_link(request: Request) -> int | None:
    token = request.COOKIES.get(DRAFT_COOKIE)
    request.draft_link = (
        case_actions.resume_draft(programme=programme_of(request), token=token) if token else None
    )
    return request.draft_link


def act_for(request: HttpRequest, *, role: str, patient_id: int | None = None) -> None:
    """Say in which role, and for which patient, the rest of the request acts (audit rows carry it)."""
    principal.set_principal(
        account_id=request.user.pk,
        programme_id=programme_of(request).pk,
        link_id=getattr(request, "draft_link", None),
        on_behalf_of=patient_id,
        role=role,
        session=hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16],
    )


def _audit_refusal(request: Request) -> None:
    """A refusal is committed in a transaction of its own, after what it refused was undone."""
    with transaction.atomic():
        tell_database(request)
        audit.record(
            verb="page.refused", at=timezone.now(), programme_id=programme_of(request).pk,
            outcome="refused",
        )  # fmt: skip


class refusals:  # noqa: N801  (a middleware with a hook for exceptions has to be a class)
    """Turn `Refused` into its sentence and `Hidden` into the 404 that a stranger gets; both undo the transaction."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; other exceptions go on to Django."""
        if isinstance(exception, DataError) and "NUL" in str(
            exception
        ):  # PostgreSQL keeps every character but this
            exception = Refused(
                _("What you wrote has a character in it that cannot be kept. Please type it again.")
            )
        if isinstance(exception, Refused):
            response = refused(request, exception)
            request.refused = True
        elif isinstance(exception, Hidden | Http404 | ValidationError):  # the last: an id that is none
            response = not_found(request)
            request.refused = request.user.is_authenticated and isinstance(exception, Hidden)
        else:
            return None
        request.undone = True
        return response


OPEN_TO_ALL = ("/account/", "/mfa/", "/language", "/alive", "/activity")


def second_factor(answer: Answer) -> Answer:
    """Experts and staff go no further without a second factor; a password alone opens nothing for them."""

    def through(request: Request) -> HttpResponse:
        account = request.user
        if roles_of(request) and account.is_authenticated and not request.path_info.startswith(OPEN_TO_ALL):
            if not Authenticator.objects.filter(user_id=account.pk).exclude(type="recovery_codes").exists():
                return redirect("mfa_index")
            if not used_second_factor(request):
                logout(request)
                return _sign_in(request, reason="factor")
        return answer(request)

    return through


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened (or reopened) with an authenticator, a passkey or a recovery code."""
    return any(m.get("method") == "mfa" for m in request.session.get("account_authentication_methods", ()))


def programme_of(request: HttpRequest) -> Programme:
    """The programme at whose door the request came in; raises `Hidden` where there is none."""
    programme: Programme | None = getattr(request, "programme", None)
    if programme is None:
        raise Hidden
    return programme


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The kinds of role that the signed-in person holds in this programme now."""
    held: frozenset[str] = getattr(request, "roles", frozenset())
    return held


def account_of(request: HttpRequest) -> Account:
    """The signed-in account, typed. Views behind a door call it; raises `Hidden` for nobody."""
    if not isinstance(request.user, Account):
        raise Hidden
    return request.user
