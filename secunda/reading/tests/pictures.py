"""Pictures made in code, whole and broken."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import Image


def picture(kind: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    """A picture with some noise in it, as Pillow writes it."""
    out = io.BytesIO()
    _noise(size).save(out, kind, **options)
    return out.getvalue()


def tiff(pages: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A TIFF of several pages."""
    out = io.BytesIO()
    _noise(size).save(out, "TIFF", save_all=True, append_images=[_noise(size) for _ in range(pages - 1)])
    return out.getvalue()


def _noise(size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3))


def empty_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of that size: all black, well compressed."""
    rows = zlib.compress(b"\x00" * 1000, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpeg_of_claimed_size(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    small = bytearray(picture("JPEG"))
    place = small.index(b"\xff\xc0") + 5
    small[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(small)


def tiff_of(entries: dict[int, tuple[int, int]], tail: bytes = b"", next_at: int = 0) -> bytes:
    """A little-endian TIFF of one directory; entries are tag to (type, value), values fit into four bytes."""
    out = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries))
    for tag, (kind, value) in sorted(entries.items()):
        out += struct.pack("<HHLL", tag, kind, 1, value)
    return out + struct.pack("<L", next_at) + tail


def bare_tiff(
    width: int = 4, height: int = 4, *, strip_at: int = 200, next_at: int = 0, **tags: int
) -> bytes:
    """A grey TIFF by hand; `tags` are further entries, as `t322=256`."""
    entries = {
        256: (4, width), 257: (4, height), 258: (3, 8), 259: (3, 1), 262: (3, 1), 273: (4, strip_at),
        278: (4, height), 279: (4, width * height),
    } | {int(tag[1:]): (4, value) for tag, value in tags.items()}  # fmt: skip
    return tiff_of(entries, next_at=next_at).ljust(200, b"\x00") + bytes(16)
