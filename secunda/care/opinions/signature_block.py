"""The look of a visible signature: a slip of the report's own type, with its fonts in it."""

from __future__ import annotations

from datetime import UTC, datetime

import weasyprint
from django.template.loader import render_to_string
from django.utils import translation

from secunda.care.opinions import dates
from secunda.care.opinions.signature_places import PLACES
from secunda.foundation.paper import fonts
from secunda.foundation.paper.printing import HouseFonts


def signature_block(name: str, licence: str, at: datetime, language: str) -> bytes:
    """A one-page PDF of the size of a signature's place: who signed, with which licence, when."""
    with translation.override(language):
        html = render_to_string(
            "opinions/signature.html",
            {
                "name": name,
                "licence": licence,
                "at": dates.moment(at, UTC),
                "language": language,
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
                "faces": fonts.faces(),
                "width": PLACES.width,
                "height": PLACES.row - 2,
            },
        )
    pdf: bytes = weasyprint.HTML(string=html, url_fetcher=HouseFonts()).write_pdf()
    return pdf
