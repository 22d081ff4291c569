"""A C-CDA document: its header, its sections' words, and every clinical statement in its entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from secunda.reading.archives.entries import Entry
from secunda.reading.document import DateRole, DateSeen, Fact
from secunda.reading.facts import Limits, PatientSeen, Refusal
from secunda.reading.structured.ccda.facts import fact_of
from secunda.reading.structured.ccda.tree import (
    CDA,
    STATEMENTS,
    Element,
    Source,
    child,
    children,
    get,
    inner,
    name_of,
    words_of,
)
from secunda.reading.structured.days import of_hl7, precision_of
from secunda.reading.structured.fhir.attached import attachment
from secunda.reading.structured.found import Structured, line, whole
from secunda.reading.structured.xml_tree import parse
from secunda.reading.text import Text

_DAYS: tuple[tuple[tuple[str, ...], DateRole], ...] = (
    (("documentationOf", "serviceEvent", "effectiveTime", "low"), "performed"),
    (("documentationOf", "serviceEvent", "effectiveTime"), "performed"),
    (("componentOf", "encompassingEncounter", "effectiveTime", "low"), "admitted"),
    (("componentOf", "encompassingEncounter", "effectiveTime", "high"), "discharged"),
    (("effectiveTime",), "issued"),
)


def read_ccda(stream: BinaryIO, limits: Limits | None = None) -> Structured:
    """Everything coded that a CDA document says, each fact with its XPath, and its narrative as text.

    Raises `Refusal`: "export_broken", "export_unsafe" (entities), "export_fragment" (a piece of a CDA document),
    "export_empty", "export_too_large", "export_too_deep", "health_export" (XML, but no CDA).
    """
    limits = limits or Limits()
    root = parse(whole(stream, limits), limits)
    if root.tag != f"{{{CDA}}}ClinicalDocument":
        raise Refusal("export_fragment" if f"{{{CDA}}}" in str(root.tag) else "health_export")
    source = Source(root)
    facts = tuple(_facts(root, source))
    attachments = tuple(_attachments(root, source))
    text = _text(root)
    if not facts and not attachments and not text.plain.strip():
        raise Refusal("export_empty")
    return Structured(patient_of(root), _dates(root, facts, source), facts, attachments, text)


def _facts(root: Element, source: Source) -> Iterator[Fact]:
    body = child(root, "component", "structuredBody")
    for statement in body.iter() if body is not None else ():
        if name_of(statement) in STATEMENTS:
            found = fact_of(statement, source)
            if found is not None:
                yield found


def patient_of(root: Element) -> PatientSeen:
    """The record target: names, birth date and numbers. Raises `Refusal` when there are several people."""
    roles = [
        role
        for role in (child(each, "patientRole") for each in children(root, "recordTarget"))
        if role is not None
    ]
    if len({_person(role)[:2] for role in roles}) > 1:
        raise Refusal("export_several")
    if not roles:
        return PatientSeen()
    names, born, numbers = _person(roles[0])
    return PatientSeen(names, (born,) if len(born) == 10 else (), numbers)


def _person(role: Element) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    patient = child(role, "patient")
    names = [_name(each) for each in children(patient, "name")] if patient is not None else []
    born = of_hl7(get(child(patient, "birthTime"), "value"))
    numbers = [get(each, "extension") for each in children(role, "id")]
    return tuple(dict.fromkeys(filter(None, names))), born, tuple(dict.fromkeys(filter(None, numbers)))


def _name(name: Element) -> str:
    family = " ".join(line(inner(each)) for each in children(name, "family"))
    given = " ".join(line(inner(each)) for each in children(name, "given"))
    return f"{family}^{given}".strip("^ ") if family else given or line(inner(name))


def _dates(root: Element, facts: tuple[Fact, ...], source: Source) -> tuple[DateSeen, ...]:
    found: dict[tuple[str, DateRole], DateSeen] = {}
    for steps, role in _DAYS:
        element = child(root, *steps)
        day = of_hl7(get(element, "value"))
        if element is not None and day:
            found.setdefault(
                (day, role),
                DateSeen(day, precision_of(day), role, get(element, "value"), path=source.path(element)),
            )
    for fact in facts:
        if fact.date and "range" in dict(fact.detail):
            seen = DateSeen(fact.date, precision_of(fact.date), "collected", fact.date, path=fact.path)
            found.setdefault((fact.date, "collected"), seen)
    return tuple(found.values())


def _text(root: Element) -> Text:
    """The source, a page for each section, its title as the first line."""
    pages = [words_of(child(root, "title"))] if words_of(child(root, "title")) else []
    for section in root.iter(f"{{{CDA}}}section"):
        words = "\n".join(
            part for part in (words_of(child(section, "title")), words_of(child(section, "text"))) if part
        )
        if words:
            pages.append(words.replace("\f", " "))
    return Text.of("\f".join(pages)) if pages else Text(())


def _attachments(root: Element, source: Source) -> Iterator[Entry]:
    """A body that is a document of another kind, and pictures among the entries, called as the whole document is."""
    title = line(words_of(child(root, "title")), 100)
    bodies = list(root.iter(f"{{{CDA}}}nonXMLBody"))
    for holder in [*bodies, *root.iter(f"{{{CDA}}}observationMedia")]:
        value = child(holder, "text" if name_of(holder) == "nonXMLBody" else "value")
        if value is not None and get(value, "representation") == "B64":
            yield attachment(inner(value), title or source.path(value))
