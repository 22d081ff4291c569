"""Studies over DICOMweb, against Debian's Orthanc with its DICOMweb plugin: the same 500 slices, the same machine.

Both run at once and are asked by turns. Ours is the whole site: TLS aside as in a deployment, with token, permission,
encryption and checksum; Orthanc keeps files in the clear and asks nobody. Orthanc plays fair: no compression of
answers, several threads. Frames and searches are asked by wrk, which no server here can tire.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from benchmarks import Figure, main
from secunda.project.places import ROOT
from secunda.project.tests import database

SLICES, SIDE = int(os.environ.get("BENCH_SLICES", "500")), 512
IN_A_REQUEST, SENDERS = 50, 4
SECONDS = 6
STUDY, SERIES = "1.2.826.0.1.1", "1.2.826.0.1.1.1"
PLUGINS = Path("/usr/share/orthanc/plugins")
ROUNDS = 3


@dataclass
class Place:
    """A DICOMweb root, and how one says who one is."""

    root: str
    headers: dict[str, str]

    def get(self, path: str) -> requests.Response:
        """An answer that is one."""
        answer = requests.get(f"{self.root}{path}", headers=self.headers, timeout=120)
        answer.raise_for_status()
        return answer


def measure() -> list[Figure]:
    """Every figure; servers, database and files are gone afterwards."""
    _require("Orthanc", "orthanc orthanc-dicomweb")
    _require("wrk", "wrk")
    database.make()
    try:
        with (
            TemporaryDirectory(dir=_top()) as folder,
            _orthanc(Path(folder)) as other,
            _ours(Path(folder)) as ours,
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


# Who is asked


@contextmanager
def _orthanc(folder: Path) -> Iterator[Place]:
    port = _free_port()
    settings = {
        "StorageDirectory": str(folder / "orthanc"), "IndexDirectory": str(folder / "orthanc"),
        "HttpPort": port, "DicomPort": _free_port(), "RemoteAccessAllowed": False, "AuthenticationEnabled": False,
        "HttpCompressionEnabled": False, "HttpThreadsCount": 50, "KeepAlive": True, "Plugins": [str(PLUGINS)],
        "DicomWeb": {"Enable": True, "Root": "/dicom-web/"},
    }  # fmt: skip
    written = folder / "orthanc.json"
    written.write_text(json.dumps(settings))
    with _running(["Orthanc", str(written)], folder / "orthanc.log", os.environ.copy()):
        _await(f"http://127.0.0.1:{port}/system")
        yield Place(f"http://127.0.0.1:{port}/dicom-web", {})


@contextmanager
def _ours(folder: Path) -> Iterator[Place]:
    port = _free_port()
    environment = os.environ | {
        "SECUNDA_VAR": str(folder), "SECUNDA_PUBLIC_ORIGIN": f"http://localhost:{port}", "SECUNDA_POOL": "1",
    }  # fmt: skip
    root, cookie = _a_case(folder)
    run = [sys.executable, "-m", "secunda.project.command"]
    with (
        _running([*run, "serve", "--port", str(port), "--workers", "2"], folder / "serve.log", environment),
        _running([*run, "worker"], folder / "worker.log", environment),
    ):
        _await(f"http://127.0.0.1:{port}/alive")
        place = f"http://localhost:{port}{root}"
        answer = requests.post(
            f"{place}/token",
            cookies={"session": cookie},
            headers={"Sec-Fetch-Site": "same-origin"},
            timeout=60,
        )
        yield Place(place, {"Authorization": f"Bearer {answer.json()['token']}"})


def _a_case(folder: Path) -> tuple[str, str]:
    """Ana's case: the path of its root, and the cookie of her session."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test.utils import override_script_prefix
    from django.urls import reverse

    from secunda.care.cases.tests.factories import a_submitted_case, cast
    from secunda.portals.parts.tests.signed_in import signed_in

    settings.VAULT_URL = f"file://{folder}/vault"
    with transaction.atomic():
        them = cast()
        case = a_submitted_case(them)
        client = signed_in(them.ana, them.programme)
    connection.close()
    with override_script_prefix(f"/{them.programme.slug}/"):
        return reverse("patient:dicomweb_root", args=(case.public_id,)), client.cookies["session"].value


@contextmanager
def _running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[None]:
    with log.open("ab") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if requests.get(address, timeout=10).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


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
        mine, theirs = _by_turns(lambda place, p=paths, c=clients: _wrk(place, p, c, folder), ours, other)  # type: ignore[misc]
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
