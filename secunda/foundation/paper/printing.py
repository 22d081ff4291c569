"""HTML as a tagged PDF/A-3a that opens nothing but the fonts of the house.

The library takes half a second to import, so whoever serves pages imports this module when it is needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from secunda.foundation.paper import fonts


def pdf(
    html: str,
    *,
    attachments: Sequence[weasyprint.Attachment] = (),
    finisher: Callable[[object, Any], None] | None = None,
) -> bytes:
    """The PDF of a whole page of HTML. Elements with `dir="auto"` run the way of their first letter."""
    document = weasyprint.HTML(string=html, url_fetcher=HouseFonts())
    for element in document.etree_element.iter():
        if element.get("dir") == "auto":
            element.set("dir", direction("".join(element.itertext())))
    made: bytes = document.write_pdf(pdf_variant="pdf/a-3a", attachments=list(attachments), finisher=finisher)
    return made


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
            raise ValueError("A page opens nothing but its fonts.")
        return URLFetcherResponse(url, body=held, headers={"Content-Type": "font/ttf"})
