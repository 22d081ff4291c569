"""One clinical statement of a CDA document as a fact; every other code that belongs to it stands in the detail."""

from __future__ import annotations

from secunda.reading.document import Assertion, Fact
from secunda.reading.structured.ccda.tree import (
    STATEMENTS,
    Element,
    Source,
    child,
    children,
    code_of,
    day_of,
    get,
    is_coded,
    name_of,
    own_elements,
    templates,
    words_of,
)
from secunda.reading.structured.ccda.values import range_of, value_of
from secunda.reading.structured.fhir.tree import Code, Concept
from secunda.reading.structured.fhir.values import Value
from secunda.reading.structured.found import line
from secunda.reading.structured.measured import measured

_CCDA, _CCD, _IHE = (
    "2.16.840.1.113883.10.20.22.4.",
    "2.16.840.1.113883.10.20.1.",
    "1.3.6.1.4.1.19376.1.5.3.1.4.",
)
# Which fact a statement is, by its template (C-CDA R2.1; CCD 1.0; IHE PCC), most telling first.
_TEMPLATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("family_history", (_CCDA + "46", _CCD + "22")),
    ("diagnosis", (_CCDA + "4", _CCD + "28", _IHE + "5")),
    ("allergy", (_CCDA + "7", _CCDA + "90", _CCD + "18", _IHE + "6")),
    ("immunization", (_CCDA + "52", _IHE + "12")),
    ("medicine", (_CCDA + "16", _CCD + "24", _IHE + "7")),
    ("procedure", (_CCDA + "12", _CCDA + "13", _CCDA + "14", _CCD + "29", _IHE + "19")),
    ("result", (_CCDA + "2", _CCD + "31", _IHE + "13")),
    ("report", (_CCDA + "1", _CCDA + "26", _CCD + "32")),
    ("encounter", (_CCDA + "49", _CCD + "21", _IHE + "14")),
    ("goal", (_CCDA + "121",)),
)
_BY_ELEMENT = {
    "procedure": "procedure", "substanceAdministration": "medicine", "encounter": "encounter", "organizer": "report",
    "observation": "observation",
}  # fmt: skip
_STATUS_OF_PROBLEM = (_CCDA + "6", _CCDA + "28", _CCD + "50", _CCD + "57", _CCD + "39")
_OVER = ("413322009", "73425007", "277022003")  # SNOMED CT: resolved, inactive, remission
_NO_KNOWN = ("716186003", "409137002", "160244002", "428607008", "429625007", "160245001")
_PLANNED = ("INT", "RQO", "PRP", "PRMS", "ARQ", "APT")
_SUBSTANCES = (
    ("participant", "participantRole", "playingEntity"),
    ("consumable", "manufacturedProduct", "manufacturedMaterial"),
    ("product", "manufacturedProduct", "manufacturedMaterial"),
)


def fact_of(statement: Element, source: Source) -> Fact | None:
    """The fact of one statement; None when it states no code, value or words of its own."""
    name = _name(statement)
    about, value = _about(statement, name, source)
    codes = [(path, code_of(each)) for path, each in own_elements(statement) if is_coded(each)]
    if not (about.text or value.value or codes):
        return None
    first = about.first
    rest = _without_first(codes, first)
    detail = {
        "label": about.text
        if name not in ("diagnosis", "medicine", "procedure", "allergy", "immunization")
        else "",
        "status": get(child(statement, "statusCode"), "code"),
        "range": range_of(statement, source),
        "flag": get(child(statement, "interpretationCode"), "code"),
        "dose": _dose(statement),
        "note": line(source.words(child(statement, "code"))) if not about.text else "",
        **{path: line(f"{code.system}|{code.code} {code.display}".strip()) for path, code in rest},
    }
    return _made(statement, name, about, value, {key: kept for key, kept in detail.items() if kept},
                 source.path(statement))  # fmt: skip


