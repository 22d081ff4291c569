"""The value of a CDA observation, whichever of the data types it has (HL7 V3 Data Types R1)."""

from __future__ import annotations

from secunda.reading.structured.ccda.tree import Element, Source, child, code_of, get, type_of
from secunda.reading.structured.ccda.tree import inner as text_of
from secunda.reading.structured.days import of_hl7
from secunda.reading.structured.fhir.tree import Code, Concept
from secunda.reading.structured.fhir.values import Value
from secunda.reading.structured.found import line

_CODED = ("CD", "CE", "CV", "CS", "CO")
_PAIRS = {"RTO": ("numerator", "denominator"), "RTO_PQ_PQ": ("numerator", "denominator")}


def value_of(element: Element | None, source: Source) -> Value:
    """A `value` element as text and unit; `concept` when it is coded."""
    if element is None:
        return Value()
    kind = type_of(element)
    if kind in _CODED or (not kind and get(element, "code")):
        return _coded(element, source)
    if kind.startswith("IVL") or kind in _PAIRS:
        return _pair(element, *_PAIRS.get(kind, ("low", "high")), "/" if kind in _PAIRS else "-")
    if kind in ("TS", "PIVL_TS"):
        return Value(of_hl7(get(element, "value")) or get(element, "value"))
    if get(element, "value"):
        return Value(get(element, "value"), get(element, "unit").removeprefix("1") if get(element, "unit") == "1"
                     else get(element, "unit"))  # fmt: skip
    return Value(line(text_of(element)) or source.words(element))


def _coded(element: Element, source: Source) -> Value:
    found: Code = code_of(element)
    words = found.display or source.words(element) or found.code
    return Value(words, "", Concept(words, (found,) if found.code else ()))


def _pair(element: Element, first: str, second: str, mark: str) -> Value:
    ends = [child(element, name) for name in (first, second)]
    numbers = [get(end, "value") for end in ends]
    unit = next((get(end, "unit") for end in ends if get(end, "unit")), "")
    if not any(numbers):
        return Value(get(element, "value"), get(element, "unit"))
    if not all(numbers) and mark == "-":
        return Value((">=" if numbers[0] else "<=") + "".join(numbers), unit)
    return Value(mark.join(numbers), unit)


def range_of(observation: Element, source: Source) -> str:
    """The reference ranges as one line."""
    found = []
    for each in observation:
        inner = child(each, "observationRange")
        if inner is None:
            continue
        value = child(inner, "value")
        stated = value_of(value, source)
        found.append(f"{stated.value} {stated.unit}".strip() or line(text_of(inner)))
    return "; ".join(part for part in found if part)
