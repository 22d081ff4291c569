"""PDFs written by hand, so that each is broken in one way only."""

from __future__ import annotations

import io
import zlib
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer


def write(
    objects: dict[int, bytes], *, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
) -> bytes:
    """A PDF of these objects (number to content), with a cross-reference table; object 1 is the catalogue."""
    out, places = header, {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer\n<</Size %d /Root 1 0 R %s>>\n" % (max(objects) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % xref


def pages(count: int = 1, *, catalogue: bytes = b"", page: bytes = b"") -> dict[int, bytes]:
    """The objects of a document with blank pages; `catalogue` and `page` are added to those dictionaries."""
    numbers = range(3, 3 + count)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    return {
        1: b"<</Type /Catalog /Pages 2 0 R %s>>" % catalogue,
        2: b"<</Type /Pages /Count %d /Kids [%s]>>" % (count, kids),
    } | dict.fromkeys(numbers, b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] %s>>" % page)


def plain(count: int = 1) -> bytes:
    """A whole document of blank pages."""
    return write(pages(count))


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def locked(password: str = "secret") -> bytes:
    """A document that opens with a password only; with "" it is encrypted, but opens for everybody."""
    writer: Any = copy_into_new_writer(PdfFileReader(io.BytesIO(plain())))
    writer.encrypt(owner_pass="owner", user_pass=password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_packed(names: bytes, *, dictionary: bytes = b"/Filter /FlateDecode", compress: bool = True) -> bytes:
    """A document with an object stream that holds `names`."""
    body = b"9 0 " + names
    content = zlib.compress(body) if compress else body
    return write(pages() | {8: stream(content, b"/Type /ObjStm /N 1 /First 4 " + dictionary)})
