"""The verdicts of a real ClamAV daemon, with one signature of our own (the EICAR test file)."""

from __future__ import annotations

import io
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from secunda.care.cases.tests.factories import a_submitted_case, acting, cast, now
from secunda.care.records import actions as records
from secunda.care.records.access import FIT
from secunda.care.records.models import Record
from secunda.care.records.scan import NoScanner, scan
from secunda.care.records.tests.factories import a_pdf, a_received_record
from secunda.foundation.audit.models import Event

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
DAEMON_LIMIT = 1024 * 1024
LIMIT = 10 * 1024 * 1024


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("ClamAV's clamd is not on this machine (Debian: clamav-daemon)")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    place = folder / "clamd.sock"
    settings = {
        "LocalSocket": place, "DatabaseDirectory": folder, "Foreground": "yes", "StreamMaxLength": DAEMON_LIMIT,
        "User": pwd.getpwuid(os.geteuid()).pw_name, "OfficialDatabaseOnly": "no", "LogFile": folder / "log",
    }  # fmt: skip
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    process = subprocess.Popen(
        [program, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _await(place, process)
    yield f"unix://{place}"
    process.terminate()
    process.wait(20)


def _await(place: Path, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + 30
    while time.monotonic() < last and process.poll() is None:
        try:
            with socket.socket(socket.AF_UNIX) as trial:
                trial.connect(str(place))
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("clamd did not start")


def test_a_virus_is_found_and_a_letter_is_clean(daemon: str) -> None:
    assert scan(io.BytesIO(EICAR), daemon, limit=LIMIT) == "infected"
    assert scan(io.BytesIO(b"Dear colleague, thank you."), daemon, limit=LIMIT) == "clean"


def test_what_is_over_a_limit_is_too_large_whoever_notices(daemon: str) -> None:
    assert scan(io.BytesIO(bytes(DAEMON_LIMIT * 3)), daemon, limit=LIMIT) == "too_large"
    assert scan(io.BytesIO(bytes(11)), daemon, limit=10) == "too_large"


def test_without_a_daemon_nothing_is_claimed() -> None:
    assert scan(io.BytesIO(EICAR), "", limit=LIMIT) == "not_scanned"


@pytest.mark.parametrize("address", ["unix:///nowhere/clamd.sock", "tcp://127.0.0.1:1"])
def test_a_daemon_that_does_not_answer_is_no_verdict(address: str) -> None:
    with pytest.raises(NoScanner):
        scan(io.BytesIO(b"anything"), address, limit=LIMIT)


def test_an_answer_that_says_nothing_is_no_verdict() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        child = os.fork()
        if child == 0:
            line, _ = listening.accept()
            line.recv(65536)
            line.sendall(b"stream: ERROR\0")
            os._exit(0)
        with pytest.raises(NoScanner):
            scan(io.BytesIO(b"x"), f"tcp://127.0.0.1:{listening.getsockname()[1]}", limit=LIMIT)
        os.waitpid(child, 0)


@pytest.mark.django_db
def test_what_the_scanner_finds_is_refused_and_destroyed(daemon: str, settings: Settings) -> None:
    settings.CLAMD_ADDRESS, settings.CLAMD_LIMIT = daemon, LIMIT
    them = cast()
    record = a_received_record(them, a_submitted_case(them), content=a_pdf(1) + b"\n%" + EICAR)
    assert (record.state, record.refused_code, record.object_id) == ("refused", "infected", None)


@pytest.mark.django_db
def test_a_clean_record_says_so_and_one_too_large_waits_for_a_named_person(
    daemon: str, settings: Settings
) -> None:
    settings.CLAMD_ADDRESS, settings.CLAMD_LIMIT = daemon, LIMIT
    them = cast()
    case = a_submitted_case(them)
    assert a_received_record(them, case, content=a_pdf(1)).scanned == "clean"
    settings.CLAMD_LIMIT = 10
    held = a_received_record(them, case, content=a_pdf(2))
    assert held.scanned == "too_large"
    with acting(them.cleo, them.programme):
        Record.objects.filter(pk=held.pk).update(identity_confirmed_at=now(), identity_confirmed_by=them.cleo)
        fit = Record.objects.filter(FIT, pk=held.pk)
        assert not fit.exists()
        records.release_unscanned(record=held, by=them.cleo, at=now())
        records.release_unscanned(record=held, by=them.cleo, at=now())
        assert fit.exists()
        assert Event.objects.filter(case_id=case.pk, verb="record.scan_released").count() == 1


@pytest.mark.django_db
def test_without_an_answer_the_record_waits_and_nothing_is_lost(settings: Settings) -> None:
    settings.CLAMD_ADDRESS, settings.CLAMD_LIMIT = "unix:///nowhere/clamd.sock", LIMIT
    them = cast()
    with pytest.raises(NoScanner):
        a_received_record(them, a_submitted_case(them), content=a_pdf(1))
