"""Asking ClamAV about a file: its daemon gets the bytes over a socket (INSTREAM), straight from the vault.

Without a configured daemon nothing is claimed: the verdict is "not_scanned", and the interface says so.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

from secunda.reading.isolated import NoReader

Verdict = Literal["clean", "infected", "too_large", "not_scanned"]
CHUNK = 256 * 1024
PATIENCE = 120.0  # seconds for the daemon's answer, once it has every byte
LONGEST_ANSWER = 4096


class NoScanner(NoReader):
    """The configured daemon did not answer: nothing is known about the file, try again later."""


def scan(stream: BinaryIO, address: str, *, limit: int) -> Verdict:
    """What the daemon at `address` ("unix:///run/clamav/clamd.ctl" or "tcp://host:3310") says of `stream`.

    `limit` is the daemon's StreamMaxLength in bytes: a longer file is "too_large" without being sent. An empty address
    is "not_scanned". Raises `NoScanner` when there is no clear answer.
    """
    if not address:
        return "not_scanned"
    if stream.seek(0, 2) > limit:
        return "too_large"
    stream.seek(0)
    try:
        with _connected(address) as line:
            return _verdict(_asked(line, stream))
    except OSError as error:
        raise NoScanner("the virus scanner does not answer") from error


def _connected(address: str) -> socket.socket:
    where = urlsplit(address)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        line.connect(where.path)
        return line
    return socket.create_connection((where.hostname or "", where.port or 3310), timeout=PATIENCE)


def _asked(line: socket.socket, stream: BinaryIO) -> bytes:
    """The daemon's answer; it hangs up in the middle of a file that is over its own limit, after saying so."""
    with suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0")


def _verdict(answer: bytes) -> Verdict:
    if answer == b"stream: OK":
        return "clean"
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return "infected"
    if b"size limit exceeded" in answer:
        return "too_large"
    raise NoScanner("the virus scanner gave no verdict")
