"""A browser that draws images without a graphics card, and what can be asked of the viewer in it."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, expect

from journeys.conftest import CHROMIUM, QUIET
from journeys.house import House
from journeys.people import cast
from secunda.care.assignment import actions as assignment
from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import acting, now
from secunda.care.imaging import actions as imaging
from secunda.care.opinions.tests.factories import NO_CONFLICT, an_invitation
from secunda.care.records import actions as records
from secunda.care.records.models import Record

DRAWS = [one for one in QUIET if one != "--disable-gpu"] + [
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
]  # fmt: skip
SHOWN = ".viewer-cell[data-shown]"
LONG = 30_000
PIXELS = """() => {
  const seen = document.querySelector("[data-viewer]").seen.pixels();
  if (!seen) return null;
  const bytes = new Uint8Array(Float32Array.from(seen.values).buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return { values: btoa(text), rows: seen.rows, columns: seen.columns, isScaled: seen.isScaled };
}"""


def one_that_draws(browser: Browser) -> Browser:
    """A browser of its own that has WebGL though the machine has no graphics card."""
    return browser.browser_type.launch(executable_path=CHROMIUM, args=DRAWS)


def dr_bo_reads(house: House) -> tuple[Case, Assignment]:
    """A case of Ana's that Dr Bo reads blind."""
    with house.inside():
        them = cast()
        work = an_invitation(them)
        with acting(them.dr_bo, them.programme):
            assignment.declare(assignment=work, answers=NO_CONFLICT, disclosure="", by=them.dr_bo, at=now())
            assignment.accept(assignment=work, by=them.dr_bo, at=now())
        return work.case, work


def cleo_opens_the_pictures(house: House, case: Case) -> None:
    """The coordinator confirms whose the scans are, and shows them to the expert."""
    with house.inside():
        them = cast()
        with acting(them.cleo, them.programme):
            for record in Record.objects.filter(case=case, state=Record.State.ACCEPTED, kind="dicom"):
                records.confirm_identity(record=record, by=them.cleo, at=now())
                records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
        imaging.index(case_id=case.pk, programme_id=case.programme_id, clock=now)


def shows(page: Page, words: str) -> None:
    """The chosen picture is drawn, and its caption says this."""
    expect(page.locator(SHOWN).first).to_be_visible(timeout=LONG)
    expect(page.locator(".viewer-image").first).to_contain_text(words, timeout=LONG)


def pixels_of(page: Page) -> tuple[np.ndarray[Any, Any], bool]:
    """The numbers of the image that is shown, as the browser decoded them, and whether they are rescaled."""
    said = page.evaluate(PIXELS)
    values = np.frombuffer(base64.b64decode(said["values"]), np.float32)
    return values.reshape(said["rows"], said["columns"], -1).squeeze(), said["isScaled"]
