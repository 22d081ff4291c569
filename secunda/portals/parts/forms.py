"""How every form looks: a renderer for plain Django forms, and the few fields that screens share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

HERE = Path(__file__).parent / "templates"
BUILT_IN = Path(django.forms.__file__).parent / "templates"


class Asked(forms.BoundField):
    """A field on a page: knows why it is asked and marks its error for screen readers."""

    def build_widget_attrs(
        self, attrs: Mapping[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """The widget's attributes, with writing direction taken from what is typed and no placeholder."""
        widget = widget or self.field.widget
        built = dict(super().build_widget_attrs(dict(attrs), widget))
        written = isinstance(widget, forms.Textarea) or getattr(widget, "input_type", "") in (
            "text",
            "search",
        )
        if written and "dir" not in widget.attrs:
            built["dir"] = "auto"
        built["placeholder"] = False
        if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
            built |= {"rows": "4", "cols": False}
        return built

    @property
    def why(self) -> str:
        """The form's `why[name]`: shown folded as “Why we ask”; empty if the form does not say."""
        return str(getattr(self.form, "why", {}).get(self.name, ""))

    @property
    def optional(self) -> bool:
        """Whether “optional” is written beside the label; single check boxes explain themselves."""
        return not self.field.required and not self.single_box

    @property
    def single_box(self) -> bool:
        """One check box, whose label stands beside it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class Renderer(EngineMixin, BaseRenderer):
    """Django's form renderer with our templates first; `FORM_RENDERER` in the settings."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"
    bound_field_class = Asked

    @cached_property
    def engine(self) -> DjangoTemplates:
        """Our templates, then the widgets that Django ships, then those of the installed areas."""
        return DjangoTemplates({"APP_DIRS": True, "DIRS": [HERE, BUILT_IN], "NAME": "forms", "OPTIONS": {}})


class Day(forms.DateInput):
    """A native date input (ISO on the wire, the reader's order on the screen)."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "medium", **(attrs or {})}, format="%Y-%m-%d")


YES_NO_UNSURE = (("yes", _("Yes")), ("no", _("No")), ("unsure", _("I am not sure")))


def yes_no_unsure(*, label: Any, help_text: Any = "", required: bool = True) -> forms.ChoiceField:
    """A question with the answers `yes`, `no` and `unsure`, none chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        choices=YES_NO_UNSURE,
        widget=forms.RadioSelect(attrs={"class": "in-line"}),
        error_messages={"required": _("Please answer this question; “I am not sure” is an answer too.")},
    )
