"""What each person may see of the chart. Row security says the same in the database; these are screens' doors."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from secunda.care.chart.models import Fact, Reading
from secunda.care.chart.vocabulary import hidden, hidden_always
from secunda.care.records.access import FIT
from secunda.care.records.models import Record
from secunda.care.records.view import View, party_view, staff_view, view_of
from secunda.foundation.errors import Hidden

__all__ = (
    "View",
    "documents_of",
    "facts_in",
    "facts_of",
    "find_document",
    "find_fact",
    "party_view",
    "readings_of",
    "staff_view",
    "standing_facts",
    "view_of",
)


def documents_of(view: View) -> QuerySet[Record]:
    """The records whose pages this person may open, by number: a blind expert gets what is open, or open in part."""
    found = Record.objects.filter(case=view.case, state=Record.State.ACCEPTED).order_by("number")
    if view.is_own or view.is_staff:
        return found
    found = found.filter(FIT)
    if not view.blind:
        return found
    in_part = Q(blinding=Record.Blinding.PASSAGES)  # row security: only once a passage of it was sealed
    return found.filter(Q(blinding=Record.Blinding.OPEN) | in_part)


def facts_in(view: View) -> QuerySet[Fact]:
    """The facts that this person may see, merged and rejected ones too, with their records.

    What software finds too seldom right in words is left out, unless a person has said it; what a structured document
    states by its own structure was not found in words.
    """
    in_words = Q(path="") | Q(name__in=hidden_always())
    found = Fact.objects.filter(case=view.case, record__state=Record.State.ACCEPTED).exclude(
        in_words, name__in=hidden(), standing=Fact.Standing.READ
    )
    if view.blind:
        found = found.filter(withheld=False)
    return found.select_related("record", "decided_by").order_by("record__number", "page", "id")


def standing_facts(view: View) -> QuerySet[Fact]:
    """The facts that count: not merged into another, and not rejected by whoever may decide.

    What the patient's side rejects is gone for them, and stays for the others, who see that it is disputed.
    """
    rejected = Q(standing=Fact.Standing.REJECTED)
    gone = rejected if view.is_own else rejected & Q(is_from_patient=False)
    return facts_in(view).exclude(gone | Q(standing=Fact.Standing.MERGED))


def facts_of(record: Record) -> QuerySet[Fact]:
    """What stands of a record, for a job of the case that looks through it (critical values)."""
    gone = (Fact.Standing.MERGED, Fact.Standing.REJECTED)
    return Fact.objects.filter(record=record).exclude(standing__in=gone).order_by("page", "id")


def find_document(view: View, record_id: UUID) -> Record:
    """One record whose pages this person may open; raises `Hidden`."""
    record = documents_of(view).filter(public_id=record_id).select_related("object").first()
    if record is None:
        raise Hidden
    return record


def find_fact(view: View, fact_id: UUID) -> Fact:
    """One fact that this person may see; raises `Hidden`."""
    fact = facts_in(view).filter(public_id=fact_id).first()
    if fact is None:
        raise Hidden
    return fact


def readings_of(view: View) -> dict[UUID, Reading]:
    """The current reading of each record of a case, by the record's public id: for lists with a line a record.

    A blind expert has none: what a reading says of the whole document is not parted by what is sealed in it.
    """
    if view.blind:
        return {}
    found = Reading.objects.filter(case=view.case, is_current=True).select_related("record")
    return {reading.record.public_id: reading for reading in found}
