"""The emergency check as forms: where the person is, and one group of questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.care.triage import wording
from secunda.care.triage.ruleset import Screen
from secunda.portals.parts.forms import yes_no_unsure
from secunda.portals.public import places
from secunda.portals.public.forms.fields import LongSelect

DOCTORS_INPATIENT = gettext_lazy("Is your patient in hospital right now, for at least this night?")
DOCTORS_COUNTRY = gettext_lazy("In which country is your patient now?")


class Where(forms.Form):
    """Where the person is now, for the right emergency number, and whether they are in hospital."""

    why = {
        "country": gettext_lazy(
            "If you need help at once, we show you the number of the country where you are."
        )
    }

    country = forms.ChoiceField(
        choices=places.countries, label=gettext_lazy("In which country are you now?"),
        widget=LongSelect(attrs={"autocomplete": "country"}),
        error_messages={"required": gettext_lazy("Please choose the country where you are now.")},
    )  # fmt: skip
    inpatient = forms.ChoiceField(
        choices=(("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))),
        widget=forms.RadioSelect(attrs={"class": "in-line"}),
        error_messages={"required": gettext_lazy("Please answer this question.")},
    )  # fmt: skip

    def __init__(self, *args: Any, by_doctor: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        words = wording.said(wording.INPATIENT)
        self.fields["inpatient"].label = DOCTORS_INPATIENT if by_doctor else words
        if by_doctor:
            self.fields["country"].label = DOCTORS_COUNTRY


class Group(forms.Form):
    """One screen of questions, each with yes, no and not sure, none chosen beforehand."""

    def __init__(self, screen: Screen, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for question in screen.questions:
            hint = wording.said(wording.HINTS[question]) if question in wording.HINTS else ""
            field = yes_no_unsure(label=wording.said(wording.QUESTIONS[question]), help_text=hint)
            field.error_messages["required"] = _("Still open.")
            self.fields[question] = field
