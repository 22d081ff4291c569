"""`secunda serve` and `secunda worker`: the two processes of a running deployment."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from pathlib import Path
from types import FrameType

from secunda.project.commands import Commands, command, django_ready
from secunda.project.places import var

BEAT = 10  # seconds between two signs of life


def add(commands: Commands) -> None:
    serve = command(commands, "serve", "Answer web requests.", _serve)
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    serve.add_argument("--workers", type=int, default=1, help="web processes (default: %(default)s)")
    worker = command(commands, "worker", "Do the jobs that pages leave for later.", _worker)
    worker.add_argument("--concurrency", type=int, default=2, help="jobs at a time (default: %(default)s)")


def _serve(given: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from secunda.project import environment

    environment.ready()
    os.environ.pop("SECUNDA_OWNER_DATABASE_URL", None)  # a web process has no use for the owner
    try:
        Granian(
            "secunda.project.wsgi:application",
            address=given.host,
            port=given.port,
            interface=Interfaces.WSGI,
            workers=given.workers,
            blocking_threads=8,  # a slow upload holds one
            respawn_failed_workers=True,
            log_access=False,  # addresses of links are secrets
            log_level=LogLevels.error,
            websockets=False,
        ).serve()
    finally:
        environment.release()


def _worker(given: argparse.Namespace) -> None:
    with django_ready():
        from secunda.foundation.queue import work

        sign = var() / "worker.alive"
        try:
            work.run(stop=_Stop(sign), concurrency=given.concurrency)
        finally:
            sign.unlink(missing_ok=True)


class _Stop(threading.Event):
    """Set by SIGTERM or SIGINT. The worker's loop asks for it all the time, which is its sign of life."""

    def __init__(self, sign: Path) -> None:
        super().__init__()
        self._sign, self._beat = sign, 0.0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def is_set(self) -> bool:
        if time.monotonic() >= self._beat:
            self._beat = time.monotonic() + BEAT
            self._sign.touch()
        return super().is_set()

    def _ask(self, number: int, _frame: FrameType | None) -> None:
        self.set()
        signal.signal(number, signal.SIG_DFL)  # a second signal ends it at once
