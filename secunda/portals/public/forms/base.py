"""What every page of the intake is: a plain form that knows who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

PATIENT, PROXY, DOCTOR = "patient", "proxy", "doctor"
Words = str | Promise
Raw = dict[str, list[str]]


@dataclass(frozen=True)
class About:
    """What a page may know of the others: who asks, about which condition, where, and which day it is."""

    kind: str
    family: str
    country: str
    languages: tuple[tuple[str, str], ...]
    language: str
    time_zone: str
    today: date


class Page(forms.Form):
    """One matter. `heading` and `lead` are by who asks, with the patient's as everybody's when they do not differ."""

    slug: ClassVar[str]
    title: ClassVar[Words]
    heading: ClassVar[dict[str, Words]]
    lead: ClassVar[dict[str, Words]] = {}
    why: ClassVar[dict[str, Words]] = {}
    template: ClassVar[str] = "public/page.html"

    def __init__(self, raw: Raw | None = None, *, about: About, **given: Any) -> None:
        self.about = about
        super().__init__(None if raw is None else MultiValueDict(raw), **given)
        self.suit()

    @classmethod
    def applies(cls, about: About) -> bool:
        """Whether this page is asked of this person."""
        return True

    def suit(self) -> None:
        """Words and choices that depend on who asks."""

    def reword(self, **labels: str) -> None:
        """Other labels, for somebody who is not the patient."""
        if self.about.kind != PATIENT:
            for name, label in labels.items():
                self.fields[name].label = label

    def said(self, words: dict[str, Words]) -> str:
        """The variant for who asks: their own, else the patient's."""
        return str(words.get(self.about.kind) or words.get(PATIENT, ""))

    def showing(self, raw: Raw | None) -> Page:
        """The same page with what was typed before in its boxes and without any complaint yet."""
        if raw is None:
            return self
        typed = MultiValueDict(raw)
        initial = {name: f.widget.value_from_datadict(typed, {}, name) for name, f in self.fields.items()}
        return type(self)(about=self.about, initial=initial)
