"""The house rules that a machine can check. The floors are in .importlinter, complexity in ruff's settings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from secunda.project.places import ROOT
from secunda.project.tests.bare_text import bare_text

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# Files that may be longer, each with the reason.
LONGER: dict[str, str] = {}
NAMELESS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "managers",
    "data",
    "process",
    "handle",
    "misc",
    "common",
}
LAYERS = {"jobs", "actions", "access", "queries"}


def sources(pattern: str, *tops: str) -> list[Path]:
    """The tracked files of that pattern below the given folders."""
    found = (path for top in tops for path in (ROOT / top).glob(f"**/{pattern}"))
    hidden = {"node_modules", "__pycache__", "islands"}
    return sorted(path for path in found if not hidden & set(path.relative_to(ROOT).parts[1:]))


PYTHON = [
    path for path in sources("*.py", "secunda", "journeys", "benchmarks") if "migrations" not in path.parts
]
TREES = {path: ast.parse(path.read_text()) for path in PYTHON}
TESTS = [path for path in PYTHON if "tests" in path.parts or "journeys" in path.parts]


def told(findings: list[str]) -> None:
    assert not findings, "\n" + "\n".join(sorted(findings))


def at(path: Path, line: int, words: str) -> str:
    return f"{path.relative_to(ROOT)}:{line} {words}"


def test_no_module_is_named_after_nothing() -> None:
    names = [(path, part) for path in PYTHON for part in path.relative_to(ROOT).with_suffix("").parts]
    told([at(path, 1, f"is named {part}") for path, part in names if NAMELESS & set(part.split("_"))])


def test_a_file_is_read_in_one_sitting() -> None:
    findings = []
    for path in [*PYTHON, *sources("*.html", "secunda"), *sources("*.ts", "islands")]:
        lines = len(path.read_text().splitlines())
        if lines > LONGEST_FILE and str(path.relative_to(ROOT)) not in LONGER:
            findings.append(at(path, lines, "lines are too many for one file"))
    told(findings)


def test_the_list_of_longer_files_is_true() -> None:
    told([name for name in LONGER if len((ROOT / name).read_text().splitlines()) <= LONGEST_FILE])


def test_a_function_does_one_thing() -> None:
    findings = []
    for path, tree in TREES.items():
        for function in functions(tree):
            first = function.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            described = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            lines = (function.end_lineno or 0) - function.lineno + 1 - described
            if lines > LONGEST_FUNCTION:
                findings.append(at(path, function.lineno, f"{function.name} has {lines} lines"))
    told(findings)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_another_area_is_imported_under_its_own_name() -> None:
    """`from secunda.care.cases import actions as cases`, then `cases.move`; only types and constants alone."""
    findings = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or "tests" in path.parts:
                continue
            floor = (node.module or "").split(".")
            other = floor[:2] in (["secunda", "care"], ["secunda", "foundation"]) and len(floor) > 3
            own = path.is_relative_to(ROOT.joinpath(*floor[:3]))
            if other and not own and floor[3] in LAYERS and not names_no_verb(node):
                findings.append(at(path, node.lineno, f"imports from inside {node.module}"))
    told(findings)


def names_no_verb(node: ast.ImportFrom) -> bool:
    folder = ROOT.joinpath(*(node.module or "").split("."))
    verbs = [name.name for name in node.names if name.name[0].islower()]
    return all((folder / f"{name}.py").exists() or (folder / name).is_dir() for name in verbs)


def test_our_own_code_is_never_patched() -> None:
    findings = []
    for path in TESTS:
        ours = names_of_ours(TREES[path])
        for node in ast.walk(TREES[path]):
            if isinstance(node, ast.Call) and patches(node) and is_ours(node.args[0], ours):
                findings.append(at(path, node.lineno, "patches our own code"))
    told(findings)


def names_of_ours(tree: ast.AST) -> set[str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {
        name.asname or name.name
        for node in imports
        if (node.module or "").split(".")[0] == "secunda"
        for name in node.names
    }


def patches(call: ast.Call) -> bool:
    words = ast.unparse(call.func)
    return bool(call.args) and bool(
        re.search(r"\bpatch(\.(object|multiple|dict))?$|monkeypatch\.(setattr|delattr)$", words)
    )


def is_ours(target: ast.expr, ours: set[str]) -> bool:
    if isinstance(target, ast.Constant):
        return str(target.value).startswith("secunda.")
    root = ast.unparse(target).split(".")[0].split("(")[0]
    return root in ours or root == "secunda"


def test_a_refusal_is_a_translated_sentence() -> None:
    findings = []
    for path, tree in TREES.items():
        if path in TESTS:
            continue
        for call in calls(tree, "Refused"):
            if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
                findings.append(at(path, call.lineno, "refuses without gettext"))
    told(findings)


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
            yield node


def test_every_migration_has_a_name() -> None:
    nameless = re.compile(r"_auto_\d|_and_more$|^\d{4}$")
    told(
        [
            at(path, 1, "is not named")
            for path in sources("migrations/*.py", "secunda")
            if nameless.search(path.stem)
        ]
    )


def test_no_migration_is_missing() -> None:
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("secunda.")}
    detected = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    missing = detected.changes(graph=loader.graph, trim_to_apps=ours)
    told([f"{label}: {m.operations}" for label, found in missing.items() if label in ours for m in found])


def test_every_word_on_a_page_is_translated() -> None:
    templates = [*sources("*.html", "secunda"), *sources("*.txt", "secunda"), *sources("*.svg", "secunda")]
    pages = [path for path in templates if "templates" in path.parts]
    told(
        [
            at(path, line, f"not translated: {words}")
            for path in pages
            for line, words in bare_text(path.read_text())
        ]
    )
