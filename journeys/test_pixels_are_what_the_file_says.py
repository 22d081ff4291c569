"""Promise: pixels are what the file says, in the browser, for every way in which a picture may be packed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import imagecodecs
import numpy as np
import pydicom
import pytest
from playwright.sync_api import Browser
from pydicom.encaps import encapsulate

from journeys.conftest import Opener
from journeys.house import House
from journeys.imaging import cleo_opens_the_pictures, dr_bo_reads, one_that_draws, pixels_of, shows
from journeys.people import cast
from secunda.care.records.tests.factories import a_received_record
from secunda.reading.tests import scans

EXPERTS_TOO = False
SIDE, SLOPE, INTERCEPT = 64, 2, -1024
Pixels = np.ndarray[Any, Any]
EXPLICIT, IMPLICIT, BIG, DEFLATED = (
    "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99",
)  # fmt: skip
RLE = "1.2.840.10008.1.2.5"
PACKED: dict[str, Callable[[Pixels], bytes | bytearray]] = {
    "1.2.840.10008.1.2.4.70": lambda one: imagecodecs.ljpeg_encode(one, bitspersample=16),
    "1.2.840.10008.1.2.4.80": imagecodecs.jpegls_encode,
    "1.2.840.10008.1.2.4.90": lambda one: imagecodecs.jpeg2k_encode(
        one, level=0, codecformat="j2k", reversible=True
    ),
    "1.2.840.10008.1.2.4.201": lambda one: imagecodecs.htj2k_encode(one, reversible=True),
}
SYNTAXES = (EXPLICIT, IMPLICIT, BIG, DEFLATED, RLE, *PACKED)


def drawing(syntax: str) -> Pixels:
    """A picture of its own, with edges, a ramp and noise over the whole of twelve bits."""
    noise = np.random.default_rng(SYNTAXES.index(syntax)).integers(0, 900, (SIDE, SIDE))
    ramp = np.add.outer(np.arange(SIDE) * 20, np.arange(SIDE) * 23)
    ramp[10:20, 30:50] = 4095 - 900
    return (ramp + noise).clip(0, 4095).astype(np.uint16)


def file_of(syntax: str) -> bytes:
    """The picture as a file in that syntax, in a series of its own."""
    number = SYNTAXES.index(syntax) + 1
    said: dict[str, Any] = {
        "SOPInstanceUID": f"1.2.9.{number}.1", "StudyInstanceUID": "1.2.9", "SeriesInstanceUID": f"1.2.9.{number}",
        "SeriesNumber": str(number), "RescaleSlope": str(SLOPE), "RescaleIntercept": str(INTERCEPT),
        "ImageOrientationPatient": [1, 0, 0, 0, 1, 0], "ImagePositionPatient": [0, 0, number],
        "PixelSpacing": [1, 1], "WindowCenter": "1000", "WindowWidth": "4000",
    }  # fmt: skip
    made = scans.with_pixels(scans.header(**said), rows=SIDE, columns=SIDE)
    pixels = drawing(syntax)
    made.PixelData = pixels.astype(">u2").tobytes() if syntax == BIG else pixels.tobytes()
    if syntax in PACKED:
        made.PixelData = encapsulate([bytes(PACKED[syntax](pixels))])
        made["PixelData"].is_undefined_length = True
    if syntax != RLE:
        return scans.written(made, syntax)
    plain = pydicom.dcmread(io.BytesIO(scans.written(made)))
    plain.compress(RLE, generate_instance_uid=False)
    out = io.BytesIO()
    plain.save_as(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """The browser of this file draws."""
    drawing_one = one_that_draws(browser)
    yield drawing_one
    drawing_one.close()


def test_pixels_are_what_the_file_says(house: House, someone: Opener) -> None:
    case, work = dr_bo_reads(house)
    with house.inside():
        for syntax in SYNTAXES:
            a_received_record(cast(), case, content=file_of(syntax), name=f"IM{SYNTAXES.index(syntax)}")
    cleo_opens_the_pictures(house, case)
    bo = someone("dr_bo")
    bo.sign_in(f"/expert/case/{work.public_id}/images/")
    wrong = []
    shows(bo.page, "Image 1 of 1")
    for number, syntax in enumerate(SYNTAXES, 1):
        bo.page.locator(f'a[data-series="1.2.9.{number}"]').click()
        shows(bo.page, f"position {number}.0 mm")
        found, is_scaled = pixels_of(bo.page)
        kept = drawing(syntax).astype(np.float64)
        wanted = kept * SLOPE + INTERCEPT if is_scaled else kept
        if not np.array_equal(found, wanted):
            wrong.append(f"{syntax}: {np.abs(found - wanted).max():.0f} at most (rescaled: {is_scaled})")
        assert is_scaled, "Hounsfield units are what a ring on the picture measures"
    assert not wrong, "; ".join(wrong)
