"""The commit, the opening of the first opinion, and what it changes."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Brief, FirstOpinion, Provenance, Question, Wishes
from secunda.care.opinions import access as opinion_access
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import canonical, content
from secunda.care.opinions.models import Read
from secunda.foundation.errors import Hidden, Refused
from secunda.portals.expert.door import at_work, for_experts, note
from secunda.portals.expert.room import party_in
from secunda.portals.expert.writing.told import lines_of
from secunda.portals.parts.doors import account_of

S = Assignment.State


def _read_of(request: HttpRequest, work: Assignment) -> Read:
    read = opinion_access.own_read(work, account_of(request))
    if read is None:
        raise Hidden
    return read


@for_experts
def commit(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Exactly what will be fixed, what is still missing, and the one button."""
    work = at_work(request, assignment)
    party_in(request, work)
    read = _read_of(request, work)
    if read.committed_at:
        return redirect("expert:first_opinion", work.public_id)
    if request.method == "POST":
        if request.POST.get("sha256") != _sha256(read):
            sentence = _("The text changed since this page was opened. Please look at it once more.")
            raise Refused(sentence, code="edition")
        opinions.commit_read(read=read, by=account_of(request), at=timezone.now())
        return redirect("expert:first_opinion", work.public_id)
    brief = Brief.objects.get(case=work.case)
    value = content.from_json(content.Read, read.content)
    context = {
        "assignment": work,
        "read": read,
        "told": lines_of(value),
        "sha256": _sha256(read),
        "missing": content.missing_in_read(value, primary_material=brief.primary_material),
    }
    return render(request, "expert/commit.html", context)


def _sha256(read: Read) -> str:
    return canonical.sha256(canonical.canonical(content.from_json(content.Read, read.content)))


class ReconcileForm(forms.Form):
    """Whether the first opinion changes the expert's mind, and why."""

    changed = forms.ChoiceField(
        label=gettext_lazy("Now that you have seen the first opinion"), widget=forms.RadioSelect,
        choices=(("no", gettext_lazy("My judgement stays as it was")), ("yes", gettext_lazy("My judgement changes"))),
    )  # fmt: skip
    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stands beside your read on the report; the read itself is never changed."),
        max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@for_experts
def first_opinion(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """The first opinion beside the expert's own read, and what it changes. Sealed until the commit."""
    work = at_work(request, assignment)
    party_in(request, work)
    read = _read_of(request, work)
    if not read.committed_at:
        raise Hidden
    form = ReconcileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opinions.reconcile(
            read=read, changed=form.cleaned_data["changed"] == "yes", why=form.cleaned_data["why"],
            by=account_of(request), at=timezone.now(),
        )  # fmt: skip
        return redirect("expert:report", work.public_id)
    told = FirstOpinion.objects.filter(case=work.case).first()
    if told is None:
        return render(request, "expert/still_sealed.html", {"assignment": work, "read": read})
    note(work, "first_opinion.opened", "first_opinion", work.case.public_id)
    note(work, "wishes.opened", "wishes", work.case.public_id)
    context = {
        "assignment": work,
        "read": read,
        "told": lines_of(content.from_json(content.Read, read.content)),
        "form": form,
        "first": told,
        "provenance": Provenance.objects.filter(case=work.case).first(),
        "questions": Question.objects.filter(case=work.case),
        "wishes": Wishes.objects.filter(case=work.case).first(),
    }
    return render(request, "expert/first_opinion.html", context)
