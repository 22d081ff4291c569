"""A running site for a journey: web and worker as real processes, with a database, a vault and mail of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from django.db import connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from journeys.post import PostOffice
from secunda.project.places import ROOT

BUILT = ROOT / "secunda/portals/parts/static/islands/manifest.json"
START_WITHIN = 40.0
T = TypeVar("T")
Server = subprocess.Popen[bytes]


class House:
    """Web and worker on a free port. `inside()` lets the test act in the same database and vault as the two."""

    def __init__(self, folder: Path, database: dict[str, str], blocker: DjangoDbBlocker) -> None:
        assert BUILT.is_file(), "The islands are not built: run script/setup --tests."
        self.folder, self.port = folder, a_free_port()
        self.post = PostOffice(a_free_port())
        self.sessions: dict[tuple[str, str], str] = {}  # who is signed in, by programme and address
        self.used_codes: dict[str, int] = {}  # the step of everybody's last one-time code
        self.web: Server | None = None
        self.worker: Server | None = None
        self._database, self._blocker = database, blocker
        self.post.open()
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What web and worker are told; the tests' secrets, so that both sides open the same vault."""
        own = {
            "SECUNDA_VAR": str(self.folder),
            "SECUNDA_PUBLIC_ORIGIN": self.address,
            "SECUNDA_POOL": "1",
            "SECUNDA_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "SECUNDA_SMTP_HOST": "127.0.0.1",
            "SECUNDA_SMTP_PORT": str(self.post.port),
            "PYTHONUNBUFFERED": "1",
        }
        left = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        return left | self._database | own

    def start(self) -> None:
        """Start whatever of the two is not running, and wait for the first page."""
        if self.web is None:
            self.web = self._run("serve", "--port", str(self.port))
        if self.worker is None:
            self.worker = self._run("worker")
        self._await_web()

    def _run(self, *words: str) -> Server:
        log = (self.folder / f"{words[0]}.log").open("ab")
        command = [sys.executable, "-m", "secunda.project.command", *words]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )

    def _await_web(self) -> None:
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until:
            assert self.web is not None
            assert self.web.poll() is None, f"The web server ended:\n{self.log('serve')}"
            try:
                urllib.request.urlopen(f"{self.address}/alive", timeout=10).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"The web server does not answer:\n{self.log('serve')}")

    def log(self, of: str) -> str:
        """The end of what web (`serve`) or worker wrote."""
        return (self.folder / f"{of}.log").read_text(errors="replace")[-4000:]

    def kill_web(self) -> None:
        """End the web server as a power cut would."""
        _kill(self.web)
        self.web = None

    def kill_worker(self) -> None:
        """End the worker as a power cut would."""
        _kill(self.worker)
        self.worker = None

    def close(self) -> None:
        """End both, and the post office."""
        for server in (self.web, self.worker):
            if server is not None and server.poll() is None:
                server.terminate()
        for server in (self.web, self.worker):
            _waited(server)
        self.web = self.worker = None
        self.post.close()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Act in the site's database and vault, in one transaction, as the application role."""
        kept = connection.settings_dict["NAME"]
        name = self._database["SECUNDA_DATABASE_URL"].partition("?")[0].rpartition("/")[2]
        place = {
            "VAR": self.folder,
            "VAULT_URL": f"file://{self.folder}/vault",
            "PUBLIC_ORIGIN": self.address,
        }
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's event loop turns in this very thread
        with self._blocker.unblock(), override_settings(**place):
            connection.close()
            connection.settings_dict["NAME"] = name
            try:
                with transaction.atomic():
                    yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = kept
                del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

    def do(self, work: Callable[[], T]) -> T:
        """Do something inside, in a thread of its own, away from the browser's event loop; signing needs that."""

        def inside() -> T:
            with self.inside():
                return work()

        with ThreadPoolExecutor(1) as apart:
            return apart.submit(inside).result()


def a_free_port() -> int:
    """A port of localhost that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


def _kill(server: Server | None) -> None:
    if server is not None and server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)


def _waited(server: Server | None) -> None:
    if server is None:
        return
    try:
        server.wait(8)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)
