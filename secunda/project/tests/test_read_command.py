"""`secunda read`: folders, bad files, for programs and for people, without the site."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from secunda.project.command import main
from secunda.reading.tests import paper


def test_the_command_reads_folders_and_survives_a_bad_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "report.pdf").write_bytes(paper.pdf([paper.REPORT]))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(SystemExit) as left:
        main(["read", "--json", str(tmp_path), str(tmp_path / "absent")])
    assert left.value.code == 1
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [Path(row["file"]).name for row in rows] == ["broken.pdf", "report.pdf"]
    assert [row["readable"] for row in rows] == [False, True]
    assert "absent: could not be read" in err


def test_the_command_prints_a_table_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.pdf").write_bytes(paper.pdf([paper.REPORT]))
    with pytest.raises(SystemExit) as left:
        main(["read", str(tmp_path / "report.pdf")])
    assert left.value.code == 0
    assert "Ana Example; 1961-03-12" in capsys.readouterr().out


def test_the_command_needs_no_django(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(paper.pdf([paper.REPORT]))
    script = (
        "import sys\nfrom secunda.project.command import main\n"
        f"try: main(['read', {str(tmp_path)!r}])\nexcept SystemExit: pass\n"
        "sys.exit('django' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
