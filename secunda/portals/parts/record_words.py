"""What a line of records says: kind, pages, date and size, and how far it has come, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.chart.pictures import PAGES_OF
from secunda.care.records import access, rules, sentences, unpacked
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
        n = line.count
        return ngettext("%(n)s picture", "%(n)s pictures", n) % {"n": parts.figure(n)}
    if pages is None or line.head.kind != "pdf":
        return ""
    return ngettext("%(n)s page", "%(n)s pages", pages) % {"n": parts.figure(pages)}


def name(line: Line) -> str:
    """What a line is called: a file as its sender named it, a study by what it is and what its header calls it."""
    head = line.head
    if not line.is_study:
        return head.name or access.neutral_title(head)
    instance = access.instance_of(head)
    known = [kind(line), instance.description if instance else ""]
    return _(", ").join(part for part in known if part) or head.name


def has_picture(record: Record) -> bool:
    """Whether a small picture of its first page can stand in a list."""
    return record.state == S.ACCEPTED and record.kind in PAGES_OF


def origin(record: Record) -> str:
    """The disc, folder or export that a record came in; empty for what came by itself."""
    if record.came_in is None:
        return ""
    return _("From “%(name)s”") % {"name": record.came_in.name or access.neutral_title(record.came_in)}


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


@dataclass(frozen=True)
class Study:
    """A study that came on a disc: what, when, how many pictures; whom it names, and whether that is somebody else."""

    what: str
    who: str
    doubtful: bool


@dataclass(frozen=True)
class Inside:
    """What was on a disc, one by one: its studies, and why files were left out, each reason with a number."""

    studies: list[Study]
    left_out: list[tuple[int, str]]


def inside(record: Record, *, reader: int | None) -> Inside | None:
    """What was in an unpacked archive; None for all else, and while it is unpacked.

    `reader` is the account that reads it: whom a study names is told to who sent it, and to staff (None).
    """
    if record.state != S.UNPACKED or unpacked.is_on_its_way(record):
        return None
    tells = reader is None or record.uploaded_by_id == reader
    studies = [_study(one, n, tells) for one, n in unpacked.studies_in(record)]
    why = [(n, sentences.why_left_out(code)) for code, n in unpacked.left_out_why(record).items()]
    return Inside(studies, sorted(why, reverse=True)) if studies or why else None


def _study(head: Record, n: int, tells: bool) -> Study:
    instance = access.instance_of(head)
    line = Line(head, n, 0, head.number)
    known = [
        kind(line),
        instance.description if instance else "",
        clinical_day(head.clinical_date),
        _count(line),
    ]
    doubtful = is_doubtful(head)
    return Study(_(", ").join(part for part in known if part), named(head) if tells else "", doubtful)


def named(record: Record) -> str:
    """ "John Smith, born 1 Jan 1950": who stands on a record, as far as it says; empty when it names nobody."""
    seen = record.patient_seen
    names = [_plain(name) for name in seen.get("names", ())]
    born = [clinical_day(day) for day in seen.get("birth_dates", ())]
    who = _(", ").join(dict.fromkeys(name for name in names if name))
    if not born:
        return who
    days = {"day": _(", ").join(born)}
    if not who:
        return _("somebody born %(day)s") % days
    return _("%(who)s, %(born)s") % {"who": who, "born": _("born %(day)s") % days}


def _plain(name: str) -> str:
    """A name as people say it: DICOM and health data write family^given^middle^prefix^suffix."""
    family, _caret, given = name.split("=")[0].partition("^")
    return " ".join(f"{given.replace('^', ' ')} {family}".split())


def is_doubtful(record: Record) -> bool:
    """Whether it carries somebody else's name and nobody has confirmed whose it is."""
    return record.identity == Record.Identity.MISMATCH and not rules.is_certain(record)


def what_to_do(line: Line, *, reader: int | None) -> str:
    """The sentence under a line that needs one: why it is not usable and what to do, or why it waits.

    `reader` is the account that reads it: only who sent a file is told whom it names. An office, or we, may have sent
    a stranger's.
    """
    head = line.head
    if head.state == S.REFUSED:
        return sentences.why_refused(head)
    if head.state == S.ACCEPTED and is_doubtful(head):
        return _held_back(named(head) if reader and head.uploaded_by_id == reader else "")
    return unpacked.summary(head)


def _held_back(who: str) -> str:
    """Why it waits, and what to do."""
    why = _("The name or date of birth on it is not the patient's.")
    if who:
        why = _("It names %(who)s, which is not the patient as we know them.") % {"who": who}
    then = _(
        "No specialist sees it before your coordinator has looked. If it came by mistake, remove it and send the right "
        "one; if the name is a former one or misspelt, you need not do anything."
    )
    return f"{why} {then}"


def for_staff(record: Record) -> str:
    """What staff are told of a record of which it is not certain whose it is: what stands on it, and what to do."""
    if record.state != S.ACCEPTED or rules.is_certain(record):
        return ""
    who = named(record)
    if record.identity == Record.Identity.MISMATCH:
        said = (
            _("It names %(who)s.") % {"who": who} if who else _("It carries another name or date of birth.")
        )
    elif who:
        said = _("It says only: %(who)s.") % {"who": who}
    else:
        said = _("There is no name and no date of birth on it.")
    then = _("No expert sees it before you have confirmed whose it is, or taken it out.")
    return f"{said} {then}"
