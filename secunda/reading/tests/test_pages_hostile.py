"""Pages whose bytes are hostile: the page is a problem, not the document; what is no page is not believed."""

from __future__ import annotations

import io
import json
import os
import signal
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secunda.reading import isolated_pages
from secunda.reading.cell_pages import Blocks
from secunda.reading.isolated import FORKER
from secunda.reading.isolated_pages import PageUnreadable, Source
from secunda.reading.pages.of_file import pages_of
from secunda.reading.tests import paper, pdfs
from secunda.reading.tests.test_pages_text import source


def bomb(width: int) -> bytes:
    """Three pages, the second of them nothing but a picture that claims to be enormous."""
    objects = pdfs.pages(3)
    text = b"BT /F 10 Tf 10 100 Td (This page of the record can be read) Tj ET"
    for page in (3, 5):
        objects[page] = (
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 6 0 R /Resources <</Font <</F 7 0 R>>>>>>"
        )
    objects[4] = (
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 8 0 R /Resources <</XObject <</I 9 0 R>>>>>>"
    )
    objects[6] = pdfs.stream(text)
    objects[7] = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    objects[8] = pdfs.stream(b"300 0 0 200 0 0 cm /I Do")
    objects[9] = pdfs.stream(
        zlib.compress(b"\0" * 4_000_000),
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB"
        b" /Filter /FlateDecode" % (width, width),
    )
    return pdfs.write(objects)


def test_a_page_too_large_to_draw_does_not_take_the_others_with_it() -> None:
    pages = pages_of(source(bomb(30_000)), pages=3)
    assert [bool(list(page.words)) for page in pages] == [True, False, True]


def children_of(parent: int) -> list[int]:
    stats = [path.read_text().rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*/stat")]
    numbers = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat")]
    return [number for number, stat in zip(numbers, stats, strict=False) if int(stat[1]) == parent]


class Murderous(io.BytesIO):
    """A file during whose first reading its reader is killed."""

    times = 1

    def read(self, size: int | None = -1) -> bytes:
        if self.times and FORKER.process_id is not None:
            self.times -= 1
            for child in children_of(FORKER.process_id):
                os.kill(child, signal.SIGKILL)
        return super().read(size)


def test_a_reader_that_dies_again_and_again_ends_in_problems_not_in_a_hang() -> None:
    content = paper.pdf([paper.REPORT] * 20)
    pages_of(source(content), pages=1)
    stream = Murderous(content)
    stream.times = 10_000
    pages = pages_of(Source.of(stream, size=len(content), kind="pdf"), pages=20, workers=1)
    assert {page.problems for page in pages} == {("page_unreadable",), ("pages_not_read",)}


def test_a_vault_that_fails_is_not_the_files_fault() -> None:
    class Locked(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise PermissionError("the vault is locked")

    with pytest.raises(PermissionError):
        pages_of(Source.of(Locked(b"x" * 100), size=100, kind="pdf"), pages=2)


def test_what_the_caller_raises_on_progress_stops_the_work() -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        pages_of(source(paper.pdf([paper.REPORT] * 4)), pages=4, progress=stop)


def test_garbage_for_a_pdf_is_a_problem_of_each_page() -> None:
    pages = pages_of(source(b"%PDF-1.7\nnothing"), pages=2)
    assert [page.problems for page in pages] == [("page_unreadable",)] * 2


def body(boxes: list[list[float]], text: str) -> memoryview:
    return memoryview(np.array(boxes, "<f4").tobytes() + text.encode())


HEAD = {"width": 100.0, "height": 100.0, "words": 1}


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (HEAD | {"width": 0}, body([[1, 1, 2, 2]], "a")),
        (HEAD | {"width": 1e9}, body([[1, 1, 2, 2]], "a")),
        (HEAD | {"words": 2}, body([[1, 1, 2, 2]], "a")),
        (HEAD | {"words": -1}, body([[1, 1, 2, 2]], "a")),
        (HEAD, body([[1, 1, 2, 2]], "two words")),
        (HEAD, body([[1, 1, 2, 200]], "a")),
        (HEAD, body([[-5, 1, 2, 2]], "a")),
        (HEAD, body([[float("nan"), 1, 2, 2]], "a")),
        (HEAD, memoryview(np.array([[1, 1, 2, 2]], "<f4").tobytes() + b"\xff")),
        ({}, body([[1, 1, 2, 2]], "a")),
    ],
)
def test_what_is_no_page_is_not_believed(head: dict[str, Any], told: memoryview) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        isolated_pages._written(head, told)


@pytest.mark.parametrize("shape", [[2], [2, 2, 4], [5000, 1], [0, 2], ["2", 2], [3, 3]])
def test_what_is_no_picture_is_not_believed(shape: list[Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        isolated_pages._pixels({"shape": shape}, memoryview(bytes(4)), 2000)


def test_letters_that_nobody_sees_are_left_out() -> None:
    found = isolated_pages._written(HEAD, body([[1, 1, 2, 2]], "a\u202eb\u0007"))
    assert found.lines[0][0].text == "ab"


def test_a_file_is_fetched_by_blocks_once() -> None:
    content = os.urandom(1_000_000)
    fetched: list[int] = []

    def read_at(offset: int, length: int) -> bytes:
        fetched.append(offset)
        return content[offset : offset + length]

    blocks = Blocks(read_at, len(content))
    for offset in (0, 999_990, 10, 300_000, 262_140, 999_999):
        found = blocks.read_at(offset, 8)
        assert found == content[offset : offset + len(found)]
        assert found
    assert blocks.read_at(len(content), 8) == b""
    assert sorted(fetched) == sorted(set(fetched))


def test_a_reader_that_is_gone_says_so() -> None:
    content = paper.pdf([paper.REPORT])
    with isolated_pages.opened(source(content)) as reader:
        assert FORKER.process_id is not None
        for child in children_of(FORKER.process_id):
            os.kill(child, signal.SIGKILL)
        with pytest.raises(PageUnreadable):
            reader.pixels(0, 100)
        assert reader.is_gone
        assert json.dumps(list(reader.written([0]))) == "[]"
