"""Every word of the house is there in every language: what is in the code is in the catalogue, and translated."""

from __future__ import annotations

import ast
import os
import shutil
import string
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from secunda.project.places import ROOT

CATALOGUE = ROOT / "secunda/locale/ar/LC_MESSAGES/django.po"
LEFT_OUT = ("*/tests/*", "*gallery*")


@pytest.fixture(scope="module")
def found_in_the_code(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The catalogue as `makemessages` would write it today, from a copy of the house."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed: `apt-get install gettext`")
    copy = tmp_path_factory.mktemp("house")
    only = shutil.ignore_patterns("__pycache__", "static", "tests", "*.mo", "*.woff2")
    shutil.copytree(ROOT / "secunda", copy / "secunda", ignore=only)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "ar", "--no-location", "-v0"]
    for pattern in LEFT_OUT:
        command += ["--ignore", pattern]
    environment = os.environ | {"PYTHONPATH": str(copy), "DJANGO_SETTINGS_MODULE": "secunda.project.settings"}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True, timeout=120)
    return polib.pofile(str(copy / CATALOGUE.relative_to(ROOT)))


@pytest.fixture(scope="module")
def kept() -> dict[tuple[str | None, str], polib.POEntry]:
    """The committed catalogue by context and message."""
    return {(e.msgctxt, e.msgid): e for e in polib.pofile(str(CATALOGUE)) if not e.obsolete}


def test_every_string_is_in_the_catalogue(
    found_in_the_code: polib.POFile, kept: dict[tuple[str | None, str], polib.POEntry]
) -> None:
    missing = [e.msgid for e in found_in_the_code if not e.obsolete and (e.msgctxt, e.msgid) not in kept]
    assert not missing, "run makemessages and translate: " + " / ".join(missing)


def test_no_string_hides_from_the_catalogue() -> None:
    """The collector of strings knows `gettext` and `_` by these names, and looks into no f-string."""
    hidden = []
    for path in sorted((ROOT / "secunda").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            renamed = isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            names = [one.asname for one in node.names] if isinstance(node, ast.ImportFrom) and renamed else []
            calls = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
            asked = [one for one in calls if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "_"]
            if any(name not in (None, "_") for name in names) or asked:
                hidden.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}")
    assert not hidden, " / ".join(hidden)


def test_every_string_is_translated(kept: dict[tuple[str | None, str], polib.POEntry]) -> None:
    untranslated = [e.msgid for e in kept.values() if not e.translated() or "fuzzy" in e.flags]
    assert not untranslated, " / ".join(untranslated)


def test_no_translation_loses_or_invents_a_value(kept: dict[tuple[str | None, str], polib.POEntry]) -> None:
    wrong = [e.msgid for e in kept.values() if not e.msgid_plural and _values(e.msgid) != _values(e.msgstr)]
    assert not wrong, " / ".join(wrong)


def _values(text: str) -> set[str]:
    named = {piece.partition(")")[0] for piece in text.split("%(")[1:]}
    try:
        braced = {name for _before, name, _form, _how in string.Formatter().parse(text) if name}
    except ValueError:
        braced = set()
    return named | braced


def test_two_languages_and_one_of_them_from_right_to_left() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["en", "ar"]
    assert Path(CATALOGUE).is_file()
