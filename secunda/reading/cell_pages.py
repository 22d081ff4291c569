"""Inside the bounded process: a file is opened once, then page after page is answered as asked over the socket.

A question is JSON: `{"do": "words" | "pixels", "pages": [index, …], "long_side": pixels, "colour": bool}`. There is an
answer for each page: `A`, four bytes of length and a body (a line of JSON, a line feed, then text or samples), or `E`:
the page cannot be read.
"""

from __future__ import annotations

import json
import signal
import socket
import struct
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from secunda.reading.pages.pdf import Pdf
from secunda.reading.pages.picture import Picture
from secunda.reading.streams import RangeStream

_IDLE_SECONDS = 900
_BUFFER = 16 * 1024
_BLOCK = 256 * 1024
_BLOCKS = 48
Ranges = Callable[[int, int], bytes]


def serve(end: socket.socket, read_at: Ranges, request: dict[str, Any], ask: Callable[[], bytes]) -> None:
    """Answers questions about the pages of one file until the other side is gone; `ask` receives the next question."""
    size = request["size"]
    stream = RangeStream(Blocks(read_at, size).read_at, size)
    opened: Pdf | Picture | None = None
    while True:
        signal.alarm(_IDLE_SECONDS)
        question = json.loads(ask())
        for page in question["pages"]:
            signal.alarm(request["page_seconds"])
            try:
                if opened is None:
                    opened = (Pdf if request["pages_of"] == "pdf" else Picture)(
                        stream.buffered(_BUFFER), size
                    )
                body = _answer(opened, page, question)
            except Exception:  # hostile bytes may raise anything, and what it says may quote the patient
                end.sendall(b"E")
                continue
            end.sendall(b"A" + struct.pack("!I", len(body)) + body)


class Blocks:
    """Ranges of a file by way of its blocks, the last used of which are kept: parsers go to and fro."""

    def __init__(self, read_at: Ranges, size: int) -> None:
        self._read_at = read_at
        self._size = size
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def read_at(self, offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset`: fewer at the end of a block, none at the end of the file."""
        if offset >= self._size:
            return b""
        number, within = divmod(offset, _BLOCK)
        block = self._kept.pop(number, None)
        if block is None:
            block = self._read_at(number * _BLOCK, min(_BLOCK, self._size - number * _BLOCK))
        self._kept[number] = block
        if len(self._kept) > _BLOCKS:
            self._kept.popitem(last=False)
        return block[within : within + length]


def _answer(opened: Pdf | Picture, page: int, question: dict[str, Any]) -> bytes:
    if question["do"] == "pixels":
        pixels = np.ascontiguousarray(
            opened.pixels(page, question["long_side"], colour=question["colour"]), dtype=np.uint8
        )
        return _body({"shape": pixels.shape}, pixels.tobytes())
    if isinstance(opened, Picture):
        width, height = opened.size(page)
        return _body({"width": width, "height": height, "words": 0}, b"")
    layer = opened.layer(page)
    written = "\n".join(" ".join(line) for line in layer.lines).encode("utf-8", "replace")
    head = {"width": layer.width, "height": layer.height, "words": len(layer.boxes)}
    return _body(head, layer.boxes.astype("<f4").tobytes() + written)


def _body(head: dict[str, Any], rest: bytes) -> bytes:
    return json.dumps(head).encode() + b"\n" + rest
