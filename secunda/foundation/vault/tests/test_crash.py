"""Kill -9 in the middle of storing: what was acknowledged is whole, nothing half is ready, leftovers are swept."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object

from .conftest import NOW, files, see

SEED = 20261122


class Storing:
    """A process that stores objects, to be killed."""

    def __init__(self, seed: str, wait_at: str = "") -> None:
        # Rows that a killed process committed stay in the tests' database: a case of their own keeps them apart.
        self.case_id = random.randrange(2**40, 2**50)
        self.programme_id = self.case_id
        keys = {name: key.hex() for name, key in settings.VAULT_MASTER_KEYS.items()}
        given = {
            "database": connection.settings_dict,
            "master_keys": keys,
            "settings": {
                "VAULT_URL": settings.VAULT_URL,
                "VAULT_MASTER_KEY_ID": settings.VAULT_MASTER_KEY_ID,
            },
            "case_id": self.case_id,
            "programme_id": self.programme_id,
            "seed": seed,
            "wait_at": wait_at,
            "at": NOW.isoformat(),
        }
        module = "secunda.foundation.vault.tests.killed_writer"
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin
        self._process.stdin.write(json.dumps(given, default=str) + "\n")
        self._process.stdin.close()

    def kill(self, after: float = 0) -> dict[UUID, str]:
        """Kill it `after` seconds of its first line; what it had acknowledged until then, id and sha256."""
        assert self._process.stdout
        first = self._process.stdout.readline()
        time.sleep(after)
        self._process.send_signal(signal.SIGKILL)
        lines = [first, *self._process.stdout.readlines()]
        self._process.wait()
        self._process.stdout.close()
        return {UUID(words[0]): words[1] for line in lines if len(words := line.split()) == 2}


def sweep_everything_old(folder: Path) -> None:
    for path in files(folder):
        os.utime(path, (0, 0))
    vault.sweep(at=datetime.now(UTC), older_than=timedelta(hours=24))


@pytest.mark.parametrize("step", ["writing", "finished"])
def test_killed_before_the_commit_leaves_no_object(folder: Path, step: str) -> None:
    storing = Storing(f"{SEED}", wait_at=step)
    assert storing.kill() == {}
    see(storing.programme_id)
    assert not Object.objects.exists()
    (left,) = files(folder)
    assert (left.suffix == ".part") == (step == "writing")
    assert vault.sweep(at=datetime.now(UTC)) == 0
    sweep_everything_old(folder)
    assert files(folder) == []


@pytest.mark.parametrize("round_", range(6))
def test_killed_at_any_moment_keeps_what_was_acknowledged(folder: Path, round_: int) -> None:
    storing = Storing(f"{SEED} {round_}")
    acknowledged = storing.kill(after=random.Random(f"{SEED} {round_}").uniform(0, 0.3))
    see(storing.programme_id)
    there = {kept.public_id: kept for kept in Object.objects.filter(case_id=storing.case_id)}
    assert acknowledged
    assert acknowledged.items() <= {public_id: kept.sha256 for public_id, kept in there.items()}.items()
    sweep_everything_old(folder)
    assert sorted(path.name for path in files(folder)) == sorted(kept.store_key for kept in there.values())
    for kept in there.values():
        assert len(vault.read(kept)) == kept.size
