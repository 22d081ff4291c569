"""What an expert sees of a case's records, line by line: a document, or a whole study; found by the database."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Count, F, Min, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from secunda.care.cases.models import Party
from secunda.care.records.access import Exhibit, exhibit_of, instance_of, shown_to
from secunda.care.records.models import Record
from secunda.foundation.errors import Hidden

A_PAGE = 100


@dataclass(frozen=True)
class Stop:
    """One line: a document, or a study of `count` images, of which `head` is the first."""

    head: Exhibit
    count: int = 1


@dataclass(frozen=True)
class Stops:
    """A page of lines in the order of what happened, what has no day last: `page` of `pages`, from 1."""

    lines: tuple[Stop, ...]
    page: int
    pages: int
    has_studies: bool

    @property
    def before(self) -> int:
        """The number of the page before; 0 on the first."""
        return self.page - 1

    @property
    def after(self) -> int:
        """The number of the next page; 0 on the last."""
        return self.page + 1 if self.page < self.pages else 0


@dataclass(frozen=True)
class Shown:
    """One record with its line, its place in it (from 0), and its neighbours there."""

    item: Exhibit
    stop: Stop
    place: int
    before: UUID | None = None
    after: UUID | None = None


def stops_of(party: Party, *, page: int = 1, a_page: int = A_PAGE) -> Stops:
    """The lines that this expert or reviewer sees in the phase of their part. Three queries, however many there are."""
    found = shown_to(party)
    of_study = Coalesce("instance__study_uid", Cast("id", CharField()))
    day = Min(NullIf("clinical_date", Value("")))
    groups = found.order_by().annotate(line=of_study).values("line")
    groups = groups.annotate(first=Min("number"), files=Count("id"), day=day)
    every = list(groups.order_by(F("day").asc(nulls_last=True), "first"))
    pages = max(-(-len(every) // a_page), 1)
    page = min(max(page, 1), pages)
    rows = every[(page - 1) * a_page : page * a_page]
    heads = {one.number: one for one in found.filter(number__in=[row["first"] for row in rows])}
    lines = [Stop(_shown(heads[row["first"]]), row["files"]) for row in rows if row["first"] in heads]
    return Stops(tuple(lines), page, pages, found.filter(instance__isnull=False).exists())


def _shown(head: Record) -> Exhibit:
    instance = instance_of(head)
    return exhibit_of(head, instance, head.public_id if instance else None)


def find_shown(party: Party, record_id: UUID) -> Shown:
    """One record among those that this expert sees; raises `Hidden`."""
    found = shown_to(party)
    record = found.filter(public_id=record_id).first()
    if record is None:
        raise Hidden
    instance = instance_of(record)
    if instance is None:
        item = exhibit_of(record, None, None)
        return Shown(item, Stop(item), 0)
    study = found.filter(instance__study_uid=instance.study_uid)
    earlier, later = study.filter(number__lt=record.number), study.filter(number__gt=record.number)
    head, place = earlier.first() or record, earlier.count()
    before, after = earlier.last(), later.first()
    return Shown(
        item=exhibit_of(record, instance, head.public_id),
        stop=Stop(_shown(head), place + 1 + later.count()),
        place=place,
        before=before.public_id if before else None,
        after=after.public_id if after else None,
    )
