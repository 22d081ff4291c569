"""Writing the report: one page a section, what is open always in view, and the whole as its readers will see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Question
from secunda.care.opinions import access as opinion_access
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import content, framing, readability
from secunda.care.opinions.content import codes
from secunda.care.opinions.models import Author, Opinion
from secunda.care.records import access as records
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.expert.door import for_experts, own_opinion
from secunda.portals.expert.room import one_more, party_in
from secunda.portals.expert.writing import sections
from secunda.portals.expert.writing.ask import Around, Choice
from secunda.portals.expert.writing.part import Part
from secunda.portals.expert.writing.saving import autosaved, edition_of, is_autosave
from secunda.portals.expert.writing.sections import Section
from secunda.portals.parts.doors import account_of
from secunda.portals.parts.opinion import draft_page

S = Opinion.State


@dataclass(frozen=True)
class Draft:
    """A report in work with everything its pages need around it."""

    work: Assignment
    opinion: Opinion
    value: content.OpinionContent
    questions: Sequence[content.Question]

    @property
    def open_points(self) -> list[content.Missing]:
        """What keeps it from being signed, if it were signed now."""
        frame = framing.frame(self.opinion, second_factor="", at=timezone.now())
        return content.missing(self.value, frame, self.questions)


@dataclass(frozen=True)
class Place:
    """A section in the list beside every page: where it leads and how many points are open in it."""

    name: str
    title: str
    url: str
    open_points: int
    is_here: bool


def draft_of(request: HttpRequest, assignment: UUID) -> Draft:
    """The newest version of the report of this work, whatever its state; raises `Hidden` before there is one."""
    work, opinion = own_opinion(request, assignment)
    value = content.from_json(content.OpinionContent, opinion.content)
    asked = [content.Question(str(q.public_id), q.text) for q in Question.objects.filter(case=work.case)]
    return Draft(work, opinion, value, asked)


def _to_write(request: HttpRequest, assignment: UUID) -> Draft:
    """As `draft_of`, while it can be written; raises `Refused` afterwards."""
    draft = draft_of(request, assignment)
    if draft.opinion.state != S.DRAFT:
        raise Refused(_("This opinion is no longer a draft. Take it back first if you want to change it."))
    return draft


def beside(draft: Draft, here: str = "") -> dict[str, Any]:
    """What stands beside every page of the report: the sections, and each open point with its place."""
    points = draft.open_points
    counted = sections.states(points)
    named = [(one.name, str(one.title)) for one in sections.SECTIONS] + [
        (sections.ADDED, _("What the programme adds"))
    ]
    places = [Place(n, title, _url(draft, n), counted.get(n, 0), n == here) for n, title in named]
    listed = [(item, f"{_url(draft, sections.section_of(item))}#{item.anchor}") for item in points]
    return {"assignment": draft.work, "opinion": draft.opinion, "places": places, "open_points": listed}


def _url(draft: Draft, name: str) -> str:
    if name == sections.ADDED:
        return reverse("expert:added", args=(draft.work.public_id,))
    return reverse("expert:section", args=(draft.work.public_id, name))


def _around(request: HttpRequest, draft: Draft) -> Around:
    """What the fields of this report may point at."""
    authors = Author.objects.filter(opinion=draft.opinion).select_related("expert")
    exhibits = records.records_for_expert(party_in(request, draft.work))
    return Around(
        questions=tuple(Choice(one.id, one.text) for one in draft.questions),
        measures=tuple(Choice(one.key, _measure(one)) for one in draft.value.measures),
        options=tuple(Choice(one.key, one.title or one.key) for one in draft.value.options),
        authors=tuple(Choice(str(one.expert.public_id), one.expert.name) for one in authors),
        records={str(one.public_id): one.number for one in exhibits},
    )


def _measure(measure: content.Measure) -> str:
    words = {"kind": codes.words(measure.kind), "text": measure.text or measure.key, "within": measure.within}
    return (_("%(kind)s: %(text)s, %(within)s") if measure.within else _("%(kind)s: %(text)s")) % words


@require_GET
@for_experts
def report(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """The report as a whole: where it stands, what is open, what the second reader said."""
    draft = draft_of(request, assignment)
    if draft.opinion.signed_at:
        return redirect("expert:signed", draft.work.public_id)
    context = beside(draft) | {
        "check": opinion_access.last_check(draft.opinion),
        "state": draft.opinion.state,
    }
    return render(request, "expert/report.html", context)


@for_experts
def section(request: HttpRequest, assignment: UUID, name: str) -> HttpResponseBase:
    """One page of the report."""
    here = sections.BY_NAME.get(name)
    if here is None:
        raise Hidden
    draft = _to_write(request, assignment)
    around = _around(request, draft)
    if request.method != "POST":
        return _shown(
            request, draft, here, Part(content.OpinionContent, draft.value, around=around, only=here.fields)
        )
    part = Part(content.OpinionContent, draft.value, around=around, only=here.fields, data=request.POST)
    if is_autosave(request):
        return autosaved(part, lambda: _save(request, draft, here, part))
    sentence = ""
    if part.is_valid():
        try:
            _save(request, draft, here, part)
        except Refused as refusal:
            sentence = refusal.sentence
        else:
            return _goes_on(request, draft, here)
    return _shown(request, draft, here, part, sentence)


def _save(request: HttpRequest, draft: Draft, here: Section, part: Part) -> int:
    """Keep one page and return the edition; what is kept already is not kept again."""
    value = sections.merged(draft.value, here, part.values())
    if content.to_json(value) == draft.opinion.content:
        return draft.opinion.edition
    saved = opinions.save_opinion(
        opinion=draft.opinion,
        value=value,
        edition=edition_of(request),
        by=account_of(request),
        at=timezone.now(),
    )
    return saved.edition


def _goes_on(request: HttpRequest, draft: Draft, here: Section) -> HttpResponse:
    onward = sections.after(here)
    messages.success(request, _("Saved."))
    if request.POST.get("do") != "next":
        return redirect(_url(draft, here.name))
    return redirect(_url(draft, onward.name)) if onward else redirect("expert:report", draft.work.public_id)


def _shown(request: HttpRequest, draft: Draft, here: Section, part: Part, sentence: str = "") -> HttpResponse:
    context = beside(draft, here.name) | {
        "section": here,
        "part": part,
        "sentence": sentence,
        "anchors": [f"field-{number}" for number in here.numbers if number in (20, 21)],
        "onward": sections.after(here),
        "grade_url": reverse("expert:grade", args=(draft.work.public_id,)) if here.name == "plain" else "",
    }
    return render(request, "expert/section.html", context, status=409 if sentence else 200)


@require_GET
@for_experts
def row(request: HttpRequest, assignment: UUID, name: str) -> HttpResponse:
    """One more empty row for a page that is open."""
    here = sections.BY_NAME.get(name)
    if here is None:
        raise Hidden
    draft = _to_write(request, assignment)
    return one_more(request, content.OpinionContent, here.fields, _around(request, draft))


@require_GET
@for_experts
def added(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """What the programme itself puts around the report when it is signed."""
    draft = draft_of(request, assignment)
    frame = framing.frame(draft.opinion, second_factor="", at=timezone.now())
    context = beside(draft, sections.ADDED) | {"frame": frame, "limits": codes.fixed_limits()}
    return render(request, "expert/added.html", context)


@require_GET
@for_experts
def preview(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """The draft as its readers will see it."""
    draft = draft_of(request, assignment)
    return render(request, "expert/preview.html", beside(draft) | {"report": draft_page(draft.opinion)})


@require_POST
@for_experts
def grade(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """How hard the plain summary is to read as it is typed now, and which sentences make it so."""
    _work, opinion = own_opinion(request, assignment)
    text = request.POST.get("plain_summary", "")
    context = {
        "grade": readability.grade(text, opinion.language),
        "limit": readability.HARD_GRADE,
        "has_index": readability.has_index(opinion.language),
        "hard": readability.hard_sentences(text, opinion.language),
    }
    return render(request, "expert/_grade.html", context)
