"""A rendering as a PDF, with the canonical JSON embedded as its source.

The libraries take a second to import, so whoever serves pages imports this module when it is needed.
"""

from __future__ import annotations

import io
from typing import Any

import pydyf
import weasyprint

from secunda.foundation.paper import printing

ATTACHMENT = "opinion.json"


def render_pdf(html: str, embedded: bytes) -> bytes:
    """The PDF of `rendering.render_html`; the canonical JSON is embedded as an associated file (PDF/A-3, "Source")."""
    attachment = weasyprint.Attachment(
        file_obj=io.BytesIO(embedded),
        name=ATTACHMENT,
        description="The signed data of this report (canonical JSON, RFC 8785)",
        relationship="Source",
    )
    return printing.pdf(html, attachments=[attachment], finisher=_one_by_one)


def _one_by_one(document: object, pdf: Any) -> None:
    """Write each object by itself. Packed into one stream, a panel's signatures take 8 s to verify, not 0.5."""
    pdf.write = lambda output, version, identifier, compress: pydyf.PDF.write(
        pdf, output, version, identifier
    )
