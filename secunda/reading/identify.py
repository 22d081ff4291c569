"""What a file is, decided by its bytes and a parser, never by its name."""

import importlib
import os
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from secunda.reading.facts import MEBIBYTE, Identified, Limits, Refusal, Unusable
from secunda.reading.names import display_name, is_changed
from secunda.reading.sniff import DISC_AT, DISC_BYTES, HEAD_BYTES, READERS, is_disc, sniff
from secunda.reading.streams import RangeStream, ranges_of

Reader = Callable[[BinaryIO, int, Limits], Identified]


def identify(
    stream: BinaryIO, *, name: str, size: int, limits: Limits | None = None
) -> Identified | Unusable:
    """What the file in `stream` (seekable, `size` bytes long) is, or why it cannot be used.

    `name` is only made presentable. Nothing is raised for a bad file: whatever a parser stumbles over is `Unusable`.
    What the stream itself raises is the caller's and is raised again. No time limit: see `isolated`.
    """
    limits = limits or Limits()
    refused = refused_by_size(stream, size, limits)
    if refused:
        return refused
    watched = RangeStream(ranges_of(stream), size)
    found = examine(watched.buffered(), size, limits)
    if watched.failure is not None:
        raise watched.failure
    return with_name(found, name)


def refused_by_size(stream: BinaryIO, size: int, limits: Limits) -> Unusable | None:
    """The refusal that needs no look inside: empty, too large, or not `size` bytes long."""
    if size == 0:
        return Unusable("empty")
    if size > limits.max_bytes:
        size_mb, limit_mb = -(-size // MEBIBYTE), limits.max_bytes // MEBIBYTE
        return Unusable("too_large", (("limit_mb", limit_mb), ("size_mb", size_mb)))
    return Unusable("incomplete") if stream.seek(0, os.SEEK_END) != size else None


def examine(stream: BinaryIO, size: int, limits: Limits) -> Identified | Unusable:
    """What the bytes are, the name aside: this is the part that runs hostile bytes through parsers."""
    try:
        return _reader(stream)(stream, size, limits)
    except Refusal as refusal:
        return refusal.unusable
    except (
        Exception
    ):  # a parser given hostile bytes may raise anything, and what it says may quote the patient
        return Unusable("unreadable")


def _reader(stream: BinaryIO) -> Reader:
    """The reader for the file. Imported when first needed: parsers are slow to import, and most processes need one."""
    stream.seek(0)
    found = sniff(stream.read(HEAD_BYTES))
    if found in ("unknown", "text"):  # a disc's image begins with sixteen sectors for whoever wants them
        stream.seek(DISC_AT)
        found = "iso" if is_disc(stream.read(DISC_BYTES)) else found
    if found not in READERS:
        raise Refusal(found)
    read: Reader = importlib.import_module(f"secunda.reading.readers.{READERS[found]}").read
    return read


def with_name(found: Identified | Unusable, name: str) -> Identified | Unusable:
    """The finding with the name made presentable and the notices that the person should see."""
    if isinstance(found, Unusable):
        return found
    notices = (("name_changed", is_changed(name)), ("active_content", found.active_content))
    return replace(
        found, display_name=display_name(name), notices=tuple(code for code, holds in notices if holds)
    )
