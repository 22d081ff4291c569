"""Every name that a structured document can give a fact is in the vocabulary."""

from __future__ import annotations

import io
from pathlib import Path

import yaml

from secunda.reading.documents.laboratory.analytes import analytes
from secunda.reading.structured.read import KINDS, read_structured
from secunda.reading.tests import exports

VOCABULARY = yaml.safe_load((Path(__file__).parents[2] / "vocabulary.yaml").read_text(encoding="utf-8"))


def test_no_fact_has_a_name_of_its_own() -> None:
    known = {name for section in VOCABULARY.values() if isinstance(section, dict) for name in section} | set(
        analytes()
    )
    for kind in KINDS:
        content = exports.WHOLE[kind]
        names = {fact.name for fact in read_structured(io.BytesIO(content), len(content), kind).facts}
        assert names <= known
