"""`script/server`: the whole service in one terminal. Prepares the database, runs web and worker, ends in order."""

from __future__ import annotations

import argparse
import errno
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secunda.project import environment, places, roles
from secunda.project.children import GRACE, Child, ignore_signals
from secunda.project.commands import table
from secunda.project.places import Halt

MARK = "SECUNDA_SUPERVISED"  # in the environment of every process we start, so that a later start knows them


def main(arguments: list[str] | None = None) -> None:
    """Run until Ctrl-C or SIGTERM; what stands in the way is said in one sentence, with exit code 1."""
    given = _parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # `nohup` is respected
            signal.signal(number, signal.default_int_handler)
    try:
        _run(given)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    except Halt as halt:
        sys.exit(str(halt))
    except BrokenPipeError:
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Set up and run Secunda with its demo cases."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (default: %(default)s)")
    parser.add_argument("--no-demo", action="store_true", help="do not load the demo programme")
    return parser


def _run(given: argparse.Namespace) -> None:
    top = places.make()
    places.check_disk(top)
    address = f"http://{_spoken(given.host)}:{given.port}"
    with _only_one(top, address):
        _end_orphans(top)
        _check_port(given.host, given.port)
        _tell_children(given, top, address)
        try:
            environment.ready()
            people = _prepare(demo=not given.no_demo)
            _serve(given, address, people)
        finally:
            ignore_signals()
            environment.release()


def _tell_children(given: argparse.Namespace, top: Path, address: str) -> None:
    os.environ[MARK] = str(top)
    os.environ.setdefault("SECUNDA_PUBLIC_ORIGIN", address)
    if not given.no_demo:
        os.environ.setdefault("SECUNDA_DEMO", "1")
    if given.host not in ("127.0.0.1", "localhost"):
        os.environ.setdefault(
            "SECUNDA_HOSTS", f"localhost,127.0.0.1,[::1],{given.host},{socket.gethostname()}"
        )


def _serve(given: argparse.Namespace, address: str, people: list[list[str]]) -> None:
    """Start the children, say where they are, and look after them until a signal comes."""
    owners = ("SECUNDA_OWNER_DATABASE_URL", "DATABASE_URL")
    surroundings = {name: value for name, value in os.environ.items() if name not in owners}
    listen = ["--host", given.host, "--port", str(given.port), "--workers", str(given.workers)]
    web = Child("The web server", ["serve", *listen], environment=surroundings)
    worker = Child("The worker", ["worker"], environment=surroundings)
    try:
        web.start()
        _await_first_page(web, given.host, given.port)
        _announce(address, people)
        worker.start()
        while True:
            environment.look_after_database()
            for _ in range(10):
                web.look_after()
                worker.look_after()
                time.sleep(0.2)
    finally:
        ignore_signals()
        web.stop()
        worker.stop()


def _prepare(*, demo: bool) -> list[list[str]]:
    """Migrate when a migration is new, load the demo programme the first time, and return who can sign in to it."""
    owner = os.environ.get("SECUNDA_OWNER_DATABASE_URL")
    if not owner:
        return []  # someone else migrates this database
    known = roles.remembered(owner)
    if known.get("migrations") != roles.migrations_hash():
        print("Preparing the database …", flush=True)
        _once("migrate", "--quiet")
    if demo and "demo" not in known:
        print("Loading the demo programme …", flush=True)
        _once("demo", "load")
        known = roles.remembered(owner)
    return list(json.loads(known["demo"])) if demo else []


def _once(*words: str) -> None:
    """Run one command to its end. Raises Halt if it fails; it has said why."""
    if subprocess.run([sys.executable, "-m", "secunda.project.command", *words], check=False).returncode != 0:
        raise Halt(f"`secunda {' '.join(words)}` failed, see above; nothing else was changed.")


def _await_first_page(web: Child, host: str, port: int) -> None:
    """Wait until the web server answers anything at all, for at most a minute."""
    last = time.monotonic() + 60
    while time.monotonic() < last:
        web.look_after()
        try:
            urllib.request.urlopen(f"http://{_spoken(host)}:{port}/", timeout=10).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    print("The web server does not answer yet; what it says is above.", flush=True)


def _announce(address: str, people: list[list[str]]) -> None:
    print(f"\nSecunda is at {address}/\n")
    if people:
        print("Demo sign-ins (invented people; e-mail, password, secret of the authenticator app):")
        print(table(people))
    print("\nCtrl-C stops it.", flush=True)


def _spoken(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host


@contextmanager
def _only_one(top: Path, address: str) -> Iterator[None]:
    """Hold the place of the one server of this checkout; the kernel gives it back after a kill."""
    with open(top / "server.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Halt(f"Secunda already runs from this checkout: {file.read().strip()}.") from None
        file.truncate(0)
        file.write(f"{address}/ (process {os.getpid()})")
        file.flush()
        yield


def _end_orphans(top: Path) -> None:
    """End the web servers and workers that a killed server of this checkout has left."""
    left = marked(top)
    for number, until in (
        (signal.SIGTERM, time.monotonic() + GRACE),
        (signal.SIGKILL, time.monotonic() + GRACE + 5),
    ):
        for process in left:
            _signal(process, number)
        while left and time.monotonic() < until:
            time.sleep(0.1)
            left = marked(top)


def marked(top: Path) -> list[int]:
    """The processes whose environment says that a server of this checkout started them."""
    mark = f"{MARK}={top}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
        except OSError:
            continue  # it has ended, or is another user's
    return [process for process in found if process != os.getpid()]


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Halt(
                    f"Port {port} is taken by another program: choose one with --port {port + 1}."
                ) from error
            raise Halt(f"{host}:{port} cannot be listened on: {error.strerror}.") from error


def _signal(process: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, number)


if __name__ == "__main__":
    main()
