"""The worker: takes jobs from the queue and runs them, two at a time, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable
from types import FrameType
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connections
from procrastinate import App, exceptions
from procrastinate.contrib.django import DjangoApp, connector_params
from procrastinate.contrib.django import app as house
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import OperationalError

from secunda.foundation.queue import stalled

logger = logging.getLogger(__name__)

HEARTBEAT = 5.0
"""Seconds between a worker's signs of life; after `stalled.SILENCE` without one its jobs are given to others."""

_LOOK_FOR_STOP = 0.5
_PAUSE = 2.0


class JobFailedError(Exception):
    """Stands for a database error, whose own message can quote rows; names the error and the place only."""


def run(*, stop: threading.Event | None = None, concurrency: int = 2, once: bool = False) -> None:
    """Work until `stop` is set (by default: until SIGTERM or SIGINT), then finish the jobs begun and return.

    `stop.is_set()` is asked twice a second while the worker's loop turns. With `once`, run one job at a time and return
    when nothing is due. When the database goes away the worker waits for it. A second signal ends the process at
    once; its jobs are rolled back and another worker runs them again.
    """
    stop = stop or _stopped_by_signals()
    while not stop.is_set():
        try:
            asyncio.run(_work(stop, concurrency=1 if once else concurrency, wait=not once))
        except (exceptions.ConnectorException, OperationalError, DatabaseError) as lost:
            logger.warning("The worker lost the database (%s) and waits for it.", type(lost).__name__)
        if once:
            return
        stop.wait(_PAUSE)


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return stop


@contextlib.asynccontextmanager
async def _worker_app() -> AsyncIterator[App]:
    """The house's jobs on a connection pool of the worker's own.

    The jobs themselves stay with the house's app, so that what a job puts in the queue belongs to that job's
    transaction.
    """
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    app = DjangoApp(connector=connector, worker_defaults={"task_middleware": [discreetly]})
    app.tasks, app.periodic_registry = house.tasks, house.periodic_registry
    async with app.open_async():
        yield app


async def _work(stop: threading.Event, *, concurrency: int, wait: bool) -> None:
    await sync_to_async(connections.close_all)()
    async with _worker_app() as app:
        await stalled.revive(app)
        working = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                install_signal_handlers=False,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=stalled.SILENCE,
            )
        )
        watching = [
            asyncio.create_task(_until(stop)),
            asyncio.create_task(stalled.revive_for_ever(app)),
        ]
        await asyncio.wait([working, *watching], return_when=asyncio.FIRST_COMPLETED)
        for task in (working, *watching):
            task.cancel()
        await _ended(working, *watching)


async def _until(stop: threading.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(_LOOK_FOR_STOP)


async def _ended(*tasks: asyncio.Task[None]) -> None:
    """Wait for the tasks; raise the first failure among them."""
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


def discreetly(call_next: Callable[[], Any], _context: object, _worker: object) -> Any:
    """Run one job; a database error leaves without its message, which can quote what the row held."""
    try:
        return call_next()
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", None) or "-"
        failure = JobFailedError(f"{type(error).__name__} {state}").with_traceback(error.__traceback__)
        raise failure from None
