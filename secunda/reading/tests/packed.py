"""ZIPs and discs' images made in code, whole, broken and hostile."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterable
from typing import Any

import pycdlib

from secunda.reading.tests import pdfs, pictures, scans

DEFLATED, STORED = zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED


def zipped(files: dict[str, bytes], *, method: int = DEFLATED) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def with_mode(name: str, content: bytes, mode: int) -> bytes:
    """A ZIP of one file with a Unix mode: a symbolic link, a device, a pipe."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, mode << 16
        packed.writestr(info, content)
        packed.writestr("scan.dcm", scans.scan())
    return out.getvalue()


def link(name: str, target: str) -> bytes:
    """A ZIP with a symbolic link."""
    return with_mode(name, target.encode(), stat.S_IFLNK | 0o777)


def changed(content: bytes, mark: bytes, at: int, value: bytes, *, last: bool = False) -> bytes:
    """`content` with `value` at `at` bytes behind each `mark` (the last one only with `last`)."""
    out, place = bytearray(content), content.rfind(mark) if last else content.find(mark)
    while place >= 0:
        out[place + at : place + at + len(value)] = value
        place = -1 if last else content.find(mark, place + 1)
    return bytes(out)


def locked(content: bytes) -> bytes:
    """A ZIP whose files say that they are locked with a password."""
    return changed(changed(content, b"PK\x01\x02", 8, b"\x01\x00"), b"PK\x03\x04", 6, b"\x01\x00")


def by_method(content: bytes, method: int) -> bytes:
    """A ZIP whose files say that they are packed in another way."""
    code = struct.pack("<H", method)
    return changed(changed(content, b"PK\x01\x02", 10, code), b"PK\x03\x04", 8, code)


def overlapping(count: int = 500, size: int = 1_000_000) -> bytes:
    """A bomb whose many entries are the same bytes (after Fifield, WOOT 2019)."""
    whole = zipped({"a": bytes(size)})
    directory = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entries = whole[directory:end] * count
    finish = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(entries), directory, 0)
    return whole[:directory] + entries + finish


def said_size(content: bytes, size: int) -> bytes:
    """A ZIP whose list says another unpacked size."""
    return changed(content, b"PK\x01\x02", 24, struct.pack("<L", size))


def nest(depth: int, inner: bytes | None = None) -> bytes:
    """A ZIP in a ZIP in a ZIP."""
    content = inner or zipped({"scan.dcm": scans.scan()})
    for level in range(depth):
        content = zipped({f"level{level}.zip": content}, method=STORED)
    return content


def disc(
    files: dict[str, bytes], *, joliet: bool = True, rock_ridge: bool = False, udf: bool = False
) -> bytes:
    """A disc's image of these files: plain ISO names are made of their places, Joliet keeps the names."""
    image = pycdlib.PyCdlib()
    options: dict[str, Any] = {"joliet": 3} if joliet else {}
    if rock_ridge:
        options["rock_ridge"] = "1.09"
    if udf:
        options["udf"] = "2.60"
    image.new(interchange_level=3, **options)
    made: set[str] = set()
    for number, (name, content) in enumerate(files.items()):
        folders = name.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            _folder(image, folders[:depth], made, joliet=joliet, rock_ridge=rock_ridge, udf=udf)
        iso = "".join(f"/{_plain(folder)}" for folder in folders) + f"/F{number:07d}.;1"
        kept: dict[str, Any] = {"rr_name": name.split("/")[-1]} if rock_ridge else {}
        kept |= {"joliet_path": f"/{name}"} if joliet else {}
        kept |= {"udf_path": f"/{name}"} if udf else {}
        image.add_fp(io.BytesIO(content), len(content), iso, **kept)
    out = io.BytesIO()
    image.write_fp(out)
    image.close()
    return out.getvalue()


def _folder(image: pycdlib.PyCdlib, steps: list[str], made: set[str], **kinds: bool) -> None:
    path = "/" + "/".join(steps)
    if path in made:
        return
    made.add(path)
    kept: dict[str, Any] = {"rr_name": steps[-1]} if kinds["rock_ridge"] else {}
    kept |= {"joliet_path": path} if kinds["joliet"] else {}
    kept |= {"udf_path": path} if kinds["udf"] else {}
    image.add_directory("".join(f"/{_plain(step)}" for step in steps), **kept)


def _plain(step: str) -> str:
    return "".join(each for each in step.upper() if each.isalnum() or each == "_")[:8] or "X"


def looping_disc() -> bytes:
    """A disc with a folder that holds the root again."""
    image = bytearray(disc({"a/scan.dcm": scans.scan()}, joliet=False))
    root = struct.unpack("<L", image[32768 + 158 : 32768 + 162])[0]
    at = image.index(b"\x01A", root * 2048)  # the record of folder A: its name's length, then its name
    image[at - 32 + 2 : at - 32 + 6] = struct.pack("<L", root)
    return bytes(image)


def patient_disc(extra: Iterable[tuple[str, bytes]] = ()) -> dict[str, bytes]:
    """The files of a hospital's disc: two studies without extensions, a viewer, autorun and a report."""
    return {
        "DICOMDIR": scans.shipped("test_files/dicomdirtests/DICOMDIR"),
        "AUTORUN.INF": b"[autorun]\nopen=viewer\\view.exe\n",
        "README.TXT": b"Double-click the viewer to see the pictures.",
        "DICOM/00000001": scans.scan(SOPInstanceUID="1.2.3.1"),
        "DICOM/00000002": scans.scan(SOPInstanceUID="1.2.3.2"),
        "DICOM/00000003": scans.scan(scans.IMPLICIT, SOPInstanceUID="9.1", StudyInstanceUID="9", PatientName="BERG^MAX",
                                     StudyDescription="MR brain", Modality="MR"),
        "REPORTS/report.pdf": pdfs.plain(),
        "VIEWER/view.exe": b"MZ" + bytes(400),
        "VIEWER/manual.pdf": pdfs.plain(),
        "VIEWER/icons/open.png": pictures.picture("PNG"),
        "VIEWER/settings.xml": b"<?xml version='1.0'?><settings/>",
        "INDEX.HTM": b"<html><body>Welcome</body></html>",
        "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        **dict(extra),
    }  # fmt: skip
