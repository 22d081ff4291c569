"""Where a deployment keeps what it must not lose: the folders and secrets under `var/`."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"vault": 0o700, "mail": 0o700, "secrets": 0o700, "log": 0o755, "static": 0o755}
LEAST_FREE = 500 * 1024 * 1024


class Halt(Exception):
    """The command cannot go on; its text is one sentence that tells the operator what to do."""


def var() -> Path:
    """The folder of everything that a running deployment writes (`SECUNDA_VAR`, else `var/` in the checkout)."""
    return Path(os.environ.get("SECUNDA_VAR") or ROOT / "var").absolute()


def make() -> Path:
    """Make the folders and, the first time, the secrets; leave whatever is there. Returns `var()`.

    Raises Halt if the folder is not ours to write or its disk is nearly full.
    """
    top = var()
    try:
        top.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name, mode in FOLDERS.items():
            (top / name).mkdir(mode=mode, exist_ok=True)
        for name in ("secret_key", "master_key"):
            _make_first_secret(top, name)
    except PermissionError as error:
        raise Halt(f"{error.filename} is not ours to write: start as the user it belongs to.") from error
    except OSError as error:
        raise Halt(f"The folders under {top} could not be made: {error.strerror}.") from error
    return top


def _make_first_secret(top: Path, name: str) -> None:
    """Make a secret that neither the environment nor an earlier start has given."""
    given = os.environ.get(f"SECUNDA_{name.upper()}") or os.environ.get(f"SECUNDA_{name.upper()}_FILE")
    path = top / "secrets" / name
    if given or path.is_file():
        return
    if name == "master_key" and any((top / "vault").iterdir()):
        raise Halt(
            f"{path} is gone while {top}/vault holds files that only it can open: put it back from its backup."
        )
    make_secret(path)


def make_secret(path: Path) -> str:
    """Read a secret, or make one of 32 random bytes as hexadecimal text that only its owner can read."""
    if not path.is_file():
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # unlike a rename, a link never replaces what another start has made
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def check_disk(folder: Path, least: int = LEAST_FREE) -> None:
    """Raise Halt unless `least` bytes are free where `folder` lies."""
    free = shutil.disk_usage(folder).free
    if free < least:
        have, need = free // 2**20, least // 2**20
        raise Halt(
            f"The disk of {folder} is nearly full ({have} MB free): free at least {need} MB and start again."
        )
