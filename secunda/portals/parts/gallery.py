"""Every part on one page, in each language, to look at. Shown only in a demo; see docs/how-to/screens.md."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from secunda.portals.parts.forms import Day, yes_no_unsure
from secunda.portals.parts.gallery_words import WORDS

NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
PAGES = {
    "": "parts/gallery.html",
    "matter": "parts/gallery/matter.html",
    "wrong": "parts/gallery/matter.html",
    "moment": "parts/gallery/moment.html",
    "stop": "parts/gallery/stop.html",
    "table": "parts/gallery/table.html",
    "room": "parts/gallery/room.html",
    "dark": "parts/gallery/room.html",
    "refused": "parts/refused.html",
    "print": "parts/gallery/print.html",
    **{
        code: f"{code}.html"
        for code in ("400", "403", "403_csrf", "404", "405", "409", "413", "429", "500", "503")
    },
}


def gallery(request: HttpRequest) -> HttpResponse:
    """One page of the gallery (`?page=stop`), in a language (`?language=ar`). 404 outside a demo."""
    page = request.GET.get("page", "")
    if not settings.DEMO or page not in PAGES:
        raise Http404
    language = request.GET.get("language", translation.get_language() or "en")
    with translation.override(language if language in WORDS else "en"):
        return render(request, PAGES[page], _samples(page))


def _samples(page: str) -> dict[str, Any]:
    words = WORDS[translation.get_language() or "en"]
    sample = _form(words)
    return {
        "w": words,
        "page": page,
        "pages": [name for name in PAGES if name],
        "form": sample(data={}) if page == "wrong" else sample(),
        "sentence": words["refusal"],
        "saved_at": NOW,
        "autosave_url": "?saved" if page == "matter" else "",
        "back_url": "?",
        "day": date(2026, 5, 3),
        "at": NOW,
        "clocks": [NOW + timedelta(hours=hours) for hours in (76, 9, -3)],
        "codes": ("confirmed", "refined", "changed_minor", "changed_major", "undetermined", "additional"),
        "room_dark": page == "dark",
    }


def _form(words: dict[str, Any]) -> type[forms.Form]:
    """A form class with one field of each kind, in the words of a language."""

    class Sample(forms.Form):
        diagnosis = forms.CharField(
            label=words["f_diagnosis"], help_text=words["f_diagnosis_help"], widget=forms.Textarea
        )
        by = forms.CharField(
            label=words["f_by"], required=False, widget=forms.TextInput(attrs={"class": "medium"})
        )
        told_date = forms.DateField(label=words["f_date"], widget=Day())
        chest = yes_no_unsure(label=words["f_chest"])
        hear = forms.ChoiceField(
            label=words["f_hear"], choices=words["f_hear_choices"], widget=forms.RadioSelect
        )
        who = forms.MultipleChoiceField(
            label=words["f_who"],
            choices=words["f_who_choices"],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        country = forms.ChoiceField(label=words["f_country"], choices=words["f_country_choices"])
        agree = forms.BooleanField(label=words["f_agree"])
        why = {"diagnosis": words["f_diagnosis_why"], "hear": words["f_hear_why"]}

    return Sample
