"""A report or letter of an invented hospital about an invented person, as a text PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from weasyprint import CSS, HTML

DEMO = "DEMO – invented person"

STYLE = Path(__file__).with_name("documents.css")


@dataclass(frozen=True)
class Patient:
    """The invented person: name as spoken, birth date as YYYY-MM-DD."""

    name: str
    born: str

    @property
    def family(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]

    @property
    def given(self) -> str:
        """What stands before the family name."""
        return " ".join(self.name.split()[:-1])


def report(row: dict[str, Any], patient: Patient, on: str) -> bytes:
    """A document as PDF. `row`: place, heading, sections (heading, text, table) and signed; `on`: YYYY-MM-DD."""
    body = format_html(
        "<html lang=en><title>{}</title><header>{}</header><h1>{}</h1>{}{}<p class=signed>{}</p></html>",
        row["heading"],
        row["place"],
        row["heading"],
        _who(patient, on),
        format_html_join("", "{}", ((_section(section),) for section in row["sections"])),
        row["signed"],
    )
    pdf: bytes = HTML(string=body).write_pdf(stylesheets=[CSS(filename=STYLE)])
    return pdf


def _who(patient: Patient, on: str) -> SafeString:
    return format_html(
        "<dl><dt>Patient</dt><dd>{}, {} ({})</dd><dt>Date of birth</dt><dd>{}</dd><dt>Date</dt><dd>{}</dd></dl>",
        patient.family,
        patient.given,
        DEMO,
        patient.born,
        on,
    )


def _section(section: dict[str, Any]) -> SafeString:
    heading = format_html("<h2>{}</h2>", section["heading"]) if "heading" in section else SafeString("")
    text = format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in section.get("text", ())))
    return format_html("{}{}{}", heading, text, _table(section["table"]) if "table" in section else "")


def _table(rows: list[list[str]]) -> SafeString:
    head = format_html_join("", "<th>{}</th>", ((cell,) for cell in rows[0]))
    body = format_html_join(
        "",
        "<tr>{}</tr>",
        ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows[1:]),
    )
    return format_html("<table><tr>{}</tr>{}</table>", head, body)
