"""FHIR's data types as text and codes: CodeableConcept, Quantity, HumanName and the like (FHIR R4, datatypes)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from secunda.reading.structured.codes import system_name
from secunda.reading.structured.days import of_iso
from secunda.reading.structured.found import line
from secunda.reading.structured.json_tree import Node


class Code(NamedTuple):
    """One code of a system, by `codes.system_name`, with the words its source gives it."""

    system: str
    code: str
    display: str


class Concept(NamedTuple):
    """A CodeableConcept: its words as written, and its codes in the order of the file."""

    text: str
    codes: tuple[Code, ...]

    @property
    def first(self) -> Code:
        """The first code, an empty one if there is none."""
        return self.codes[0] if self.codes else Code("", "", self.text)


NOTHING = Concept("", ())


def nodes(value: Any) -> list[Node]:
    """The objects in a list or alone; anything else is left out."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def word(node: Any, *names: str) -> str:
    """The text at a path of names, empty when there is none; booleans are "true" and "false"."""
    for name in names:
        node = node.get(name) if isinstance(node, dict) else None
    if isinstance(node, bool):
        return "true" if node else "false"
    return line(node) if isinstance(node, str) else ""


def is_concept(node: Any) -> bool:
    """Whether a node is a CodeableConcept, by its shape."""
    return isinstance(node, dict) and isinstance(node.get("coding"), list)


def is_coding(node: Any) -> bool:
    """Whether a node is a Coding that stands alone (a Quantity has code and system too, and a value)."""
    return isinstance(node, dict) and "code" in node and "system" in node and "value" not in node


def concept(node: Any) -> Concept:
    """A CodeableConcept or a Coding."""
    if is_coding(node):
        return Concept(word(node, "display"), (_code(node),))
    if not isinstance(node, dict):
        return NOTHING
    codes = tuple(_code(each) for each in nodes(node.get("coding")) if "code" in each)
    text = word(node, "text") or next((code.display for code in codes if code.display), "")
    return Concept(text, codes)


def _code(node: Node) -> Code:
    return Code(system_name(word(node, "system")), word(node, "code"), word(node, "display"))


def coded(node: Any, path: str = "") -> Iterator[tuple[str, Concept]]:
    """(path, concept) of every coded element below `node`; `meta`, `contained` and narrative are not looked into."""
    if is_concept(node) or is_coding(node):
        yield path, concept(node)
        node = {name: value for name, value in node.items() if name != "coding"}
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from coded(each, f"{path}[{index}]")
    elif isinstance(node, dict):
        for name, value in node.items():
            if name not in ("meta", "contained", "text") and isinstance(value, dict | list):
                yield from coded(value, f"{path}.{name}" if path else name)


def quantity(node: Any) -> tuple[str, str]:
    """(number with its comparator, unit): the unit's UCUM code where it has one, else as written."""
    number = word(node, "comparator") + word(node, "value")
    is_ucum = system_name(word(node, "system")) == "UCUM" and word(node, "code")
    return number, word(node, "code") if is_ucum else word(node, "unit") or word(node, "code")


def human_name(node: Node) -> str:
    """A name as one line: family^given^middle, as DICOM writes it; as text where only that is given."""
    given = " ".join(line(each) for each in node.get("given", []) if isinstance(each, str))
    family = word(node, "family")
    return f"{family}^{given}".strip("^") if family else given or word(node, "text")


def day_of(resource: Node, *names: str) -> str:
    """The first day stated by one of these elements: a date, an instant, or a Period's start."""
    for name in names:
        found = of_iso(word(resource, name)) or of_iso(word(resource, name, "start"))
        if found:
            return found
    return ""
