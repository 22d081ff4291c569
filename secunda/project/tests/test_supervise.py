"""`script/server` starts everything, keeps it running, and leaves nothing behind."""

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
from pathlib import Path

import pytest

from secunda.project import children, places, supervise
from secunda.project.places import Halt

Server = subprocess.Popen[str]


@pytest.fixture(scope="module")
def surroundings(
    django_db_setup: None, another_database: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    return os.environ | another_database | {"SECUNDA_VAR": str(tmp_path_factory.mktemp("var"))}


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def start(surroundings: dict[str, str], port: int) -> Iterator[Callable[[], Server]]:
    started = []

    def start() -> Server:
        words = [sys.executable, "-m", "secunda.project.supervise", "--no-demo", "--port", str(port)]
        started.append(
            subprocess.Popen(
                words, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        )
        return started[-1]

    yield start
    for server in started:
        server.terminate()
        server.communicate(timeout=60)


def answer(port: int) -> int:
    """The status of the first page, once there is one."""
    last = time.monotonic() + 40
    while time.monotonic() < last:
        try:
            return int(urllib.request.urlopen(f"http://localhost:{port}/", timeout=10).status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.05)
    raise TimeoutError


def family(surroundings: dict[str, str], word: str) -> list[int]:
    """The processes of this server with that subcommand, parents first."""
    marked = supervise.marked(Path(surroundings["SECUNDA_VAR"]))
    return sorted(p for p in marked if f"\0{word}\0" in Path(f"/proc/{p}/cmdline").read_text())


def await_that(true: Callable[[], bool]) -> None:
    last = time.monotonic() + 40
    while not true():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_it_runs_mends_and_ends(start: Callable[[], Server], surroundings: dict[str, str], port: int) -> None:
    server = start()
    assert answer(port) < 500
    sign = Path(surroundings["SECUNDA_VAR"]) / "worker.alive"
    await_that(sign.exists)

    web = family(surroundings, "serve")
    os.kill(web[0], signal.SIGKILL)
    await_that(
        lambda: bool(family(surroundings, "serve")) and not set(web) & set(family(surroundings, "serve"))
    )
    assert answer(port) < 500

    server.send_signal(signal.SIGINT)
    told, _ = server.communicate(timeout=60)
    assert server.returncode == 0
    assert f"http://localhost:{port}/" in told
    assert "The web server ended (killed by signal 9); starting it again" in told
    assert not supervise.marked(Path(surroundings["SECUNDA_VAR"]))
    assert not sign.exists()


def test_what_a_killed_server_left_is_ended(
    start: Callable[[], Server], surroundings: dict[str, str], port: int
) -> None:
    first = start()
    assert answer(port) < 500
    left = family(surroundings, "serve")
    first.kill()
    first.wait()
    assert answer(port) < 500
    second = start()
    await_that(lambda: not set(left) & set(family(surroundings, "serve")))
    assert answer(port) < 500
    assert second.poll() is None


def _interrupted(number: signal.Signals, done: list[str]) -> None:
    with children.signals_later():
        os.kill(os.getpid(), number)
        done.append("the child is known")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_child_is_started_is_obeyed_after(number: signal.Signals) -> None:
    before, done = signal.signal(number, signal.default_int_handler), list[str]()
    try:
        with pytest.raises(KeyboardInterrupt):
            _interrupted(number, done)
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)
    assert done


def test_a_second_server_says_where_the_first_is(start: Callable[[], Server], port: int) -> None:
    start()
    assert answer(port) < 500
    second = start()
    told, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert told.startswith(f"Secunda already runs from this checkout: http://localhost:{port}/")


def test_a_taken_port_is_said_in_one_sentence(start: Callable[[], Server], port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        server = start()
        told, _ = server.communicate(timeout=30)
    assert server.returncode == 1
    assert told == f"Port {port} is taken by another program: choose one with --port {port + 1}.\n"


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Halt, match=r"is nearly full \(\d+ MB free\): free at least"):
        places.check_disk(tmp_path, least=2**60)


def test_a_lost_master_key_is_not_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECUNDA_VAR", str(tmp_path))
    monkeypatch.delenv("SECUNDA_MASTER_KEY")
    key = places.make() / "secrets/master_key"
    kept = key.read_text()
    assert key.stat().st_mode & 0o077 == 0
    places.make()
    assert key.read_text() == kept
    (tmp_path / "vault/object").touch()
    key.unlink()
    with pytest.raises(Halt, match="put it back from its backup"):
        places.make()
