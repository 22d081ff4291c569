"""The form of one part's plain fields: all may be empty for now, and a row says what it cannot be kept without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from secunda.portals.parts.forms import Asked

REMOVE = "remove"


class Written(Asked):
    """A field of a draft: what may stay empty for good says so; everything else may be empty for now."""

    @property
    def optional(self) -> bool:
        """Whether “optional” is written beside the label."""
        return self.name in getattr(self.form, "optional", ()) and not self.single_box


class LeafForm(forms.Form):
    """The plain fields of one part."""

    bound_field_class = Written
    use_required_attribute = False

    def __init__(
        self, fields: dict[str, forms.Field], *, optional: Iterable[str], needed: str = "", **given: Any
    ) -> None:
        super().__init__(**given)
        self.fields = fields
        self.optional = frozenset(optional)
        self.needed = needed

    def clean(self) -> dict[str, Any]:
        """Refuses a row that says something else but not the one thing without which it cannot be kept."""
        held = self.cleaned_data
        others = [name for name in self.optional if held.get(name) and name not in (REMOVE, self.needed)]
        if self.needed and self.needed not in self.errors and not held.get(self.needed) and others:
            self.add_error(self.needed, _("Fill this in, or empty the rest of the row."))
        return held
