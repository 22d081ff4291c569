"""Inside the bounded process: a file is taken apart, and its parts are sent as they come.

Each message is `A`, four bytes of length and a body: a line of JSON, a line feed, then bytes. An entry's bytes are sent
only when the other side answers "take".
"""

from __future__ import annotations

import json
import signal
import socket
import struct
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, BinaryIO

from secunda.reading.archives.entries import CHUNK_BYTES, ArchiveLimits, Entry
from secunda.reading.archives.walk import walk
from secunda.reading.disarm import disarmed
from secunda.reading.facts import Limits, Refusal
from secunda.reading.structured.read import read_structured

_IDLE_SECONDS = 900


class Sender:
    """Sends parts over the socket; every step has its own alarm."""

    def __init__(self, end: socket.socket, ask: Callable[[], bytes], seconds: int) -> None:
        self._end = end
        self._ask = ask
        self._seconds = seconds

    def send(self, head: dict[str, Any], body: bytes = b"") -> None:
        """One message; it may wait for the other side to listen."""
        signal.alarm(_IDLE_SECONDS)
        message = json.dumps(head).encode() + b"\n" + body
        self._end.sendall(b"A" + struct.pack("!I", len(message)) + message)
        signal.alarm(self._seconds)

    def send_entries(self, entries: Iterable[Entry]) -> None:
        """Each entry, and its bytes if they are wanted."""
        for entry in entries:
            self.send(
                {
                    "entry": {
                        "path": entry.path,
                        "size": entry.size,
                        "sort": entry.sort,
                        "reason": entry.reason,
                    }
                }
            )
            if entry.sort != "left_out" and self._is_wanted():
                self._send_bytes(entry)

    def _is_wanted(self) -> bool:
        signal.alarm(_IDLE_SECONDS)
        wanted = self._ask() == b"take"
        signal.alarm(self._seconds)
        return wanted

    def _send_bytes(self, entry: Entry) -> None:
        try:
            for chunk in entry.chunks():
                self.send({"chunk": len(chunk)}, chunk)
        except Refusal as refusal:
            if refusal.unusable.code != "entry_damaged":
                raise
            self.send({"damaged": True})
            return
        self.send({"end": True})


def serve(end: socket.socket, stream: BinaryIO, request: dict[str, Any], ask: Callable[[], bytes]) -> None:
    """Takes one file apart as asked, and says so when it is done or refused."""
    sender = Sender(end, ask, request["step_seconds"])
    signal.alarm(request["step_seconds"])
    try:
        _PARTS[request["parts_of"]](sender, stream, request)
    except Refusal as refusal:
        sender.send({"refused": refusal.unusable.code, "values": refusal.unusable.values})
        return
    except Exception:  # hostile bytes may raise anything, and what it says may quote the patient
        sender.send({"refused": "unreadable", "values": []})
        return
    sender.send({"done": True})


def _archive(sender: Sender, stream: BinaryIO, request: dict[str, Any]) -> None:
    sender.send_entries(walk(stream, request["size"], ArchiveLimits(**request["archive_limits"])))


def _structured(sender: Sender, stream: BinaryIO, request: dict[str, Any]) -> None:
    found = read_structured(stream, request["size"], request["kind"], Limits(**request["limits"]))
    said = {
        "patient": asdict(found.patient),
        "dates": [asdict(day) for day in found.dates],
        "facts": [asdict(fact) for fact in found.facts],
        "problems": found.problems,
    }
    body = json.dumps({"said": said, "text": found.text.plain}).encode("utf-8", "replace")
    sender.send({"structured": len(body)}, body)
    sender.send_entries(found.attachments)


def _pdf_copy(sender: Sender, stream: BinaryIO, request: dict[str, Any]) -> None:
    copy = disarmed(stream, request["size"], Limits(**request["limits"]))
    for start in range(0, len(copy), CHUNK_BYTES):
        chunk = copy[start : start + CHUNK_BYTES]
        sender.send({"chunk": len(chunk)}, chunk)


_PARTS: dict[str, Callable[[Sender, BinaryIO, dict[str, Any]], None]] = {
    "archive": _archive,
    "structured": _structured,
    "pdf_copy": _pdf_copy,
}
