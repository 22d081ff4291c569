"""Reading hostile bytes at arm's length: in a process of its own, bounded in memory, time and output.

A forker process imports the parsers once and forks for each file (milliseconds instead of a second). The fork has no
environment, no file of ours and no connection but one socket, over which it asks for ranges of the file. The caller's
side serves them straight from the vault, so that no plain copy of the file is made anywhere.
"""

import atexit
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from secunda.reading import wire
from secunda.reading.facts import MEBIBYTE, Identified, Limits, Unusable
from secunda.reading.identify import refused_by_size, with_name
from secunda.reading.streams import ranges_of

LONGEST_RANGE = MEBIBYTE
_STARTED_WITHIN = 60.0  # seconds
Ranges = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one file may take: bytes of memory beside the parsers, seconds of CPU, seconds on the clock."""

    memory_bytes: int = 1024 * MEBIBYTE
    cpu_seconds: int = 30
    seconds: int = 60


class NoReader(RuntimeError):
    """The machine could not start a reading process: nothing is known about the file, try again later."""


def identify_isolated(
    source: str | os.PathLike[str] | int | BinaryIO,
    *,
    name: str,
    size: int,
    limits: Limits | None = None,
    bounds: Bounds | None = None,
) -> Identified | Unusable:
    """As `identify`, with the parsers in a bounded process. Safe to call from several threads at once.

    `source` is a path, an open file descriptor (left open) or a seekable stream, such as the vault's. A parser that
    crashes, hangs or exceeds its bounds makes the file `unreadable`. Raises what the stream raises, and `NoReader`.
    """
    limits, bounds = limits or Limits(), bounds or Bounds()
    with _stream_of(source) as stream:
        refused = refused_by_size(stream, size, limits)
        if refused:
            return refused
        request = {"size": size, "limits": asdict(limits), "bounds": asdict(bounds)}
        return with_name(_read_elsewhere(ranges_of(stream), request, bounds), name)


@contextmanager
def _stream_of(source: str | os.PathLike[str] | int | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as stream:
            yield stream
    elif isinstance(source, int):
        with open(source, "rb", closefd=False) as stream:
            yield stream
    else:
        yield source


def _read_elsewhere(read_at: Ranges, request: dict[str, object], bounds: Bounds) -> Identified | Unusable:
    with lent(request, bounds.seconds) as line:
        return _conversed(line, read_at)


@contextmanager
def lent(request: Mapping[str, object], seconds: float) -> Iterator["Line"]:
    """A line to a fresh bounded process that has `request` (see `cell.read_one`) and has said hello.

    It is open for `seconds` (`Line.renew` gives more). Raises `NoReader` if no process can be started.
    """
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            FORKER.lend(theirs)
        line = Line(ours, time.monotonic() + _STARTED_WITHIN)
        try:
            line.send(json.dumps(request).encode())
            if line.receive(1) != b"H":
                raise NoReader("no hello")
        except OSError as error:
            raise NoReader("no answer from the reading process") from error
        line.renew(seconds)  # importing the parsers on a busy machine is not the file's fault either
        yield line


def _conversed(line: "Line", read_at: Ranges) -> Identified | Unusable:
    """Serves ranges until the finding comes; whatever else happens on the other side makes the file unreadable."""
    while True:
        try:
            word = line.receive(1)
            if word != b"R":
                return _finding(line) if word == b"A" else Unusable("unreadable")
            offset, length = struct.unpack("!QI", line.receive(12))
        except OSError:
            return Unusable("unreadable")
        with line.paused():  # a slow vault is not the file's fault
            content = read_at(offset, min(length, LONGEST_RANGE))
        try:
            line.send(content)
        except OSError:
            return Unusable("unreadable")


def _finding(line: "Line") -> Identified | Unusable:
    try:
        (length,) = struct.unpack("!I", line.receive(4))
        return wire.load(line.receive(min(length, wire.LONGEST)))
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return Unusable("unreadable")


class Line:
    """Whole messages over a socket until a deadline (`time.monotonic` seconds); `OSError` when it cannot be."""

    def __init__(self, end: socket.socket, deadline: float) -> None:
        self._end = end
        self._deadline = deadline

    def send(self, content: bytes) -> None:
        """Sends one message."""
        self._bound()
        self._end.sendall(struct.pack("!I", len(content)) + content)

    def receive(self, length: int) -> bytes:
        """Exactly `length` bytes."""
        parts = []
        while length:
            self._bound()
            parts.append(self._end.recv(min(length, MEBIBYTE)))
            if not parts[-1]:
                raise ConnectionError("the other side has gone")
            length -= len(parts[-1])
        return b"".join(parts)

    def renew(self, seconds: float) -> None:
        """Moves the deadline to `seconds` from now."""
        self._deadline = time.monotonic() + seconds

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Moves the deadline on by the time spent inside."""
        began = time.monotonic()
        yield
        self._deadline += time.monotonic() - began

    def _bound(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._end.settimeout(left)


class Forker:
    """The process that forks readers: started when first needed, again if it died, one for each process of ours."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def lend(self, end: socket.socket) -> None:
        """Gives one end of a socket pair to a fresh reader. Raises `NoReader` if none can be started."""
        with self._lock:
            for _ in range(2):
                try:
                    socket.send_fds(self._running(), [b"F"], [end.fileno()])
                    return
                except OSError:
                    self._stop()
        raise NoReader("the reading process cannot be started")

    @property
    def process_id(self) -> int | None:
        """The number of the forking process, None while there is none of ours."""
        return self._process.pid if self._process is not None and self._owner == os.getpid() else None

    def stop(self) -> None:
        """Ends the forker; the next `lend` starts another."""
        with self._lock:
            self._stop()

    def _running(self) -> socket.socket:
        if self._owner != os.getpid():
            self._control = self._process = None  # inherited through a fork: our parent's, not ours
        if self._control is None:
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = _started(theirs)
            self._owner = os.getpid()
        return self._control

    def _stop(self) -> None:
        if self._owner != os.getpid():
            return
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


def _started(control: socket.socket) -> "subprocess.Popen[bytes]":
    """The forker: a bare environment (no secrets of ours), nothing open but its socket."""
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.Popen(
        [sys.executable, "-s", "-P", "-m", "secunda.reading.cell", str(control.fileno())],
        env={"PYTHONPATH": root, "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
        cwd="/",
        pass_fds=[control.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


FORKER = Forker()
atexit.register(FORKER.stop)
