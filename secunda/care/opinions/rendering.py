"""A signed opinion as HTML and as a PDF: tagged PDF/A-3a, with the canonical JSON embedded as its source.

Nothing is fetched: the only addresses a rendering may open are the fonts that the house ships, by name. Every text of a
person goes through the templates' escaping.
"""

from __future__ import annotations

import io
import unicodedata
from typing import Any, Literal

import pydyf
import weasyprint
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from weasyprint.urls import URLFetcher, URLFetcherResponse

from secunda.care.opinions import canonical, fonts
from secunda.care.opinions.canonical import Signed
from secunda.care.opinions.letter import letter
from secunda.care.opinions.signature_places import PLACES

ATTACHMENT = "opinion.json"
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


def render_pdf(html: str, embedded: bytes) -> bytes:
    """The PDF of `render_html`, with the canonical JSON embedded as an associated file (PDF/A-3, "Source")."""
    attachment = weasyprint.Attachment(
        file_obj=io.BytesIO(embedded),
        name=ATTACHMENT,
        description="The signed data of this report (canonical JSON, RFC 8785)",
        relationship="Source",
    )
    document = weasyprint.HTML(string=html, url_fetcher=HouseFonts())
    for element in document.etree_element.iter():
        if element.get("dir") == "auto":
            element.set("dir", direction("".join(element.itertext())))
    pdf: bytes = document.write_pdf(pdf_variant="pdf/a-3a", attachments=[attachment], finisher=_one_by_one)
    return pdf


def _one_by_one(document: object, pdf: Any) -> None:
    """Write each object by itself. Packed into one stream, a panel's signatures take 8 s to verify, not 0.5."""
    pdf.write = lambda output, version, identifier, compress: pydyf.PDF.write(
        pdf, output, version, identifier
    )


def direction(text: str) -> str:
    """Which way a text runs, by its first letter that says so, as a browser takes `dir="auto"`: "rtl" or "ltr"."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


class HouseFonts(URLFetcher):  # type: ignore[misc]
    """Opens the fonts of the house by name (`font:literata`) and refuses every other address."""

    def fetch(self, url: str, headers: dict[str, Any] | None = None) -> URLFetcherResponse:
        """The font file. Raises ValueError for anything else."""
        held = fonts.read(url)
        if held is None:
            raise ValueError("A report opens nothing but its fonts.")
        return URLFetcherResponse(url, body=held, headers={"Content-Type": "font/ttf"})
