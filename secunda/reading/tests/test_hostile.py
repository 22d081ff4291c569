"""Every hostile or broken file gets one clear sentence: no crash, no hang, nothing of the file in it."""

from __future__ import annotations

import contextlib
import io
import re
import sys
import zlib

import pytest

from secunda.reading.archives.entries import ArchiveLimits
from secunda.reading.archives.walk import walk
from secunda.reading.facts import Identified, Limits, Refusal, Unusable
from secunda.reading.identify import identify
from secunda.reading.sentences import NOTICES, REFUSALS, SENTENCES
from secunda.reading.tests import pdfs, pictures, scans
from secunda.reading.tests.hostile import REFUSED
from secunda.reading.tests.hostile_archives import LEFT_OUT


def read(content: bytes, limits: Limits | None = None, name: str = "report.pdf") -> Identified | Unusable:
    return identify(io.BytesIO(content), name=name, size=len(content), limits=limits)


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_with_a_sentence(kind: str) -> None:
    content, code = REFUSED[kind]
    found = read(content)
    assert isinstance(found, Unusable)
    assert found.code == code
    assert found.sentence.endswith(".")
    assert "%" not in found.sentence


def test_the_corpus_is_large_and_every_code_can_happen() -> None:
    assert len(REFUSED) + len(LEFT_OUT) >= 200
    elsewhere = {
        "too_large",
        "incomplete",
        "pdf_too_long",
        "tiff_too_long",
        "archive_too_large",
    }  # tests below
    assert {code for _, code in REFUSED.values()} | elsewhere == set(REFUSALS)


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_files_of_an_archive_are_left_out_one_by_one(kind: str) -> None:
    content, reasons = LEFT_OUT[kind]
    found = list(walk(io.BytesIO(content), len(content)))
    assert [entry.reason for entry in found] == reasons
    for entry in found:
        assert not entry.path.startswith("/")
        assert ".." not in entry.path.split("/")
        assert len(entry.path) <= 1300
        assert bool(entry.sentence) == (entry.sort == "left_out")
        assert entry.sentence.endswith(".") or not entry.sentence


def test_nothing_is_written_anywhere() -> None:
    opened: list[object] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and arguments[1] not in ("r", "rb", None):
            opened.append(arguments[1])
        if watching and event in ("os.mkdir", "os.symlink", "os.link", "os.rename", "shutil.unpack_archive"):
            opened.append(event)

    watching = True
    sys.addaudithook(watch)
    for content, _ in LEFT_OUT.values():
        for entry in walk(io.BytesIO(content), len(content)):
            with contextlib.suppress(Refusal):
                list(entry.chunks())
    watching = False
    assert opened == []


def test_an_archive_of_too_much_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        ArchiveLimits(free_bytes=100, max_total_bytes=50).check(60, 1)
    assert caught.value.unusable.code == "archive_too_large"


def test_too_large_says_how_large_and_looks_no_further() -> None:
    stream = io.BytesIO(b"not even opened")
    found = identify(stream, name="film.dcm", size=300 * 1024 * 1024)
    assert isinstance(found, Unusable)
    assert found.sentence == "This file is 300 MB. For now, a file can have at most 200 MB."
    assert stream.tell() == 0


def test_a_byte_over_the_limit_is_over_the_limit() -> None:
    found = identify(io.BytesIO(), name="x", size=200 * 1024 * 1024 + 1)
    assert isinstance(found, Unusable)
    assert dict(found.values) == {"size_mb": 201, "limit_mb": 200}


@pytest.mark.parametrize("size", [10, 10_000])
def test_a_file_that_did_not_arrive_whole(size: int) -> None:
    found = identify(io.BytesIO(pdfs.plain()), name="x", size=size)
    assert found == Unusable("incomplete")


def test_limits_are_kept() -> None:
    few = Limits(max_pdf_pages=2, max_tiff_pages=2, max_dicom_fragments=3)
    assert read(pdfs.plain(3), few) == Unusable("pdf_too_long", (("limit", 2),))
    assert read(pictures.tiff(3), few) == Unusable("tiff_too_long", (("limit", 2),))
    many = scans.written(scans.compressed(scans.header(), frames=9), scans.JPEG)
    assert read(many, few) == Unusable("image_too_large")


def test_a_deflated_bomb_is_inflated_in_bounds() -> None:
    plain = scans.written(scans.header(), scans.DEFLATED)
    meta = plain[: 144 + int.from_bytes(plain[140:144], "little")]
    packing = zlib.compressobj(9, wbits=-15)
    bomb = meta + packing.compress(bytes(20 << 20)) + packing.flush()
    assert read(bomb, Limits(max_inflated_bytes=1 << 20)) == Unusable("image_too_large")


def test_sentences_are_for_people_and_hold_no_names() -> None:
    for sentence in SENTENCES.values():
        assert 20 < len(sentence) < 160
        assert not re.search("error|invalid|exception|parse|byte", sentence, re.IGNORECASE)
    assert set(NOTICES) & set(REFUSALS) == set()


def test_what_the_disk_raises_is_not_the_files_fault() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 200:
                raise PermissionError("the vault is locked")
            return super().read(min(size or 64, 64))

    for content in (pdfs.plain(3), pictures.picture("JPEG"), scans.scan()):
        with pytest.raises(PermissionError):
            identify(Broken(content), name="x", size=len(content))
