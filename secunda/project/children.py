"""The processes that `script/server` keeps running, and the signals that may come while it starts or ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

GRACE = 15.0  # seconds to end in, before a kill
LONGEST_PAUSE = 30.0
SETTLED = 60.0  # seconds alive after which a child's next death counts as its first


@dataclass
class Child:
    """One process that is started again when it dies."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    due: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C in the terminal reaches only us."""
        command = [sys.executable, "-m", "secunda.project.command", *self.words]
        with signals_later():
            self.process = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Start it again, each time after a longer pause, if it has died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
        elif self.process.poll() is not None:
            code = self.process.returncode
            self._end_group()
            self.pause = 0.5 if now - self.started > SETTLED else min(max(self.pause * 2, 0.5), LONGEST_PAUSE)
            self.due = now + self.pause
            self.process = None
            print(f"{self.name} ended ({_reason(code)}); starting it again in {self.pause:g} s.", flush=True)

    def stop(self) -> None:
        """Ask it to end, and kill what is left of it after the grace period."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            print(f"{self.name} did not end in {GRACE:g} s and was killed.", flush=True)
        self._end_group()
        self.process.wait()

    def _end_group(self) -> None:
        if self.process is not None:
            _signal_group(self.process.pid, signal.SIGKILL)


@contextmanager
def signals_later() -> Iterator[None]:
    """A signal that comes inside is obeyed at the end: a child that is being started must not be lost sight of."""
    asked: list[int] = []
    held = {
        number: signal.signal(number, lambda *_: asked.append(1))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, before in held.items():
            signal.signal(number, before)
    if asked:
        raise KeyboardInterrupt


def ignore_signals() -> None:
    """While stopping, a second Ctrl-C must not leave half of it running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _signal_group(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, number)


def _reason(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
