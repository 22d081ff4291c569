"""Taking files over many requests: the tus 1.0 protocol, from the wire straight into the vault.

`tus_views` makes the two views of a place where files are sent: one begins uploads and lists what is waited for, one
goes on with an upload, tells how far it is and what became of it, or gives it up. Bytes are sealed as they come and are
on the disk before anybody is told of them; nothing is spooled, in the clear or otherwise. While bytes come, no lock of
the database is held, and no connection to it either where the doors leave transactions to these views
(`own_transactions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from secunda.care.records import actions as records
from secunda.care.records import arrivals, rules
from secunda.care.records.models import Arrival, Record
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.vault import actions as vault
from secunda.portals.parts import tus_requests as asked
from secunda.portals.parts.doors import acting, own_transactions
from secunda.portals.parts.taking import Sender, Taken
from secunda.portals.parts.tus_taking import ARRIVING, end, end_now, receive

SenderOf = Callable[..., Sender]
RowOf = Callable[[HttpRequest, Sender, Record], str]
View = Callable[..., HttpResponse]

EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"


def tus_views(sender_of: SenderOf, *, row: RowOf, members_only: bool = True) -> tuple[View, View]:
    """The views of `…/arriving/` and of `…/arriving/<uuid:arrival>/`.

    `sender_of(request, **kwargs)` says who sends to which case, and raises `Hidden` or `Refused`, before a byte is
    read and again after the last; `row` writes the line of a record as HTML. `members_only`: nobody sends without
    signing in; False for a place whose `sender_of` knows people by a link.
    """

    def collection(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        method = asked.method_of(request)
        if method == "GET":
            return _waited_for(request, sender_of, kwargs)
        asked.require_version(request)
        if method != "POST":
            return _not_allowed("GET, POST, OPTIONS")
        return _begin(request, sender_of, kwargs)

    def one(request: HttpRequest, arrival: UUID, **kwargs: Any) -> HttpResponse:
        method = asked.method_of(request)
        if method == "GET":
            return _what_became(request, sender_of, kwargs, arrival, row)
        asked.require_version(request)
        does = {"HEAD": _how_far, "PATCH": _go_on, "DELETE": _give_up}.get(method)
        if does is None:
            return _not_allowed("DELETE, GET, HEAD, OPTIONS, PATCH")
        return does(request, sender_of, kwargs, arrival)

    return _through(collection, members_only), _through(one, members_only)


def _through(view: View, members_only: bool) -> View:
    """What is asked of every request, and how it is told no: a status of the protocol, and one sentence."""

    @own_transactions
    @csrf_exempt  # `require_same_origin` asks instead, and says why
    def through(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response = _guarded(request, view, members_only, kwargs)
        except Refused as refusal:
            response = _refused(request, refusal)
        except Hidden:
            response = _refused(request, Refused(_("There is nothing here."), code="hidden", status=404))
        response.headers.setdefault("Tus-Resumable", asked.VERSION)
        return response

    return through


def _guarded(request: HttpRequest, view: View, members_only: bool, kwargs: dict[str, Any]) -> HttpResponse:
    if asked.method_of(request) == "OPTIONS":
        return _options()
    if members_only and not request.user.is_authenticated:
        return _not_signed_in(request)
    asked.require_same_origin(request)
    return view(request, **kwargs)


def _not_signed_in(request: HttpRequest) -> HttpResponse:
    """A program is told; a person who follows the address is led to the sign-in."""
    if not ({"Tus-Resumable", "X-Requested-With"} & set(request.headers)):
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    raise Refused(
        _("Please sign in again; what has come of your files is kept."), code="signed_out", status=401
    )


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    request.refused = request.undone = True  # type: ignore[attr-defined]  # as `doors.refusals` would
    said = {"ok": False, "sentence": refusal.sentence, "code": refusal.code}
    headers = {"Tus-Version": asked.VERSION} if refusal.status == 412 else {}
    return JsonResponse(said, status=refusal.status, headers=headers)


def _not_allowed(methods: str) -> HttpResponse:
    return HttpResponse(status=405, headers={"Allow": methods})


def _options() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": asked.VERSION,
            "Tus-Max-Size": str(rules.largest()),
            "Tus-Extension": EXTENSIONS,
            "Tus-Checksum-Algorithm": ",".join(asked.ALGORITHMS),
        },
    )


@contextmanager
def _asking(
    request: HttpRequest, sender_of: SenderOf, kwargs: dict[str, Any]
) -> Iterator[tuple[Sender, datetime]]:
    """Who sends, inside a short transaction that knows who acts: the doors open none for these views."""
    with acting(request):
        yield sender_of(request, **kwargs), timezone.now()


def _found(sender: Sender, arrival_id: UUID) -> Arrival:
    found = arrivals.find_arrival(case=sender.case, by=sender.by, link=sender.link, arrival_id=arrival_id)
    if found is None:
        raise Hidden
    return found


# Beginning


def _begin(request: HttpRequest, sender_of: SenderOf, kwargs: dict[str, Any]) -> HttpResponse:
    named, brings = asked.named(request), asked.body_length(request)
    expected = asked.checksum(request)
    if brings and request.content_type != asked.PIECES:
        raise _wrong_type()
    if brings > named.length:
        raise Refused(_("More bytes were sent than announced."), code="too_many_bytes", status=413)
    with _asking(request, sender_of, kwargs) as (sender, at):
        growing = records.begin(case=sender.case, by=sender.by, length=named.length, at=at)
    try:
        receive(request, growing, expected)
        with _asking(request, sender_of, kwargs) as (sender, at):
            arrival = records.keep(
                case=sender.case, by=sender.by, link=sender.link, growing=growing, named=named, at=at
            )
            taken = end(growing, arrival, sender, at)
    except BaseException:
        growing.drop()
        raise
    growing.close()
    response = HttpResponse(status=201, headers=_state(growing.marked, arrival) | _outcome(taken))
    response["Location"] = f"{request.path}{arrival.public_id}/"
    return response


def _wrong_type() -> Refused:
    sentence = _("Bytes of a file come as %(type)s.") % {"type": asked.PIECES}
    return Refused(sentence, code="media_type", status=415)


# Going on


def _go_on(
    request: HttpRequest, sender_of: SenderOf, kwargs: dict[str, Any], arrival_id: UUID
) -> HttpResponse:
    if request.content_type != asked.PIECES:
        raise _wrong_type()
    claimed = asked.number(request.headers.get("Upload-Offset"), "Upload-Offset")
    brings, expected = asked.body_length(request), asked.checksum(request)
    with _asking(request, sender_of, kwargs) as (sender, at):
        arrival = _found(sender, arrival_id)
        growing = records.go_on(arrival=arrival, at=at)
    with growing:
        _require_fitting(growing, claimed, brings)
        receive(request, growing, expected)
        with _asking(request, sender_of, kwargs) as (sender, at):
            records.note(arrival=arrival, offset=growing.marked, at=at)
            taken = end(growing, arrival, sender, at)
    return HttpResponse(status=204, headers=_state(growing.marked, arrival) | _outcome(taken))


def _require_fitting(growing: vault.Growing, claimed: int, brings: int) -> None:
    if growing.offset != claimed:
        sentence = _("This file goes on at byte %(offset)s.") % {"offset": growing.offset}
        raise Refused(sentence, code="offset", status=409)
    if claimed + brings > growing.size:
        raise Refused(_("More bytes were sent than announced."), code="too_many_bytes", status=413)


def _state(offset: int, arrival: Arrival) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Upload-Expires": http_date(arrival.expires_at.timestamp())}


def _outcome(taken: Taken | None) -> dict[str, str]:
    """So that a sender of thousands of files need not ask about each."""
    if taken is None:
        return {}
    return {"Secunda-Outcome": "taken" if taken.ok else "left-out" if taken.left_out else "refused"}


# Asking, giving up


def _how_far(
    request: HttpRequest, sender_of: SenderOf, kwargs: dict[str, Any], arrival_id: UUID
) -> HttpResponse:
    with _asking(request, sender_of, kwargs) as (sender, at):
        arrival = _found(sender, arrival_id)
        if arrival.state == Arrival.State.GONE or (arrival.state == ARRIVING and arrival.expires_at < at):
            raise Refused(
                _("We do not wait for this file any more. Please send it again."), code="gone", status=410
            )
        offset = arrival.length
        if arrival.state == ARRIVING and arrival.object is not None:
            offset = vault.offset_of(arrival.object)
            if offset == arrival.length:
                end_now(arrival, sender, at)
    headers = _state(offset, arrival) | {"Upload-Length": str(arrival.length), "Cache-Control": "no-store"}
    return HttpResponse(status=200, headers=headers)


def _give_up(
    request: HttpRequest, sender_of: SenderOf, kwargs: dict[str, Any], arrival_id: UUID
) -> HttpResponse:
    with _asking(request, sender_of, kwargs) as (sender, at):
        arrival = _found(sender, arrival_id)
        if arrival.state != ARRIVING:
            raise Refused(_("This file is not on its way any more."), code="gone", status=410)
        records.give_up(arrival=arrival, at=at)
    return HttpResponse(status=204)


# Beyond the protocol: for the page


def _what_became(
    request: HttpRequest, sender_of: SenderOf, kwargs: dict[str, Any], arrival_id: UUID, row: RowOf
) -> HttpResponse:
    """JSON like that of the form: `{ok, sentence, id, row_html}`; `waiting` while bytes are missing."""
    with _asking(request, sender_of, kwargs) as (sender, _at):
        arrival = _found(sender, arrival_id)
        record = arrival.record
        said: dict[str, Any] = {
            "ok": not arrival.said,
            "waiting": arrival.state == ARRIVING,
            "sentence": arrival.said,
        }
        if record is not None:
            said |= {"id": str(record.public_id), "row_html": row(request, sender, record)}
    return JsonResponse(said)


def _waited_for(request: HttpRequest, sender_of: SenderOf, kwargs: dict[str, Any]) -> HttpResponse:
    """What this sender began and has not brought to an end, for which the page asks again; and what is here already."""
    with _asking(request, sender_of, kwargs) as (sender, _at):
        waiting = arrivals.waited_for(case=sender.case, by=sender.by, link=sender.link)
        here = arrivals.came_whole(case=sender.case, by=sender.by, link=sender.link)
    files = [
        {
            "url": f"{request.path}{one.public_id}/", "name": one.name, "folder": one.folder, "size": one.length,
            "offset": one.offset, "modified": one.modified_ms,
        }
        for one in waiting
    ]  # fmt: skip
    there = [
        {"name": one.name, "folder": one.folder, "size": one.length, "modified": one.modified_ms}
        for one in here
    ]
    return JsonResponse({"files": files, "here": there})


__all__ = ("tus_views",)
