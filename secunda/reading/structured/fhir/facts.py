"""One FHIR resource as facts: what it says in its fact's value, every other coded element of it in the detail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from secunda.reading.document import Assertion, Fact
from secunda.reading.structured.fhir.tree import NOTHING, Concept, coded, concept, day_of, nodes, word
from secunda.reading.structured.fhir.values import Value, range_of, value_of
from secunda.reading.structured.found import line
from secunda.reading.structured.json_tree import Node
from secunda.reading.structured.measured import measured

# Who, where and money: no facts about health. Their codes are not taken (Claim and ExplanationOfBenefit repeat
# what the clinical resources say, in the words of a bill).
NOT_CLINICAL = frozenset({
    "Account", "AppointmentResponse", "AuditEvent", "Bundle", "CapabilityStatement", "CareTeam",
    "ChargeItem", "Claim", "ClaimResponse", "CodeSystem", "Consent", "Contract", "Coverage",
    "CoverageEligibilityRequest", "CoverageEligibilityResponse", "Device", "Endpoint", "EnrollmentRequest",
    "EnrollmentResponse", "ExplanationOfBenefit", "Group", "HealthcareService", "Invoice", "Location",
    "MessageHeader", "OperationOutcome", "Organization", "Parameters", "Patient", "PaymentNotice",
    "PaymentReconciliation", "Person", "Practitioner", "PractitionerRole", "Provenance", "RelatedPerson",
    "Schedule", "Slot", "StructureDefinition", "Subscription", "Task", "ValueSet", "Binary", "Appointment",
    "List",
})  # fmt: skip
_NAMES = {
    "Observation": "observation", "Condition": "diagnosis", "Procedure": "procedure", "AllergyIntolerance": "allergy",
    "MedicationRequest": "medicine", "MedicationStatement": "medicine", "MedicationAdministration": "medicine",
    "MedicationDispense": "medicine", "DiagnosticReport": "report",
    "ImagingStudy": "imaging_study", "Immunization": "immunization", "FamilyMemberHistory": "family_history",
    "Encounter": "encounter", "CarePlan": "care_plan", "Goal": "goal", "DocumentReference": "document",
    "Composition": "document", "ServiceRequest": "order", "Specimen": "specimen",
}  # fmt: skip
_MAIN = (
    "medicationCodeableConcept",
    "vaccineCode",
    "code",
    "type",
    "modality",
    "description",
    "procedureCode",
    "topic",
)
_DAYS = (
    "effectiveDateTime", "effectivePeriod", "effectiveInstant", "onsetDateTime", "onsetPeriod", "performedDateTime",
    "performedPeriod", "occurrenceDateTime", "started", "period", "authoredOn", "whenHandedOver", "startDate", "date",
    "recordedDate", "created", "issued", "dateAsserted",
)  # fmt: skip
_GONE = ("entered-in-error", "nullified", "error")
_NOT_DONE = ("not-done", "not-taken", "refuted", "cancelled", "rejected", "aborted")
_MAY_BE_OVER = ("Condition", "MedicationRequest", "MedicationStatement", "AllergyIntolerance")
_OVER = ("resolved", "inactive", "remission", "stopped", "completed")
_NO_KNOWN_ALLERGY = frozenset(("716186003", "409137002", "428607008", "429625007", "428197003"))  # SNOMED CT
Resolve = Callable[[Any], Node | None]


def facts_of(resource: Node, path: str, resolve: Resolve) -> Iterator[Fact]:
    """Every fact of one resource at `path`; `resolve` finds what a Reference points to in the same file."""
    kind = word(resource, "resourceType")
    if kind in NOT_CLINICAL:
        return
    name = _NAMES.get(kind, "coded")
    if kind == "Observation":
        yield from _observations(resource, path)
    elif kind == "FamilyMemberHistory":
        yield from _family(resource, path)
    else:
        yield _plain(resource, path, name, resolve)


def _plain(resource: Node, path: str, name: str, resolve: Resolve) -> Fact:
    main, found = _main(resource, resolve)
    assertion = _assertion(resource)
    value = (found.text or found.first.display or found.first.code).lower()
    if name == "allergy" and any(code.code in _NO_KNOWN_ALLERGY for code in found.codes):
        value = "none"
    detail = {"resource": word(resource, "resourceType"), **_states(resource), **_more(resource)}
    return _fact(
        resource,
        path,
        name,
        Value(value, "", found),
        found,
        assertion,
        detail | _codes(resource, main, found),
    )


def _main(resource: Node, resolve: Resolve) -> tuple[str, Concept]:
    """(element, concept) that says what the resource is about."""
    pointed = resolve(resource.get("medicationReference"))
    if pointed is not None:
        return "", concept(pointed.get("code"))
    for element in _MAIN:
        stated = nodes(resource.get(element))
        if stated and (concept(stated[0]).codes or concept(stated[0]).text):
            is_list = isinstance(resource.get(element), list)
            return f"{element}[0]" if is_list else element, concept(stated[0])
    said = word(resource, "description") or word(resource, "title")
    told = ((path, each) for path, each in coded(resource) if not path.endswith("Status") and path != "class")
    return ("", Concept(said, ())) if said else next(told, ("", NOTHING))


def _observations(resource: Node, path: str) -> Iterator[Fact]:
    laboratory = any(
        code.code == "laboratory" for each in nodes(resource.get("category")) for code in concept(each).codes
    )
    yield _observation(resource, resource, path, "lab_other" if laboratory else "observation")
    for index, component in enumerate(nodes(resource.get("component"))):
        yield _observation(resource, component, f"{path}.component[{index}]", "observation")


def _observation(resource: Node, part: Node, path: str, name: str) -> Fact:
    what, value = concept(part.get("code")), value_of(part)
    loinc = next((code.code for code in what.codes if code.system == "LOINC"), "")
    result = measured(loinc, value.value, value.unit)
    flags = [concept(each).first.code or concept(each).text for each in nodes(part.get("interpretation"))]
    absent = concept(part.get("dataAbsentReason"))
    detail = {
        "label": what.text or what.first.display,
        "range": range_of(part),
        "flag": ", ".join(flag for flag in flags if flag),
        "as_written": f"{value.value} {value.unit}".strip() if result.is_known else "",
        "absent": absent.text or absent.first.code,
        **(_states(resource) if part is resource else {}),
    }
    shown = Value(result.value, result.unit, value.concept)
    return _fact(resource, path, result.name or name, shown, what, _assertion(resource), detail
                 | _codes({k: v for k, v in part.items() if k != "component"}, "code", what))  # fmt: skip


def _family(resource: Node, path: str) -> Iterator[Fact]:
    who = concept(resource.get("relationship"))
    detail = {"relationship": who.text, **_states(resource)}
    rest = {name: value for name, value in resource.items() if name != "condition"}
    conditions = nodes(resource.get("condition"))
    if not conditions:
        yield _fact(
            resource, path, "family_history", Value(""), who, "family", detail | _codes(rest, "", who)
        )
    for index, each in enumerate(conditions):
        found = concept(each.get("code"))
        here = detail | (_codes(rest, "", who) if index == 0 else {}) | _codes(each, "code", found)
        yield _fact(resource, f"{path}.condition[{index}]", "family_history", Value(found.text.lower(), "", found),
                    found, "family", here)  # fmt: skip


def _fact(
    resource: Node,
    path: str,
    name: str,
    value: Value,
    what: Concept,
    assertion: Assertion,
    detail: dict[str, str],
) -> Fact:
    if _is_gone(resource):
        detail, name = {"was": name} | detail, "withdrawn"
    stated = detail.get("as_written") or f"{value.value} {value.unit}"
    shown = f"{what.text}: {stated}" if value.concept != what else what.text or value.value
    return Fact(
        name=name, value=value.value, unit=value.unit, quote=line(shown.strip(": ")), code=what.first.code,
        code_system=what.first.system, path=path, assertion=assertion, date=day_of(resource, *_DAYS),
        detail=tuple((key, kept) for key, kept in detail.items() if kept),
    )  # fmt: skip


def _codes(node: Node, main: str, what: Concept) -> dict[str, str]:
    """Every code of `node` but the fact's own, under the name of its element: `system|code`, and its words."""
    found: dict[str, str] = {}
    for path, each in coded(node):
        if path == "meta":
            continue
        codes = each.codes[1:] if path == main and each == what else each.codes
        for number, code in enumerate(codes):
            found[f"{path}.coding[{number + len(each.codes) - len(codes)}]"] = line(
                f"{code.system}|{code.code}" + (f" {code.display}" if code.display else "")
            )
        if path != main and each.text and not any(code.display == each.text for code in each.codes):
            found[f"{path}.text"] = each.text
    return found