def _made(
    statement: Element, name: str, about: Concept, value: Value, detail: dict[str, str], path: str
) -> Fact:
    loinc = about.first.code if about.first.system == "LOINC" else ""
    result = measured(loinc, value.value, value.unit)
    if name == "result":
        name = "lab_other"
    if name in ("lab_other", "observation") and result.is_known:
        detail["as_written"] = f"{value.value} {value.unit}".strip()
        name, value = result.name, Value(result.value, result.unit)
    if get(child(statement, "statusCode"), "code") == "nullified":
        name, detail = "withdrawn", {"was": name} | detail
    stated = detail.get("as_written") or f"{value.value} {value.unit}".strip()
    quote = about.text if stated.lower() in ("", about.text.lower()) else f"{about.text}: {stated}"
    return Fact(
        name=name, value=value.value, unit=value.unit, quote=line(quote.strip(": ")), code=about.first.code,
        code_system=about.first.system, path=path, assertion=_assertion(statement, name),
        date=day_of(child(statement, "effectiveTime")), detail=tuple(detail.items()),
    )  # fmt: skip


def _name(statement: Element) -> str:
    """The fact's name: by template, else by element; what only qualifies another statement is "coded"."""
    mood = get(statement, "moodCode")
    prescribed = (
        name_of(statement) == "substanceAdministration" and mood == "INT"
    )  # C-CDA R2.1, Medication Activity
    if (mood in _PLANNED and not prescribed) or mood == "GOL":
        return "goal" if mood == "GOL" else "order"
    there = templates(statement)
    by_template = next((name for name, known in _TEMPLATES if there & frozenset(known)), "")
    if by_template:
        return by_template
    around = next((each for each in statement.iterancestors() if name_of(each) in STATEMENTS), None)
    if around is not None and name_of(around) not in ("organizer", "act"):
        return "coded"
    return _BY_ELEMENT.get(name_of(statement), "coded")


def _about(statement: Element, name: str, source: Source) -> tuple[Concept, Value]:
    """What the statement is about, and its value: a problem's or a relative's illness is its value, lower-case."""
    said = _concept(child(statement, "code"), source)
    value = value_of(child(statement, "value"), source)
    if name in ("diagnosis", "family_history") and (value.concept.codes or value.value):
        what = value.concept if value.concept.text else Concept(value.value, ())
        return what, Value(what.text.lower(), "", what)
    if name in ("allergy", "medicine", "immunization", "order"):
        substance = _substance(statement, source)
        known_none = name == "allergy" and value.concept.first.code in _NO_KNOWN
        what = (
            substance
            if substance.text
            else value.concept
            if name == "allergy" and value.concept.text
            else said
        )
        return what, Value("none" if known_none else what.text.lower(), "", what)
    if name in ("procedure", "encounter", "report", "coded", "order", "goal"):
        return said, Value(said.text.lower(), "", said) if not value.value else value
    return said, value


def _substance(statement: Element, source: Source) -> Concept:
    for steps in _SUBSTANCES:
        material = child(statement, *steps)
        if material is not None:
            found = _concept(child(material, "code"), source)
            named = words_of(child(material, "name"))
            return found if found.text else Concept(line(named), found.codes)
    return Concept("", ())


def _concept(element: Element | None, source: Source) -> Concept:
    """A code with its translations; the first that states a code is the concept's own."""
    if element is None:
        return Concept("", ())
    stated = [element, *children(element, "translation")]
    codes = tuple(code_of(each) for each in stated if is_coded(each))
    words = next((code.display for code in codes if code.display), "")
    return Concept(words or get(element, "displayName") or source.words(element), codes)


def _without_first(codes: list[tuple[str, Code]], first: Code) -> list[tuple[str, Code]]:
    at = next((place for place, (_, code) in enumerate(codes) if code[:2] == first[:2]), None)
    return [each for place, each in enumerate(codes) if place != at]


def _dose(statement: Element) -> str:
    dose = child(statement, "doseQuantity")
    stated = f"{get(dose, 'value')} {get(dose, 'unit')}".strip()
    period = next((child(each, "period") for each in children(statement, "effectiveTime")
                   if child(each, "period") is not None), None)  # fmt: skip
    every = f"{get(period, 'value')} {get(period, 'unit')}".strip()
    return f"{stated} every {every}".strip() if every else stated


def _assertion(statement: Element, name: str) -> Assertion:
    if get(statement, "negationInd") == "true":
        return "negated"
    if name == "family_history":
        return "family"
    over = any(
        templates(inner) & frozenset(_STATUS_OF_PROBLEM) and get(child(inner, "value"), "code") in _OVER
        for each in children(statement, "entryRelationship")
        for inner in each
    )
    ended = name == "diagnosis" and get(child(statement, "effectiveTime", "high"), "value")
    return "historical" if over or ended else "affirmed"
