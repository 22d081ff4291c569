"""The other side of `isolated`: forks once a file, bounds the fork, and answers over its socket.

Run as `python -m secunda.reading.cell CONTROL`, where CONTROL is the number of an inherited socket. It ends when the
other side closes it, as happens when our starter dies.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import socket
import struct
import sys

from secunda.reading import wire
from secunda.reading.facts import Limits
from secunda.reading.identify import examine
from secunda.reading.sniff import READERS
from secunda.reading.streams import RangeStream

_BUFFER = 256 * 1024
_LONGEST_REQUEST = 64 * 1024


def main() -> None:
    """Forks a reader for every socket that arrives on the control socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _import_parsers()
    while True:
        word, received, _, _ = socket.recv_fds(control, 1, 1)
        if not word:
            return
        with socket.socket(fileno=received[0]) as end:
            if os.fork() == 0:
                control.close()
                _read_and_leave(end)


def _import_parsers() -> None:
    for parser in sorted({*READERS.values(), "docx"}):
        importlib.import_module(f"secunda.reading.readers.{parser}")
    importlib.import_module("secunda.reading.structured.measured").warm()
    importlib.import_module("secunda.reading.cell_pages")
    importlib.import_module("secunda.reading.cell_parts")
    importlib.import_module("secunda.reading.cell_images")


def _read_and_leave(end: socket.socket) -> None:
    try:
        read_one(end)
    finally:
        os._exit(0)


def read_one(end: socket.socket) -> None:
    """Reads one file over `end`: request in, hello out, ranges in, the finding out (or its pages, as asked)."""
    request = json.loads(_message(end, _LONGEST_REQUEST))
    bound(**request["bounds"])
    end.sendall(b"H")
    stream = RangeStream(lambda offset, length: _range(end, offset, length), request["size"])
    if "pages_of" in request:
        cell_pages = importlib.import_module("secunda.reading.cell_pages")
        cell_pages.serve(
            end,
            lambda offset, length: _range(end, offset, length),
            request,
            lambda: _message(end, _LONGEST_REQUEST),
        )
        return
    if "images_of" in request:
        cell_images = importlib.import_module("secunda.reading.cell_images")
        cell_images.serve(end, lambda offset, length: _range(end, offset, length), request)
        return
    if "parts_of" in request:
        cell_parts = importlib.import_module("secunda.reading.cell_parts")
        cell_parts.serve(end, stream.buffered(_BUFFER), request, lambda: _message(end, _LONGEST_REQUEST))
        return
    found = examine(stream.buffered(_BUFFER), request["size"], Limits(**request["limits"]))
    if stream.failure is None:
        answer = wire.dump(found)
        end.sendall(b"A" + struct.pack("!I", len(answer)) + answer)


def bound(*, memory_bytes: int, cpu_seconds: int, seconds: int) -> None:
    """Bounds this process for good: memory beyond what it has, CPU, the clock; no files, no children, no core."""
    for kind, most in (
        (resource.RLIMIT_AS, _memory_now() + memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(
        seconds * 10
    )  # the other side stops listening after `seconds`; this ends what will not notice


def _memory_now() -> int:
    with contextlib.suppress(OSError), open("/proc/self/statm", "rb") as counted:
        return int(counted.read().split()[0]) * resource.getpagesize()
    return 1024 * 1024 * 1024


def _range(end: socket.socket, offset: int, length: int) -> bytes:
    asked = min(length, _BUFFER)
    end.sendall(b"R" + struct.pack("!QI", offset, asked))
    return _message(end, asked)


def _message(end: socket.socket, longest: int) -> bytes:
    (length,) = struct.unpack("!I", _exactly(end, 4))
    if length > longest:
        raise ValueError("longer than asked for")
    return _exactly(end, length)


def _exactly(end: socket.socket, length: int) -> bytes:
    parts: list[bytes] = []
    while length:
        parts.append(end.recv(length))
        if not parts[-1]:
            raise ConnectionError("the other side has gone")
        length -= len(parts[-1])
    return b"".join(parts)


if __name__ == "__main__":
    main()
