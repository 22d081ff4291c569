"""A signed opinion as HTML, for a page and for print. Every text of a person goes through the templates' escaping."""

from __future__ import annotations

from typing import Literal

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from secunda.care.opinions import canonical
from secunda.care.opinions.canonical import Signed
from secunda.care.opinions.letter import letter
from secunda.care.opinions.signature_places import PLACES
from secunda.foundation.paper import fonts

Reader = Literal["patient"]


def render_html(signed: Signed, *, reader: Reader = "patient", language: str) -> str:
    """The whole report for print: the patient's words first, the clinical part after, the signatures last.

    `language` is that of the fixed words; the expert's own words stay as they were signed.
    """
    with translation.override(language):
        context = letter(signed) | {
            "reader": reader,
            "language": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "sha256": canonical.sha256(canonical.canonical(signed)),
            "created": signed.frame.signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "faces": fonts.faces(),
            "places": PLACES,
        }
        return render_to_string("opinions/report.html", context)


def render_page(signed: Signed, *, language: str, folded: bool = False) -> SafeString:
    """The same pieces as a fragment for a web page that has its own head and title.

    `folded` puts the numbers and the clinical part behind a line to open, for who wants the main things first.
    """
    with translation.override(language):
        return mark_safe(render_to_string("opinions/_opinion.html", letter(signed) | {"folded": folded}))
