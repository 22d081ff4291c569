"""Running what waits in the queue here and now, without a worker: for tests, demo cases and the command line."""

from __future__ import annotations

import json
from typing import cast

from django.db import connection, transaction
from procrastinate import jobs, sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


class Endless(RuntimeError):
    """The jobs put ever more jobs into the queue."""


def drain(*, early: bool = False, enough: int = 1000) -> list[str]:
    """Run every job that is due, one after the other, until none is left; returns their names in that order.

    Each job, its effects and its being done are one transaction (a savepoint inside the caller's), so it works
    both inside and outside of one. The first job that fails is marked as failed and its exception is raised.
    With `early` the jobs that wait for a later time run too. Call it outside any principal: jobs set their own.
    Raises Endless after `enough` jobs.
    """
    done: list[str] = []
    while len(done) < enough:
        if early:
            _bring_forward()
        name = _run_one()
        if name is None:
            return done
        done.append(name)
    raise Endless(f"{enough} jobs ran and more are waiting; the last was {done[-1]}.")


def _run_one() -> str | None:
    """Run the next due job and return its name; None when there is none. Raises what the job raised."""
    failure: Exception | None = None
    with transaction.atomic():
        found = _take()
        if found is None:
            return None
        try:
            with transaction.atomic():
                app.tasks[found.task_name](**found.task_kwargs)
        except Exception as error:
            failure = error
        _finish(found, jobs.Status.FAILED if failure else jobs.Status.SUCCEEDED)
    if failure is not None:
        raise failure
    return found.task_name


def _connector() -> DjangoConnector:
    return cast("DjangoConnector", app.connector)


def _take() -> jobs.Job | None:
    row = _connector().execute_query_one(query=sql.queries["fetch_job"], queues=None, worker_id=None)
    if row["id"] is None:
        return None
    kept = row["args"]
    return jobs.Job.from_row({**row, "args": json.loads(kept) if isinstance(kept, str) else kept})


def _finish(found: jobs.Job, status: jobs.Status) -> None:
    delete = status is jobs.Status.SUCCEEDED
    _connector().execute_query(
        query=sql.queries["finish_job"], job_id=found.id, status=status.value, delete_job=delete
    )


def _bring_forward() -> None:
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
