"""The case over time: what was found, done and measured, each with its day and its place in a document."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from secunda.care.chart import sentences
from secunda.care.chart.access import View, documents_of, standing_facts
from secunda.care.chart.access.worded import imaging_line, pathology_line
from secunda.care.chart.models import Fact
from secunda.care.chart.vocabulary import kind_of
from secunda.care.records import access as records
from secunda.care.records.models import Record
from secunda.care.records.sentences import kind_in_words

# Findings that are a point of their own; the others of a document's day and specimen are one point together.
_ALONE = {"diagnosis": "diagnosis", "procedure": "procedure", "treatment": "treatment", "medicine": "medicine",
          "allergy": "medicine"}  # fmt: skip
_TOGETHER = {"pathology": "pathology", "radiology": "imaging", "laboratory": "laboratory", "heart": "heart"}
_WORDED = {"pathology": pathology_line, "imaging": imaging_line, "record": pathology_line}
_OF_PATHOLOGY = frozenset({"surgical_pathology", "cytology", "molecular", "other", ""})
_SHOWN = ("affirmed", "historical")
_NO_POINT = frozenset({"study_date", "comparison_date"})
_PRECISION = {0: "unknown", 4: "year", 7: "month", 10: "day"}
CERTAIN_STANDINGS = (Fact.Standing.CONFIRMED, Fact.Standing.CORRECTED, Fact.Standing.ADDED)


@dataclass(frozen=True)
class FactLine:
    """A value as it is shown: what it is called, its words, its place, and how far to trust it.

    `by_software`: nobody has confirmed it. `disputed`: the patient's side says that it is wrong. `machine_value` is
    what the software read where a person has changed it. `withheld`: a blind expert does not see it.
    """

    id: UUID
    name: str
    label: str
    words: str
    quote: str
    record_id: UUID
    page: int | None
    box: tuple[float, ...] | None
    assertion: str
    confidence: float
    standing: str
    by_software: bool
    from_patient: bool
    disputed: bool
    machine_value: str
    withheld: bool


@dataclass(frozen=True)
class TimelinePoint:
    """Something on a day: `date` is ISO 8601 cut to its `precision` (day, month, year, unknown with an empty date).

    `kind`: diagnosis, procedure, treatment, medicine, imaging, pathology, laboratory, heart or record. `confirmed` when
    a person has confirmed every fact of it. `page` is the place to open; None opens the document at its beginning.
    """

    date: str
    precision: str
    kind: str
    heading: str
    words: str
    record_id: UUID
    record_title: str
    page: int | None
    facts: tuple[FactLine, ...]
    confirmed: bool


def timeline(view: View) -> list[TimelinePoint]:
    """The points of a case as this person may see them, by day; those without a day at the end.

    A fact without a day of its own takes its record's, unless it tells of former times.
    """
    seen = documents_of(view)
    groups: dict[tuple[str, ...], list[Fact]] = {}
    shown = standing_facts(view).filter(assertion__in=_SHOWN, record__in=seen)
    for fact in shown.select_related("record", "decided_by", "reading"):
        if fact.name not in _NO_POINT:
            groups.setdefault(_group(fact), []).append(fact)
    points = [_point(key, facts) for key, facts in groups.items()]
    told = {point.record_id for point in points if point.kind != "medicine"}
    points += [_of_record(record) for record in _lines(seen) if record.public_id not in told]
    return sorted(points, key=lambda point: (not point.date, point.date, point.record_title, point.page or 0))


def _group(fact: Fact) -> tuple[str, ...]:
    alone = _ALONE.get(fact.name)
    return (
        alone or _together(fact),
        day_of(fact),
        str(fact.record_id),
        str(fact.pk) if alone else fact.specimen,
    )


def _together(fact: Fact) -> str:
    """The kind of point; what a letter says of the tumour is no pathology report."""
    kind = _TOGETHER.get(kind_of(fact.name), "record")
    return "record" if kind == "pathology" and _type_of(fact) not in _OF_PATHOLOGY else kind


def _type_of(fact: Fact) -> str:
    """What kind of document it stands in; empty where that is not known, or not for this person."""
    return fact.reading.type if fact.reading else ""


def day_of(fact: Fact) -> str:
    """The day a fact is about: its own, else its record's; empty when it tells of former times without saying when."""
    return fact.date or ("" if fact.assertion == "historical" else fact.record.clinical_date)


