"""Pictures that are taken."""

from __future__ import annotations

import pytest
from PIL import ImageFile

from secunda.reading.facts import Identified, Unusable
from secunda.reading.tests import pictures
from secunda.reading.tests.hostile import archive
from secunda.reading.tests.test_hostile import read


def taken(content: bytes) -> Identified:
    found = read(content, name="photo.dcm")
    assert isinstance(found, Identified), found
    return found


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (pictures.picture("JPEG"), "jpeg", "image/jpeg"),
        (pictures.picture("JPEG", progressive=True), "jpeg", "image/jpeg"),
        (pictures.picture("MPO"), "jpeg", "image/jpeg"),
        (pictures.picture("PNG"), "png", "image/png"),
        (pictures.picture("TIFF"), "tiff", "image/tiff"),
        (pictures.picture("TIFF", compression="tiff_lzw"), "tiff", "image/tiff"),
        (pictures.bare_tiff(), "tiff", "image/tiff"),
    ],
)
def test_it_is_what_its_bytes_say(content: bytes, kind: str, media_type: str) -> None:
    found = taken(content)
    assert (found.kind, found.media_type, found.pages, found.active) == (kind, media_type, 1, ())
    assert found.pixels in ((64, 48), (4, 4))
    assert found.clinical_dates == ()
    assert found.patient.names == ()


def test_pages_of_a_tiff_are_counted() -> None:
    assert taken(pictures.tiff(3)).pages == 3


def test_a_tiff_whose_directories_run_in_a_circle_ends() -> None:
    assert taken(pictures.bare_tiff(next_at=8)).pages == 1


@pytest.mark.parametrize("format_name", ["JPEG", "PNG"])
def test_an_archive_behind_a_picture_is_flagged(format_name: str) -> None:
    assert taken(pictures.picture(format_name) + archive()).active == ("zip",)


def test_a_page_inside_a_picture_is_flagged() -> None:
    jpeg = pictures.picture("JPEG")
    comment = b"<html><script>alert(1)</script>"
    assert taken(jpeg[:2] + b"\xff\xfe\x00" + bytes([len(comment) + 2]) + comment + jpeg[2:]).active == (
        "html",
    )


def test_pillow_is_left_as_it_was_and_still_tells() -> None:
    """WeasyPrint makes Pillow load broken pictures without a word."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    try:
        assert read(pictures.picture("JPEG")[:-200]) == Unusable("image_cut_short")
        assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def test_a_large_photo_is_taken() -> None:
    found = taken(pictures.picture("JPEG", (9000, 6000), quality=5))
    assert found.pixels == (9000, 6000)
