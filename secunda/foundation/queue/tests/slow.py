"""A worker in a process of its own, and a job that says when it begins: for the tests that kill workers.

python -m secunda.foundation.queue.tests.slow    (DATABASE: JSON of Django's connection settings; BEGUN: a file)
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from secunda.foundation.queue import job

SECONDS = float(os.environ.get("SECONDS", "0"))


@job(name="test.slow")
def slow(*, number: int) -> None:
    """Writes a row, says so in the file BEGUN, and then takes SECONDS to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) values (%s, %s, %s)",
            ["test.slow", str(os.getpid()), number],
        )
    with Path(os.environ["BEGUN"]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(SECONDS)


def main() -> None:
    """Set Django up on the tests' database and work until told to stop."""
    settings.DATABASES["default"].update(json.loads(os.environ["DATABASE"]))
    django.setup()
    from secunda.foundation.queue import work

    work.run(once=SECONDS == 0)


if __name__ == "__main__":
    main()
