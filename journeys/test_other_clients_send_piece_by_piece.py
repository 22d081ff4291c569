"""Promise: tus 1.0 as others speak it. tuspy and tus-js-client are killed in mid-transfer, go on, and lose nothing."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import threading
import time
from pathlib import Path

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from journeys.conftest import Opener
from journeys.house import House
from journeys.people import cast
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import a_submitted_case, acting
from secunda.care.records.models import Arrival, Record
from secunda.foundation.vault import actions as vault
from secunda.project.places import ROOT

EXPERTS_TOO = False
SEED = 20261123
MIB = 1024**2
KILLS = 4

SENDER = """
import { readFileSync } from "node:fs";
import { Upload } from "tus-js-client";
const [endpoint, path, cookie, chunk] = process.argv.slice(1);
const upload = new Upload(readFileSync(path), {
  endpoint, chunkSize: Number(chunk), retryDelays: Array(200).fill(500), headers: { Cookie: cookie },
  metadata: { filename: "sent-by-node.bin" },
  onShouldRetry: () => { console.log(JSON.stringify({ broke: true })); return true; },
  onChunkComplete: (size, accepted) => console.log(JSON.stringify({ accepted })),
  onError: (error) => { console.log(JSON.stringify({ error: String(error) })); process.exit(1); },
  onSuccess: () => console.log(JSON.stringify({ url: upload.url })),
});
upload.start();
"""


class Place:
    """Where Ana sends to: the address, and the cookies that say who she is."""

    def __init__(self, house: House, someone: Opener) -> None:
        with house.inside():
            self.case: Case = a_submitted_case(cast())
        ana = someone("ana")
        ana.sign_in(f"/my/case/{self.case.public_id}/records/")
        self.house = house
        self.endpoint = f"{house.address}/lindenhof/my/case/{self.case.public_id}/records/arriving/"
        self.cookie = "; ".join(f"{one['name']}={one['value']}" for one in ana.context.cookies())

    @property
    def client(self) -> TusClient:
        return TusClient(self.endpoint, headers={"Cookie": self.cookie})


@pytest.fixture
def place(house: House, someone: Opener) -> Place:
    return Place(house, someone)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A large file, which is refused once it came whole: its bytes are nothing."""
    path = tmp_path / "large.bin"
    path.write_bytes(b"%PDF-1.7\n" + random.Random(SEED).randbytes(150 * MIB))
    return path


def power_cuts(house: House, seconds: list[float]) -> threading.Thread:
    """Kill the web server again and again, and start it anew."""

    def cut() -> None:
        for wait in seconds:
            time.sleep(wait)
            house.kill_web()
            house.start()

    thread = threading.Thread(target=cut)
    thread.start()
    return thread


def arrived_whole(place: Place, file: Path) -> None:
    """The bytes are in the vault, or their record says by its sum that they were."""
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    with place.house.inside():
        them = cast()
        with acting(them.ana, them.programme):
            record = Record.objects.select_related("object").get(case_id=place.case.pk)
            assert (record.sha256, record.size) == (expected, file.stat().st_size)
            if record.object is not None:
                together = hashlib.sha256()
                for piece in vault.stream(record.object):
                    together.update(piece)
                assert together.hexdigest() == expected
            assert Arrival.objects.get(case_id=place.case.pk).state in ("taken", "refused")


@pytest.mark.parametrize("chunk", [3 * MIB, 1024 * MIB])
def test_tuspy_goes_on_after_power_cuts(place: Place, file: Path, chunk: int) -> None:
    chance = random.Random(SEED + chunk)
    uploader = place.client.uploader(str(file), chunk_size=chunk, metadata={"filename": "sent-by-python.bin"})
    uploader.set_url(uploader.create_url())
    cuts = power_cuts(place.house, [chance.uniform(0.05, 0.15) for _ in range(KILLS)])
    acknowledged = breaks = 0
    while uploader.offset < file.stat().st_size:
        try:
            uploader.upload_chunk()  # type: ignore[no-untyped-call]
            acknowledged = uploader.offset
        except (TusUploadFailed, TusCommunicationError):
            breaks += 1
            time.sleep(0.3)
            try:
                told = uploader.get_offset()
            except TusCommunicationError:
                continue
            assert told >= acknowledged, "An acknowledged byte is gone."
            acknowledged = uploader.offset = told
    cuts.join()
    assert breaks, "No power cut came in time: this shows nothing."
    assert uploader.get_offset() == file.stat().st_size
    arrived_whole(place, file)


def test_tuspy_sends_checksums(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "small.bin"
    path.write_bytes(b"%PDF-1.7\n" + random.Random(1).randbytes(3 * MIB))
    place.client.uploader(
        str(path), chunk_size=MIB, upload_checksum=True, metadata={"filename": "x"}
    ).upload()
    arrived_whole(place, path)


@pytest.mark.parametrize("chunk", [3 * MIB, 1024 * MIB])
def test_tus_js_client_goes_on_after_power_cuts(place: Place, file: Path, chunk: int) -> None:
    chance = random.Random(SEED + chunk + 1)
    cuts = power_cuts(place.house, [chance.uniform(0.2, 0.5) for _ in range(KILLS)])
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", SENDER, place.endpoint, str(file), place.cookie, str(chunk)],
        cwd=ROOT / "islands", capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    cuts.join()
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0, (said[-1:], ran.stderr[-2000:])
    assert said[-1]["url"].startswith(place.endpoint)
    assert {"broke": True} in said, "No power cut came in time: this shows nothing."
    arrived_whole(place, file)
