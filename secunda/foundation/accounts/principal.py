"""Who is acting: a person, a link or a job, told to PostgreSQL for the length of a transaction.

Row security reads these settings; without them a query shows nothing. Every door sets them: the web in
`middleware.principal_of_request`, each job in its body, the command line for the case it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection
from psycopg.pq import TransactionStatus

SETTINGS = (
    "app.account_id",
    "app.programme_id",
    "app.link_id",
    "app.case_id",
    "app.on_behalf_of",
    "app.role",
    "app.session",
    "app.job",
)


def _read() -> tuple[str, ...]:
    columns = ", ".join("coalesce(current_setting(%s, true), '')" for _ in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns}", SETTINGS)
        return tuple(cursor.fetchone() or ())


def _write(values: tuple[str, ...]) -> None:
    columns = ", ".join("set_config(%s, %s, true)" for _ in SETTINGS)
    pairs = [part for name, value in zip(SETTINGS, values, strict=True) for part in (name, value)]
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns}", pairs)


def set_principal(
    *,
    account_id: int | None = None,
    programme_id: int | None = None,
    link_id: int | None = None,
    case_id: int | None = None,
    on_behalf_of: int | None = None,
    role: str = "",
    session: str = "",
    job: str = "",
) -> None:
    """Say who acts until the transaction ends. Needs an open transaction; everything not given is cleared."""
    if not connection.in_atomic_block:
        raise RuntimeError("a principal lives inside a transaction")
    ids = (account_id, programme_id, link_id, case_id, on_behalf_of)
    _write((*("" if i is None else str(i) for i in ids), role, session, job))


def _aborted() -> bool:
    """Whether PostgreSQL takes nothing more in this transaction; then the error on its way must not be hidden."""
    raw = connection.connection
    return raw is None or raw.info.transaction_status == TransactionStatus.INERROR


@contextmanager
def _acting(
    *,
    account_id: int | None = None,
    programme_id: int | None = None,
    link_id: int | None = None,
    case_id: int | None = None,
    on_behalf_of: int | None = None,
    role: str = "",
    session: str = "",
    job: str = "",
) -> Iterator[None]:
    before = _read()
    set_principal(
        account_id=account_id,
        programme_id=programme_id,
        link_id=link_id,
        case_id=case_id,
        on_behalf_of=on_behalf_of,
        role=role,
        session=session,
        job=job,
    )
    try:
        yield
    finally:
        if not (connection.needs_rollback or _aborted()):
            _write(before)


def as_person(
    account_id: int, programme_id: int | None, *, role: str = "", on_behalf_of: int | None = None
) -> AbstractContextManager[None]:
    """Act as an account in a programme inside a `with` block; the former principal returns afterwards."""
    return _acting(account_id=account_id, programme_id=programme_id, role=role, on_behalf_of=on_behalf_of)


def as_link(link_id: int, programme_id: int, *, case_id: int | None = None) -> AbstractContextManager[None]:
    """Act as the holder of a link (a draft before an account, an upload link, a share).

    `case_id`: the case as well, for the moment in which what the holder sends is written into it.
    """
    return _acting(link_id=link_id, programme_id=programme_id, case_id=case_id, role="link")


def as_job(*, case_id: int | None, programme_id: int | None, name: str) -> AbstractContextManager[None]:
    """Act as a background job for one case (or, with `case_id=None`, for the programme's own chores)."""
    return _acting(case_id=case_id, programme_id=programme_id, role="job", job=name)


def as_case(
    case_id: int, programme_id: int, *, account_id: int | None = None
) -> AbstractContextManager[None]:
    """Act for one case that is being made or claimed, before any part in it exists."""
    return _acting(case_id=case_id, programme_id=programme_id, account_id=account_id)
