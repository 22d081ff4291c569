"""What the person hopes and fears, how they want to be told, and what they agree to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.care.cases.consents import PURPOSES, text_sha256
from secunda.care.cases.models import Wishes
from secunda.portals.public.forms.base import DOCTOR, PATIENT, PROXY, Page, Raw
from secunda.portals.public.forms.fields import line, one_of, words


class Hopes(Page):
    """What matters to the person."""

    slug, title = "hopes", gettext_lazy("Hopes and fears")
    heading = {
        PATIENT: gettext_lazy("What do you hope for, and what do you fear?"),
        PROXY: gettext_lazy("What does the patient hope for and fear?"),
        DOCTOR: gettext_lazy("What does your patient hope for and fear?"),
    }
    lead = {
        PATIENT: gettext_lazy(
            "You may leave this empty. But the best treatment depends on what matters to you."
        )
    }

    hopes = words(
        label=gettext_lazy("Hopes"), required=False, rows=3,
        help_text=gettext_lazy("For example: “to be able to work with my hands”, “to see my daughter finish school”."),
    )  # fmt: skip
    fears = words(
        label=gettext_lazy("Fears"), required=False, rows=3,
        help_text=gettext_lazy("For example: “that it comes back”, “to depend on others”."),
    )  # fmt: skip


class Hearing(Page):
    """How the person wants to hear the result."""

    slug, title = "hearing", gettext_lazy("How you want to hear it")
    heading = {
        PATIENT: gettext_lazy("How do you want to hear the result?"),
        PROXY: gettext_lazy("How shall the patient hear the result?"),
        DOCTOR: gettext_lazy("How does your patient want to hear the result?"),
    }
    lead = {PATIENT: gettext_lazy("You can change this at any time until the opinion is there.")}
    why = {
        "detail": gettext_lazy(
            "Some want every number, some do not. Both are right; the report is arranged to fit."
        )
    }

    hear = one_of(Wishes.Hear.choices, label=gettext_lazy("When the opinion is there"))
    hear_with = line(
        label=gettext_lazy("Who shall be with you?"), required=False,
        help_text=gettext_lazy("Only if a person of your choice is to be called too: their name and telephone."),
    )  # fmt: skip
    detail = one_of(Wishes.Detail.choices, label=gettext_lazy("How much do you want to know?"))

    def suit(self) -> None:
        """Somebody else's wish."""
        self.reword(
            hear_with=_("Who shall be with them?"), detail=_("How much does the patient want to know?")
        )

    def clean(self) -> dict[str, Any]:
        """A call together needs to know with whom."""
        cleaned = super().clean() or {}
        if (
            cleaned.get("hear") == Wishes.Hear.CALL_TOGETHER
            and not cleaned.get("hear_with")
            and not self.errors
        ):
            self.add_error("hear_with", _("Please say who else is to be called."))
        return cleaned


class Together(Page):
    """Who decides with the person, and wishes of language, culture or religion."""

    slug, title = "together", gettext_lazy("Who decides with you")
    heading = {
        PATIENT: gettext_lazy("Does somebody decide with you?"),
        PROXY: gettext_lazy("Does somebody decide with the patient?"),
        DOCTOR: gettext_lazy("Does somebody decide with your patient?"),
    }
    lead = {PATIENT: gettext_lazy("Both may stay empty.")}

    decides_with = line(
        label=gettext_lazy("People who decide too"), required=False, most=300,
        help_text=gettext_lazy("For example: “my husband”, “my eldest son and my doctor”, “I decide alone”."),
    )  # fmt: skip
    culture = words(
        label=gettext_lazy("What we should respect"), required=False, rows=3,
        help_text=gettext_lazy(
            "Wishes of language, culture or religion. For example: “no blood products”, “a woman should speak to me”."
        ),
    )  # fmt: skip


NEEDED = gettext_lazy("Without this one we cannot begin.")
NOT_NEEDED = gettext_lazy("The opinion does not depend on it.")


class Consents(Page):
    """One box for each purpose, none of them ticked. What was shown, and in which language, is kept with the tick."""

    slug, title, template = "consents", gettext_lazy("What you agree to"), "public/consents.html"
    heading = {
        PATIENT: gettext_lazy("What do you agree to?"),
        PROXY: gettext_lazy("What do you agree to for the patient?"),
        DOCTOR: gettext_lazy("What has your patient agreed to?"),
    }
    lead = {
        PATIENT: gettext_lazy(
            "Each is a choice of its own. You can take each back later, as easily as you give it."
        ),
        DOCTOR: gettext_lazy(
            "Read each one with your patient, and tick only what they agreed to. They can take each back."
        ),
    }

    def suit(self) -> None:
        """A box for each purpose, with its very text beside it."""
        for key, purpose in PURPOSES.items():
            note = NEEDED if purpose.required else NOT_NEEDED
            self.fields[key] = forms.BooleanField(
                label=str(purpose.text), help_text=str(note), required=False
            )

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """Each box with the title of its purpose."""
        return [{"field": self[key], "title": purpose.title} for key, purpose in PURPOSES.items()]

    @property
    def purposes(self) -> tuple[str, ...]:
        """What was agreed to."""
        return tuple(key for key in PURPOSES if self.cleaned_data.get(key))

    @property
    def language(self) -> str:
        """The language in which the texts were shown."""
        return str(self.data.get("language", ""))

    def clean(self) -> dict[str, Any]:
        """The needed ones are ticked, and the texts are still those that were read."""
        cleaned = super().clean() or {}
        for key, purpose in PURPOSES.items():
            if purpose.required and not cleaned.get(key):
                sentence = _("Without your consent to “%(what)s” we may not begin.")
                self.add_error(key, sentence % {"what": purpose.title})
        if self.data.get("texts") != texts_in(self.language):
            changed = _("The text has changed since you read it. Please read it again.")
            raise forms.ValidationError(changed, code="changed")
        return cleaned


def stamped(raw: Raw) -> Raw:
    """The ticks, with the language of the page and the hash of what it showed."""
    language = translation.get_language() or "en"
    return raw | {"language": [language], "texts": [texts_in(language)]}


def texts_in(language: str) -> str:
    """One line that changes with the text of any consent in a language; empty for no language."""
    return " ".join(text_sha256(key, language)[:16] for key in PURPOSES) if language else ""
