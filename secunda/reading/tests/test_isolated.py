"""The parsers at arm's length: the same findings, and nothing that a file does there reaches us."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from secunda.reading import wire
from secunda.reading.facts import Identified, Unusable
from secunda.reading.identify import identify
from secunda.reading.isolated import FORKER, Bounds, Forker, NoReader, identify_isolated
from secunda.reading.tests import pdfs, pictures, scans
from secunda.reading.tests.hostile import REFUSED

WHOLE = {
    "pdf": pdfs.write(pdfs.pages(3, catalogue=b"/OpenAction <</S /Launch /F (cmd.exe)>>")),
    "jpeg": pictures.picture("JPEG"),
    "tiff": pictures.tiff(2),
    "dicom": scans.scan(),
    "names": scans.shipped("charset_files/chrH31.dcm"),
    "report": scans.shipped("test_files/test-SR.dcm"),
}
SLOW = b"%PDF-1.7\n" + b"/a " * 15_000_000  # some ten seconds of searching names


def read(content: bytes, bounds: Bounds | None = None) -> Identified | Unusable:
    return identify_isolated(io.BytesIO(content), name="C:\\x\\a.pdf", size=len(content), bounds=bounds)


@pytest.mark.parametrize("kind", WHOLE)
def test_the_same_is_found(kind: str) -> None:
    content = WHOLE[kind]
    assert read(content) == identify(io.BytesIO(content), name="C:\\x\\a.pdf", size=len(content))


def test_the_hostile_corpus_is_refused_in_the_same_words() -> None:
    for kind, (content, code) in REFUSED.items():
        found = read(content)
        assert isinstance(found, Unusable), kind
        assert found.code == code, kind


def test_a_path_a_descriptor_and_a_stream_are_the_same(tmp_path: Path) -> None:
    content, path = WHOLE["dicom"], tmp_path / "object"
    path.write_bytes(content)
    by_path = identify_isolated(path, name="a", size=len(content))
    with path.open("rb") as opened:
        assert identify_isolated(opened.fileno(), name="a", size=len(content)) == by_path
        assert identify_isolated(opened, name="a", size=len(content)) == by_path
        assert not opened.closed
    assert isinstance(by_path, Identified)


def test_too_much_memory_makes_it_unreadable() -> None:
    content = pictures.picture("PNG", (1500, 1500), compress_level=1)
    assert isinstance(read(content), Identified)
    assert read(content, Bounds(memory_bytes=2 << 20)) == Unusable("unreadable")


@pytest.mark.parametrize("bounds", [Bounds(cpu_seconds=1), Bounds(seconds=1)])
def test_too_much_time_makes_it_unreadable(bounds: Bounds) -> None:
    began = time.monotonic()
    assert read(SLOW, bounds) == Unusable("unreadable")
    assert time.monotonic() - began < 8


class Sleepy(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        time.sleep(0.1)
        return super().read(size)


def test_a_slow_vault_is_not_the_files_fault() -> None:
    content = pdfs.plain(400) + b" " * 1_000_000
    found = identify_isolated(Sleepy(content), name="a", size=len(content), bounds=Bounds(seconds=1))
    assert isinstance(found, Identified)


class Broken(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise PermissionError("the vault is locked")


def test_a_broken_vault_is_not_the_files_fault() -> None:
    with pytest.raises(PermissionError):
        identify_isolated(Broken(WHOLE["pdf"]), name="a", size=len(WHOLE["pdf"]))
    assert isinstance(read(WHOLE["pdf"]), Identified)


def test_many_at_once() -> None:
    contents = list(WHOLE.values()) * 8
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(read, contents))
    assert found == [read(content) for content in WHOLE.values()] * 8


def test_a_dead_forker_is_started_again() -> None:
    read(WHOLE["pdf"])
    assert FORKER.process_id is not None
    os.kill(FORKER.process_id, signal.SIGKILL)
    time.sleep(0.1)
    assert isinstance(read(WHOLE["pdf"]), Identified)


def test_it_has_no_secrets_of_ours() -> None:
    os.environ["SECUNDA_TEST_SECRET"] = "swordfish"
    FORKER.stop()
    read(WHOLE["pdf"])
    environment = Path(f"/proc/{FORKER.process_id}/environ").read_bytes()
    assert {entry.split(b"=")[0] for entry in environment.split(b"\0") if entry} <= {
        b"PYTHONPATH",
        b"LC_ALL",
        b"OPENBLAS_NUM_THREADS",
    }
    del os.environ["SECUNDA_TEST_SECRET"]


def _name_of_kind(content: bytes) -> str:
    found = read(content)
    return found.kind if isinstance(found, Identified) else found.code


def test_a_forked_worker_gets_a_forker_of_its_own() -> None:
    read(WHOLE["pdf"])
    ours = FORKER.process_id
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(_name_of_kind, (WHOLE["dicom"],)) == "dicom"
    assert FORKER.process_id == ours
    assert isinstance(read(WHOLE["pdf"]), Identified)


def test_a_machine_that_cannot_start_it_says_so() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours, pytest.raises(NoReader):
        Forker().lend(theirs)


IDENTIFIED = json.loads(wire.dump(identify(io.BytesIO(scans.scan()), name="", size=len(scans.scan()))))[
    "identified"
]


@pytest.mark.parametrize("kind", WHOLE)
def test_a_finding_survives_the_wire(kind: str) -> None:
    found = identify(io.BytesIO(WHOLE[kind]), name="", size=len(WHOLE[kind]))
    assert isinstance(found, Identified)
    back = wire.load(wire.dump(found))
    assert isinstance(back, Identified)
    assert (back.kind, back.dicom, back.patient, back.clinical_dates, back.active) == (
        found.kind, found.dicom, found.patient, found.clinical_dates, found.active,
    )  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        b"", b"[]", b"{}", b"\xff", b'"identified"',
        b'{"unusable": {"code": "made_up", "values": []}}',
        b'{"unusable": {"code": "too_large", "values": []}}',
        b'{"unusable": {"code": "active_content", "values": []}}',
        json.dumps({"identified": IDENTIFIED | {"kind": "text/html"}}).encode(),
        json.dumps({"identified": IDENTIFIED | {"size": "1"}}).encode(),
        json.dumps({"identified": IDENTIFIED | {"size": -1}}).encode(),
        json.dumps({"identified": IDENTIFIED | {"pages": True}}).encode(),
        json.dumps({"identified": IDENTIFIED | {"active": ["<script>"]}}).encode(),
        json.dumps({"identified": IDENTIFIED | {"patient": {"names": ["a\nb"], "birth_dates": [], "identifiers": []}}}
                   ).encode(),
        json.dumps({"identified": IDENTIFIED | {"dicom": {}}}).encode(),
        json.dumps({"identified": IDENTIFIED | {"dicom": IDENTIFIED["dicom"] | {"modality": "x" * 5000}}}).encode(),
        json.dumps({"identified": IDENTIFIED | {"clinical_dates": [{"value": "", "precision": "hour"}]}}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_finding_is_not_believed(written: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        wire.load(written)
