"""A document as it comes out of an office scanner: a picture a page, a little askew, with noise, and no text."""

from __future__ import annotations

import io
import random

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

DOTS_PER_INCH = 150
ASKEW = 0.8  # degrees
PAPER = 246  # grey level of white paper
GRAIN = 14  # grey levels


def scanned(pdf: bytes) -> bytes:
    """The pages of a PDF as a PDF of grey pictures; the same bytes for the same pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            _as_picture(page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()) for page in document
        ]
    out = io.BytesIO()
    pages[0].save(
        out, "PDF", resolution=DOTS_PER_INCH, save_all=True, append_images=pages[1:], quality=70,
        creationDate=None, modDate=None,
    )  # fmt: skip
    return out.getvalue()


def _as_picture(page: Image.Image) -> Image.Image:
    grey = page.convert("L").point(lambda level: min(level, PAPER))
    turned = grey.rotate(ASKEW, Image.Resampling.BICUBIC, fillcolor=PAPER).filter(
        ImageFilter.GaussianBlur(0.5)
    )
    grain = Image.frombytes("L", turned.size, random.Random(7).randbytes(turned.width * turned.height))
    return ImageChops.subtract(turned, grain.point(lambda level: level * GRAIN // 255))
