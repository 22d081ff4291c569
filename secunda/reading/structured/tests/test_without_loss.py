"""Every code of the public FHIR and C-CDA files comes in. Runs only where those files lie beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.structured import missing

PUBLIC = Path(__file__).resolve().parents[5] / "shared" / "data"
FILES = [("fhir", path) for path in sorted((PUBLIC / "fhir_r4").glob("*.json"))]
FILES += [("ccda", path) for path in sorted((PUBLIC / "ccda").rglob("*.xml"))]


@pytest.mark.skipif(not FILES, reason="the public FHIR and C-CDA files are not beside the project")
@pytest.mark.parametrize(
    ("kind", "path"), FILES, ids=lambda value: value.stem if isinstance(value, Path) else value
)
def test_no_code_is_lost(kind: str, path: Path) -> None:
    stated, lost = missing(kind, path.read_bytes())
    assert stated > 0
    assert not lost
