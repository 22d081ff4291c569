"""A path for tools, in memory alone, bounded, and gone afterwards."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pytest_django import Settings

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault import scratch

from .conftest import an_object, files


def test_a_tool_reads_the_path_and_nothing_is_on_the_disk(folder: Path) -> None:
    whole = b"slide" * 50_000
    with vault.scratch(an_object(whole)) as path:
        assert path.read_bytes() == whole
        assert subprocess.run(["cat", path], capture_output=True, check=True).stdout == whole
        with path.open("rb") as file:
            file.seek(-5, 2)
            assert file.read() == b"slide"
        assert len(files(folder)) == 1
    assert not path.exists()


def test_a_tool_cannot_write_to_it(folder: Path) -> None:
    with vault.scratch(an_object(b"abc")) as path, path.open("r+b", buffering=0) as file:
        with pytest.raises(PermissionError):
            file.write(b"x")
        with pytest.raises(PermissionError):
            file.truncate(0)


def test_what_is_open_at_one_time_is_bounded(folder: Path, settings: Settings) -> None:
    settings.VAULT_SCRATCH_LIMIT = 150
    one = an_object(b"x" * 100)
    with vault.scratch(one), pytest.raises(vault.TooLargeForScratch, match="at most 150"), vault.scratch(one):
        pass
    with vault.scratch(one) as path:
        assert path.stat().st_size == 100


def test_a_fault_gives_the_room_back(folder: Path) -> None:
    kept = an_object(b"abc")
    kept.state = "writing"
    with pytest.raises(vault.Damaged), vault.scratch(kept):
        pass
    assert scratch._held == 0
