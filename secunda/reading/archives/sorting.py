"""What to do with each file of an archive or a disc: a record, a hint, or left out with the reason.

The bytes decide whether a file is taken. Names decide only what is the computer's own (Thumbs.db) and which folders are
a viewer program's: there, what could be a document is its manual, its icons and its settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from secunda.reading.archives.entries import Sort
from secunda.reading.archives.places import parts, shown
from secunda.reading.sniff import READERS, sniff

_DIRECTORY_CLASS = b"1.2.840.10008.1.3.10"  # Media Storage Directory Storage (PS3.4 B.5)
_OF_THE_SYSTEM = re.compile(
    r"(^|/)(__macosx|\$recycle\.bin|system volume information|\.trashes|\.spotlight-v100|\.fseventsd)(/|$)"
    r"|(^|/)(thumbs\.db|ehthumbs\.db|desktop\.ini|\.?ds_store|autorun\.inf|\.directory|icon\r?|\._[^/]*)$",
    re.IGNORECASE,
)
_PROGRAMS = frozenset(
    ["exe", "dll", "ocx", "jar", "class", "so", "dylib", "app", "msi", "bat", "cmd", "com", "sys"]
)
_OF_A_PROGRAM = frozenset({
    "ini", "inf", "cfg", "conf", "config", "log", "properties", "manifest", "css", "js", "htm", "html",
    "chm", "hlp", "lng", "lang", "reg", "lic", "ico", "cur", "ttf",
})  # fmt: skip
_ABOUT_A_PROGRAM = re.compile(
    r"^(readme|license|licence|eula|copying|changelog|changes|version|manual|help)\b", re.I
)
_REFUSED = {
    "web_page": "entry_viewer", "program": "entry_program", "archive": "entry_packed",
    "image_kind": "entry_unsupported", "video": "entry_unsupported", "unknown": "entry_unsupported",
}  # fmt: skip


def program_folders(paths: Iterable[str]) -> frozenset[str]:
    """The folders in which programs lie, as their names tell; "." is the outermost."""
    return frozenset(str(_place(path).parent) for path in paths if _ending(path) in _PROGRAMS)


def sort(path: str, head: bytes, programs: frozenset[str]) -> tuple[Sort, str]:
    """What the file at `path`, beginning with `head` (4096 bytes if it has them), is for us, and why it is left out.

    `programs` is what `program_folders` said of all paths beside it. An archive inside is "document" here.
    """
    if _OF_THE_SYSTEM.search("/".join(parts(path))):
        return "left_out", "entry_system"
    if not head:
        return "left_out", "entry_empty"
    found = sniff(head)
    if found == "dicom":
        return ("directory" if _DIRECTORY_CLASS in head else "dicom"), ""
    if found not in READERS:
        return "left_out", _REFUSED.get(found, found)
    if found in ("text", "xml", "json") and not _is_record(found, path, head, programs):
        return "left_out", "entry_viewer"
    return ("left_out", "entry_viewer") if _in_program(path, programs) else ("document", "")


def _is_record(found: str, path: str, head: bytes, programs: frozenset[str]) -> bool:
    if found == "xml":
        return b"ClinicalDocument" in head or b"urn:hl7-org:v3" in head
    if found == "json":
        return b'"resourceType"' in head
    beside = str(_place(path).parent) in programs
    about = _ending(path) in _OF_A_PROGRAM or _ABOUT_A_PROGRAM.match(_place(path).name) is not None
    return not beside and not about


def _in_program(path: str, programs: frozenset[str]) -> bool:
    folders = [str(each) for each in _place(path).parents]
    return any(folder in programs for folder in folders if folder != ".")


def _place(path: str) -> PurePosixPath:
    return PurePosixPath(shown(path))


def _ending(path: str) -> str:
    return _place(path).suffix.lower().lstrip(".")
