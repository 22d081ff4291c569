"""The committed reference is what the code says now, and nothing in it is left without words."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from secunda.care.opinions import content
from secunda.project import reference
from secunda.project.places import ROOT
from secunda.project.reference import deployment, fields
from secunda.project.reference.variables import OURS, VARIABLES

COMMITTED = ROOT / "docs/reference"


def test_the_committed_reference_is_what_the_code_says(tmp_path: Path) -> None:
    """When this fails, run `secunda docs` and commit what it writes."""
    reference.write(tmp_path)
    assert texts(COMMITTED) == texts(tmp_path)


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_every_environment_variable_has_words() -> None:
    read = {one.name for one in deployment.variables()}
    assert read == set(VARIABLES)
    assert not OURS & set(VARIABLES)


def test_there_are_22_fields_and_every_part_of_a_report_has_its_place() -> None:
    assert list(fields.FIELDS) == list(range(1, 23))
    assert placed(2) == names_of(content.OpinionContent)
    assert placed(3) == names_of(content.Frame)


def placed(column: int) -> set[str]:
    return {name for row in fields.FIELDS.values() for name in row[column].split()}


def names_of(part: type) -> set[str]:
    return {field.name for field in dataclasses.fields(part)}


def test_a_required_field_is_somewhere() -> None:
    assert [n for n, row in fields.FIELDS.items() if not (row[2] or row[3])] == []


def test_every_move_is_on_the_page() -> None:
    from secunda.care.assignment import rules as assignment
    from secunda.care.cases import rules as cases
    from secunda.care.opinions import rules as opinions

    page = reference.pages()["lifecycle.md"]
    moves = [*cases.MOVES, *assignment.MOVES, *opinions.MOVES]
    assert [move for move in moves if f"| `{move[0]}` | `{move[1]}` |" not in page] == []


def test_the_proofs_that_the_threat_model_names_are_there() -> None:
    page = (ROOT / "docs/security.md").read_text()
    lines = [line for line in page.splitlines() if line.startswith(("| SEC-", "| AUD-", "| PRV-"))]
    assert len({line.split()[1] for line in lines}) == 40 + 6 + 8
    assert [proof for line in lines for proof in named(line) if not is_there(*proof)] == []


def named(line: str) -> list[tuple[str, str]]:
    """The tests in a line, as (folder, name); a name without a folder is in the folder before."""
    found, folder = [], ""
    for given, name in re.findall(r"`([a-z_/]*)::(test_\w+)`", line):
        folder = given or folder
        found.append((folder, name))
    return found


def is_there(folder: str, name: str) -> bool:
    top = ROOT / folder if folder == "journeys" else ROOT / "secunda" / folder / "tests"
    return any(f"\ndef {name}(" in path.read_text() for path in top.glob("test_*.py"))
