"""The program that `test_crash` kills: it stores objects one after the other and says which are committed.

Reads its settings as one line of JSON; prints a line "public id, sha256" after each commit, and before each of the
steps at which it may be told to stop and wait for its end: "writing", "finished".
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import datetime

import django
from django.conf import settings


def run(given: dict[str, object]) -> None:
    """Store objects until killed."""
    from django.db import connection, transaction

    from secunda.foundation.vault import actions as vault

    chance = random.Random(str(given["seed"]))
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('app.programme_id', %s, true)", [str(given["programme_id"])])
            writer = vault.Writer(
                case_id=int(str(given["case_id"])),
                programme_id=int(str(given["programme_id"])),
                klass="evidence",
                media_type="application/octet-stream",
                limit=10**9,
                by_id=None,
                at=datetime.fromisoformat(str(given["at"])),
            )
            for _ in range(chance.randrange(1, 12)):
                writer.write(chance.randbytes(chance.randrange(1, 300_000)))
            _reach("writing", given)
            kept = writer.finish()
            _reach("finished", given)
        print(kept.public_id, kept.sha256, flush=True)


def _reach(step: str, given: dict[str, object]) -> None:
    if step == given["wait_at"]:
        print(step, flush=True)
        time.sleep(60)


if __name__ == "__main__":
    given = json.loads(sys.stdin.readline())
    settings.DATABASES["default"] = given["database"]
    for name, value in given["settings"].items():
        setattr(settings, name, value)
    settings.VAULT_MASTER_KEYS = {name: bytes.fromhex(key) for name, key in given["master_keys"].items()}
    django.setup()
    run(given)
