"""Records as people list them: a file is a line, and so is a whole study of pictures; a page of lines at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce

from secunda.care.records.access import instance_of
from secunda.care.records.models import Record

A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One or several records that are listed as one; `head`, the first of them, names and addresses the line.

    `size` in bytes of all `count` files; `number` of the latest; `waiting` of them are still being checked; `senders`
    people sent them.
    """

    head: Record
    count: int
    size: int
    number: int
    waiting: int = 0
    senders: int = 1

    @classmethod
    def of(cls, record: Record) -> Line:
        """The line of a record that stands alone."""
        waiting = int(record.state == Record.State.RECEIVED)
        return cls(record, 1, record.size, record.number, waiting)

    @property
    def modality(self) -> str:
        """DICOM's letters for the kind of pictures; empty for a document."""
        instance = instance_of(self.head)
        return instance.modality if instance else ""

    @property
    def is_study(self) -> bool:
        """Whether it is a study of pictures."""
        return instance_of(self.head) is not None


@dataclass(frozen=True)
class Shelf:
    """A page of lines, the newest first: `page` of `pages`, from 1."""

    lines: tuple[Line, ...]
    page: int = 1
    pages: int = 1

    @property
    def earlier(self) -> int:
        """The number of the page with older lines; 0 on the last."""
        return self.page + 1 if self.page < self.pages else 0

    @property
    def later(self) -> int:
        """The number of the page with newer lines; 0 on the first."""
        return self.page - 1


def lines_of(found: QuerySet[Record], *, page: int = 1, a_page: int = A_PAGE) -> Shelf:
    """Records of one case as lines; pictures of one study are one line. Two queries, however many there are.

    A page that is not there is the nearest that is.
    """
    of_study = Coalesce("instance__study_uid", Cast("id", CharField()))
    groups = (
        found.order_by().annotate(line=of_study).values("line").annotate(
            head=Min("number"), latest=Max("number"), files=Count("id"), bytes=Sum("size"),
            waiting=Count("id", filter=Q(state=Record.State.RECEIVED)), senders=Count("uploaded_by", distinct=True),
        )
    )  # fmt: skip
    every = list(groups.order_by("-latest"))  # small rows: counting them apart would cost as much again
    pages = max(-(-len(every) // a_page), 1)
    page = min(max(page, 1), pages)
    rows = every[(page - 1) * a_page : page * a_page]
    named = found.filter(number__in=[row["head"] for row in rows]).select_related(
        "instance", "unpacking", "came_in"
    )
    heads = {one.number: one for one in named}
    lines = [
        Line(heads[row["head"]], row["files"], row["bytes"], row["latest"], row["waiting"], row["senders"])
        for row in rows
        if row["head"] in heads
    ]
    return Shelf(tuple(lines), page, pages)
