"""Studies over DICOMweb, against Debian's Orthanc with its DICOMweb plugin: the same 500 slices, the same machine.

Both run at once and are asked by turns. Ours is the whole site: TLS aside as in a deployment, with token, permission,
encryption and checksum; Orthanc keeps files in the clear and asks nobody. Orthanc plays fair: no compression of
answers, several threads. Frames and searches are asked by wrk, which no server here can tire.
"""

from __future__ import annotations

import io
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from benchmarks import Figure, main
from benchmarks._imaging_servers import PLUGINS, Place, orthanc, the_site
from secunda.project.tests import database

SLICES, SIDE = int(os.environ.get("BENCH_SLICES", "500")), 512
IN_A_REQUEST, SENDERS = 50, 4
SECONDS = 6
STUDY, SERIES = "1.2.826.0.1.1", "1.2.826.0.1.1.1"
ROUNDS = 3


def measure() -> list[Figure]:
    """Every figure; servers, database and files are gone afterwards."""
    _require("Orthanc", "orthanc orthanc-dicomweb")
    _require("wrk", "wrk")
    database.make()
    try:
        with (
            TemporaryDirectory(dir=_top()) as folder,
            orthanc(Path(folder)) as other,
            the_site(Path(folder)) as ours,
        ):
            _told("making slices")
            slices = [_slice(n + 1) for n in range(SLICES)]
            return [*_ingest(slices, ours, other), *_asked(ours, other, Path(folder))]
    finally:
        database.pytest_unconfigure()


def _require(program: str, packages: str) -> None:
    if shutil.which(program) is None or (program == "Orthanc" and not PLUGINS.is_dir()):
        sys.exit(f"{program} is not installed. On Debian: apt-get install {packages}")


def _top() -> Path:
    database.TOP.mkdir(parents=True, exist_ok=True)
    return database.TOP


def _told(what: str) -> None:
    print(f"… {what} (load {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)


# What is sent


def _slice(number: int) -> bytes:
    """A slice of a head-like thing with noise: it packs as real ones do."""
    import numpy as np

    from secunda.reading.tests import scans

    made = scans.with_pixels(scans.header(
        SOPInstanceUID=f"{SERIES}.{number}", StudyInstanceUID=STUDY, SeriesInstanceUID=SERIES,
        InstanceNumber=str(number), SeriesNumber="2", ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
        ImagePositionPatient=[0, 0, 0.6 * number], PixelSpacing=[0.5, 0.5], SliceThickness="0.6",
        WindowCenter="40", WindowWidth="400", RescaleSlope="1", RescaleIntercept="-1024",
    ), rows=SIDE, columns=SIDE)  # fmt: skip
    noise = np.random.default_rng(number).normal(1000, 12, (SIDE, SIDE))
    made.PixelData = noise.clip(0, 4095).astype(np.uint16).tobytes()
    return scans.written(made)


def _body(lot: list[bytes]) -> bytes:
    out = io.BytesIO()
    for one in lot:
        out.write(b"--slices\r\nContent-Type: application/dicom\r\n\r\n" + one + b"\r\n")
    out.write(b"--slices--\r\n")
    return out.getvalue()


# Ingest


def _ingest(slices: list[bytes], ours: Place, other: Place) -> list[Figure]:
    """From the first byte sent until the whole study is told, complete and in order."""
    megabytes = sum(map(len, slices)) / 1e6
    _told("storing in Orthanc")
    theirs = _seconds(lambda: _store(slices, other, lambda: _count(other) == SLICES))
    _told("storing here")
    began = time.monotonic()
    _store(slices, ours, lambda: True)
    taken = time.monotonic() - began
    _until(lambda: _count(ours) == SLICES and _is_complete(ours))
    whole = time.monotonic() - began
    return [
        Figure.of("ingest, answered", megabytes / taken, megabytes / theirs, "Orthanc", "MB/s"),
        Figure.of("ingest, complete", megabytes / whole, megabytes / theirs, "Orthanc", "MB/s"),
        Figure.of("ingest, complete", SLICES / whole, SLICES / theirs, "Orthanc", "instances/s"),
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _store(slices: list[bytes], place: Place, is_done: Callable[[], bool]) -> None:
    lots = [_body(slices[n : n + IN_A_REQUEST]) for n in range(0, len(slices), IN_A_REQUEST)]
    kind = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=slices',
            "Accept": "application/dicom+json"}  # fmt: skip

    def send(body: bytes) -> None:
        answer = requests.post(f"{place.root}/studies", data=body, headers=place.headers | kind, timeout=600)
        if answer.status_code != 200:
            sys.exit(f"{place.root} answers {answer.status_code} to what is stored: {answer.text[:300]}")

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(send, lots))
    _until(is_done)


