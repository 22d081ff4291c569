"""`secunda read`: what files say, from the command line. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from secunda.project.commands import Commands, command, table

if TYPE_CHECKING:
    from secunda.reading.document import Document

_SHOWN_FACTS = 40


def add(commands: Commands) -> None:
    """The subcommand `secunda read`."""
    read = command(commands, "read", "Read documents: what they are, whose, their days and facts.", _read)
    read.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="files, and folders with all in them"
    )
    read.add_argument("--json", action="store_true", help="one JSON object a file, each on a line of its own")
    read.add_argument(
        "--languages", default="", metavar="CODES", help="languages of the case for OCR, as ar,en (ISO 639-1)"
    )
    read.add_argument("--workers", type=int, default=None, help="pages at once (default: one a core)")


def _read(given: argparse.Namespace) -> int:
    languages = tuple(code for code in given.languages.split(",") if code)
    failed = 0
    for path in _files(given.paths):
        try:
            document = _document(path, languages, given.workers)
        except Exception as error:  # one file never stops the next; what is raised may quote a record
            failed += 1
            print(f"{path}: could not be read ({type(error).__name__}).", file=sys.stderr)
            continue
        try:
            print(_as_json(document) if given.json else _for_people(document), flush=True)
        except BrokenPipeError:  # whoever read it has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            break
    return 1 if failed else 0


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order. Links are not followed out of a folder."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders.sort()
            found = (Path(folder) / name for name in sorted(names))
            yield from (file for file in found if file.is_file() and not file.is_symlink())


def _document(path: Path, languages: tuple[str, ...], workers: int | None) -> Document:
    from secunda.reading.read import read

    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        return read(
            stream, name=str(path), size=size, languages=languages, workers=workers, progress=_progress(path)
        )


def _progress(path: Path) -> Callable[[int, int], None]:
    """Counts pages on the terminal, when there is one."""

    def told(done: int, total: int) -> None:
        if total > 1 and sys.stderr.isatty():
            end = "\n" if done == total else ""
            print(f"\r{path.name}: page {done} of {total}", end=end, file=sys.stderr, flush=True)

    return told


def _as_json(document: Document) -> str:
    from secunda.reading.printed import printed

    return json.dumps(printed(document), ensure_ascii=False)


def _for_people(document: Document) -> str:
    from secunda.reading.sentences import SENTENCES

    rows = [
        ["kind", document.kind],
        ["type", f"{document.type} ({document.type_confidence:.2f})"],
        ["readable", "yes" if document.readable else "no"],
        ["language", document.language or "-"],
        ["pages", str(document.pages)],
        ["patient", "; ".join((*document.patient.names, *document.patient.birth_dates)) or "-"],
        ["dates", "; ".join(f"{day.value} {day.role}" for day in document.dates[:6]) or "-"],
        *(["problem", SENTENCES.get(code, code).split(" %(")[0]] for code in document.problems),
    ]
    facts = [
        [
            fact.name,
            f"{fact.value} {fact.unit}".strip(),
            fact.assertion,
            f"p. {fact.page or '-'}",
            fact.quote[:60],
        ]
        for fact in document.facts[:_SHOWN_FACTS]
    ]
    rest = (
        [f"  … and {len(document.facts) - _SHOWN_FACTS} more"] if len(document.facts) > _SHOWN_FACTS else []
    )
    return "\n".join([document.file, table(rows), *([table(facts)] if facts else []), *rest, ""])
