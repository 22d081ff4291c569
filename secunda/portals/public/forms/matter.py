"""The first opinion, the decision, and the questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.portals.public.families import FAMILIES, examples
from secunda.portals.public.forms.base import DOCTOR, PATIENT, PROXY, Page, Raw
from secunda.portals.public.forms.fields import Day, Names, one_of, words

MOST_QUESTIONS = 5


class Condition(Page):
    """What it is about, in plain words."""

    slug, title = "condition", gettext_lazy("What it is about")
    heading = {PATIENT: gettext_lazy("What is it about?")}
    lead = {PATIENT: gettext_lazy("Choose what comes nearest. A coordinator looks at it again with you.")}
    why = {
        "family": gettext_lazy(
            "It decides which specialist reads your case, and which records they will look for."
        )
    }

    family = one_of(FAMILIES, label=gettext_lazy("It is about"))


class Told(Page):
    """What the first doctors said."""

    slug, title = "told", gettext_lazy("What you were told")
    heading = {
        PATIENT: gettext_lazy("What were you told?"),
        PROXY: gettext_lazy("What were you told?"),
        DOCTOR: gettext_lazy("What is the present diagnosis and plan?"),
    }
    lead = {PATIENT: gettext_lazy("Your own words will do. The letters and scans come later.")}
    why = {
        "diagnosis": gettext_lazy(
            "The specialist looks at the records without knowing this, and reads it only afterwards. So the second "
            "opinion is a second one, and not an echo of the first."
        ),
    }

    diagnosis = words(
        label=gettext_lazy("The diagnosis, in the words you were given"),
        help_text=gettext_lazy("For example: “invasive ductal carcinoma, left breast”. If nobody knows yet, say so."),
        missing=gettext_lazy("Please tell us in your own words what you were told you have."),
    )  # fmt: skip
    treatment = words(
        label=gettext_lazy("What was proposed"), required=False,
        help_text=gettext_lazy("For example: “to remove the whole breast”. Leave it empty if nothing was proposed."),
    )  # fmt: skip
    reasons = words(label=gettext_lazy("The reasons that were given for it"), required=False, rows=3)

    def suit(self) -> None:
        """A colleague's words."""
        if self.about.kind == DOCTOR:
            self.reword(
                diagnosis=_("The diagnosis"),
                treatment=_("The proposed treatment"),
                reasons=_("The reasons for it"),
            )


class ByWhom(Page):
    """Who gave the first opinion, and who would carry it out."""

    slug, title = "by-whom", gettext_lazy("Who told you")
    heading = {
        PATIENT: gettext_lazy("Who told you?"),
        DOCTOR: gettext_lazy("Who made the diagnosis and the plan?"),
    }
    lead = {
        PATIENT: gettext_lazy(
            "Nobody who works there, and nobody who would carry out the treatment, will be asked to judge it."
        )
    }
    why = {
        "doctors": gettext_lazy(
            "To keep them apart. We do not tell them that you ask, unless you agree to it."
        )
    }

    doctors = Names(
        label=gettext_lazy("Doctors"), required=False,
        help_text=gettext_lazy("One name a line, as far as you know them."),
    )  # fmt: skip
    institutions = Names(
        label=gettext_lazy("Hospitals or practices"), required=False, help_text=gettext_lazy("One a line.")
    )
    planned = Names(
        label=gettext_lazy("Who would carry out the treatment"), required=False,
        help_text=gettext_lazy("Doctors or hospitals, one a line. Leave it empty if they are the same."),
    )  # fmt: skip
    given = Day(
        label=gettext_lazy("When was it?"), required=False,
        help_text=gettext_lazy("The year alone, or month and year, will do."),
    )  # fmt: skip

    def clean_given(self) -> str:
        """Not in the future, as far as it is known."""
        given: str = self.cleaned_data["given"]
        if given > self.about.today.isoformat()[: len(given)]:
            raise forms.ValidationError(_("This date lies in the future. Please check it."))
        return given

    def clean(self) -> dict[str, Any]:
        """At least one name, or we could not keep anybody apart."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("doctors") or cleaned.get("institutions")):
            self.add_error(
                "doctors", _("Please name at least one doctor or hospital; the hospital alone will do.")
            )
        return cleaned


class Decision(Page):
    """What has to be decided, and by when."""

    slug, title = "decision", gettext_lazy("The decision")
    heading = {
        PATIENT: gettext_lazy("What do you have to decide?"),
        PROXY: gettext_lazy("What has to be decided?"),
        DOCTOR: gettext_lazy("What has to be decided?"),
    }
    why = {
        "decision_date": gettext_lazy(
            "So that the opinion comes before it. If it cannot, we tell you at once."
        )
    }

    decision = words(
        label=gettext_lazy("The decision"), required=False, rows=3,
        help_text=gettext_lazy("For example: “whether to have the operation that is planned for December”."),
    )  # fmt: skip
    decision_date = Day(
        whole=True, required=False, label=gettext_lazy("By when?"),
        help_text=gettext_lazy("If you know it roughly, give the earliest day. Leave it empty if nothing presses."),
    )  # fmt: skip

    def clean_decision_date(self) -> date | None:
        """Today or later."""
        known = self.cleaned_data["decision_date"]
        day = date.fromisoformat(known) if known else None
        if day and day < self.about.today:
            raise forms.ValidationError(_("This day has already passed. Please check it, or leave it empty."))
        if day and day.year > self.about.today.year + 20:
            raise forms.ValidationError(_("This day is very far away. Please check the year."))
        return day


class Questions(Page):
    """One to five questions, with help to write good ones."""

    slug, title, template = "questions", gettext_lazy("Your questions"), "public/questions.html"
    heading = {
        PATIENT: gettext_lazy("What do you want to know?"),
        DOCTOR: gettext_lazy("What do you and your patient want to know?"),
    }
    lead = {
        PATIENT: gettext_lazy(
            "One to five questions. Each gets an answer of its own. A good question names what you have to choose "
            "between."
        )
    }

    question_1 = words(
        label=gettext_lazy("Your first question"), rows=2, most=800,
        missing=gettext_lazy("Please ask at least one question; an example below will do."),
    )  # fmt: skip
    question_2 = words(label=gettext_lazy("Second question"), rows=2, most=800, required=False)
    question_3 = words(label=gettext_lazy("Third question"), rows=2, most=800, required=False)
    question_4 = words(label=gettext_lazy("Fourth question"), rows=2, most=800, required=False)
    question_5 = words(label=gettext_lazy("Fifth question"), rows=2, most=800, required=False)

    def suit(self) -> None:
        """Boxes from the second on are there to be filled, not to be missed."""
        self.examples = list(enumerate(examples(self.about.family)))
        self.fields["question_1"].label = _("First question")

    def clean(self) -> dict[str, Any]:
        """The questions that were asked, once each, as `questions`."""
        cleaned = super().clean() or {}
        asked = (cleaned.get(f"question_{place}") for place in range(1, MOST_QUESTIONS + 1))
        cleaned["questions"] = tuple(dict.fromkeys(one for one in asked if one))
        return cleaned


def with_example(raw: Raw, family: str, which: str) -> Raw:
    """What was typed, with an example in the first empty box; unchanged if it is there already or nothing is empty."""
    offered = dict(enumerate(examples(family)))
    example = offered.get(int(which)) if which.isdecimal() else None
    boxes = [f"question_{place}" for place in range(1, MOST_QUESTIONS + 1)]
    typed = [" ".join(raw.get(box, [""])[:1]).strip() for box in boxes]
    if example is None or example in typed or "" not in typed:
        return raw
    return raw | {boxes[typed.index("")]: [example]}