def _until(is_done: Callable[[], bool]) -> None:
    until = time.monotonic() + 300
    while not is_done():
        if time.monotonic() > until:
            sys.exit("what was stored is not there after five minutes")
        time.sleep(0.2)


def _count(place: Place) -> int:
    found: list[Any] = place.get(f"/studies?StudyInstanceUID={STUDY}").json()
    return int(found[0]["00201208"]["Value"][0]) if found else 0


def _is_complete(place: Place) -> bool:
    return bool(place.get("").json()["studies"][0]["state"] == "complete")


# Asking


def _asked(ours: Place, other: Place, folder: Path) -> list[Figure]:
    frames = [f"/studies/{STUDY}/series/{SERIES}/instances/{SERIES}.{n + 1}/frames/1" for n in range(SLICES)]
    figures = []
    for name, paths, clients in (
        ("frames, 1 client", frames, 1), ("frames, 8 clients", frames, 8),
        ("QIDO studies, 1 client", ["/studies"], 1), ("QIDO studies, 8 clients", ["/studies"], 8),
    ):  # fmt: skip
        _told(name)
        mine, theirs = _by_turns(partial(_wrk, paths=paths, clients=clients, folder=folder), ours, other)
        figures.append(Figure.of(name, mine, theirs, "Orthanc", "/s"))
    _told("metadata")
    path = f"/studies/{STUDY}/series/{SERIES}/metadata"
    mine, theirs = _by_turns(lambda place: 1 / _seconds(lambda: place.get(path)), ours, other)
    return [*figures, Figure.of(f"series metadata, {SLICES}", mine, theirs, "Orthanc", "/s")]


def _by_turns(ask: Callable[[Place], float], ours: Place, other: Place) -> tuple[float, float]:
    pairs = [(ask(ours), ask(other)) for _ in range(ROUNDS)]
    return statistics.median(one for one, _ in pairs), statistics.median(one for _, one in pairs)


_LUA = """
local paths, n = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function() n = n + 1; return wrk.format("GET", paths[(n - 1) %% #paths + 1]) end
done = function(summary) io.write("errors ", summary.errors.status + summary.errors.connect
  + summary.errors.read + summary.errors.timeout, "\\n") end
"""


def _wrk(place: Place, paths: list[str], clients: int, folder: Path) -> float:
    """Answers a second; ends the benchmark if one was no answer."""
    base, slash, rest = place.root.removeprefix("http://").partition("/")
    (folder / "paths").write_text("\n".join(f"{slash}{rest}{path}" for path in paths))
    (folder / "ask.lua").write_text(_LUA % (folder / "paths"))
    told = [part for name, value in place.headers.items() for part in ("-H", f"{name}: {value}")]
    threads = min(clients, 2)
    done = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{clients}", f"-d{SECONDS}s", "-s", str(folder / "ask.lua"), *told,
         f"http://{base}"], capture_output=True, text=True, check=True,
    )  # fmt: skip
    if "errors 0" not in done.stdout:
        sys.exit(f"{place.root} did not answer everything:\n{done.stdout}")
    return float(done.stdout.partition("Requests/sec:")[2].split()[0])


if __name__ == "__main__":
    main(measure, __doc__ or "")
