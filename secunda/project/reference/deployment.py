"""What an operator sets and types: environment variables, and the command line's own help."""

from __future__ import annotations

import argparse
import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from secunda.project import command
from secunda.project.places import ROOT
from secunda.project.reference.markdown import code, table
from secunda.project.reference.variables import OURS, VARIABLES

NAME = re.compile(r"\b(?:SECUNDA_[A-Z_]*[A-Z]|DATABASE_URL)\b")
WIDTH = "100"
FIRST = (
    "Everything that `secunda` can do, as its own `--help` says. "
    "`script/server` and `script/test` need none of it."
)


@dataclass(frozen=True)
class Variable:
    """An environment variable as the code reads it; `default` is the code's own expression, empty for none."""

    name: str
    default: str


def settings() -> str:
    """Every environment variable."""
    known = {one.name: one for one in variables()}
    groups = dict.fromkeys(group for group, _words in VARIABLES.values())
    parts = [
        "# Settings",
        "Everything a deployment sets, as environment variables. A secret `SECUNDA_X` may also lie in the file that "
        "`SECUNDA_X_FILE` names; else in `var/secrets/x`.",
    ]
    for group in groups:
        rows = (
            (code(name), code(known[name].default) if name in known else "", words)
            for name, (of, words) in VARIABLES.items()
            if of == group
        )
        parts += [f"## {group}", table(("variable", "default", "what it is"), rows)]
    return "\n\n".join(parts)


def variables() -> list[Variable]:
    """The variables that the settings, the commands and the scripts read, but for those we set ourselves."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "secunda/project").rglob("*.py")):
        if {"tests", "reference"} & set(path.parts):
            continue
        text = path.read_text()
        for name in NAME.findall(text):
            found.setdefault(name, "")
        found |= {name: default for name, default in _read(ast.parse(text)) if default or name not in found}
    for path in sorted((ROOT / "script").iterdir()):
        found = dict.fromkeys(NAME.findall(path.read_text()), "") | found
    return [Variable(name, default) for name, default in sorted(found.items()) if name not in OURS]


def _read(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """`os.environ.get(name, default)` and `_secret(name)`, in order."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        function, name = ast.unparse(node.func), str(node.args[0].value)
        if function == "os.environ.get" and NAME.fullmatch(name):
            yield name, _default(node)
        elif function == "_secret":
            yield f"SECUNDA_{name.upper()}", f"var/secrets/{name}"


def _default(call: ast.Call) -> str:
    if len(call.args) < 2:
        return ""
    default = call.args[1]
    return str(default.value) if isinstance(default, ast.Constant) else ast.unparse(default)


def commands() -> str:
    """The command line's help, whole."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        helps = [
            f"## {parser.prog}\n\n```text\n{parser.format_help().strip()}\n```"
            for parser in _every(command.parser())
        ]
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    return "\n\n".join(("# Commands", FIRST, *helps))


def _every(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _every(inner)
