"""Promise: a whole CD arrives though the browser was killed; nothing is sent twice, and the viewer stays out."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.conftest import CHROMIUM, QUIET, Opener
from journeys.house import House
from journeys.people import CAST, PASSWORD, SLUG, cast
from journeys.person import Person
from journeys.records import LONG
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import a_submitted_case, acting
from secunda.care.records.models import Arrival, Record
from secunda.foundation.vault import actions as vault
from secunda.reading.tests import packed, pdfs, scans

EXPERTS_TOO = False
SLICES, LARGE_FRAMES = 24, 90  # of 512 x 512 pixels: half a megabyte, and 45 MB
UPLOAD_SPEED = 6_000_000  # bytes a second
OVERALL, WAITING = ".upload-overall", ".upload-waiting"


@pytest.fixture(scope="module")
def disc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a hospital's disc: two studies of Ana's, one of somebody else's, a letter, a viewer."""
    folder = tmp_path_factory.mktemp("drive") / "CD-2026"
    for place, content in files_of_a_disc().items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def files_of_a_disc() -> dict[str, bytes]:
    """Its files, by their place."""
    files = {f"IMAGES/CT/IM{n:05}": a_slice(n, "1.2.3") for n in range(SLICES)}
    files["IMAGES/MR/IM00001"] = a_slice(500, "1.2.4", frames=LARGE_FRAMES, Modality="MR")
    files["IMAGES/OTHER/IM00001"] = a_slice(
        600, "1.2.5", PatientName="Smith^John", PatientBirthDate="19500101"
    )
    files["LETTER.PDF"] = pdfs.plain(2)
    files["AUTORUN.INF"] = b"[autorun]\nopen=VIEWER\\VIEWER.EXE\n"
    files["VIEWER/VIEWER.EXE"] = b"MZ" + bytes(5000)
    files["VIEWER/MANUAL.PDF"] = pdfs.plain(30)
    return files


def a_slice(number: int, study: str, frames: int = 1, **values: str) -> bytes:
    """A picture of its own, without an ending to its name."""
    header = scans.header(
        StudyInstanceUID=study, SeriesInstanceUID=f"{study}.1", SOPInstanceUID=f"{study}.1.{number}",
        InstanceNumber=str(number), **values,
    )  # fmt: skip
    return scans.written(scans.with_pixels(header, rows=512, columns=512, frames=frames))


KEPT = SLICES + 3  # with the large one, the other patient's, the letter


class Desk:
    """A browser with a process of its own, so that it can be killed; the next one knows nothing of it."""

    def __init__(self, browser: Browser, house: House) -> None:
        self._browser = browser.browser_type.launch(executable_path=CHROMIUM, args=QUIET)
        one = CAST["ana"]
        page = self._browser.new_context(
            base_url=house.address, viewport={"width": 1280, "height": 900}, locale="en-GB"
        ).new_page()
        self.ana = Person(one.name, one.email, PASSWORD, page, house, SLUG, one.secret, scripted=True)

    @property
    def page(self) -> Page:
        return self.ana.page

    def slow_line(self) -> None:
        """As from a home."""
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": UPLOAD_SPEED},
        )

    def kill(self) -> None:
        """The power is gone."""
        told = self._browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
        (pid,) = [one["id"] for one in told["processInfo"] if one["type"] == "browser"]
        os.kill(int(pid), signal.SIGKILL)

    def close(self) -> None:
        """The end of the day."""
        if self._browser.is_connected():
            self._browser.close()


@pytest.fixture
def desks(browser: Browser, house: House) -> Iterator[list[Desk]]:
    opened: list[Desk] = []
    yield opened
    for desk in opened:
        desk.close()


def sit_down(desks: list[Desk], browser: Browser, house: House, case: Case) -> Desk:
    """Ana opens her records page in a new browser."""
    desk = Desk(browser, house)
    desks.append(desk)
    desk.ana.sign_in(f"/my/case/{case.public_id}/records/")
    return desk


