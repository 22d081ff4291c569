"""CDA's elements as text and codes (HL7 CDA R2; data types of HL7 V3 R1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from secunda.reading.structured.codes import system_name
from secunda.reading.structured.days import of_hl7
from secunda.reading.structured.fhir.tree import Code
from secunda.reading.structured.found import line

CDA = "urn:hl7-org:v3"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
STATEMENTS = frozenset({
    "observation", "procedure", "substanceAdministration", "supply", "act", "encounter", "organizer",
    "observationMedia", "regionOfInterest",
})  # fmt: skip
_BREAKS = frozenset(["tr", "br", "paragraph", "caption", "list", "table", "item", "title"])
Element = etree._Element


def name_of(element: Element) -> str:
    """The element's name without its namespace (comments and instructions are not parsed at all)."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, *names: str) -> Element | None:
    """The first element down a path of names."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if name_of(each) == name), None)
    return element


def children(element: Element, name: str) -> list[Element]:
    """Every child of that name."""
    return [each for each in element if name_of(each) == name]


def get(element: Element | None, attribute: str) -> str:
    """An attribute as one line, empty when it is missing."""
    return line(element.get(attribute) or "") if element is not None else ""


def type_of(element: Element) -> str:
    """What `xsi:type` says, without its prefix."""
    return (element.get(_TYPE) or "").rpartition(":")[2]


def inner(element: Element) -> str:
    """All text inside an element."""
    return "".join(str(part) for part in element.itertext())


def templates(element: Element) -> frozenset[str]:
    """The templates that the element says it follows."""
    return frozenset(get(each, "root") for each in children(element, "templateId"))


def code_of(element: Element | None) -> Code:
    """What a coded element says; empty where it has a null flavour."""
    if element is None:
        return Code("", "", "")
    system = get(element, "codeSystem")
    named = system_name(system)
    if named == system and get(element, "codeSystemName"):
        named = system_name(get(element, "codeSystemName"))
    return Code(named, get(element, "code"), get(element, "displayName"))


def is_coded(element: Element) -> bool:
    """Whether an element states a code of a system."""
    return bool(element.get("code")) and bool(element.get("codeSystem"))


def own_elements(statement: Element) -> Iterator[tuple[str, Element]]:
    """(path, element) of all that belongs to a statement and to none of the statements inside it."""
    waiting: list[tuple[str, Element]] = [("", statement)]
    while waiting:
        path, element = waiting.pop()
        counted: dict[str, int] = {}
        inner = []
        for each in element:
            name = name_of(each)
            if not name or name in STATEMENTS:
                continue
            counted[name] = counted.get(name, 0) + 1
            place = f"[{counted[name]}]" if counted[name] > 1 else ""
            inner.append((f"{path}/{name}{place}".lstrip("/"), each))
        yield from inner
        waiting.extend(reversed(inner))


def day_of(element: Element | None) -> str:
    """A time as a day: the value, else the beginning, else the end of an interval."""
    if element is None:
        return ""
    for written in (get(element, "value"), get(child(element, "low"), "value"), get(child(element, "center"), "value"),
                    get(child(element, "high"), "value")):  # fmt: skip
        if of_hl7(written):
            return of_hl7(written)
    return ""


def words_of(element: Element | None) -> str:
    """The text of a narrative element: a line for each row, item and paragraph."""
    if element is None:
        return ""
    parts: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        name = name_of(each)
        parts.append("\n" if name in _BREAKS else " " if name in ("td", "th") else "")
        written = each.text if event == "start" else each.tail if each is not element else None
        parts.append(" ".join((written or "").splitlines()))
    lines = (" ".join(row.split()) for row in "".join(parts).split("\n"))
    return "\n".join(row for row in lines if row)


class Source:
    """A document's elements by their IDs, which codes point to by `originalText/reference`, and by their places."""

    def __init__(self, root: Element) -> None:
        self._by_id = {each.get("ID"): each for each in root.iter() if each.get("ID")}
        self._steps: dict[Element, dict[Element, str]] = {}

    def words(self, element: Element | None) -> str:
        """The original words of a coded element: its own, or those it points to."""
        said = child(element, "originalText")
        if said is None:
            return ""
        pointed = get(child(said, "reference"), "value").removeprefix("#")
        target = self._by_id.get(pointed) if pointed else None
        return line(words_of(target) if target is not None else inner(said))

    def path(self, element: Element) -> str:
        """The XPath of an element by local names, counted among its like: "/ClinicalDocument/component/section[2]"."""
        steps: list[str] = []
        parent = element.getparent()
        while parent is not None:
            if parent not in self._steps:
                self._steps[parent] = _steps(parent)
            steps.append(self._steps[parent][element])
            element, parent = parent, parent.getparent()
        return "/" + "/".join([name_of(element), *reversed(steps)])


def _steps(parent: Element) -> dict[Element, str]:
    counts = Counter(each.tag for each in parent)
    so_far: Counter[str] = Counter()
    steps = {}
    for each in parent:
        so_far[each.tag] += 1
        steps[each] = name_of(each) + (f"[{so_far[each.tag]}]" if counts[each.tag] > 1 else "")
    return steps
