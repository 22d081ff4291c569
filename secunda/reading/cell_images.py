"""Inside the bounded process: instances examined, converted, drawn. Many instances in one go, one answer each."""

from __future__ import annotations

import json
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from secunda.reading.imaging.convert import converted
from secunda.reading.imaging.drawn import Look, drawn
from secunda.reading.imaging.examine import examine, value_at
from secunda.reading.streams import RangeStream

_BUFFER = 256 * 1024
_CHUNK = 1024 * 1024
ReadAt = Callable[[int, int], bytes]


def serve(end: socket.socket, read_at: ReadAt, request: dict[str, Any]) -> None:
    """Answers `images_of`: "headers" of several files, one after the other, a "copy", a "picture", or a "value"."""
    {"headers": _headers, "copy": _copy, "picture": _picture, "value": _value}[request["images_of"]](
        end, read_at, request
    )


def _headers(end: socket.socket, read_at: ReadAt, request: dict[str, Any]) -> None:
    base = 0
    for size in request["sizes"]:
        signal.alarm(request["step_seconds"])
        stream = _stream(read_at, base, size)
        found = examine(stream.buffered(_BUFFER), size)
        if stream.failure is not None:
            return
        bodies = (found.header, found.open_header, found.frames)
        head = asdict(replace(found, header=b"", open_header=b"", frames=b""))
        head |= {"header": len(bodies[0]), "open_header": len(bodies[1]), "frames": len(bodies[2])}
        _send(end, head, b"".join(bodies))
        base += size


def _stream(read_at: ReadAt, base: int, size: int) -> RangeStream:
    return RangeStream(lambda offset, length: read_at(base + offset, length), size)


def _copy(end: socket.socket, read_at: ReadAt, request: dict[str, Any]) -> None:
    content = converted(_stream(read_at, 0, request["size"]).buffered(_BUFFER))
    for start in range(0, len(content), _CHUNK):
        _send(end, {"chunk": True}, content[start : start + _CHUNK])
    _send(end, {"end": len(content)}, b"")


def _picture(end: socket.socket, read_at: ReadAt, request: dict[str, Any]) -> None:
    content = _stream(read_at, 0, request["size"]).buffered(_BUFFER).read()
    look = dict(request["look"])
    look["palette"] = tuple(bytes.fromhex(table) for table in look.get("palette", ()))
    for name in ("window", "viewport"):
        look[name] = tuple(look[name]) if look.get(name) else None
    _send(end, {"end": True}, drawn(content, Look(**look)))


def _value(end: socket.socket, read_at: ReadAt, request: dict[str, Any]) -> None:
    content = value_at(_stream(read_at, 0, request["size"]).buffered(_BUFFER), request["place"])
    for start in range(0, len(content), _CHUNK):
        _send(end, {"chunk": True}, content[start : start + _CHUNK])
    _send(end, {"end": len(content)}, b"")


def _send(end: socket.socket, head: dict[str, Any], body: bytes) -> None:
    message = json.dumps(head).encode() + b"\n" + body
    end.sendall(b"A" + struct.pack("!I", len(message)) + message)
