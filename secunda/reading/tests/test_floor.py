"""Reading is a pure library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

READING = Path(__file__).parents[1]
NEVER_LOADED = ("django", "psycopg", "secunda.foundation", "secunda.care")
NEVER_IMPORTED = {"django", "gettext", "http", "psycopg", "requests", "urllib"}


def test_it_loads_no_django_and_no_database() -> None:
    script = (
        "import sys, pkgutil, importlib, secunda.reading as reading\n"
        "for found in pkgutil.walk_packages(reading.__path__, 'secunda.reading.'):\n"
        "    '.tests' in found.name or importlib.import_module(found.name)\n"
        f"print([name for name in {NEVER_LOADED!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=READING.parents[1], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_it_opens_no_connection_to_anywhere() -> None:
    for path in READING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & NEVER_IMPORTED, path
