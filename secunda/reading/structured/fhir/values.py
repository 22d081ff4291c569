"""The value of an Observation or one of its components, whichever of FHIR's eleven types it has."""

from __future__ import annotations

from typing import Any, NamedTuple

from secunda.reading.structured.fhir.tree import NOTHING, Concept, concept, quantity, word
from secunda.reading.structured.json_tree import Node


class Value(NamedTuple):
    """`value` as written; `concept` when it is coded."""

    value: str = ""
    unit: str = ""
    concept: Concept = NOTHING


def value_of(node: Node) -> Value:
    """value[x] of `node` (FHIR R4, Observation.value), or why it has none."""
    name = next((name for name in node if name.startswith("value")), "")
    stated = node.get(name)
    if name == "valueQuantity":
        return Value(*quantity(stated))
    if name == "valueCodeableConcept":
        found = concept(stated)
        return Value(found.text or found.first.code, "", found)
    if name in ("valueRange", "valueRatio", "valuePeriod"):
        return _pair(name, stated)
    if name == "valueSampledData":
        return Value(word(stated, "data"), "")
    if not name and "dataAbsentReason" in node:
        return Value("")
    return Value(word(node, name), "")


def _pair(name: str, stated: Any) -> Value:
    if name == "valuePeriod":
        return Value(f"{word(stated, 'start')} / {word(stated, 'end')}".strip(" /"))
    first, second, mark = ("low", "high", "-") if name == "valueRange" else ("numerator", "denominator", "/")
    ends = [quantity(stated.get(each)) if isinstance(stated, dict) else ("", "") for each in (first, second)]
    units = [unit for _, unit in ends]
    if name == "valueRange" or units[0] == units[1]:
        return Value(mark.join(number for number, _ in ends), units[0] or units[1])
    return Value(" / ".join(f"{number} {unit}".strip() for number, unit in ends))


def range_of(node: Node) -> str:
    """The reference ranges as one line: "3.5-5.1", "<5", or their words."""
    found = []
    for each in node.get("referenceRange", []) if isinstance(node.get("referenceRange"), list) else []:
        low, high = (quantity(each.get(end))[0] if isinstance(each, dict) else "" for end in ("low", "high"))
        limits = f"{low}-{high}" if low and high else f">={low}" if low else f"<={high}" if high else ""
        found.append(word(each, "text") or limits)
    return "; ".join(part for part in found if part)
