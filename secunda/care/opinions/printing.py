"""A rendering as a PDF: tagged PDF/A-3a, with the canonical JSON embedded as its source.

Nothing is fetched: the only addresses a rendering may open are the fonts that the house ships, by name. The libraries
take a second to import, so whoever serves pages imports this module when it is needed.
"""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import pydyf
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from secunda.care.opinions import fonts

ATTACHMENT = "opinion.json"


def render_pdf(html: str, embedded: bytes) -> bytes:
    """The PDF of `rendering.render_html`; the canonical JSON is embedded as an associated file (PDF/A-3, "Source")."""
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
