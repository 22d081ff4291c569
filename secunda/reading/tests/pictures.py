"""Pictures made in code, whole and broken."""

from __future__ import annotations

import base64
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


# A photo of 64 by 48 pixels as telephones write it: the decoder that we use has no encoder.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAA"
    "AAAERAAAEAAQAAAAABoQABAAAAAAAAAEgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAA"
    "AADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkA"
    "AAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAF"
    "BtZGF0AAAARCgBrxmA94UNvtPeC2JdXdEuimEZ9I7f4ob+npQzKgZuzl5D2jQ6KA69fk6aU1Hd3DHoYrWTOEOyBV+gi6LuC9ds8RzI"
)


def heic_of_claimed_size(width: int, height: int) -> bytes:
    """The photo, saying another size of itself."""
    place = HEIC.index(b"ispe") + 8
    changed = bytearray(HEIC)
    changed[place : place + 8] = struct.pack(">II", width, height)
    clap = HEIC.index(b"clap")
    changed[clap : clap + 4] = b"free"
    return bytes(changed)


def slide(description: str = "Aperio Image Library", *, label: bool = True) -> bytes:
    """A little slide by hand: a grey picture in tiles, a smaller one, and its label as a strip."""
    parts = [(256, 192, f"{description}\n256x192", True), (128, 96, description, True)]
    parts += [(40, 40, f"{description}\nlabel 40x40", False)] if label else []
    out = b"II*\x00\x08\x00\x00\x00"
    for number, (width, height, words, tiled) in enumerate(parts):
        out += _directory(
            len(out), width, height, words.encode() + b"\0", tiled, last=number == len(parts) - 1
        )
    return out


def _directory(at: int, width: int, height: int, words: bytes, tiled: bool, *, last: bool) -> bytes:
    """One TIFF directory at byte `at` with its words and pixels behind it; little-endian, uncompressed."""
    tiles = -(-width // 64) * -(-height // 64) if tiled else 1
    each = 64 * 64 if tiled else width * height
    count = 11 if tiled else 10
    words_at = at + 2 + count * 12 + 4
    places_at = words_at + len(words)
    lengths_at, pixels_at = places_at + tiles * 4, places_at + tiles * 8
    places, lengths = (324, 325) if tiled else (273, 279)
    rows = {256: (4, 1, width), 257: (4, 1, height), 258: (3, 1, 8), 259: (3, 1, 1), 262: (3, 1, 1),
            270: (2, len(words), words_at), 277: (3, 1, 1), places: (4, tiles, places_at if tiles > 1 else pixels_at),
            lengths: (4, tiles, lengths_at if tiles > 1 else each)}  # fmt: skip
    rows |= {322: (3, 1, 64), 323: (3, 1, 64)} if tiled else {278: (4, 1, height)}
    head = b"".join(struct.pack("<HHLL", tag, *rows[tag]) for tag in sorted(rows))
    follows = 0 if last else pixels_at + tiles * each
    offsets = b"".join(struct.pack("<L", pixels_at + number * each) for number in range(tiles))
    sizes = struct.pack("<L", each) * tiles
    return (
        struct.pack("<H", len(rows))
        + head
        + struct.pack("<L", follows)
        + words
        + offsets
        + sizes
        + bytes(tiles * each)
    )
