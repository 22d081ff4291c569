"""Instances examined for showing: nothing of a header is lost, frames are found, a series is in order."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import partial

import imagecodecs
import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.pixels.encoders.base import RLELosslessEncoder
from pydicom.uid import UID

from secunda.reading import isolated_images
from secunda.reading.imaging import geometry
from secunda.reading.imaging.drawn import Look, decoded
from secunda.reading.imaging.examine import examine
from secunda.reading.imaging.found import ENTRY_BYTES, Examined, Place, span
from secunda.reading.imaging.frames import without_items
from secunda.reading.tests import scans

RLE, J2K, HTJ2K = "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201"
LONG = "-0.70710678118654752440"
Encode = Callable[[NDArray[np.uint16]], bytes]
RAMP = np.arange(64 * 48, dtype=np.uint16).reshape(64, 48)


def seen(content: bytes) -> Examined:
    return examine(io.BytesIO(content), len(content))


def frame(content: bytes, found: Examined, number: int) -> bytes:
    place = span(found.frames[(number - 1) * ENTRY_BYTES : number * ENTRY_BYTES])
    piece = content[place.offset : place.offset + place.length]
    return without_items(piece) if place.in_pieces else piece


def with_code_streams(syntax: str, streams: list[bytes], fragments: int = 1) -> bytes:
    made = scans.with_pixels(scans.header(), rows=64, columns=48, frames=len(streams))
    made.add_new(0x7FE00010, "OB", encapsulate(streams, fragments_per_frame=fragments, has_bot=True))
    made["PixelData"].is_undefined_length = True
    return scans.written(made, syntax)


def rle(picture: NDArray[np.uint16]) -> bytes:
    """As pydicom writes it."""
    return RLELosslessEncoder.encode(
        picture, rows=64, columns=48, samples_per_pixel=1, bits_allocated=16, bits_stored=16,
        photometric_interpretation="MONOCHROME2", pixel_representation=0, number_of_frames=1,
    )  # fmt: skip


def test_decimal_strings_of_more_than_sixteen_characters_stay_numbers() -> None:
    made = scans.with_pixels(scans.header())
    content = scans.written(made)
    spacing = scans.element(0x0028, 0x0030, b"DS", f"{LONG}\\0.5".encode())
    at = content.index(b"\x28\x00\x00\x01US")
    found = seen(content[:at] + spacing + content[at:])
    assert json.loads(found.header)["00280030"]["Value"] == [float(LONG), 0.5]
    assert found.place.spacing == (float(LONG), 0.5)
    assert found.unsaid == 0


def test_what_is_no_value_of_its_kind_is_kept_as_it_stood_and_counted() -> None:
    content = scans.written(scans.with_pixels(scans.header()))
    wrong = scans.element(0x0028, 0x0030, b"DS", b"half a mm ")
    at = content.index(b"\x28\x00\x00\x01US")
    found = seen(content[:at] + wrong + content[at:])
    assert json.loads(found.header)["00280030"] == {"vr": "DS", "InlineBinary": "aGFsZiBhIG1tIA=="}
    assert found.unsaid == 1


def test_the_open_header_keeps_numbers_and_loses_free_text() -> None:
    made = scans.with_pixels(scans.header(ImageComments="before mastectomy", PixelSpacing=[0.5, 0.5]))
    found = seen(scans.written(made))
    told = found.open_header.decode()
    assert "mastectomy" not in told
    assert "CT chest" not in told
    opened = json.loads(told)
    assert opened["00280030"]["Value"] == [0.5, 0.5]
    assert opened["0020000D"]["Value"] == ["1.2.3"]
    assert "mastectomy" in found.header.decode()


@pytest.mark.parametrize(
    ("syntax", "encode"),
    [
        (RLE, rle),
        (J2K, lambda one: imagecodecs.jpeg2k_encode(one, codecformat="j2k", reversible=True, level=0)),
        (HTJ2K, lambda one: imagecodecs.htj2k_encode(one)),
    ],
)
def test_frames_of_compressed_files_open_to_the_pixels_that_were_put_in(syntax: str, encode: Encode) -> None:
    pictures = [RAMP, RAMP[::-1].copy(), RAMP * 3]
    content = with_code_streams(syntax, [bytes(encode(one)) for one in pictures], fragments=2)
    found = seen(content)
    assert (found.problem, found.frame_count) == ("", 3)
    look = Look(syntax=syntax, rows=64, columns=48)
    for number, one in enumerate(pictures, 1):
        assert (decoded(frame(content, found, number), look) == one).all()


def test_uncompressed_frames_are_found_by_their_length() -> None:
    made = scans.with_pixels(scans.header(), rows=64, columns=48, frames=3)
    made.PixelData = np.stack([RAMP, RAMP + 1, RAMP + 2]).tobytes()
    content = scans.written(made)
    assert frame(content, seen(content), 2) == (RAMP + 1).tobytes()


@pytest.mark.parametrize("syntax", [scans.DEFLATED, scans.BIG_ENDIAN])
def test_what_offsets_cannot_serve_is_converted_in_the_bounded_process(syntax: str) -> None:
    content = scans.written(scans.with_pixels(scans.header(PixelSpacing=[0.5, 0.25])), syntax)
    (found,) = isolated_images.examined([(partial(io.BytesIO, content), len(content))])
    assert found is not None
    assert found.must_convert
    copy = b"".join(isolated_images.converted(io.BytesIO(content), size=len(content)))
    after = seen(copy)
    assert (after.problem, after.must_convert, after.frame_count) == ("", False, 1)
    assert after.place.spacing == (0.5, 0.25)
    assert (
        pydicom.dcmread(io.BytesIO(copy)).pixel_array == pydicom.dcmread(io.BytesIO(content)).pixel_array
    ).all()


def test_one_broken_file_among_others_does_not_cost_the_others() -> None:
    good = scans.scan()
    encrypted = scans.written(scans.compressed(scans.header()), UID("1.2.840.10008.1.2.4.100"))
    contents = [good, good[:-20], encrypted, b"DICM", good]
    found = isolated_images.examined([(partial(io.BytesIO, one), len(one)) for one in contents])
    assert [one.problem if one else None for one in found] == [
        "",
        "cut_short",
        "syntax",
        "no_identifiers",
        "",
    ]


def picture(z: float, number: int, orientation: tuple[float, ...] = (1, 0, 0, 0, 1, 0)) -> geometry.Picture:
    return geometry.Picture(Place(orientation, (0.0, 0.0, z), (1, 1)), "", number, str(number))


def test_a_series_is_in_the_order_of_its_places_with_gaps_and_mixed_planes_noticed() -> None:
    shuffled = [picture(z, 9 - n) for n, z in enumerate((5.0, 0.0, 2.5, 10.0, 12.5))]
    found = geometry.ordered(shuffled)
    assert found.order == (1, 2, 0, 3, 4)
    assert (found.plane, found.spacing, found.gaps, found.is_mixed) == ("axial", 2.5, 1, False)
    mixed = geometry.ordered([picture(0, 1), picture(1, 2), picture(0, 3, (1, 0, 0, 0, 0, -1))])
    assert mixed.is_mixed
