"""The checkout's own PostgreSQL cluster: made, started, shared by several commands, and stopped.

Nobody but its server user can reach it: no network address, one socket in a 0700 folder. A start is serialised by a
lock file, takes over after a crash, and never deletes anything but the lock files of a server that is gone.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from secunda.project import claims, postgres
from secunda.project.places import Halt

OWNER = "secunda_owner"
APPLICATION = "secunda_app"
DATABASE = "secunda"
PORT = 5432  # of the socket's name; said, so that nobody's PGPORT changes it
LONGEST_SOCKET = 107  # sun_path of AF_UNIX, less its closing zero
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failing statement carries what a patient wrote: neither it nor the offending row may reach the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One cluster: `folder` is its data directory; `user` and `group` are whom root becomes to run the server."""

    folder: Path
    user: int | None
    group: int | None
    durable: bool = True

    @property
    def socket_dir(self) -> Path:
        """The folder of its socket: beside the data, or under /tmp when that path is too long for a socket."""
        near = self.folder.with_name(f"{self.folder.name}.socket")
        if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return near
        return Path("/tmp") / f"secunda-{_short_hash(self.folder)}-{self._uid}"

    @property
    def owner_url(self) -> str:
        """Address for migrations: the role that owns every table."""
        return self.url(OWNER, DATABASE)

    @property
    def app_url(self) -> str:
        """Address for everything else: the role that row security holds."""
        return self.url(APPLICATION, DATABASE)

    def url(self, role: str, database: str) -> str:
        """A libpq address of `database` for `role`."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_dir), safe='')}&port={PORT}"

    @property
    def _uid(self) -> int:
        return os.geteuid() if self.user is None else self.user

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command as the server's user, away from the terminal and with nothing of our environment."""
        return subprocess.run(
            command,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=True,
            check=False,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
        )


def at(folder: Path, *, durable: bool = True) -> Cluster:
    """The cluster of `folder`, whether or not it exists or runs. A cluster that is not `durable` is for tests."""
    folder = folder.absolute()
    if folder.is_symlink() and not folder.exists():
        raise Halt(
            f"{folder} points to {folder.readlink()}, which is gone: put it back, or remove the link to begin anew."
        )
    user, group = _server_user(folder)
    cluster = Cluster(folder.resolve(), user, group, durable)
    if user is None or folder.is_symlink() or folder.exists() or _reaches(cluster, folder.parent):
        return cluster
    return Cluster(_far_folder(folder) / "db", user, group, durable)


def ensure_running(folder: Path, *, durable: bool = True) -> Cluster:
    """Make the cluster if it is not there, start it if it does not run, and hold it until `stop` or our own end.

    Raises Halt with what to do when PostgreSQL is missing or does not start.
    """
    folder = folder.absolute()
    folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with claims.locked(folder):
        cluster = at(folder, durable=durable)
        claims.hold(folder)
        if _answers(cluster):
            return cluster
        if not cluster.folder.exists():
            _make(cluster)
        if cluster.folder != folder and not folder.is_symlink():
            folder.symlink_to(cluster.folder)
            print(
                f"The server's user cannot enter {folder.parent}: the database is kept in {cluster.folder}."
            )
        _make_socket_folder(cluster)
        _start(cluster)
    return cluster


