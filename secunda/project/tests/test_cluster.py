"""The checkout's own cluster survives what happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from secunda.project import cluster, roles
from secunda.project.places import Halt

START = "import sys, pathlib; from secunda.project import cluster; cluster.ensure_running(pathlib.Path(sys.argv[1]));"


@pytest.fixture
def empty() -> Iterator[Path]:
    """Where a cluster may be made; outside pytest's own folders, which the server's user cannot enter."""
    with TemporaryDirectory(prefix="secunda-test-", dir="/var/tmp") as made:
        os.chmod(made, 0o755)
        yield Path(made) / "db"
        cluster.stop(Path(made) / "db")


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A cluster that has been made and stopped."""
    with TemporaryDirectory(prefix="secunda-test-", dir="/var/tmp") as top:
        os.chmod(top, 0o755)
        folder = Path(top) / "db"
        start(folder)
        cluster.stop(folder)
        yield folder


@pytest.fixture
def folder(made: Path, empty: Path) -> Path:
    """A cluster of one's own that does not run yet."""
    subprocess.run(["cp", "-a", made, empty], check=True)
    return empty


def start(folder: Path) -> cluster.Cluster:
    """A cluster that is quick to make; for what is not about crashes."""
    return cluster.ensure_running(folder, durable=False)


def postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split()[0])


def write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists kept (what text)")
        connection.execute("insert into kept values ('accepted')")


def read(url: str) -> list[tuple[str]]:
    with psycopg.connect(url) as connection:
        return connection.execute("select what from kept").fetchall()


def server(running: cluster.Cluster) -> str:
    return running.url(cluster.OWNER, "postgres")


def test_a_second_start_finds_the_first(folder: Path) -> None:
    first = start(folder)
    number = postmaster(folder)
    assert start(folder) == first
    assert postmaster(folder) == number


def test_what_was_accepted_survives_a_killed_server(folder: Path) -> None:
    running = cluster.ensure_running(folder)
    write(server(running))
    os.kill(postmaster(folder), signal.SIGKILL)
    assert read(server(cluster.ensure_running(folder))) == [("accepted",)]


def test_a_killed_server_and_its_children_leave_no_lock(folder: Path) -> None:
    running = cluster.ensure_running(folder)
    write(server(running))
    number = postmaster(folder)
    children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    for process in [number, *map(int, children)]:
        os.kill(process, signal.SIGKILL)
    assert read(server(cluster.ensure_running(folder))) == [("accepted",)]


def test_the_number_of_a_killed_server_may_belong_to_another(folder: Path) -> None:
    running = start(folder)
    cluster.stop(folder)
    stranger = subprocess.Popen(["sleep", "60"], user=running.user, cwd="/")
    try:
        lines = f"{stranger.pid}\n{running.folder}\n{int(time.time())}\n5432\n{running.socket_dir}\n\n"
        for stale in (folder / "postmaster.pid", running.socket_dir / ".s.PGSQL.5432.lock"):
            stale.write_text(lines)
            os.chown(stale, folder.stat().st_uid, folder.stat().st_gid)
        assert start(folder) == running
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_starts_at_once_make_one_cluster(empty: Path) -> None:
    both = [
        subprocess.Popen([sys.executable, "-c", START, str(empty)], stderr=subprocess.PIPE) for _ in range(2)
    ]
    assert [start.communicate(timeout=60)[1] for start in both] == [b"", b""]
    assert read_version(start(empty)) >= 15


def read_version(running: cluster.Cluster) -> int:
    with psycopg.connect(server(running)) as connection:
        return connection.info.server_version // 10000


def test_the_last_user_stops_it(folder: Path) -> None:
    words = [sys.executable, "-c", START + "print(flush=True); sys.stdin.read()", str(folder)]
    other = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    start(folder)
    assert not cluster.stop(folder)
    os.kill(postmaster(folder), 0)
    other.kill()
    other.wait()
    start(folder)
    assert cluster.stop(folder)
    assert not (folder / "postmaster.pid").exists()


def test_a_start_that_was_killed_half_way_is_begun_again(empty: Path) -> None:
    half = empty.with_name("db.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")
    start(empty)
    assert not half.exists()


def test_a_long_path_gets_a_short_socket(empty: Path) -> None:
    long = empty.with_name("a" * 90) / "db"
    long.parent.mkdir(mode=0o755)
    running = start(long)
    try:
        assert running.socket_dir.parent == Path("/tmp")
        write(server(running))
    finally:
        cluster.stop(long)
        running.socket_dir.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")
def test_a_home_that_the_server_cannot_enter(empty: Path) -> None:
    home = empty.with_name("home")
    home.mkdir(mode=0o700)
    running = start(home / "db")
    try:
        write(server(running))
        cluster.stop(home / "db")
        assert (home / "db").is_symlink()
        assert running.folder.parent.parent == Path("/var/tmp")
        assert read(server(start(home / "db"))) == [("accepted",)]
    finally:
        cluster.stop(home / "db")
        subprocess.run(["rm", "-r", running.folder.parent], check=True)
    with pytest.raises(Halt, match="which is gone"):
        start(home / "db")


def test_nobody_else_can_reach_it(folder: Path) -> None:
    running = start(folder)
    assert running.socket_dir.stat().st_mode & 0o077 == 0
    assert running.folder.stat().st_mode & 0o077 == 0
    with psycopg.connect(server(running)) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_a_failing_statement_is_not_in_the_log(folder: Path) -> None:
    running = start(folder)
    with psycopg.connect(server(running)) as connection:
        connection.execute("create table person (name text primary key)")
        connection.execute("insert into person values ('Ana of the canary')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('Ana of the canary')")
    assert "canary" not in (folder / "server.log").read_text()


def test_the_application_role_gets_what_it_needs_and_no_more(folder: Path) -> None:
    running = start(folder)
    roles.make_database(server(running), cluster.DATABASE)
    for _ in range(2):
        roles.prepare(running.owner_url)
    with psycopg.connect(running.owner_url) as owner:
        owner.execute("create schema keystore")
        owner.execute("create table keystore.key (id bigserial primary key)")
        owner.execute("create table audit (id bigserial primary key)")
        owner.execute("revoke update, delete on audit from secunda_app")
    roles.prepare(running.owner_url)
    with psycopg.connect(running.app_url, autocommit=True) as application:
        application.execute("insert into keystore.key default values")
        application.execute("insert into audit default values")
        for statement in (
            "delete from audit",
            "truncate keystore.key",
            "create table mine ()",
            "table installation",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(statement)


def test_a_role_that_may_too_much_is_refused(folder: Path) -> None:
    running = start(folder)
    with psycopg.connect(server(running)) as owner:
        owner.execute("create role secunda_app login bypassrls")
    with pytest.raises(Halt, match="alter role secunda_app"):
        roles.prepare(server(running))
