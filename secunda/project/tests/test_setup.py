"""`script/setup` says what is missing, and compiles translations when they have changed."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from secunda.project.commands import setup
from secunda.project.places import Halt

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Opinion"
msgstr "رأي"

#, fuzzy
msgid "Case"
msgstr "?"
"""


@pytest.mark.skipif(os.geteuid() == 0, reason="root would install it")
def test_missing_packages_are_named() -> None:
    with pytest.raises(Halt, match="sudo apt-get install some-font some-program"):
        setup.install_system_packages({"/no/such/font": "some-font", "no-such-program": "some-program"})


def test_what_is_there_is_not_installed() -> None:
    setup.install_system_packages({"libc.so.6": "libc6", "sh": "dash", "/etc": "base-files"})


def test_translations_are_compiled_when_they_change(tmp_path: Path) -> None:
    source = tmp_path / "ar/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    setup.compile_translations(tmp_path)
    compiled = source.with_suffix(".mo")
    with compiled.open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Opinion") == "رأي"
    assert words.gettext("Case") == "Case"

    first = compiled.stat().st_mtime_ns
    setup.compile_translations(tmp_path)
    assert compiled.stat().st_mtime_ns == first
    os.utime(compiled, (0, 0))
    setup.compile_translations(tmp_path)
    assert compiled.stat().st_mtime_ns > 0
    assert {path.name for path in source.parent.iterdir()} == {"django.po", "django.mo"}
