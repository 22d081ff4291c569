"""Fact names by the kind of finding they belong to, from reading's vocabulary, and which of them are shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.conf import settings

LABORATORY = "laboratory"


ANALYTES = "documents/laboratory/analytes.yaml"


@cache
def _kinds() -> Mapping[str, Mapping[str, Any]]:
    return _groups("vocabulary.yaml")


@cache
def _groups(path: str) -> Mapping[str, Mapping[str, Any]]:
    written = resources.files("secunda.reading").joinpath(path).read_text("utf-8")
    return {name: group for name, group in yaml.safe_load(written).items() if isinstance(group, dict)}


@cache
def kind_of(name: str) -> str:
    """pathology, radiology, laboratory, heart, medication, procedures or diagnoses.

    A name that the vocabulary does not list by itself is an analyte.
    """
    return next((kind for kind, names in _kinds().items() if name in names), LABORATORY)


@cache
def is_known(name: str) -> bool:
    """Whether it is a name of the vocabulary, or an analyte."""
    return any(name in names for names in _kinds().values()) or name in _groups(ANALYTES)


@cache
def is_shown(name: str) -> bool:
    """False for what is kept but not shown: its precision was not good enough, or was not measured."""
    entry = _kinds()[kind_of(name)].get(name)
    return not (isinstance(entry, dict) and entry.get("shown") is False)


@cache
def not_good_enough() -> frozenset[str]:
    """The names whose precision was measured below .9, or not at all."""
    return frozenset(name for names in _kinds().values() for name in names if not is_shown(name))


def hidden() -> frozenset[str]:
    """The names that are kept but not shown here: `settings.FACTS_SHOWN` has what a deployment measured for itself."""
    return not_good_enough() - frozenset(settings.FACTS_SHOWN)


def hidden_always() -> frozenset[str]:
    """Of the hidden names those that only structured documents state: they are not shown wherever they come from."""
    return hidden() & frozenset(_kinds()["structured"])
