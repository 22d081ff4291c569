"""A FHIR R4 JSON file: one person's Bundle, or one resource."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from secunda.reading.document import DateRole, DateSeen
from secunda.reading.facts import Limits, PatientSeen, Refusal
from secunda.reading.structured.days import of_iso, precision_of
from secunda.reading.structured.fhir.attached import attachments_of
from secunda.reading.structured.fhir.facts import NOT_CLINICAL, facts_of
from secunda.reading.structured.fhir.tree import human_name, nodes, word
from secunda.reading.structured.found import Structured, whole
from secunda.reading.structured.json_tree import Node, parse
from secunda.reading.text import Text

_TYPE = re.compile(r"[A-Z][A-Za-z]{2,60}")
_DAYS: tuple[tuple[str, str, DateRole], ...] = (
    ("Observation", "effectiveDateTime", "collected"),
    ("Specimen", "collection.collectedDateTime", "collected"),
    ("Procedure", "performedDateTime", "performed"),
    ("Procedure", "performedPeriod.start", "performed"),
    ("DiagnosticReport", "issued", "reported"),
    ("ImagingStudy", "started", "study"),
    ("Encounter", "period.start", "admitted"),
    ("Encounter", "period.end", "discharged"),
    ("MedicationRequest", "authoredOn", "issued"),
    ("Composition", "date", "reported"),
)
_IN_HOSPITAL = ("IMP", "ACUTE", "NONAC", "OBSENC")  # v3-ActCode
Placed = tuple[str, Node]


def read_fhir(stream: BinaryIO, limits: Limits | None = None) -> Structured:
    """Everything coded that a FHIR R4 JSON file says, each fact with its FHIRPath-like place.

    Raises `Refusal`: "export_broken", "export_fragment", "export_several" (more than one person), "export_empty",
    "export_too_large", "export_too_deep", "health_export" (JSON, but no FHIR).
    """
    limits = limits or Limits()
    resources = list(resources_of(parse(whole(stream, limits), limits)))
    patient = patient_of(resources)
    known = {key: node for path, node in resources for key in _keys(path, node)}

    def resolve(reference: Any) -> Node | None:
        return known.get(word(reference, "reference"))

    facts = tuple(fact for path, node in resources for fact in facts_of(node, path, resolve))
    attachments = tuple(entry for path, node in resources for entry in attachments_of(node, path))
    if not facts and not attachments:
        raise Refusal("export_empty")
    return Structured(patient, _dates(resources), facts, attachments, _text(resources))


def resources_of(tree: Any) -> Iterator[Placed]:
    """(path, resource) of every resource in the file, those contained in others too. Raises `Refusal`."""
    if not isinstance(tree, dict):
        raise Refusal("export_fragment" if nodes(tree) else "health_export")
    kind = word(tree, "resourceType")
    if not kind:
        is_part = any(name in tree for name in ("coding", "entry", "resource", "fullUrl", "valueQuantity"))
        raise Refusal("export_fragment" if is_part else "health_export")
    if not _TYPE.fullmatch(kind):
        raise Refusal("health_export")
    if kind != "Bundle":
        yield from _with_contained(kind, tree)
        return
    yield from _of_bundle("Bundle", tree)


def _of_bundle(path: str, bundle: Node) -> Iterator[Placed]:
    for index, entry in enumerate(bundle.get("entry") or []):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            continue
        here = f"{path}.entry[{index}].resource"
        if "fullUrl" in entry:
            resource = {**resource, "\0fullUrl": entry["fullUrl"]}
        if word(resource, "resourceType") == "Bundle":
            yield from _of_bundle(here, resource)
        else:
            yield from _with_contained(here, resource)


def _with_contained(path: str, resource: Node) -> Iterator[Placed]:
    yield path, resource
    for index, inner in enumerate(resource.get("contained") or []):
        if isinstance(inner, dict):
            yield f"{path}.contained[{index}]", inner


def _keys(path: str, node: Node) -> Iterator[str]:
    """By what references name a resource: its full URL, its type and number, its number where it is contained."""
    number = word(node, "id")
    if "\0fullUrl" in node:
        yield word(node, "\0fullUrl")
    if ".contained[" in path:
        yield f"#{number}"
    elif number:
        yield f"{word(node, 'resourceType')}/{number}"


def patient_of(resources: list[Placed]) -> PatientSeen:
    """The one person that the file is about. Raises `Refusal` when there are several."""
    seen = {_person(node) for _, node in resources if word(node, "resourceType") == "Patient"}
    if len({(person.names, person.birth_dates) for person in seen}) > 1:
        raise Refusal("export_several")
    return next(iter(seen), PatientSeen())


def _person(node: Node) -> PatientSeen:
    names = [human_name(each) for each in nodes(node.get("name"))]
    born = of_iso(word(node, "birthDate"))
    numbers = [word(each, "value") for each in nodes(node.get("identifier"))]
    return PatientSeen(
        names=tuple(dict.fromkeys(name for name in names if name)),
        birth_dates=(born,) if len(born) == 10 else (),
        identifiers=tuple(dict.fromkeys(number for number in numbers if number)),
    )


def _dates(resources: list[Placed]) -> tuple[DateSeen, ...]:
    """Each day once a role, with the place of its first mention."""
    found: dict[tuple[str, DateRole], DateSeen] = {}
    for path, node in resources:
        kind = word(node, "resourceType")
        if kind == "Encounter" and word(node, "class", "code") not in _IN_HOSPITAL:
            continue
        for of_kind, element, role in _DAYS:
            written = word(node, *element.split(".")) if of_kind == kind else ""
            day = of_iso(written)
            if day and (day, role) not in found:
                found[day, role] = DateSeen(
                    day, precision_of(day), role, quote=written, path=f"{path}.{element}"
                )
    return tuple(found.values())


def _text(resources: list[Placed]) -> Text:
    """The words that doctors wrote in it: conclusions and notes, one a page."""
    written = []
    for _, node in resources:
        if word(node, "resourceType") in NOT_CLINICAL:
            continue
        parts = [node.get("conclusion"), *(each.get("text") for each in nodes(node.get("note")))]
        written += [part for part in parts if isinstance(part, str) and part.strip()]
    return Text.of("\f".join(part.replace("\f", " ") for part in written)) if written else Text(())
