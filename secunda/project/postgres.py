"""The PostgreSQL server programs that this machine has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from secunda.project.places import Halt

OLDEST = 15
INSTALL = "Install PostgreSQL 15 or newer (Debian: apt-get install postgresql), or set DATABASE_URL."


def programs(version: int | None = None) -> Path | None:
    """The folder of the newest server programs on this machine, or of those of the given major version."""
    found = {_major(server): server.resolve().parent for server in _servers()}
    usable = {
        major: folder for major, folder in found.items() if major >= OLDEST and version in (None, major)
    }
    return usable[max(usable)] if usable else None


def program(name: str, folder: Path) -> str:
    """The path of a server program that fits the cluster in `folder`. Raises Halt with what to install."""
    marker = folder / "PG_VERSION"
    version = int(marker.read_text()) if marker.exists() else None
    found = programs(version)
    if found is None and version:
        raise Halt(
            f"{folder} was made by PostgreSQL {version}, which is not installed any more: install it again."
        )
    if found is None:
        raise Halt(INSTALL)
    return str(found / name)


def _servers() -> list[Path]:
    on_path = shutil.which("postgres")
    return [*Path("/usr/lib/postgresql").glob("*/bin/postgres"), *([Path(on_path)] if on_path else [])]


def _major(server: Path) -> int:
    """The 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; 0 if it does not run."""
    words = subprocess.run([server, "--version"], capture_output=True, text=True, check=False).stdout.split()
    number = words[2].split(".")[0] if len(words) > 2 else ""
    return int(number) if number.isdigit() else 0
