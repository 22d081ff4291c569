"""File names as shown to people: a name never decides anything, and is never a place on a disk."""

import re
import unicodedata

LONGEST_NAME = 120
JOINERS = {"\u200c", "\u200d"}  # Persian and Indic words need them; every other invisible character goes
UNSAFE_IN_DOWNLOADS = re.compile(r'[<>:"|?*]')


def display_name(name: str, *, fallback: str = "unnamed") -> str:
    """The last part of `name`, safe to show and to offer for a download.

    Folders, control, bidirectional and other invisible characters are left out, spaces are made single, and it is
    cut to 120 characters keeping its extension. `fallback` is returned when nothing is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if character.isspace() else character for character in last if _is_shown(character))
    plain = UNSAFE_IN_DOWNLOADS.sub("_", " ".join(visible.split())).strip(" .")
    return _cut(plain) if any(character.isalnum() for character in plain) else fallback


def is_changed(name: str) -> bool:
    """Whether `display_name` had to leave out a folder or hidden characters (mere trimming does not count)."""
    return "/" in name or "\\" in name or any(not _is_shown(character) for character in name)


def _is_shown(character: str) -> bool:
    if character in JOINERS or character == " ":
        return True
    return unicodedata.category(character)[0] != "C" and unicodedata.category(character) not in ("Zl", "Zp")


def _cut(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(extension) - 1] + "." + extension
