"""Fields of the intake: plain words, a day in three boxes, lists with one name a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.portals.parts import times

MARKUP = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|svg|img|style|link|meta|form|input|video|audio|body|html|base|a\s)"
    r"|\bon(error|load|click|focus|mouseover)\s*=|javascript:",
    re.IGNORECASE,
)
TELEPHONE = re.compile(r"^[+()\d\s./-]{5,40}$")
LETTER = re.compile(r"[^\W\d_]")


def plain(text: str) -> None:
    """Raise ValidationError for computer code; “<2 cm” and “a > b” are plain words."""
    if MARKUP.search(text):
        raise ValidationError(
            _("This looks like computer code. Please say it in plain words."), code="markup"
        )


def with_letters(text: str) -> None:
    """Raise ValidationError for a text without a single letter, in any script."""
    if not LETTER.search(text):
        raise ValidationError(_("We cannot read this. Please write it in words."), code="nonsense")


def telephone(text: str) -> None:
    """Raise ValidationError for what cannot be a telephone number."""
    if not TELEPHONE.match(text) or sum(c.isdecimal() for c in text) < 5:
        raise ValidationError(
            _("This is not a telephone number. Please write digits, with the country's prefix."),
            code="telephone",
        )


def at_most(length: int) -> MaxLengthValidator:
    """No longer than `length` characters, said with both numbers."""
    said = gettext_lazy("Please shorten this: it has %(show_value)s characters, and %(limit_value)s fit.")
    return MaxLengthValidator(length, message=said)


def words(
    *,
    label: Any,
    help_text: Any = "",
    required: bool = True,
    most: int = 4000,
    rows: int = 4,
    missing: Any = "",
) -> forms.CharField:
    """Several sentences in somebody's own words."""
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows}),
        validators=[with_letters, plain, at_most(most)],
        error_messages={"required": missing or gettext_lazy("Please write something here, in your own words.")},
    )  # fmt: skip


def line(
    *,
    label: Any,
    help_text: Any = "",
    required: bool = True,
    most: int = 200,
    missing: Any = "",
    attrs: Mapping[str, Any] | None = None,
    check: Callable[[str], None] = with_letters,
) -> forms.CharField:
    """One line: a name, a place, a number."""
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.TextInput(attrs=dict(attrs or {})),
        validators=[check, plain, at_most(most)],
        error_messages={"required": missing or gettext_lazy("Please fill this in.")},
    )  # fmt: skip


def one_of(choices: Any, *, label: Any, help_text: Any = "", required: bool = True) -> forms.ChoiceField:
    """One of a few, all of them to be seen."""
    return forms.ChoiceField(
        choices=choices, label=label, help_text=help_text, required=required, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )  # fmt: skip


class Names(forms.CharField):
    """Names, one a line; cleaned to a tuple without empty lines and repetitions."""

    MOST = 12

    def __init__(self, **given: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3}), validators=[with_letters, plain, at_most(2000)], **given
        )

    def clean(self, value: Any) -> Any:
        """The names in the order in which they were written."""
        lines = (" ".join(one.split()) for one in (super().clean(value) or "").splitlines())
        names = tuple(dict.fromkeys(one for one in lines if one))
        if len(names) > self.MOST or any(len(one) > 200 for one in names):
            raise ValidationError(_("Please write one name a line, and no more than twelve."), code="names")
        return names


def months() -> list[tuple[str, str]]:
    """The months by name in the reader's language; empty for “not known”."""
    names = times.locale().months["stand-alone"]["wide"]
    return [("", "–"), *((str(number), str(names[number])) for number in range(1, 13))]


class LongSelect(forms.Select):
    """One of hundreds: its options are written in one template, not in two templates each."""

    template_name = "public/fields/long_select.html"


class Month(forms.Select):
    """The months, named in the language of the page that is being shown."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The list with the names of now."""
        self.choices = months()
        return super().get_context(name, value, attrs)


PARTS = ("_day", "_month", "_year")  # how Django names the three boxes, after the field's own name


class DayParts(forms.MultiWidget):
    """Day, month and year in three boxes; what is not known stays empty."""

    template_name = "public/fields/day_parts.html"
    use_fieldset = True

    def __init__(self) -> None:
        number = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput({**number, "maxlength": 2}),
                "month": Month({"autocomplete": "off"}),
                "year": forms.TextInput({**number, "maxlength": 4}),
            }
        )

    def decompress(self, value: Any) -> list[str]:
        """An ISO day, month or year as [day, month, year]."""
        year, month, day = (*str(value or "").split("-"), "", "", "")[:3]
        return [day.lstrip("0"), month.lstrip("0"), year]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The three boxes with their labels."""
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for part, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            part["label"] = label
        return context


class Day(forms.Field):
    """A day known as a year, a month of a year or fully; cleaned to `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or empty.

    With `whole` all three parts are needed.
    """

    widget = DayParts

    def __init__(self, *, whole: bool = False, **given: Any) -> None:
        super().__init__(**given)
        self.whole = whole

    def clean(self, value: Any) -> str:
        """The day in ISO form; ValidationError with one sentence when there is no such day."""
        day, month, year = (str(part or "").strip() for part in (value or ("", "", "")))
        if not (day or month or year):
            if self.required:
                raise ValidationError(_("Please tell us the date."), code="required")
            return ""
        return self._iso(_number(day), _number(month), _number(year))

    def _iso(self, day: int | None, month: int | None, year: int | None) -> str:
        if year is None or not 1000 <= year <= 9999:
            raise ValidationError(_("Please write the year with four digits, such as 1981."), code="year")
        if (self.whole and (day is None or month is None)) or (day is not None and month is None):
            raise ValidationError(_("Please give the day, the month and the year."), code="parts")
        try:
            known = date(year, month or 1, day if day is not None else 1)
        except ValueError:
            raise ValidationError(
                _("There is no such day in the calendar. Please check it."), code="day"
            ) from None
        return known.isoformat()[: 10 if day is not None else 7 if month else 4]


def _number(text: str) -> int | None:
    """A number in any script's digits; None for nothing; -1 for what is no number, so that no calendar has it."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) <= 4 else -1
