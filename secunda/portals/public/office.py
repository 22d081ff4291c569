"""The records office's door: a code from a letter, then a place to send files. No account, and nothing to read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from secunda.care.chasing import access, rules
from secunda.care.chasing import actions as chasing
from secunda.care.chasing.access import Came, Opened
from secunda.care.records.models import Record
from secunda.foundation.accounts import principal
from secunda.foundation.errors import Hidden
from secunda.portals.parts import sending
from secunda.portals.parts.doors import programme_of
from secunda.portals.parts.limits import only_so_often
from secunda.portals.parts.taking import Sender
from secunda.portals.parts.tus import tus_views
from secunda.portals.parts.uploads import upload_view


@require_http_methods(["GET", "HEAD", "POST"])
@only_so_often("office_code")
def type_code(request: HttpRequest) -> HttpResponse:
    """The page whose address stands in the letter: the code is typed here."""
    typed = request.POST.get("code", "")[:60]
    if request.method == "POST" and access.opened_by(typed, programme_of(request)):
        return redirect("public:office", rules.read_code(typed))
    return render(request, "public/office_code.html", {"wrong": request.method == "POST", "code": typed})


@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked for, a place to send it, and what came through this letter so far."""
    opened = access.opened_by(code, programme_of(request))
    if opened is None:
        return render(request, "public/office_code.html", {"wrong": True, "code": ""}, status=404)
    chasing.note_use(link=opened.link, at=timezone.now())
    context = {
        "one": opened.request,
        "code": rules.read_code(code),
        "came": access.sent_through(opened),
        "place": sending.place(
            upload=reverse("public:office_files", args=[code]),
            arriving=reverse("public:arriving", args=[code]),
        ),
    }
    return render(request, "public/office.html", context)


def _sender(request: HttpRequest, code: str) -> Sender:
    """The holder of the code. What follows in this request is written into the case, in the link's name."""
    opened = access.opened_by(code, programme_of(request))
    if opened is None:
        raise Hidden
    _act(opened)
    return Sender(case=opened.case, by=None, link=opened.link)


def _act(opened: Opened) -> None:
    principal.set_principal(
        link_id=opened.link.pk, case_id=opened.case.pk, programme_id=opened.case.programme_id, role="link"
    )


def _row(request: HttpRequest, sender: Sender, record: Record) -> str:
    came = Came(record.name, record.size, record.state)
    return render_to_string("public/office_line.html", {"one": came}, request)


def _back(sender: Sender) -> str:
    return reverse("public:send_code")


files = upload_view(_sender, row=_row, back=_back)
arriving, arriving_one = tus_views(_sender, row=_row, members_only=False)


@csrf_exempt  # the view inside protects itself, and has to see the body first
@require_POST
def plain_files(request: HttpRequest, code: str) -> HttpResponse:
    """The same form without script: back to the letter's own page."""
    answer = files(request, code=code)
    if answer.status_code == 302:
        messages.info(request, _("Thank you. You may send more, or close this page."))
        return redirect("public:office", code)
    return answer
