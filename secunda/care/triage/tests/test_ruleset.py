"""Rule data that does not fit together is refused when it is read, not when a patient answers."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from secunda.care.triage import ruleset


@pytest.fixture
def written() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ruleset.FOLDER / "red_flags.yaml").read_text(encoding="utf-8"))
    return copy.deepcopy(found)


def test_it_is_whole(written: dict[str, Any]) -> None:
    assert ruleset.build(written) == ruleset.current()


def test_a_question_that_no_row_uses(written: dict[str, Any]) -> None:
    written["screens"][0]["questions"].append("shoe_size")
    with pytest.raises(ValueError, match="shoe_size"):
        ruleset.build(written)


def test_a_row_whose_question_is_never_asked(written: dict[str, Any]) -> None:
    written["screens"][0]["questions"].remove("face_arm")
    with pytest.raises(ValueError, match="face_arm"):
        ruleset.build(written)


def test_a_question_asked_twice(written: dict[str, Any]) -> None:
    written["screens"][1]["questions"].append("face_arm")
    with pytest.raises(ValueError):
        ruleset.build(written)


def test_an_action_that_does_not_exist(written: dict[str, Any]) -> None:
    written["rows"][0]["fires"][0]["action"] = "SOON"
    with pytest.raises(ValueError, match="SOON"):
        ruleset.build(written)


def test_a_joint_that_does_not_exist(written: dict[str, Any]) -> None:
    written["rows"][0]["fires"][0]["when"] = {"none": ["face_arm"]}
    with pytest.raises(ValueError, match="none"):
        ruleset.build(written)


def test_a_row_twice(written: dict[str, Any]) -> None:
    written["rows"].append(written["rows"][0])
    with pytest.raises(ValueError, match="twice"):
        ruleset.build(written)


def test_not_sure_is_ruled_for_every_action(written: dict[str, Any]) -> None:
    del written["unsure"]["CRISIS"]
    with pytest.raises(ValueError):
        ruleset.build(written)


def test_a_signed_row_says_by_whom(written: dict[str, Any]) -> None:
    written["rows"][0]["reviewed_by"] = "Dr Rao"
    assert ruleset.build(written).rows[0].is_reviewed
