"""Hostile and broken archives and discs: those refused as a whole, and those whose files are left out one by one."""

from __future__ import annotations

import gzip
import struct
import zlib

from secunda.reading.tests import packed, pdfs, pictures, scans
from secunda.reading.tests.exports import docx

ZIP = packed.zipped({"a.dcm": scans.scan(), "b.pdf": pdfs.plain()})
DISC = packed.disc({"a.dcm": scans.scan()})
PRIMARY = 32768


def _repeated(depth: int, width: int = 4) -> bytes:
    """Archives inside archives, many of each: 42.zip in small."""
    content = packed.zipped({"a": bytes(200_000)})
    for _ in range(depth):
        content = packed.zipped({f"{number}.zip": content for number in range(width)})
    return content


def _quine_like() -> bytes:
    """An archive whose one file is, as far as its list says, the archive itself."""
    outer = bytearray(packed.zipped({"self.zip": bytes(400)}, method=packed.STORED))
    start = outer.index(b"self.zip") + 8
    outer[start : start + 300] = outer[:300]
    return bytes(outer)


def _sectors(sector: int, content: bytes, image: bytes = DISC) -> bytes:
    changed = bytearray(image)
    changed[sector * 2048 : sector * 2048 + len(content)] = content
    return bytes(changed)


REFUSED: dict[str, tuple[bytes, str]] = {
    "ZIP mark only": (b"PK\x03\x04", "archive_damaged"),
    "ZIP empty": (packed.zipped({}), "archive_empty"),
    "ZIP of folders only": (packed.zipped({"a/": b"", "b/c/": b""}), "archive_empty"),
    "ZIP cut in its list": (ZIP[:-40], "archive_damaged"),
    "ZIP cut in a file": (ZIP[:200], "archive_damaged"),
    "ZIP without its first half": (b"PK\x03\x04" + ZIP[len(ZIP) // 2 :], "archive_damaged"),
    "ZIP with noise in its list": (packed.changed(ZIP, b"PK\x01\x02", 0, b"\xff\xff\xff\xff"), "archive_damaged"),
    "ZIP whose list begins beyond its end": (
        packed.changed(ZIP, b"PK\x05\x06", 16, b"\xff\xff\xff\x7f", last=True), "archive_damaged",
    ),
    "ZIP whose list is longer than the file": (
        packed.changed(ZIP, b"PK\x05\x06", 12, b"\xff\xff\xff\x7f", last=True), "archive_damaged",
    ),
    "ZIP that says 65,534 files": (packed.changed(ZIP, b"PK\x05\x06", 10, b"\xfe\xff", last=True), "archive_too_many"),
    "ZIP locked": (packed.locked(ZIP), "archive_locked"),
    "ZIP bomb that says so": (packed.said_size(packed.zipped({"a": bytes(9)}), 0xFFFFFFF0), "archive_bomb"),
    "ZIP bomb of overlapping files": (packed.overlapping(), "archive_bomb"),
    "ZIP of a whole that another ZIP hides": (ZIP + packed.zipped({"c.pdf": pdfs.plain()}), "two_in_one"),
    "ZIP64 end that leads nowhere": (
        packed.changed(
            ZIP[:-22] + b"PK\x06\x07" + struct.pack("<LQL", 0, 5, 1) + ZIP[-22:],
            b"PK\x05\x06", 10, b"\xff\xff", last=True,
        ), "archive_damaged",
    ),
    "spreadsheet": (packed.zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}), "office"),
    "slides of a talk": (packed.zipped({"[Content_Types].xml": b"<Types/>", "ppt/a.xml": b"<a/>"}), "office"),
    "OpenDocument": (packed.zipped({"mimetype": b"application/vnd.oasis", "META-INF/manifest.xml": b"<a/>"}), "office"),
    "Java program": (packed.zipped({"META-INF/MANIFEST.MF": b"Main-Class: a", "a.class": b"\xca\xfe"}), "program"),
    "Android program": (packed.zipped({"AndroidManifest.xml": b"\x03", "classes.dex": b"dex"}), "program"),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(300), "archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(300), "archive"),
    "xz": (b"\xfd7zXZ\x00" + bytes(300), "archive"),
    "bzip2": (b"BZh91AY&SY" + bytes(300), "archive"),
    "gzip of noise": (gzip.compress(bytes(range(256))), "archive"),
    "gzip header only": (b"\x1f\x8b\x08", "archive"),
    "gzip bomb": (gzip.compress(bytes(20_000_000)), "archive"),
    "gzip with a broken stream": (b"\x1f\x8b\x08" + b"\x00" * 7 + b"\xff" * 200, "archive_damaged"),
    "disc without a volume": (_sectors(16, b"\xff"), "archive_damaged"),
    "disc cut in its list": (DISC[:36_000], "archive_damaged"),
    "disc with blocks of no size": (
        packed.changed(packed.disc({"a.dcm": scans.scan()}, joliet=False), b"\x01CD001", 128, b"\0\0\0\0"),
        "archive_damaged",
    ),
    "disc whose root lies beyond its end": (
        packed.changed(packed.disc({"a.dcm": scans.scan()}, joliet=False), b"\x01CD001", 158, b"\xff\xff\xff\x7f"),
        "archive_damaged",
    ),
    "disc whose root is larger than it": (
        packed.changed(packed.disc({"a.dcm": scans.scan()}, joliet=False), b"\x01CD001", 166, b"\xff\xff\xff\x7f"),
        "archive_damaged",
    ),
    "disc of empty sectors after its mark": (bytes(PRIMARY) + b"\x01CD001\x01" + bytes(4000), "archive_damaged"),
    "disc of one mark": (bytes(PRIMARY) + b"\x01CD001", "archive_damaged"),
    "disc without files": (packed.disc({}), "archive_empty"),
    "UDF marks only": (
        bytes(PRIMARY) + b"\x00BEA01\x01" + bytes(2041) + b"\x00NSR03\x01" + bytes(9000), "disc_udf",
    ),
}  # fmt: skip