def _states(resource: Node) -> dict[str, str]:
    clinical, verified = (
        concept(resource.get(name)).first.code for name in ("clinicalStatus", "verificationStatus")
    )
    return {"status": word(resource, "status") or clinical, "verification": verified}


def _more(resource: Node) -> dict[str, str]:
    doses = nodes(resource.get("dosageInstruction")) or nodes(resource.get("dosage"))
    texts = [word(each, "text") for each in doses]
    return {
        "dose": "; ".join(text for text in texts if text),
        "conclusion": word(resource, "conclusion"),
        "until": day_of(resource, "abatementDateTime", "abatementPeriod"),
        "criticality": word(resource, "criticality"),
        "intent": word(resource, "intent"),
    }


def _is_gone(resource: Node) -> bool:
    verified = concept(resource.get("verificationStatus")).first.code
    return word(resource, "status") in _GONE or verified in _GONE


def _assertion(resource: Node) -> Assertion:
    states = {word(resource, "status")}
    states |= {concept(resource.get(name)).first.code for name in ("clinicalStatus", "verificationStatus")}
    if states & set(_NOT_DONE) or resource.get("doNotPerform") is True:
        return "negated"
    if states & {"unconfirmed", "provisional", "differential"}:
        return "possible"
    over = states & set(_OVER) and word(resource, "resourceType") in _MAY_BE_OVER
    return "historical" if over or any(name.startswith("abatement") for name in resource) else "affirmed"
