"""Jobs whose worker died: given back to the queue within about half a minute."""

from __future__ import annotations

import asyncio

from procrastinate import App

SILENCE = 30.0
"""Seconds without a heartbeat after which a worker is taken for dead."""

LOOK_EVERY = 5.0
"""Seconds between two looks for dead workers; every worker looks."""

ATTEMPTS = 10
"""A job that was begun this often and never ended is failed: it probably kills its workers."""

_GIVE_BACK = """
with dead as materialized (
    select job.id, job.attempts from procrastinate_jobs job
    left join procrastinate_workers worker on worker.id = job.worker_id
    where job.status = 'doing'
      and (worker.id is null or worker.last_heartbeat < now() - make_interval(secs => %(silence)s))
    for update of job skip locked
)
select id,
       case when attempts < %(attempts)s then procrastinate_retry_job_v2(id, now(), null, null, null)
            else procrastinate_finish_job_v1(id, 'failed', false) end
from dead
"""


async def revive_for_ever(app: App) -> None:
    """Give back, every few seconds, the jobs of workers that fell silent; ends when cancelled."""
    while True:
        await revive(app)
        await asyncio.sleep(LOOK_EVERY)


async def revive(app: App) -> list[int]:
    """Give back the jobs of silent workers; returns their ids. One statement, so that no job is given back twice."""
    rows = await app.connector.execute_query_all_async(_GIVE_BACK, silence=SILENCE, attempts=ATTEMPTS)
    return [int(row["id"]) for row in rows]