def stop(folder: Path) -> bool:
    """Let go of the cluster and stop it unless another command still uses it; true if it has stopped."""
    folder = folder.absolute()
    with claims.locked(folder):
        if not claims.release(folder):
            return False
        cluster = at(folder)
        if (cluster.folder / "postmaster.pid").exists():
            cluster.run(
                postgres.program("pg_ctl", cluster.folder),
                "-D",
                str(cluster.folder),
                "-m",
                "fast",
                "-w",
                "-t",
                "60",
                "stop",
            )
    return True


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _server_user(folder: Path) -> tuple[int | None, int | None]:
    """Whom to become: nobody new unless we are root, since PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        if folder.exists() and folder.stat().st_uid != os.geteuid():
            raise Halt(f"{folder} belongs to another user: start as that user.")
        return None, None
    if folder.exists() and folder.stat().st_uid != 0:
        return folder.stat().st_uid, folder.stat().st_gid
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise Halt(
        "PostgreSQL does not run as root and there is no user postgres or nobody: start as another user."
    )


def _reaches(cluster: Cluster, folder: Path) -> bool:
    return cluster.run("test", "-x", str(folder)).returncode == 0


def _far_folder(folder: Path) -> Path:
    """A folder for the data of a checkout that the server's user cannot enter (a home of mode 0700)."""
    far = Path("/var/tmp") / f"secunda-{_short_hash(folder)}"
    far.mkdir(mode=0o755, exist_ok=True)
    if far.is_symlink() or far.lstat().st_uid != 0:
        raise Halt(
            f"{far} belongs to someone else: remove it, or move this checkout where every user may enter."
        )
    return far


def _answers(cluster: Cluster) -> bool:
    try:
        psycopg.connect(cluster.url(OWNER, "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _own(cluster: Cluster, folder: Path) -> None:
    if cluster.user is not None:
        os.chown(
            folder, cluster.user, cluster.group if cluster.group is not None else -1, follow_symlinks=False
        )


def _make(cluster: Cluster) -> None:
    """Run initdb beside the final place and rename at the end, so that a killed start leaves no half cluster."""
    fresh = cluster.folder.with_name(f"{cluster.folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    _own(cluster, fresh)
    care = ["--data-checksums"] if cluster.durable else ["--no-sync"]
    words = ["-U", OWNER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", *care]
    made = cluster.run(postgres.program("initdb", cluster.folder), "-D", str(fresh), *words)
    if made.returncode != 0:
        raise Halt(f"PostgreSQL could not make its folder {fresh}: {_last_line(made.stderr)}")
    fresh.rename(cluster.folder)


def _make_socket_folder(cluster: Cluster) -> None:
    folder = cluster.socket_dir
    try:
        folder.mkdir(mode=0o700)
        _own(cluster, folder)
    except FileExistsError:
        pass
    seen = folder.lstat()
    if folder.is_symlink() or seen.st_uid != cluster._uid or seen.st_mode & 0o077:
        raise Halt(f"{folder} is not a private folder of the database's user: remove it and start again.")


def _start(cluster: Cluster) -> None:
    """Start the server; after a crash its last children may need a second to go, so try for a while."""
    settings = (
        SETTINGS
        | ({} if cluster.durable else THROW_AWAY)
        | {"unix_socket_directories": str(cluster.socket_dir)}
    )
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    log = cluster.folder / "server.log"
    words = ["-D", str(cluster.folder), "-l", str(log), "-w", "-t", "120", "-o", options, "start"]
    program, last_try = postgres.program("pg_ctl", cluster.folder), time.monotonic() + 15
    while True:
        _clear_stale_locks(cluster)
        cluster.run(program, *words)
        if _answers(cluster):
            return
        if time.monotonic() > last_try:
            raise Halt(f"PostgreSQL does not start ({_last_line(_read(log))}); its log is {log}.")
        time.sleep(0.3)


def _clear_stale_locks(cluster: Cluster) -> None:
    """Remove the lock files of a server that is gone, once no process works in its folder.

    PostgreSQL itself keeps them when another process of the same user has meanwhile got the old number.
    """
    if not Path("/proc/self/cwd").exists():
        return
    inhabited = cluster.run("sh", "-c", "readlink /proc/[0-9]*/cwd").stdout.splitlines()
    if str(cluster.folder) in inhabited:
        return
    socket = cluster.socket_dir / f".s.PGSQL.{PORT}"
    for stale in (cluster.folder / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        stale.unlink(missing_ok=True)


def _read(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""


def _last_line(text: str) -> str:
    told = [
        line for line in text.splitlines() if "FATAL" in line or "PANIC" in line or "error" in line.lower()
    ]
    return (told or text.splitlines() or ["it says nothing"])[-1].strip()
