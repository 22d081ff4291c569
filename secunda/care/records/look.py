"""What a stored file is: reading's answer, from a process that may crash on hostile bytes without us."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from secunda.care.records import rules
from secunda.care.records.scan import Verdict, scan
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading.archives.sorting import sort
from secunda.reading.facts import Identified, Limits, Unusable
from secunda.reading.isolated import identify_isolated

Found = Identified | Unusable
NO_RECORDS = frozenset({"entry_program", "entry_viewer", "entry_system"})
HEAD_BYTES = 4096
SCANNED: dict[Verdict, str] = {"clean": "scan_clean", "too_large": "scan_too_large"}


def look(kept: Object, *, name: str) -> Found:
    """What the bytes of a vault object are, or why they cannot be used. Writes nothing and takes no lock.

    The virus scanner is asked first, where there is one; `scanned(found)` tells what it said. Takes up to a minute for
    a hostile file. Raises `vault.Damaged`, and `reading.isolated.NoReader` when no reading process could be started or
    the scanner does not answer: then nothing is known and it has to be tried again.
    """
    with vault.open(kept) as stream:
        verdict = scan(stream, settings.CLAMD_ADDRESS, limit=settings.CLAMD_LIMIT)
        if verdict == "infected":
            return Unusable("infected")
        found = identify_isolated(stream, name=name, size=kept.size, limits=Limits(max_bytes=rules.largest()))
    said = SCANNED.get(verdict)
    return replace(found, notices=(*found.notices, said)) if said and isinstance(found, Identified) else found


def scanned(found: Identified) -> Verdict:
    """What the virus scanner said of a file that was looked at."""
    return next((verdict for verdict, said in SCANNED.items() if said in found.notices), "not_scanned")


def left_out(kept: Object, *, folder: str, name: str, beside_programs: bool) -> str:
    """Why a file of a disc's folder is none of its records, by reading's codes; empty for what may be one.

    The disc's viewer, what the computer made for itself, and the table of contents, of which everything is found in the
    pictures. `folder` begins with the folder that was chosen. Raises `vault.Damaged`.
    """
    with vault.open(kept) as stream:
        head = stream.read(HEAD_BYTES)
    inside = folder.partition("/")[2]
    programs = frozenset({inside or "."}) if beside_programs else frozenset[str]()
    kind, reason = sort(f"{inside}/{name}".lstrip("/"), head, programs)
    return "entry_viewer" if kind == "directory" else reason if reason in NO_RECORDS else ""
