"""The records that people send: real files from `SECUNDA_SHARED_DATA` when it is there, the project's own otherwise."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from secunda.project.demo_records.make import files_for
from secunda.project.places import ROOT

SHARED = Path(os.environ.get("SECUNDA_SHARED_DATA", ROOT.parent / "shared/data"))
SLICES = 20


@dataclass(frozen=True)
class Sent:
    """A file as it lies on somebody's disk."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What a browser says it is."""
        return "application/pdf" if self.name.endswith(".pdf") else "application/octet-stream"


def a_pathology_report() -> Sent:
    """A scanned pathology report."""
    public = SHARED / "pathology_reports/pdf/prostate.pdf"
    if public.is_file():
        return Sent("pathology report.pdf", public.read_bytes())
    own = next(one for one in files_for("breast") if "iopsy" in one.title)
    return Sent("pathology report.pdf", own.content)


def a_series() -> list[Sent]:
    """The slices of one MR series: the twenty of the public one, else our own."""
    public = sorted((SHARED / "dicom/mr_brain_20slice").glob("*.dcm"))[:SLICES]
    if public:
        return [Sent(path.name, path.read_bytes()) for path in public]
    return [Sent(one.name, one.content) for one in files_for("breast") if one.content[128:132] == b"DICM"]


def a_page(text: str, *, name: str = "letter.pdf") -> Sent:
    """A scanned letter: a PDF with a picture of `text` and not one letter of text in it."""
    out = io.BytesIO()
    a_picture(text).save(out, "PDF", resolution=100)
    return Sent(name, out.getvalue())


def a_picture(text: str, size: tuple[int, int] = (827, 1169)) -> Image.Image:
    """Text as pixels, as on a sheet of paper."""
    sheet = Image.new("L", size, 250)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(34)
    for number, line in enumerate(text.split("\n")):
        pen.text((60, 80 + 60 * number), line, fill=10, font=font)
    return sheet
