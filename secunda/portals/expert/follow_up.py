"""A follow-up question of the patient: answered, kept while it is written, signed as an addendum."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from secunda.care.cases import access as cases
from secunda.care.cases.consents import OPINION
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.actions.addendum import ANSWER_WITHIN
from secunda.care.opinions.frozen_json import LONGEST_TEXT, clean
from secunda.care.opinions.models import Addendum
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.expert.door import for_experts
from secunda.portals.expert.step_up import ask_again, fresh_factor
from secunda.portals.expert.writing.saving import edition_of, is_autosave
from secunda.portals.parts import times
from secunda.portals.parts.doors import account_of, programme_of


def _asked(request: HttpRequest, addendum: UUID) -> Addendum:
    """A question about an opinion that this expert wrote; raises `Hidden`, and `Refused` once consent is withdrawn."""
    found = (
        Addendum.objects.filter(
            public_id=addendum, programme=programme_of(request), opinion__authors__account=account_of(request)
        )
        .select_related("opinion__case__programme")
        .first()
    )
    if found is None:
        raise Hidden
    cases.require_consent(found.case, OPINION)
    return found


def _opened(asked: Addendum) -> None:
    audit.record(
        verb="addendum.opened", at=timezone.now(), case_id=asked.case_id, programme_id=asked.programme_id,
        object_type="addendum", object_id=asked.public_id,
    )  # fmt: skip


@for_experts
def answer(request: HttpRequest, addendum: UUID) -> HttpResponse:
    """The question in the patient's words, and the answer as it is written."""
    asked = _asked(request, addendum)
    if request.method == "POST":
        return _kept(request, asked)
    _opened(asked)
    draft = opinions.draft_of(asked)
    return _page(request, asked, text=draft.text if draft else "")


def _page(request: HttpRequest, asked: Addendum, *, text: str, sentence: str = "") -> HttpResponse:
    draft = opinions.draft_of(asked)
    context = {
        "asked": asked,
        "draft": draft,
        "newest": draft.edition if draft else 0,
        "shown": edition_of(request) if sentence else (draft.edition if draft else 0),
        "text": text,
        "sentence": sentence,
        "due_at": asked.asked_at + ANSWER_WITHIN,
        "longest": LONGEST_TEXT,
    }
    return render(request, "expert/answer.html", context, status=409 if sentence else 200)


def _kept(request: HttpRequest, asked: Addendum) -> HttpResponse:
    at = timezone.now()
    text = clean(request.POST.get("answer", ""))[:LONGEST_TEXT]
    edition = edition_of(request)
    try:
        draft = opinions.keep_answer(
            addendum=asked, answer=text, edition=edition, by=account_of(request), at=at
        )
    except Refused as refusal:
        if is_autosave(request):
            return JsonResponse({"ok": False, "sentence": refusal.sentence})
        if refusal.code != "edition":
            raise
        return _page(request, asked, text=text, sentence=refusal.sentence)
    if is_autosave(request):
        return JsonResponse({"ok": True, "saved": times.time_of_day(at), "version": draft.edition})
    return redirect("expert:sign_answer", asked.public_id)


@for_experts
def sign_answer(request: HttpRequest, addendum: UUID) -> HttpResponse:
    """The moment of signing the answer; only with a fresh second factor."""
    asked = _asked(request, addendum)
    if asked.signed_at:
        return redirect("expert:answer", asked.public_id)
    factor = fresh_factor(request)
    if request.method == "POST":
        if not factor:
            return ask_again(request, request.get_full_path())
        opinions.sign_addendum(
            addendum=asked, edition=edition_of(request), second_factor=factor, by=account_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return redirect("expert:answer", asked.public_id)
    context = {
        "asked": asked,
        "draft": opinions.draft_of(asked),
        "factor": factor,
        "again_url": ask_again(request, request.get_full_path()).url,
    }
    return render(request, "expert/sign_answer.html", context)
