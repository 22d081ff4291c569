"""Who asks, for whom, where they live and what they read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.care.cases import rules
from secunda.care.cases.models import Case, Patient, ProxyAuthority
from secunda.portals.public import places
from secunda.portals.public.forms.base import DOCTOR, PATIENT, PROXY, About, Page
from secunda.portals.public.forms.fields import Day, LongSelect, line, one_of, telephone

OLDEST = 125


class Who(Page):
    """Who it is for."""

    slug, title = "who", gettext_lazy("Who it is for")
    heading = {PATIENT: gettext_lazy("Who is this for?")}
    why = {
        "kind": gettext_lazy(
            "So that we speak to the right person, and only the right people can open the case."
        )
    }

    kind = one_of(
        (
            (Case.Requester.PATIENT, gettext_lazy("For me")),
            (Case.Requester.PROXY, gettext_lazy("For someone I care for")),
            (Case.Requester.DOCTOR, gettext_lazy("For my patient: I am the treating doctor")),
        ),
        label=gettext_lazy("The second opinion is"),
    )


class You(Page):
    """The person who acts for somebody else, and on what basis."""

    slug, title = "you", gettext_lazy("You, who act for them")
    heading = {
        PROXY: gettext_lazy("You, who act for someone"),
        DOCTOR: gettext_lazy("You, the treating doctor"),
    }
    lead = {
        PROXY: gettext_lazy(
            "Later we ask you for the document that says so. Once somebody of the programme has read it, you can open "
            "the records; you can send them before that."
        ),
        DOCTOR: gettext_lazy("Your patient stays the one whose case this is. Their consent comes later."),
    }
    why = {
        "basis": gettext_lazy(
            "Health records belong to the patient. Only somebody with the right to it may see them."
        ),
    }

    own_name = line(label=gettext_lazy("Your own name"), attrs={"class": "medium", "autocomplete": "name"})
    basis = one_of(ProxyAuthority.Basis.choices, label=gettext_lazy("You act for the patient as their"))
    until = Day(
        whole=True, required=False, label=gettext_lazy("Until when may you act?"),
        help_text=gettext_lazy("Leave it empty if no day is named. For a parent it ends when the child comes of age."),
    )  # fmt: skip

    @classmethod
    def applies(cls, about: About) -> bool:
        """Asked of everybody but the patient."""
        return about.kind != PATIENT

    def suit(self) -> None:
        """A doctor needs no basis."""
        if self.about.kind == DOCTOR:
            del self.fields["basis"], self.fields["until"]

    def clean_until(self) -> str:
        """Not in the past."""
        until: str = self.cleaned_data["until"]
        if until and until <= self.about.today.isoformat():
            raise forms.ValidationError(_("This day has passed, so you can no longer act for the patient."))
        return until


class AboutPatient(Page):
    """The patient."""

    slug, title = "patient", gettext_lazy("The patient")
    heading = {
        PATIENT: gettext_lazy("About you"),
        PROXY: gettext_lazy("About the person you care for"),
        DOCTOR: gettext_lazy("About your patient"),
    }
    why = {
        "birth_date": gettext_lazy(
            "Every record has to carry the same name and date of birth, so that nobody's papers are mixed up."
        ),
        "sex": gettext_lazy("Some diseases and treatments are not the same in women and men."),
        "telephone": gettext_lazy(
            "Only for this case: if something cannot wait, or if a call is wished for."
        ),
    }

    name = line(
        label=gettext_lazy("Your full name"), help_text=gettext_lazy("As it stands on the medical records."),
        attrs={"autocomplete": "name"},
    )  # fmt: skip
    former_names = line(
        label=gettext_lazy("Former names"), required=False,
        help_text=gettext_lazy("If older records carry another name, for example from before a marriage."),
    )  # fmt: skip
    birth_date = Day(whole=True, label=gettext_lazy("Date of birth"))
    sex = one_of(Patient.Sex.choices, label=gettext_lazy("Sex"))
    telephone = line(
        label=gettext_lazy("Telephone"), required=False, most=40, check=telephone,
        attrs={"autocomplete": "tel", "inputmode": "tel", "class": "medium", "dir": "ltr"},
    )  # fmt: skip

    def suit(self) -> None:
        """Somebody else's name."""
        self.reword(name=_("Their full name"))
        if self.about.kind != PATIENT:
            for name in ("name", "telephone"):
                self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_birth_date(self) -> date:
        """In the past, within a lifetime; a child does not ask alone."""
        born, today = date.fromisoformat(self.cleaned_data["birth_date"]), self.about.today
        if born > today:
            raise forms.ValidationError(_("The date of birth lies in the future. Please check the year."))
        if today.year - born.year > OLDEST:
            raise forms.ValidationError(
                _("The date of birth is more than 125 years ago. Please check the year.")
            )
        if self.about.kind == PATIENT and rules.age_on(born, today) < rules.MAJORITY_YEARS:
            raise forms.ValidationError(
                _(
                    "Before you are 18, a parent or guardian has to ask with you. On the first page they choose “For "
                    "someone I care for”."
                )
            )
        return born


