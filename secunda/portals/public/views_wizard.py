"""The intake: a page for each matter, kept as it is typed; the list of pages; and the letter that sums it up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.portals.parts import times
from secunda.portals.public import checking, drafts, intake
from secunda.portals.public.drafts import Draft, View, of_a_draft
from secunda.portals.public.forms import Consents, Page, Questions, Raw, pages_for, stamped, with_example
from secunda.portals.public.letter import sentences
from secunda.portals.public.views_check import place

LETTER = "letter"
TOO_LONG = 413


def after_check(view: View) -> View:
    """Give way to the emergency check unless it was answered within 72 hours and lets the draft go on."""

    def through(request: HttpRequest, draft: Draft, **given: Any) -> HttpResponse:
        standing = checking.standing(draft)
        return view(request, draft, **given) if standing == checking.CLEAR else place(draft, standing)

    return through


@of_a_draft
@after_check
@require_safe
def draft(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Where one stands: the pages, what is done, and the next one."""
    filled = intake.forms_of(draft.answers, draft.about)
    left = intake.missing(filled)
    context = {
        "draft": draft,
        "sections": intake.sections(filled),
        "next": left[0] if left else None,
        "begun": any(form.is_bound for form in filled.values()),
    }
    return render(request, "public/draft.html", context)


@of_a_draft
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, draft: Draft, slug: str) -> HttpResponse:
    """One matter. Whatever is typed is kept as it is, also what cannot be right yet."""
    kind = next((one for one in pages_for(draft.about) if one.slug == slug), None)
    if kind is None:
        return _not_asked(draft, slug)
    standing = checking.standing(draft)
    if standing != checking.CLEAR:
        return _check_first(request, draft, kind, standing)
    if request.method == "POST":
        return _sent(request, draft, kind)
    form = kind(about=draft.about).showing(intake.raw_of(draft.answers, slug))
    return _show(request, draft, form)


def _not_asked(draft: Draft, slug: str) -> HttpResponse:
    """A page that is asked of others leads to the list; one that does not exist is not there."""
    if slug not in intake.SLUGS:
        raise Http404
    return redirect("public:draft", draft.case.public_id)


def _check_first(request: HttpRequest, draft: Draft, kind: type[Page], standing: str) -> HttpResponse:
    """The check comes first; but what was typed while its 72 hours ran out is kept."""
    raw = _raw(request, draft, kind) if request.method == "POST" else {}
    if raw and checking.overdue(draft) and not intake.too_long(raw):
        cases.keep_answers(case=draft.case, page=kind.slug, answers=raw, at=draft.at)
    if request.headers.get("X-Requested-With") == "autosave":
        sentence = _("Please answer the safety questions again first. Load this page again to see them.")
        return JsonResponse({"ok": False, "sentence": sentence}, status=409)
    return place(draft, standing)


def _sent(request: HttpRequest, draft: Draft, kind: type[Page]) -> HttpResponse:
    raw = _raw(request, draft, kind)
    autosaved = request.headers.get("X-Requested-With") == "autosave"
    if intake.too_long(raw):
        return _too_long(request, draft, kind, raw, autosaved)
    intake_now = cases.keep_answers(case=draft.case, page=kind.slug, answers=raw, at=draft.at)
    if autosaved:
        return JsonResponse({"ok": True, "saved": times.time_of_day(intake_now.saved_at)})
    now = drafts.with_answers(draft, intake_now)
    if "example" in request.POST:
        return redirect(_address(draft, kind.slug, request))
    form = kind(raw, about=now.about)
    if not form.is_valid():
        return _show(request, now, form, status=422)
    return redirect(_after(request, now, kind.slug))


def _raw(request: HttpRequest, draft: Draft, kind: type[Page]) -> Raw:
    raw = intake.typed(kind(about=draft.about), request.POST)
    if kind is Questions and "example" in request.POST:
        return with_example(raw, draft.about.family, request.POST["example"])
    return stamped(raw) if kind is Consents else raw


def _too_long(
    request: HttpRequest, draft: Draft, kind: type[Page], raw: Raw, autosaved: bool
) -> HttpResponse:
    sentence = _(
        "This is more than we can keep on one page. Please shorten it; what was saved before is still there."
    )
    if autosaved:
        return JsonResponse({"ok": False, "sentence": sentence}, status=TOO_LONG)
    form = kind(raw, about=draft.about)
    form.is_valid()
    form.add_error(None, sentence)
    return _show(request, draft, form, status=TOO_LONG)


def _after(request: HttpRequest, draft: Draft, slug: str) -> str:
    """The next page; the letter when one came from there or nothing follows."""
    if checking.standing(draft) != checking.CLEAR:  # the answer to “who asks” may matter to the check
        return reverse("public:check", args=(draft.case.public_id,))
    following = intake.neighbours(draft.about, slug)[1]
    if request.GET.get("then") == LETTER or not following:
        return reverse("public:letter", args=(draft.case.public_id,))
    return reverse("public:page", args=(draft.case.public_id, following))


def _address(draft: Draft, slug: str, request: HttpRequest) -> str:
    address = reverse("public:page", args=(draft.case.public_id, slug))
    return f"{address}?then={LETTER}" if request.GET.get("then") == LETTER else address


def _show(request: HttpRequest, draft: Draft, form: Page, status: int = 200) -> HttpResponse:
    slugs = [one.slug for one in pages_for(draft.about)]
    earlier = intake.neighbours(draft.about, form.slug)[0]
    address = _address(draft, form.slug, request)
    context = {
        "draft": draft,
        "form": form,
        "heading": form.said(form.heading),
        "lead": form.said(form.lead),
        "position": slugs.index(form.slug) + 1,
        "of": len(slugs),
        "sections": intake.sections(intake.forms_of(draft.answers, draft.about), form.slug),
        "autosave_url": address,
        "saved_at": draft.saved_at if intake.raw_of(draft.answers, form.slug) is not None else None,
        "continue_label": _("Save and back to the summary") if request.GET.get("then") == LETTER else "",
        "back_url": _back(draft, earlier, request),
    }
    return render(request, form.template, context, status=status)


def _back(draft: Draft, earlier: str, request: HttpRequest) -> str:
    if request.GET.get("then") == LETTER:
        return reverse("public:letter", args=(draft.case.public_id,))
    if not earlier:
        return reverse("public:draft", args=(draft.case.public_id,))
    return reverse("public:page", args=(draft.case.public_id, earlier))


@of_a_draft
@after_check
@require_safe
def letter(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The summary as a letter, with “change” beside each sentence."""
    return show_letter(request, draft)


def show_letter(request: HttpRequest, draft: Draft, refusal: str = "", status: int = 200) -> HttpResponse:
    """The letter; with the sentence of a refusal above it, when sending was refused."""
    filled = intake.forms_of(draft.answers, draft.about)
    context = {
        "draft": draft,
        "sentences": sentences(filled),
        "missing": intake.missing(filled),
        "refusal": refusal,
        "send_url": reverse("public:send", args=(draft.case.public_id,)),
        "is_draft": draft.case.state == Case.State.DRAFT,
    }
    return render(request, "public/letter.html", context, status=status)
