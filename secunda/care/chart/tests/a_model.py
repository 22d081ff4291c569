"""A model of language that the tests start: it answers chat completions with what it was told to say."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class AModel(ThreadingHTTPServer):
    """Says `says` (an object, or raw bytes) with `status`, and keeps each question in `asked`."""

    says: Any = None
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        """The address that a deployment would set."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """One question, one answer."""
        assert isinstance(self.server, AModel)
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(question | {"path": self.path, "key": self.headers["Authorization"]})
        said = self.server.says
        body = (
            said
            if isinstance(said, bytes)
            else json.dumps({"choices": [{"message": {"content": json.dumps(said)}}]}).encode()
        )
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@contextmanager
def a_model() -> Iterator[AModel]:
    """A running model on a free port of this machine."""
    model = AModel()
    turning = threading.Thread(target=model.serve_forever, daemon=True)
    turning.start()
    try:
        yield model
    finally:
        model.shutdown()
        model.server_close()
        turning.join()