class Place(Page):
    """Where the patient lives."""

    slug, title = "place", gettext_lazy("Country")
    heading = {
        PATIENT: gettext_lazy("Where do you live?"),
        PROXY: gettext_lazy("Where does the patient live?"),
        DOCTOR: gettext_lazy("Where does your patient live?"),
    }
    why = {
        "country": gettext_lazy("The specialist has to be allowed to advise people where you live."),
        "region": gettext_lazy("In some countries doctors are licensed by the state or province."),
    }

    country = forms.ChoiceField(
        choices=places.countries, label=gettext_lazy("Country"), widget=LongSelect(attrs={"autocomplete": "country"}),
        error_messages={"required": gettext_lazy("Please choose the country.")},
    )  # fmt: skip
    region = forms.CharField(
        required=False, label=gettext_lazy("State, province or region"), widget=LongSelect()
    )

    def suit(self) -> None:
        """The regions of the country that is chosen now."""
        self.initial.setdefault("country", self.about.country)
        country = self["country"].value()
        self.regions = places.regions(str(country))
        if self.regions:
            self.fields["region"].widget = LongSelect(choices=self.regions)
            self.fields["region"].required = country in places.REGIONAL
            self.fields["region"].error_messages["required"] = _("Please choose the state or province.")
        else:
            del self.fields["region"]

    def clean_region(self) -> str:
        """A region of this country."""
        region: str = self.cleaned_data["region"]
        if region and region not in dict(self.regions):
            raise forms.ValidationError(
                _("This region is not in the country that is chosen. Please choose again.")
            )
        return region


class Language(Page):
    """The language of the opinion and the clock of the person."""

    slug, title = "language", gettext_lazy("Language and time")
    heading = {
        PATIENT: gettext_lazy("In which language do you want to read the opinion?"),
        PROXY: gettext_lazy("In which language shall the opinion be?"),
        DOCTOR: gettext_lazy("In which language does your patient read?"),
    }
    why = {"time_zone": gettext_lazy("So that every time and every deadline is shown in your own time.")}

    language = one_of((), label=gettext_lazy("Language"))
    time_zone = forms.CharField(
        label=gettext_lazy("Your time"), help_text=gettext_lazy("The city whose clock you live by."),
        widget=LongSelect(attrs={"class": "medium", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please choose a city with your time.")},
    )  # fmt: skip

    def suit(self) -> None:
        """The programme's languages; the country's zones first, and the zone of the browser chosen."""
        self.fields["language"] = one_of(self.about.languages, label=_("Language"))
        guessed = self.about.time_zone or places.zone_of_country(self.about.country)
        self.initial.setdefault("language", self.about.language)
        self.initial.setdefault("time_zone", guessed)
        choices: list[Any] = [("", _("Please choose")), *places.zones(self.about.country)]
        if guessed and not any(guessed in dict(group) for name, group in choices if isinstance(group, list)):
            choices.insert(1, (guessed, places.city(guessed)))
        self.fields["time_zone"].widget.choices = choices

    def clean_time_zone(self) -> str:
        """A zone that the machine knows."""
        zone: str = self.cleaned_data["time_zone"]
        if not places.zone_known(zone):
            raise forms.ValidationError(_("Please choose a city with your time."))
        return zone