def _point(key: tuple[str, ...], facts: list[Fact]) -> TimelinePoint:
    kind, date, record = key[0], key[1], facts[0].record
    lines = tuple(line_of(fact) for fact in facts)
    specimen = f"{facts[0].specimen}: " if facts[0].specimen and kind != "medicine" else ""
    return TimelinePoint(
        date=date, precision=_PRECISION.get(len(date), "unknown"), kind=kind, heading=_heading(kind, facts[0]),
        words=specimen + _in_words(kind, lines, facts), record_id=record.public_id,
        record_title=records.neutral_title(record),
        page=min((fact.page for fact in facts if fact.page), default=None), facts=lines,
        confirmed=not any(line.by_software for line in lines),
    )  # fmt: skip


def _heading(kind: str, fact: Fact) -> str:
    named = sentences.TYPES.get(_type_of(fact)) if kind == "record" else None
    return str(named or sentences.heading(kind))


def _in_words(kind: str, lines: tuple[FactLine, ...], facts: list[Fact]) -> str:
    if kind in _ALONE.values():
        return lines[0].words
    if kind in _WORDED:
        return _WORDED[kind](facts)
    return ", ".join(f"{line.label} {line.words}" for line in lines)


def written_of(fact: Fact) -> str:
    """A laboratory value with its unit as its document writes it; empty once a person has said otherwise."""
    as_read = fact.read is not None and (fact.value, fact.unit) == (
        fact.read.get("value"),
        fact.read.get("unit"),
    )
    return str(fact.detail.get("as_written", "")) if as_read else ""


def line_of(fact: Fact) -> FactLine:
    """A fact as it is shown."""
    read = fact.read or {}
    was = sentences.value_in_words(fact.name, read.get("value", ""), read.get("unit", ""))
    changed = was != sentences.value_in_words(fact.name, fact.value, fact.unit)
    words = sentences.stated_in_words(fact.name, fact.value, fact.unit, written_of(fact))
    return FactLine(
        id=fact.public_id, name=fact.name, label=sentences.name_in_words(fact.name, fact.detail), words=words,
        quote=fact.quote, record_id=fact.record.public_id, page=fact.page,
        box=tuple(fact.box) if fact.box else None, assertion=fact.assertion, confidence=fact.confidence,
        standing=fact.standing, by_software=fact.standing not in CERTAIN_STANDINGS,
        from_patient=fact.is_from_patient,
        disputed=fact.is_from_patient and fact.standing == Fact.Standing.REJECTED,
        machine_value=was if read and changed else "", withheld=fact.withheld,
    )  # fmt: skip


def _lines(seen: QuerySet[Record]) -> list[Record]:
    """The documents, and the first picture of each study of pictures."""
    documents = seen.filter(instance=None)
    studies = seen.filter(instance__isnull=False).order_by("instance__study_uid", "number")
    return [*documents, *studies.distinct("instance__study_uid").select_related("instance")]


def _of_record(record: Record) -> TimelinePoint:
    instance = records.instance_of(record)
    kind = "imaging" if instance else "record"
    words = kind_in_words(record, instance.modality) if instance else records.neutral_title(record)
    return TimelinePoint(
        date=record.clinical_date, precision=_PRECISION.get(len(record.clinical_date), "unknown"), kind=kind,
        heading=sentences.heading(kind), words=words, record_id=record.public_id,
        record_title=records.neutral_title(record), page=None, facts=(), confirmed=True,
    )  # fmt: skip
