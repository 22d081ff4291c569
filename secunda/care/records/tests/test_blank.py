"""Hidden text leaves no trace, and what an eye sees of the file stays the same."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from secunda.care.records.blank import Blank, CannotBlank, blanks_of, shown
from secunda.care.records.tests.blanking import CANARY, C, blanked
from secunda.reading.tests import pdfs


def photo(**options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 50).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_stays_upright_and_loses_its_notes(order: str, progressive: bool) -> None:
    exif = Image.Exif()
    exif.endian = order
    exif[274], exif[270], exif[37510] = 6, CANARY, C
    content = photo(exif=exif.tobytes(), comment=C, progressive=progressive) + b"hidden " + C
    assert content.count(C) >= 3
    out = blanked("jpeg", content)
    assert C not in out
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(out))
    assert after.tobytes() == before.tobytes()
    assert dict(after.getexif()) == {274: 6}


def test_a_large_photo_is_searched_to_its_end() -> None:
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 90).save(out, "JPEG", quality=98, comment=C)
    assert len(out.getvalue()) > 1024 * 1024
    assert C not in blanked("jpeg", out.getvalue() + C)


def test_a_photo_whose_notes_are_too_short_or_broken() -> None:
    plain = photo()
    for payload in (b"Exif\0\0" + b"II" + C, b"Exif\0\0??" + C * 5, b"http://ns.adobe.com/xap/1.0/\0" + C):
        notes = b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload
        assert C not in blanked("jpeg", plain[:2] + notes + b"\xff" + plain[2:])


@pytest.mark.parametrize("cut", [-2, 30])
def test_a_photo_without_an_end_is_not_shown(cut: int) -> None:
    with pytest.raises(CannotBlank):
        blanked("jpeg", photo()[:cut])


@pytest.mark.parametrize("content", [b"xx", b"\xff\xd8xx", b""])
def test_no_photo_at_all(content: bytes) -> None:
    with pytest.raises(CannotBlank):
        blanked("jpeg", content)


def test_a_picture_loses_its_text_chunks() -> None:
    notes = PngInfo()
    notes.add_text("Title", CANARY)
    notes.add_text("Comment", CANARY, zip=True)
    notes.add_itxt("Description", CANARY)
    out = io.BytesIO()
    Image.effect_noise((64, 48), 50).save(out, "PNG", pnginfo=notes)
    content = out.getvalue() + C
    shown_now = blanked("png", content)
    assert C not in shown_now
    after = Image.open(io.BytesIO(shown_now))
    assert after.tobytes() == Image.open(io.BytesIO(content)).tobytes()
    assert "Title" not in after.info
    _check_crcs(shown_now)


def _check_crcs(content: bytes) -> None:
    at = 8
    while content[at + 4 : at + 8] != b"IEND":
        (length,) = struct.unpack(">L", content[at : at + 4])
        (crc,) = struct.unpack(">L", content[at + 8 + length : at + 12 + length])
        assert zlib.crc32(content[at + 4 : at + 8 + length]) == crc
        at += length + 12


@pytest.mark.parametrize("big", [False, True])
def test_a_tiff_loses_its_written_tags_on_every_page(big: bool) -> None:
    page = Image.effect_noise((64, 48), 50)
    exif = Image.Exif()
    exif[270], exif[305], exif[315], exif[700] = CANARY, CANARY, "Ann", C
    out = io.BytesIO()
    page.save(out, "TIFF", exif=exif, save_all=True, append_images=[page], big_tiff=big)
    content = out.getvalue()
    assert content.count(C) >= 3
    shown_now = blanked("tiff", content)
    assert C not in shown_now
    assert b"Ann" not in shown_now
    after = Image.open(io.BytesIO(shown_now))
    after.seek(1)
    assert after.tobytes() == page.tobytes()


def test_a_tiff_that_runs_in_a_circle_or_never_ends() -> None:
    circle = b"II*\0" + struct.pack("<LHL", 8, 0, 8)
    assert blanked("tiff", circle) == circle
    many = b"II*\0" + struct.pack("<LH", 8, 60_000)
    outside = b"II*\0" + struct.pack("<LHHHLLL", 8, 1, 270, 2, 99, 5_000, 0)
    chain = b"".join(struct.pack("<HL", 0, 8 + 6 * n) for n in range(1, 5_000))
    for content in (
        many,
        outside,
        b"II*\0" + struct.pack("<L", 8) + chain,
        b"II*\0" + struct.pack("<L", 9999),
        b"II",
    ):
        with pytest.raises(CannotBlank):
            blanked("tiff", content)


def test_a_tiff_with_directories_inside() -> None:
    inner = 8 + 2 + 12 + 4
    pointer = struct.pack("<HHLL", 34665, 4, 1, inner)
    user = struct.pack("<HHLL", 37510, 7, len(C), inner + 2 + 12 + 4)
    content = (
        b"II*\0" + struct.pack("<LH", 8, 1) + pointer + struct.pack("<L", 0)
        + struct.pack("<H", 1) + user + struct.pack("<L", 0) + C
    )  # fmt: skip
    assert C not in blanked("tiff", content)


# PDF


def a_pdf(*, packed: bool = False) -> bytes:
    info = b"<</Title (%s \\) of (the) letter) /Author <%s> /Subject 9 0 R>>" % (C, C.hex().encode())
    packet = b"<x:xmpmeta>%s</x:xmpmeta>" % C
    stored = zlib.compress(packet) if packed else packet
    metadata = pdfs.stream(
        stored, b"/Type /Metadata /Subtype /XML" + (b" /Filter /FlateDecode" if packed else b"")
    )
    objects = pdfs.pages(2, catalogue=b"/Metadata 7 0 R") | {6: info, 7: metadata, 9: b"(%s)" % C}
    return pdfs.write(objects, trailer=b"/Info 6 0 R ")


@pytest.mark.parametrize("packed", [False, True])
def test_a_document_loses_its_properties_and_keeps_its_pages(packed: bool) -> None:
    content = a_pdf(packed=packed)
    with pypdfium2.PdfDocument(content) as before:
        assert CANARY in before.get_metadata_value("Title")
    out = blanked("pdf", content)
    assert C not in out
    assert C.hex().encode() not in out
    with pypdfium2.PdfDocument(out) as after:
        assert len(after) == 2
        assert set(after.get_metadata_dict().values()) == {""}


def test_properties_in_a_packed_object_are_cut_off() -> None:
    body = b"6 0 <</Title (%s)>>" % C
    packed = pdfs.stream(zlib.compress(body), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    content = pdfs.write(pdfs.pages() | {8: packed}, trailer=b"/Info 6 0 R ")
    assert b"/Info" not in blanked("pdf", content)


def test_a_loose_packet_is_blanked_too() -> None:
    content = pdfs.plain() + b"<?xpacket begin=''?>" + C + b"<?xpacket end='w'?>"
    assert C not in blanked("pdf", content)


@pytest.mark.parametrize(
    "content",
    [
        pdfs.write(pdfs.pages() | {6: b"<</Title (open"}, trailer=b"/Info 6 0 R "),
        pdfs.plain() + b"<x:xmpmeta>" + C,
    ],
)
def test_a_document_whose_texts_do_not_end_is_not_shown(content: bytes) -> None:
    with pytest.raises(CannotBlank):
        blanked("pdf", content)


def test_a_property_that_lies_across_two_pieces_is_found() -> None:
    for shift in range(0, 40, 3):
        filler = b"%" + b"x" * (1024 * 1024 - 320 + shift) + b"\n"
        content = pdfs.write(pdfs.pages() | {6: b"<</Title (%s)>>" % C}, trailer=b"/Info 6 0 R ").replace(
            b"6 0 obj", filler + b"6 0 obj"
        )
        assert C not in blanked("pdf", content)


# all of them


def test_a_kind_that_nobody_knows_is_not_shown() -> None:
    with pytest.raises(CannotBlank):
        blanked("word", b"x")


def test_every_range_is_the_same_as_the_whole() -> None:
    content = a_pdf()
    found = blanks_of("pdf", io.BytesIO(content), len(content))
    assert all(one.offset + one.length <= other.offset for one, other in pairwise(found))
    whole = b"".join(shown(iter([content]), 0, found))
    for start in range(0, len(content), 37):
        for width in (1, 7, 64):
            assert b"".join(shown(_pieces(content[start:], width), start, found)) == whole[start:]


def _pieces(content: bytes, width: int) -> Iterator[bytes]:
    return (content[at : at + width] for at in range(0, len(content), width))


def test_blanks_that_touch_or_overlap_are_put_in_order() -> None:
    found = blanks_of("pdf", io.BytesIO(a_pdf()), len(a_pdf()))
    assert found == sorted(found, key=lambda one: one.offset)
    assert Blank(4, 3, b"abc").between(1, 3) == b"bc"
    assert Blank(4, 9, b" ").between(1, 3) == b"  "
