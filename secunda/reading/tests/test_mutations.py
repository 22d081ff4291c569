"""A little fuzzing: whatever is done to a file, reading answers, and quickly."""

from __future__ import annotations

import io
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secunda.reading.facts import Identified, Unusable
from secunda.reading.identify import identify
from secunda.reading.sentences import REFUSALS
from secunda.reading.tests import exports, packed, pdfs, pictures, scans
from secunda.reading.tests.hostile import archive

SEEDS = [
    pdfs.write(pdfs.pages(2, catalogue=b"/OpenAction <</S /JavaScript /JS (1)>>")),
    pdfs.with_packed(b"<</S /Launch>>"),
    pdfs.locked(),
    pictures.picture("JPEG"),
    pictures.picture("PNG"),
    pictures.tiff(2),
    scans.scan(),
    scans.scan(scans.IMPLICIT),
    scans.scan(scans.DEFLATED),
    scans.written(scans.compressed(scans.header(), frames=2), scans.JPEG),
    scans.shipped("test_files/test-SR.dcm"),
    scans.shipped("charset_files/chrH32.dcm"),
    archive("word/document.xml"),
    packed.zipped({"a.dcm": scans.scan(), "b/c.pdf": pdfs.plain()}),
    pictures.HEIC,
    pictures.slide(),
    *exports.WHOLE.values(),
]
ONCE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def answers(content: bytes) -> None:
    began = time.monotonic()
    found = identify(io.BytesIO(content), name="a.pdf", size=len(content))
    assert time.monotonic() - began < 5
    if isinstance(found, Unusable):
        assert found.code in REFUSALS
        assert found.sentence
    else:
        assert isinstance(found, Identified)
        assert all(name.isprintable() for name in found.patient.names)


@ONCE
@given(st.sampled_from(SEEDS), st.data())
def test_bytes_changed(seed: bytes, more: st.DataObject) -> None:
    content = bytearray(seed)
    for place, byte in more.draw(
        st.lists(st.tuples(st.integers(0, len(seed) - 1), st.integers(0, 255)), min_size=1, max_size=12)
    ):
        content[place] = byte
    answers(bytes(content))


@ONCE
@given(st.sampled_from(SEEDS), st.data())
def test_a_piece_left_out(seed: bytes, more: st.DataObject) -> None:
    start = more.draw(st.integers(0, len(seed) - 1))
    answers(seed[:start] + seed[start + more.draw(st.integers(1, 400)) :])


@ONCE
@given(st.sampled_from(SEEDS), st.data())
def test_a_piece_twice(seed: bytes, more: st.DataObject) -> None:
    start = more.draw(st.integers(0, len(seed) - 1))
    piece = seed[start : start + more.draw(st.integers(1, 400))]
    answers(seed[:start] + piece * more.draw(st.integers(2, 20)) + seed[start:])


@ONCE
@given(st.sampled_from(SEEDS), st.sampled_from(SEEDS), st.data())
def test_two_files_run_together(one: bytes, other: bytes, more: st.DataObject) -> None:
    answers(one[: more.draw(st.integers(0, len(one)))] + other[more.draw(st.integers(0, len(other))) :])


@ONCE
@given(st.sampled_from(SEEDS), st.data())
def test_a_length_that_lies(seed: bytes, more: st.DataObject) -> None:
    place = more.draw(st.integers(0, len(seed) - 4))
    lie = more.draw(
        st.sampled_from([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x00", b"\x00\x00\x01\x00"])
    )
    answers(seed[:place] + lie + seed[place + 4 :])


@ONCE
@given(st.binary(max_size=3000))
def test_noise(content: bytes) -> None:
    answers(content)


@ONCE
@given(
    st.binary(max_size=300),
    st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff", b"II*\x00", bytes(128) + b"DICM"]),
)
def test_noise_behind_a_true_beginning(content: bytes, beginning: bytes) -> None:
    answers(beginning + content)
