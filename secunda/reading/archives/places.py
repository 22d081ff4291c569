"""Paths as archives write them, made presentable: they are read by people and never lead anywhere."""

from __future__ import annotations

import re

from secunda.reading.names import display_name

LONGEST_PATH = 400
_DRIVE = re.compile(r"^[A-Za-z]:")
_VERSION = re.compile(r";\d+$")


def leads_outside(written: str) -> bool:
    """Whether a path climbs out of the archive's folder."""
    return ".." in parts(written)


def parts(written: str) -> list[str]:
    """The steps of a path, whichever way its slashes lean; drive letters, roots and empty steps are left out."""
    steps = re.split(r"[/\\]+", _DRIVE.sub("", written.replace("\0", "")))
    return [step for step in steps if step not in ("", ".")]


def shown(written: str) -> str:
    """A path for people: each step as `names.display_name` shows it, at most 400 characters, the end kept."""
    steps = [display_name(_VERSION.sub("", step)) for step in parts(written) if step != ".."]
    return "/".join(steps)[-LONGEST_PATH:].lstrip("/") or display_name("")


def decoded(raw: bytes) -> str:
    """A name whose encoding nobody states: UTF-8 if it is that, else as DOS wrote it (APPNOTE.TXT, appendix D)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp437")
