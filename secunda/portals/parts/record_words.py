"""What a line of records says: kind, pages, date and size, and how far it has come, in the reader's language."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.records import rules, sentences, unpacked
from secunda.care.records.lines import Line
from secunda.care.records.models import Record
from secunda.portals.parts import times
from secunda.portals.parts.templatetags import parts

S = Record.State


def clinical_day(written: str) -> str:
    """A clinical date as exactly as it is known: "24 Nov 2026", "November 2026" or "2026"; empty if unknown."""
    if len(written) == 10:
        return times.short_day(date.fromisoformat(written))
    if len(written) == 7:
        return format_skeleton("yMMMM", date.fromisoformat(f"{written}-01"), locale=times.locale())
    return written


def kind(line: Line) -> str:
    """ "MRI scan", "PDF": what a line is; empty while it is being checked."""
    return sentences.kind_in_words(line.head, line.modality)


def facts(line: Line) -> str:
    """ "PDF, 4 pages, 3 May 2026, 5.2 MB": what is known of it, in one line. A study is named by its kind already."""
    known = ["" if line.is_study else kind(line), _count(line), clinical_day(line.head.clinical_date)]
    return _(", ").join(part for part in [*known, parts.size(line.size)] if part)


def _count(line: Line) -> str:
    pages = line.head.pages
    if line.is_study:
        n = len(line.records)
        return ngettext("%(n)s picture", "%(n)s pictures", n) % {"n": parts.figure(n)}
    if pages is None or line.head.kind != "pdf":
        return ""
    return ngettext("%(n)s page", "%(n)s pages", pages) % {"n": parts.figure(pages)}


def state(line: Line) -> tuple[str, str]:
    """How far a line has come: the tone of its mark, and the word beside it."""
    head = line.head
    if head.state == S.RECEIVED:
        return "waiting", _("being checked")
    if head.state == S.REFUSED:
        return "danger", _("not usable")
    if head.state == S.UNPACKED:
        return ("waiting", _("being unpacked")) if unpacked.is_on_its_way(head) else ("done", _("unpacked"))
    if is_doubtful(head):
        return "waiting", _("your coordinator looks at it")
    return "done", _("received")


def is_doubtful(record: Record) -> bool:
    """Whether it carries somebody else's name and nobody has confirmed whose it is."""
    return record.identity == Record.Identity.MISMATCH and not rules.is_certain(record)


def what_to_do(line: Line) -> str:
    """The sentence under a line that needs one: why it is not usable and what to do, or why it waits."""
    head = line.head
    if head.state == S.REFUSED:
        return sentences.why_refused(head)
    if head.state == S.UNPACKED:
        return unpacked.summary(head)
    if head.state == S.ACCEPTED and is_doubtful(head):
        return _(
            "The name or date of birth on it is not the patient's. "
            "Nobody else sees it until your coordinator has looked."
        )
    return ""
