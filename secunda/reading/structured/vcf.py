"""Variant files (VCF): kept and listed, not interpreted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from secunda.reading.facts import Limits, Refusal
from secunda.reading.structured.found import line

_CHUNK = 256 * 1024
_LONGEST_LINE = 16 * 1024 * 1024
_FIXED = 9  # columns before the samples (VCF 4.2, 1.4)


@dataclass(frozen=True, slots=True)
class Variants:
    """What a variant file says of itself. `variants` counts its lines, at least as many as were looked at.

    `is_whole` is False when the file goes on beyond what was looked at, or breaks off.
    """

    version: str
    reference: str
    samples: tuple[str, ...]
    variants: int
    is_whole: bool


def list_variants(stream: BinaryIO, limits: Limits | None = None) -> Variants:
    """The header and the number of variants, plain or packed with gzip. Raises `Refusal` without a header."""
    limits = limits or Limits()
    version, reference, samples, variants = "", "", None, 0
    lines = _Lines(stream, limits.max_inflated_bytes)
    for row in lines:
        if row.startswith("##fileformat="):
            version = line(row.partition("=")[2], 40)
        elif row.startswith("##reference="):
            reference = line(row.partition("=")[2], 200)
        elif row.startswith("#CHROM\t"):
            samples = tuple(line(name, 200) for name in row.split("\t")[_FIXED:])
        elif row and not row.startswith("#"):
            variants += 1
    if not version or samples is None:
        raise Refusal("export_broken")
    return Variants(version, reference, samples, variants, lines.is_whole)


class _Lines:
    """The lines of a plain or packed file, within bounds; long ones cut."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._left = most
        self.is_whole = True

    def __iter__(self) -> Iterator[str]:
        kept = b""
        for chunk in self._chunks():
            *whole, kept = (kept + chunk).split(b"\n")
            kept = kept[:_LONGEST_LINE]
            for row in whole:
                yield row.rstrip(b"\r").decode("utf-8", "replace")
        if kept:
            yield kept.rstrip(b"\r").decode("utf-8", "replace")

    def _chunks(self) -> Iterator[bytes]:
        self._stream.seek(0)
        packed = self._stream.read(2) == b"\x1f\x8b"
        self._stream.seek(0)
        for chunk in self._unpacked() if packed else iter(lambda: self._stream.read(_CHUNK), b""):
            if len(chunk) > self._left:
                self.is_whole = False
                yield chunk[: self._left]
                return
            self._left -= len(chunk)
            yield chunk

    def _unpacked(self) -> Iterator[bytes]:
        """gzip, also in many blocks as bgzip writes it (RFC 1952, 2.2)."""
        unpacking, waiting = zlib.decompressobj(16 + zlib.MAX_WBITS), b""
        try:
            while chunk := waiting or self._stream.read(_CHUNK):
                yield unpacking.decompress(chunk, _CHUNK)
                waiting = unpacking.unconsumed_tail or unpacking.unused_data
                if unpacking.eof:
                    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
        except zlib.error:
            self.is_whole = False