def test_a_whole_cd_arrives_though_the_browser_was_killed(
    house: House, browser: Browser, desks: list[Desk], disc: Path
) -> None:
    with house.inside():
        case = a_submitted_case(cast())
    first = sit_down(desks, browser, house, case)
    first.slow_line()
    first.page.locator("input[data-folder]").set_input_files(str(disc))
    large = first.page.locator(
        ".upload-list .line", has_text=re.compile(r"47\.\d\s?MB.*sending: [5-8][0-9] %")
    )
    expect(large.first).to_be_visible(timeout=LONG)
    first.kill()
    before = what_came(house, case)

    second = sit_down(desks, browser, house, case)
    expect(second.page.locator(WAITING)).to_contain_text(
        "they go on where they stopped" if before > 1 else "goes on"
    )
    second.ana.picture(disc.parent / "waiting.png")
    sent: list[int] = []
    second.page.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))
    second.page.locator("input[data-folder]").set_input_files(str(disc))
    expect(second.page.locator(OVERALL)).to_contain_text("All files are received", timeout=LONG)
    expect(second.page.locator(OVERALL)).to_contain_text(f"{KEPT} of {KEPT}")
    expect(second.page.locator(OVERALL)).to_contain_text("of the disc's own viewer were left out")
    expect(second.page.locator(WAITING)).to_be_hidden()
    expect(second.page.locator("[data-upload-rows]")).to_contain_text(f"{SLICES} pictures", timeout=LONG)
    everything_is_there(house, case)
    second.ana.is_untroubled()


def what_came(house: House, case: Case) -> int:
    """Wait until the server saw that the browser is gone; how many files are not whole."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with house.inside():
            them = cast()
            with acting(them.ana, them.programme):
                waiting = Arrival.objects.filter(case=case, state="arriving").select_related("object")
                far = [vault.offset_of(one.object) for one in waiting if one.object]
                if any(offset > 0 for offset in far):
                    return len(far)
        time.sleep(0.3)
    raise AssertionError("Nothing of the large file came.")


def everything_is_there(house: House, case: Case) -> None:
    """Every picture and the letter, byte for byte, once; nothing of the viewer; the stranger's study is held back."""
    wanted = {
        hashlib.sha256(content).hexdigest(): place
        for place, content in files_of_a_disc().items()
        if not place.startswith(("VIEWER", "AUTORUN"))
    }
    until = time.monotonic() + 60
    while True:
        with house.inside():
            them = cast()
            with acting(them.ana, them.programme):
                kept = list(Record.objects.filter(case=case).select_related("object", "instance"))
                if all(one.state != "received" for one in kept) or time.monotonic() > until:
                    assert {one.state for one in kept} == {"accepted"}
                    assert sorted(one.sha256 for one in kept) == sorted(wanted)
                    read = {hashlib.sha256(vault.read(one.object)).hexdigest() for one in kept if one.object}
                    assert read == set(wanted)
                    doubtful = [wanted[one.sha256] for one in kept if one.identity == "mismatch"]
                    assert doubtful == ["IMAGES/OTHER/IM00001"]
                    return
        time.sleep(1)


@pytest.mark.parametrize("form", ["zip", "iso"])
def test_a_disc_as_one_file_becomes_its_pictures(
    house: House, someone: Opener, tmp_path: Path, form: str
) -> None:
    with house.inside():
        case = a_submitted_case(cast())
    files = files_of_a_disc() | {"IMAGES/MR/IM00001": a_slice(500, "1.2.4", Modality="MR")}
    content = packed.zipped(files) if form == "zip" else packed.disc(files)
    path = tmp_path / f"disc.{form}"
    path.write_bytes(content)
    ana = someone("ana", phone=form == "zip")
    ana.sign_in(f"/my/case/{case.public_id}/records/")
    ana.page.locator("#id_file").set_input_files(str(path))
    line = ana.page.locator("[data-upload-rows] > li").filter(has_text="Disc or packed folder")
    expect(line).to_contain_text(f"{SLICES + 2} pictures in 3 studies", timeout=LONG)
    expect(line).to_contain_text(
        "3 files of the disc's own viewer were left out; one study carries another name."
    )
    rows = ana.page.locator("[data-upload-rows]")
    expect(rows).to_contain_text(f"{SLICES} pictures", timeout=LONG)
    expect(rows).to_contain_text("your coordinator looks at it")
