"""Declaring jobs: `@job(name=…)` for one that somebody puts in the queue, `@periodic(cron=…, name=…)` for a clock's."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any, Generic, ParamSpec

from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules
from procrastinate import App, BaseRetryStrategy, RetryDecision, exceptions
from procrastinate import jobs as stored_jobs
from procrastinate.contrib.django import app, procrastinate_app

from secunda.foundation.queue import arguments

P = ParamSpec("P")

ATTEMPTS = 8
_LONGEST_WAIT = timedelta(hours=1)
_declared: dict[str, Job[Any]] = {}


class BackOff(BaseRetryStrategy):
    """After the n-th failure wait 10 s · 2ⁿ, at most an hour; give up after `attempts` runs."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: stored_jobs.Job) -> RetryDecision | None:
        """When to run again, or None to leave the job as failed."""
        if job.attempts + 1 >= self.attempts:
            return None
        wait = min(timedelta(seconds=10 * 2**job.attempts), _LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


class Job(Generic[P]):
    """A function that a worker runs later, in a transaction of its own. Calling it runs it here and now.

    It has to survive running twice: a worker that is killed after the commit has not yet said so.
    """

    def __init__(
        self, function: Callable[P, None], name: str, queue: str, attempts: int, *, is_whole: bool = True
    ) -> None:
        functools.update_wrapper(self, function)
        self.name = name
        self._is_whole = is_whole
        self._function: Callable[..., None] = function
        self._expected = arguments.parameters(function)
        self._task: Any = app.task(name=name, queue=queue, retry=BackOff(attempts))(self._run)
        _declared[name] = self

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self._function(*args, **kwargs)

    def defer(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Put the job in the queue, in the caller's transaction: it runs after the commit, or not at all."""
        self._defer({}, kwargs)

    def defer_at(self, when: datetime, *args: P.args, **kwargs: P.kwargs) -> None:
        """The same, to be run no sooner than `when` (aware)."""
        self._defer({"schedule_at": when}, kwargs)

    def defer_once(self, lock: str, *args: P.args, **kwargs: P.kwargs) -> bool:
        """The same, unless a job with this lock (a word with ids in it) still waits; False if one does."""
        try:
            with transaction.atomic():
                self._defer({"queueing_lock": arguments.lock(self.name, lock)}, kwargs)
        except exceptions.AlreadyEnqueued:
            return False
        return True

    def _defer(self, options: dict[str, Any], given: dict[str, Any]) -> None:
        if not connection.in_atomic_block:
            raise RuntimeError(f"{self.name} is put in the queue inside the transaction that needs it")
        self._task.configure(**options).defer(**arguments.stored(self.name, self._expected, given))

    def _run(self, **kept: object) -> None:
        given = arguments.restored(self._expected, kept)
        with transaction.atomic() if self._is_whole else nullcontext():
            self._function(**given)


def job(
    *, name: str, queue: str = "default", attempts: int = ATTEMPTS, is_whole: bool = True
) -> Callable[[Callable[P, None]], Job[P]]:
    """Declare a job. Its parameters are keyword-only ids: int, UUID, str (a short word), or one of them or None.

    `name` never changes once released (jobs wait under it); `attempts` counts the first run. A job of minutes is not
    `is_whole`: it opens short transactions of its own, so that others see how far it is and no lock is held for long.
    Raises arguments.NotAnIdentifier when a parameter could carry content.
    """

    def declare(function: Callable[P, None]) -> Job[P]:
        return Job(function, name, queue, attempts, is_whole=is_whole)

    return declare


def named(name: str) -> Job[Any]:
    """The declared job of that name: how an action puts a job in the queue, since jobs stand above actions.

    Raises LookupError when no area's `jobs` module declares it.
    """
    return _declared[name]


def periodic(*, cron: str, name: str, queue: str = "default") -> Callable[[Callable[[], None]], Job[[]]]:
    """Declare a job without parameters that the workers start by the clock (UTC cron of five or six fields).

    Of several workers one starts it. A run that is still waiting is not queued again; one that was missed by
    more than ten minutes is left out.
    """

    def declare(function: Callable[[], None]) -> Job[[]]:
        declared = Job(function, name, queue, attempts=1)
        app.periodic(cron=cron, queueing_lock=name)(declared._task)
        return declared

    return declare


def ready(app: App) -> None:
    """Find the `jobs` module of every installed area. Called once, by Django, when the app is made."""
    procrastinate_app.current_app = (
        app  # Django sets it a moment later; what is declared now must reach this app
    )
    autodiscover_modules("jobs")
