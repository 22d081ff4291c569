"""Pages made in code: text PDFs, and the same page as a scanner or a phone would give it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from secunda.reading.tests import pdfs

Pixels = npt.NDArray[np.uint8]
A4 = (595, 842)
REPORT = (
    "SURGICAL PATHOLOGY REPORT",
    "Patient: Ana Example        Born: 12 March 1961",
    "Collected on 14 May 2024 and reported on 17 May 2024.",
    "",
    "Left breast, lumpectomy: invasive ductal carcinoma of the breast,",
    "Nottingham grade 2, measuring 18 mm in its greatest dimension.",
    "The margins are negative; the closest is the deep margin at 4 mm.",
    "One of three sentinel lymph nodes shows a metastasis (1/3).",
    "Pathologic stage pT1c pN1a. Oestrogen receptor positive in 95 %.",
    "",
    "The specimen was received fresh and oriented with sutures. Sections",
    "show a tumour that infiltrates the surrounding fatty tissue.",
)


def pdf(
    pages: Sequence[Sequence[str]], *, size: tuple[int, int] = A4, turned: int = 0, points: int = 11
) -> bytes:
    """A PDF with these lines of Latin text on each page (Helvetica), its pages shown turned by `turned` degrees."""
    objects = pdfs.pages(len(pages))
    font = 3 + 2 * len(pages)
    for number, lines in enumerate(pages):
        page, content = 3 + number, 3 + len(pages) + number
        objects[page] = (
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R "
            b"/Resources <</Font <</F %d 0 R>>>>>>" % (*size, turned, content, font)
        )
        objects[content] = pdfs.stream(_drawn(lines, size, points))
    objects[font] = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>"
    return pdfs.write(objects)


def _drawn(lines: Sequence[str], size: tuple[int, int], points: int) -> bytes:
    drawn = [b"BT /F %d Tf %d TL 50 %d Td" % (points, points * 3 // 2, size[1] - 60)]
    for line in lines:
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        drawn.append(b"(" + escaped.encode("cp1252", "replace") + b") '")
    return b"\n".join([*drawn, b"ET"])


def scan(
    lines: Sequence[str] = REPORT, *, size: tuple[int, int] = (1240, 1754), points: int = 26, skew: float = 0.0,
    noise: float = 0.0, blur: float = 0.0, seed: int = 1,
) -> Pixels:  # fmt: skip
    """The lines as a grey scan of `size` pixels: turned by `skew` degrees, blurred (sigma), noisy (sigma)."""
    image = Image.new("L", size, 250)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(points)
    for number, line in enumerate(lines):
        draw.text((110, 130 + number * points * 1.55), line, fill=25, font=font)
    pixels = np.array(image)
    if skew:
        turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), skew, 1.0)
        pixels = np.asarray(cv2.warpAffine(pixels, turn, size, borderValue=(250,)), np.uint8)
    if blur:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), blur), np.uint8)
    if noise:
        spread = np.random.default_rng(seed).normal(0, noise, pixels.shape)
        pixels = np.clip(pixels + spread, 0, 255).astype(np.uint8)
    return pixels


def photo(page: Pixels, *, turned: float = 4.0) -> Pixels:
    """The page lying on a dark table, seen a little from the side, in light that falls off to one corner."""
    height, width = page.shape
    frame = (int(width * 1.35), int(height * 1.3))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    angle = math.radians(turned)
    spin = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    seen = (corners - [width / 2, height / 2]) @ spin.T * 0.92 + [frame[0] / 2, frame[1] / 2]
    seen[1] += [-width * 0.03, height * 0.02]
    way = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    table = np.full((frame[1], frame[0]), 70, np.uint8)
    cv2.warpPerspective(page, way, frame, dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    shade = np.linspace(1.0, 0.6, frame[0])[None, :] * np.linspace(1.0, 0.8, frame[1])[:, None]
    return (table * shade).astype(np.uint8)


def file_of(pixels: Pixels, kind: str = "PNG", **options: object) -> bytes:
    """The pixels as a picture file."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def scanned_pdf(pages: Sequence[Pixels]) -> bytes:
    """A PDF of pictures without any text layer."""
    first, *others = [Image.fromarray(page) for page in pages]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=150)
    return out.getvalue()


def middles(
    lines: Sequence[str] = REPORT,
    *,
    size: tuple[int, int] = (1240, 1754),
    points: int = 26,
    skew: float = 0.0,
) -> list[tuple[str, float, float]]:
    """Each word of `scan` with the middle of where it was drawn, in pixels from the top left."""
    font = ImageFont.load_default(points)
    found = []
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), skew, 1.0)
    for number, line in enumerate(lines):
        place = 0
        for word in line.split():
            place = line.index(word, place)
            before, upto = font.getlength(line[:place]), font.getlength(line[: place + len(word)])
            place += len(word)
            x, y = 110 + (before + upto) / 2, 130 + number * points * 1.55 + points * 0.65
            across, down = turn @ np.array([x, y, 1.0])
            found.append((word, float(across), float(down)))
    return found
