"""A job is told identifiers and nothing else."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

import pytest

from secunda.foundation.queue import NotAnIdentifier, arguments


class Side(StrEnum):
    LEFT = "left"


def render(*, opinion_id: int, report: UUID, side: Side, language: str, case_id: int | None) -> None: ...


def open_file(*, path: bytes) -> None: ...


def positional(opinion_id: int) -> None: ...


def unannotated(*, note) -> None: ...  # type: ignore[no-untyped-def]


EXPECTED = arguments.parameters(render)
GIVEN: dict[str, object] = {
    "opinion_id": 7,
    "report": UUID("5f0c1d5a-7a53-4c9f-8f43-1d9a5a2a7c11"),
    "side": Side.LEFT,
    "language": "en",
    "case_id": None,
}


def test_ids_come_back_as_they_went() -> None:
    kept = arguments.stored("opinions.render", EXPECTED, GIVEN)
    assert kept == {**GIVEN, "report": str(GIVEN["report"]), "side": "left"}
    assert arguments.restored(EXPECTED, {**kept, "timestamp": 1}) == GIVEN


@pytest.mark.parametrize("function", [open_file, positional, unannotated])
def test_a_job_that_could_carry_content_cannot_be_declared(function: object) -> None:
    with pytest.raises(NotAnIdentifier):
        arguments.parameters(function)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "invasive carcinoma"),
        ("language", "x" * 65),
        ("language", "a\n"),
        ("opinion_id", "7"),
        ("opinion_id", True),
        ("opinion_id", None),
        ("opinion_id", 1.5),
        ("report", str(UUID("5f0c1d5a-7a53-4c9f-8f43-1d9a5a2a7c11"))),
        ("side", "left"),
    ],
)
def test_content_is_refused_without_being_repeated(name: str, value: object) -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        arguments.stored("opinions.render", EXPECTED, {**GIVEN, name: value})
    assert "carcinoma" not in str(refused.value)


@pytest.mark.parametrize("change", [{"note": 1}, {"opinion_id": ...}])
def test_every_argument_is_given_and_no_other(change: dict[str, object]) -> None:
    given = {name: value for name, value in {**GIVEN, **change}.items() if value is not ...}
    with pytest.raises(NotAnIdentifier):
        arguments.stored("opinions.render", EXPECTED, given)


def test_a_lock_is_a_word_too() -> None:
    assert arguments.lock("opinions.render", "case:7") == "opinions.render case:7"
    with pytest.raises(NotAnIdentifier):
        arguments.lock("opinions.render", "Ana's opinion")
