"""Promise: a CD from another country opens in the case, for the patient who sent it and the expert who reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from journeys.conftest import Opener
from journeys.house import House
from journeys.imaging import cleo_opens_the_pictures, dr_bo_reads, one_that_draws, shows
from journeys.person import Person
from journeys.records import LONG
from secunda.reading.tests import scans

EXPERTS_TOO = False
SLICES, SIDE = 20, 128
MEASURED = ".viewer-screen svg text"
CHEST: dict[str, Any] = {
    "StudyInstanceUID": "1.2.7", "SeriesInstanceUID": "1.2.7.1", "SeriesNumber": "1", "StudyDate": "20260503",
    "ImageOrientationPatient": [1, 0, 0, 0, 1, 0], "PixelSpacing": [3, 3], "SliceThickness": "5",
    "RescaleSlope": "1", "RescaleIntercept": "-1024", "WindowCenter": "40", "WindowWidth": "400",
    "FrameOfReferenceUID": "1.2.7.9", "SpecificCharacterSet": "ISO_IR 192",
    "InstitutionName": "中央病院", "SeriesDescription": "胸部 CT",
}  # fmt: skip


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """The browser of this file draws."""
    drawing_one = one_that_draws(browser)
    yield drawing_one
    drawing_one.close()


def a_slice(number: int, **values: Any) -> bytes:
    """A body with two lungs and a heart, 5 mm above the one before."""
    said = CHEST | {
        "SOPInstanceUID": f"1.2.7.1.{number}", "InstanceNumber": str(SLICES - number),
        "ImagePositionPatient": [-192, -192, 5 * number],
    } | values  # fmt: skip
    made = scans.with_pixels(scans.header(**said), rows=SIDE, columns=SIDE)
    y, x = np.mgrid[:SIDE, :SIDE]
    body = np.where((x - 64) ** 2 / 55**2 + (y - 64) ** 2 / 40**2 < 1, 1064, 24)
    for centre in (42, 86):
        body[(x - centre) ** 2 / 14**2 + (y - 62) ** 2 / (16 + number) ** 2 < 1] = 174
    body[(x - 72) ** 2 + (y - 66) ** 2 < 100 + 5 * number] = 1104
    made.PixelData = body.astype(np.uint16).tobytes()
    return scans.written(made)


def burn(folder: Path) -> Path:
    """A disc: an index that knows other names, pictures without endings, one that breaks off, a viewer."""
    files = {f"DICOM/PA0/ST0/SE0/IM{n}": a_slice(n) for n in range(SLICES)}
    files["DICOM/PA0/ST0/SE0/IM99"] = a_slice(99)[:-9000]
    files["ビューア/VIEWER.EXE"] = b"MZ" + bytes(3000)
    files["AUTORUN.INF"] = b"[autorun]\n"
    for place, content in files.items():
        path = folder / "CD" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "CD"


def test_a_cd_from_another_country_opens_in_the_case(house: House, someone: Opener, tmp_path: Path) -> None:
    case, work = dr_bo_reads(house)
    ana = someone("ana")
    ana.sign_in(f"/my/case/{case.public_id}/records/")
    ana.page.locator("input[data-folder]").set_input_files(str(burn(tmp_path)))
    expect(ana.page.locator("[data-upload-rows]")).to_contain_text(f"{SLICES} pictures", timeout=LONG)
    ana.open(f"/my/case/{case.public_id}/images/")
    ana.sees("3 May 2026", "胸部 CT", f"{SLICES} images", "Not for primary diagnosis")
    shows(ana.page, f"of {SLICES}")
    ana.looks()

    cleo_opens_the_pictures(house, case)
    bo = someone("dr_bo")
    bo.sign_in(f"/expert/case/{work.public_id}/")
    bo.press("Look at the images")
    shows(bo.page, f"Image 10 of {SLICES}")
    bo.does_not_see("胸部", "中央病院")
    cell = bo.page.locator(".viewer-cell")
    expect(cell).to_have_attribute("data-sides", "A L P R")
    cell.focus()
    bo.page.keyboard.press("Home")
    shows(bo.page, f"Image 1 of {SLICES} · position 0.0 mm")
    bo.page.keyboard.press("2")
    expect(bo.page.locator(".viewer-shade")).to_contain_text("window 1500, centre -600")
    bo.page.keyboard.press("r")
    expect(cell).to_have_attribute("data-sides", "R A L P")
    bo.page.keyboard.press("x")
    bo.page.mouse.move(800, 500)
    bo.page.mouse.wheel(0, 120)
    shows(bo.page, f"Image 2 of {SLICES} · position 5.0 mm")
    bo.looks()
    he_cuts_the_volume(bo)
    he_measures(bo)
    a_broken_line_mends(bo, f"/expert/case/{work.public_id}/images/")


def he_cuts_the_volume(bo: Person) -> None:
    """Three planes of the same volume, each with the patient's sides; and back to the stack."""
    bo.page.locator(".viewer-cell").press("v")
    planes = bo.page.locator(".viewer-planes [data-shown]")
    expect(planes).to_have_count(3, timeout=LONG)
    sides = [one.get_attribute("data-sides") for one in planes.all()]
    assert sides == ["A L P R", "H L F R", "H P F A"]
    expect(bo.page.locator(".viewer-planes .viewer-note")).to_have_text([""] * 3, timeout=LONG)
    bo.touch("Three planes")
    expect(planes).to_have_count(0)


def he_measures(bo: Person) -> None:
    """A length from here to there is kept as it is drawn."""
    bo.page.locator(".viewer-cell").press("d")
    bo.page.mouse.move(700, 500)
    bo.page.mouse.down()
    bo.page.mouse.move(800, 500, steps=4)
    bo.page.mouse.move(900, 500, steps=4)
    bo.page.mouse.up()
    expect(bo.page.locator(MEASURED)).to_contain_text(" mm")
    expect(bo.page.locator(".viewer-saved")).to_contain_text("Marks saved")


def a_broken_line_mends(bo: Person, images: str) -> None:
    """While an image cannot come the page says so and keeps what is there; then it comes by itself."""
    last = f"**/1.2.7.1.{SLICES - 1}/frames/1"
    bo.page.route(last, lambda route: route.abort("connectionreset"))
    bo.open(images)
    shows(bo.page, f"Image 10 of {SLICES}")
    bo.page.locator(".viewer-cell").press("End")
    expect(bo.page.locator(".viewer-notice:not(.viewer-saved)")).to_contain_text("The connection broke.")
    bo.page.unroute(last)
    shows(bo.page, f"Image {SLICES} of {SLICES}")
    bo.page.locator(".viewer-cell").press("Home")
    bo.page.locator(".viewer-cell").press("ArrowDown")
    expect(bo.page.locator(MEASURED)).to_contain_text(" mm")  # what he drew before is there again
