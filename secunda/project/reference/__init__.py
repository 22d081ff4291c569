"""The generated part of the documentation: `docs/reference`, written from the code and its rule data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import override

from secunda.project.reference import clinical, deployment, fields, images, lifecycle, said

NOTE = "<!-- Written by `secunda docs` from the code. Change the code, then run it again. -->\n\n"
PAGES: dict[str, Callable[[], str]] = {
    "README.md": lambda: contents(),
    "lifecycle.md": lifecycle.page,
    "report-fields.md": fields.page,
    "red-flags.md": clinical.red_flags,
    "completeness.md": clinical.completeness,
    "conflicts.md": clinical.conflicts,
    "audit-verbs.md": said.audit_verbs,
    "notifications.md": said.notifications,
    "images.md": images.page,
    "settings.md": deployment.settings,
    "commands.md": deployment.commands,
}


def pages() -> dict[str, str]:
    """File name to text of every page, in English."""
    with override("en"):
        return {name: f"{NOTE}{page().strip()}\n" for name, page in PAGES.items()}


def write(folder: Path) -> list[Path]:
    """Write every page into `folder`, which exists; returns their paths."""
    written = []
    for name, text in pages().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def contents() -> str:
    """The first page: what there is, by each page's own heading and first sentence."""
    lines = [
        "# Reference",
        "",
        "Written from the code by `secunda docs`; a test fails when it is out of date.",
        "",
    ]
    for name, page in PAGES.items():
        if name != "README.md":
            heading, _, rest = page().strip().partition("\n")
            lines.append(f"- [{heading.lstrip('# ')}]({name}): {rest.strip().split('. ')[0].rstrip('.')}.")
    return "\n".join(line.replace("\n", " ") for line in lines)
