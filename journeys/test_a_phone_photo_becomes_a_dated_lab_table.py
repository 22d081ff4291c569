"""Promise: a photo that somebody takes of a printed laboratory report becomes a dated table with the right values."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from journeys import reading, records
from journeys.conftest import Opener
from journeys.house import House
from journeys.material import Sent
from journeys.people import cast
from secunda.care.cases.tests.factories import a_submitted_case
from secunda.reading.tests import paper

HEAD = (
    "CENTRAL LABORATORY", "Laboratory report", "Patient: Ana Lindqvist", "Date of birth: 14 March 1981",
    "Collected: 3 March 2026",
)  # fmt: skip
ROWS = (
    ("Test", "Result", "Unit", "Reference range"),
    ("Haemoglobin", "118", "g/L", "120 - 160"),
    ("Platelets", "248", "10^9/L", "150 - 400"),
    ("Creatinine", "62", "umol/L", "45 - 90"),
    ("Potassium", "4.1", "mmol/L", "3.5 - 5.1"),
    ("Sodium", "139", "mmol/L", "135 - 145"),
)
COLUMNS = (110, 480, 660, 860)
RIGHT = {"Haemoglobin": "118 g/L", "Creatinine": "62", "Potassium": "4.1 mmol/L", "Sodium": "139 mmol/L"}


def a_printed_report() -> paper.Pixels:
    """The report as the laboratory printed it."""
    sheet = Image.new("L", (1240, 1754), 250)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(30)
    for number, line in enumerate(HEAD):
        pen.text((COLUMNS[0], 120 + 52 * number), line, fill=20, font=font)
    for number, row in enumerate(ROWS):
        for x, cell in zip(COLUMNS, row, strict=True):
            pen.text((x, 460 + 60 * number), cell, fill=20, font=font)
    return np.array(sheet)


def a_photo() -> Sent:
    """The report on a dark table, from the side, in uneven light, with the noise of a small camera."""
    seen = paper.photo(a_printed_report(), turned=3.0).astype(np.float64)
    noisy = seen + np.random.default_rng(7).normal(0, 5, seen.shape)
    pixels = np.clip(noisy, 0, 255).astype(np.uint8)
    return Sent("photo.jpg", paper.file_of(pixels, "JPEG", quality=85))


def test_a_phone_photo_becomes_a_dated_lab_table(someone: Opener, house: House) -> None:
    with house.inside():
        case = f"/my/case/{a_submitted_case(cast()).public_id}/"
    ana = someone("ana", phone=True)
    ana.sign_in("/my/")
    ana.open(f"{case}records/")
    records.sends_files(ana, [a_photo()])
    reading.waits_until_read(ana, case, ("photo.jpg",))
    ana.open(f"{case}timeline/")
    ana.looks()
    table = ana.page.get_by_role("table", name="Measured on one day")
    rows = {row.locator("th").inner_text(): row.inner_text() for row in table.locator("tbody tr").all()}
    for what, value in RIGHT.items():
        assert value in rows[what], (what, rows)
        assert "3 Mar 2026" in rows[what], rows[what]
    assert "outside the usual range" in rows["Haemoglobin"]
    assert "outside" not in rows["Potassium"]
    ana.press(RIGHT["Potassium"], table)
    ana.arrives("photo.jpg")
    assert "4.1" in reading.under_the_mark(ana).words
    ana.looks()
