"""Copying the cases of a small database a hundred thousand times, row by row, by SQL as the owner.

The id of a copied row is that of its original plus a multiple of `STRIDE`, and so is whatever points to it, so that
copies hang together as their originals do. Long texts of reports and reads, which no list shows, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from benchmarks._scene import One

STRIDE = 100_000
PROGRAMMES = 3  # whose ids follow each other; the originals are in the first
COLLEAGUES = 120  # of each expert and second reader, over all programmes; the copied cases are theirs
STILL_OPEN = ("sent", "invited", "blind", "writing", "checking")
SHARES = {"released": 0.975} | dict.fromkeys(
    STILL_OPEN, 0.005
)  # so few that nobody has more open than agreed
DAYS = 3 * 365
COPIES = "create temp table copies (case_id bigint, n bigint, w bigint, ago interval, ended boolean)"

# What is not simply copied: (table, column) -> SQL over the row `t` and the copy `k`: the `k.n`-th of its original, of
# colleague `k.w`.
OTHERWISE = {
    ("cases_case", "reference"): "substr(md5('case' || t.id || '.' || k.n), 1, 12)",
    ("cases_case", "state"): "case when k.ended then 'closed' else t.state end",
    ("cases_case", "due_at"): "case when not k.ended then t.due_at - k.ago * 0.1 end",
    ("cases_case", "closed_at"): "case when k.ended then t.readable_at - k.ago end",
    ("cases_task", "done_at"): "case when k.ended then t.created_at - k.ago else t.done_at end",
    ("cases_link", "token_hash"): "sha256(convert_to('link' || t.id || '.' || k.n, 'UTF8'))",
    ("audit_event", "chain"): "'case:' || (t.case_id + k.n * %(stride)s)",
    ("audit_chain", "chain"): "'case:' || (k.case_id + k.n * %(stride)s)",
    ("notifications_notification", "message_id"): "'<' || gen_random_uuid() || '@example.org>'",
    ("notifications_notification", "opened_at"): "case when k.ended then t.created_at - k.ago end",
    ("opinions_opinion", "code"): "substr(md5('opinion' || t.id || '.' || k.n), 1, 24)",
    ("opinions_opinion", "content"): "'{}'::jsonb",
    ("opinions_opinion", "canonical"): "case when t.canonical is not null then '\\x00'::bytea end",
    ("opinions_read", "content"): "'{}'::jsonb",
    ("vault_object", "store_key"): "md5('object' || t.id || '.' || k.n)",
    ("accounts_account", "email"): "'copy.' || t.id || '.' || k.n || '@example.org'",
}
ACTORS = {
    ("audit_event", "actor_id"),
    ("vault_object", "created_by_account_id"),
}  # accounts without a foreign key
OF_WORKERS = {
    "accounts_account": "join copies k on k.case_id = t.id",
    "accounts_role": "join copies k on k.case_id = t.account_id",
    "experts_expert": "join copies k on k.case_id = t.account_id",
    "experts_affiliation": "join experts_expert e on e.id = t.expert_id join copies k on k.case_id = e.account_id",
    "experts_licence": "join experts_expert e on e.id = t.expert_id join copies k on k.case_id = e.account_id",
}
OF_CASES = {
    "accounts_account": "join cases_case c on c.requester_id = t.id join copies k on k.case_id = c.id",
    "cases_patient": "join cases_case c on c.patient_id = t.id join copies k on k.case_id = c.id",
    "cases_case": "join copies k on k.case_id = t.id",
    "audit_chain": "join copies k on 'case:' || k.case_id = t.chain",
}


@dataclass(frozen=True)
class Columns:
    """What the columns of the whole database point to, each as (table, column)."""

    of_the_case: set[tuple[str, str]]
    accounts: set[tuple[str, str]]
    profiles: set[tuple[str, str]]


def staff(connection: psycopg.Connection, ones: list[One]) -> None:
    """Make colleagues of each expert and second reader, with role, profile, workplace and licence."""
    _begin(connection)
    run(connection, "insert into copies select w, n, n, interval '0', false "
        "from unnest(%(workers)s::bigint[]) w, generate_series(1, %(colleagues)s) n", ones)  # fmt: skip
    for table, joined in OF_WORKERS.items():
        _copy(connection, table, joined, _columns(connection, set()), ones)
    _end(connection)


def cases(connection: psycopg.Connection, ones: list[One], count: int) -> None:
    """Copy the cases until there are about `count` more, most of them closed, spread over three years."""
    _begin(connection)
    for one in ones:
        share = int(count * SHARES[one.kind])
        ago = f"days => mod(g, {DAYS})" if one.kind == "released" else "hours => mod(g, 240)"
        connection.execute(
            f"insert into copies select %s, g, 1 + mod(g, {COLLEAGUES}), make_interval({ago}), %s "
            "from generate_series(1, %s) g",
            [one.case_id, one.kind == "released", share],
        )
    connection.execute("analyze copies")
    tables = OF_CASES | dict.fromkeys(_tables_of_a_case(connection), "join copies k on k.case_id = t.case_id")
    columns = _columns(connection, set(tables) - {"accounts_account"})
    for table, joined in tables.items():
        _copy(connection, table, joined, columns, ones)
    _end(connection)


def colleague(one: One) -> int:
    """The account of an expert of the first programme to whom copies of a case belong."""
    return one.workers[0] + PROGRAMMES * STRIDE


def run(connection: psycopg.Connection, statement: str, ones: list[One]) -> None:
    """Execute a statement that this module has put together."""
    given = {
        "stride": STRIDE,
        "colleagues": COLLEAGUES,
        "workers": [worker for one in ones for worker in one.workers],
        "patients": [one.patient_id for one in ones],
    }
    connection.execute(statement, given)


def _begin(connection: psycopg.Connection) -> None:
    connection.execute("set search_path = public, keystore")
    connection.execute("set session_replication_role = replica")  # what the originals passed, the copies pass
    connection.execute("drop table if exists copies")
    connection.execute(COPIES)


def _end(connection: psycopg.Connection) -> None:
    connection.execute("set session_replication_role = origin")
    connection.execute("vacuum analyze")


def _tables_of_a_case(connection: psycopg.Connection) -> list[str]:
    """Every table with a case in it, the audit's and the vault's too."""
    found = connection.execute(
        "select table_name from information_schema.columns join information_schema.tables using (table_schema, "
        "table_name) where column_name = 'case_id' and table_type = 'BASE TABLE' and table_schema in "
        "('public', 'keystore') order by 1"
    )
    return [row[0] for row in found]


def _columns(connection: psycopg.Connection, tables: set[str]) -> Columns:
    return Columns(
        of_the_case=_pointing_at(connection, tables),
        accounts=_pointing_at(connection, {"accounts_account"}) | ACTORS,
        profiles=_pointing_at(connection, {"experts_expert", "experts_licence"}),
    )


def _pointing_at(connection: psycopg.Connection, tables: set[str]) -> set[tuple[str, str]]:
    """The columns with a foreign key to these tables."""
    found = connection.execute(
        "select c.relname, a.attname from pg_constraint f join pg_class c on c.oid = f.conrelid "
        "join pg_class o on o.oid = f.confrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1] "
        "where f.contype = 'f' and cardinality(f.conkey) = 1 and o.relname = any(%s)",
        [list(tables)],
    )
    return {(row[0], row[1]) for row in found}


def _copy(connection: psycopg.Connection, table: str, joined: str, columns: Columns, ones: list[One]) -> None:
    held = connection.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s "
        "and table_schema in ('public', 'keystore') order by ordinal_position",
        [table],
    ).fetchall()
    unique = _unique_ids(connection, table)
    values = ", ".join(_value((table, name), kind, name in unique, columns) for name, kind in held)
    names = ", ".join(name for name, _kind in held)
    run(connection, f"insert into {table} ({names}) select {values} from {table} t {joined}", ones)
    if ("id", "bigint") in held:
        run(connection, f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}", ones)


def _value(column: tuple[str, str], kind: str, is_unique_id: bool, columns: Columns) -> str:
    """What a copy has in a column."""
    held = f"t.{column[1]}"
    if column in OTHERWISE:
        return OTHERWISE[column]
    if column[1] in ("id", "case_id") or column in columns.of_the_case:
        return f"{held} + k.n * %(stride)s"
    if column in columns.accounts:
        return (
            f"{held} + %(stride)s * case when {held} = any(%(workers)s) then k.w "
            f"when {held} = any(%(patients)s) then k.n else 0 end"
        )
    if column[1] == "programme_id":
        return f"{held} + mod(k.w, {PROGRAMMES})"
    if column in columns.profiles:
        return f"{held} + k.w * %(stride)s"
    if is_unique_id:
        return "gen_random_uuid()"
    return f"{held} - k.ago" if kind == "timestamp with time zone" else held


def _unique_ids(connection: psycopg.Connection, table: str) -> set[str]:
    """The uuid columns that are unique by themselves."""
    found = connection.execute(
        "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "
        "where i.indrelid = %s::regclass and i.indisunique and i.indnkeyatts = 1 and a.atttypid = 'uuid'::regtype",
        [table],
    )
    return {row[0] for row in found}