# name: the archive, and the reason for which each of its files is left out ("" for what is taken).
LEFT_OUT: dict[str, tuple[bytes, list[str]]] = {
    "slip upward": (packed.zipped({"../../../etc/cron.d/a": scans.scan()}), ["entry_outside"]),
    "slip with backslashes": (packed.zipped({"..\\..\\a.dcm": scans.scan()}), ["entry_outside"]),
    "slip in the middle": (packed.zipped({"a/b/../../../c.dcm": scans.scan()}), ["entry_outside"]),
    "absolute path": (packed.zipped({"/etc/passwd": b"\0" * 30}), ["entry_unsupported"]),
    "drive letter": (packed.zipped({"C:\\a.dcm": scans.scan()}), [""]),
    "symbolic link": (packed.link("a", "/etc/passwd"), ["entry_link", ""]),
    "device": (packed.with_mode("dev", b"", 0o020666), ["entry_link", ""]),
    "pipe": (packed.with_mode("pipe", b"", 0o010666), ["entry_link", ""]),
    "a name of 5,000 letters": (packed.zipped({"x" * 5000: scans.scan()}), ["entry_name"]),
    "a name of dots": (packed.zipped({"....": scans.scan()}), [""]),
    "a name with a zero": (packed.changed(packed.zipped({"a_b.dcm": scans.scan()}), b"a_b.dcm", 1, b"\0"), [""]),
    "many archives in one another": (packed.nest(5), ["entry_too_deep"]),
    "42.zip in small": (_repeated(3, 2), ["entry_too_deep"] * 8),
    "an archive that holds itself": (_quine_like(), ["entry_damaged"]),
    "a ZIP cut inside a ZIP": (packed.zipped({"in.zip": ZIP[:-30], "a.dcm": scans.scan()}), ["archive_damaged", ""]),
    "a locked ZIP inside a ZIP": (packed.zipped({"in.zip": packed.locked(ZIP)}), ["archive_locked"]),
    "a RAR inside a ZIP": (packed.zipped({"in.rar": b"Rar!\x1a\x07\x01\x00" + bytes(99)}), ["entry_packed"]),
    "programs under other names": (
        packed.zipped({"scan.dcm": b"MZ" + bytes(99), "report.pdf": b"\x7fELF" + bytes(99)}),
        ["entry_program", "entry_program"],
    ),
    "a web page under another name": (packed.zipped({"report.pdf": b"<html><script>1</script>"}), ["entry_viewer"]),
    "two kinds in one": (packed.zipped({"a.pdf": b"<html>" + pdfs.plain()}), ["two_in_one"]),
    "a scan that is also a program": (
        packed.zipped({"a.dcm": scans.scan(preamble=b"MZ".ljust(128, b"\0"))}), ["dicom_polyglot"],
    ),
    "empty files": (packed.zipped({"a": b"", "b.dcm": b""}), ["entry_empty", "entry_empty"]),
    "the system's own files": (
        packed.zipped(
            {"__MACOSX/._a.dcm": scans.scan(), ".DS_Store": b"Bud1", "x/Thumbs.db": b"1", "desktop.ini": b"["}
        ),
        ["entry_system"] * 4,
    ),
    "a locked file": (packed.changed(ZIP, b"PK\x01\x02", 8, b"\x01\0", last=True), ["", "entry_locked"]),
    "packed by bzip2": (packed.by_method(packed.zipped({"a": b"1"}), 12), ["entry_packed"]),
    "packed by LZMA": (packed.by_method(packed.zipped({"a": b"1"}), 14), ["entry_packed"]),
    "another name in the file than in the list": (
        packed.zipped({"a.dcm": scans.scan()}).replace(b"a.dcm", b"b.dcm", 1), ["entry_damaged"],
    ),
    "a wrong checksum": (
        packed.changed(packed.zipped({"a.dcm": scans.scan()}), b"PK\x01\x02", 16, b"1234"), ["entry_damaged"],
    ),
    "a broken stream": (
        packed.zipped({"a.dcm": scans.scan()}).replace(zlib.compress(scans.scan())[2:40], bytes(38), 1),
        ["entry_damaged"],
    ),
    "a Word document with a bomb's list": (
        packed.zipped({"a.docx": packed.changed(docx(), b"PK\x05\x06", 10, b"\xff\xff", last=True)}),
        ["archive_too_many"],
    ),
    "a disc in a ZIP whose folders loop": (packed.zipped({"d.iso": packed.looping_disc()}), []),
    "a disc cut in a file": (packed.disc({"a.dcm": scans.scan() + bytes(99_999)})[:-90_000], ["entry_damaged"]),
    "a disc with a link": (packed.disc({"a.dcm": scans.scan(), "b.png": pictures.picture("PNG")}), ["", ""]),
}  # fmt: skip
