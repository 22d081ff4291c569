"""The demo's records: reports and letters as PDF, one of them scanned, and a little MR series."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from secunda.project.demo_records.documents import Patient, report
from secunda.project.demo_records.scans import scanned
from secunda.project.demo_records.series import mr_series

HERE = Path(__file__).parent
CONTENT = HERE.parent / "demo_content"
MR_SERIES = "MR series"


@dataclass(frozen=True)
class DemoFile:
    """A file as a demo patient sends it, and what the coordinator says of it.

    `title` is neutral; `blinding` is open or sealed; `clinical_date` is YYYY-MM-DD.
    """

    name: str
    content: bytes
    title: str
    blinding: str
    clinical_date: str


def files_for(case_key: str) -> list[DemoFile]:
    """The records of the demo case `breast` or `prostate`, made anew; the same bytes each time.

    Names and dates are taken from the case's told content, so that nothing contradicts it.
    """
    told: dict[str, Any] = json.loads((CONTENT / f"{case_key}.json").read_text(encoding="utf-8"))
    patient = Patient(told["patient"]["name"], told["patient"]["born"])
    dates = {line["title"]: line["on"] for line in told["records"]}
    files = [
        _document(row, patient, dates) for row in yaml.safe_load((HERE / f"{case_key}.yaml").read_text())
    ]
    if MR_SERIES in dates:
        files += _series(patient, dates[MR_SERIES])
    return files


def _document(row: dict[str, Any], patient: Patient, dates: dict[str, str]) -> DemoFile:
    on = row.get("day") or dates[row["title"]]
    content = report(row, patient, on)
    if row.get("scanned"):
        content = scanned(content)
    return DemoFile(row["file"], content, row["title"], row["blinding"], on)


def _series(patient: Patient, on: str) -> list[DemoFile]:
    slices = mr_series(patient, on)
    return [
        DemoFile(f"IM{number:04}", content, MR_SERIES, "open", on)
        for number, content in enumerate(slices, start=1)
    ]
