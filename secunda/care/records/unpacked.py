"""What was in a packed folder, on a disc, or attached to a health data export: in one sentence, and one by one."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.records import access, sentences
from secunda.care.records.models import Record, Unpacking

# Left out without anybody missing it: programs, what belongs to them, what the computer made for itself.
NOT_NEEDED = frozenset({"entry_program", "entry_viewer", "entry_system"})
MOST_STUDIES = 100  # of one disc, that are told one by one


def is_on_its_way(record: Record) -> bool:
    """Whether an archive is still being unpacked, or an export's documents are taken out."""
    unpacking = access.unpacking_of(record)
    return unpacking is not None and unpacking.state == Unpacking.State.WAITING


def summary(record: Record) -> str:
    """ "412 pictures in 3 studies; 14 files of the disc's own viewer were left out; one study carries another name."

    Empty for what is no archive. While it is being unpacked it says how far that is.
    """
    unpacking = access.unpacking_of(record)
    if unpacking is None:
        return ""
    if unpacking.state == Unpacking.State.WAITING:
        n = unpacking.seen
        said = ngettext(
            "It is being unpacked: %(n)s file so far.", "It is being unpacked: %(n)s files so far.", n
        )
        return said % {"n": n}
    parts = [*_taken(record), *_not_taken(record, unpacking), *_doubtful(record)]
    found = "; ".join(parts) or _("There was nothing in it that can be used")
    if record.state == Record.State.ACCEPTED:
        found = _("Inside it, now with lines of their own: %(found)s") % {"found": found}
    return f"{found}. {_why_stopped(unpacking)}".strip()


def _taken(record: Record) -> list[str]:
    accepted = Record.objects.filter(came_in=record, state=Record.State.ACCEPTED)
    found = accepted.aggregate(
        pictures=Count("id", filter=Q(instance__isnull=False)),
        studies=Count("instance__study_uid", distinct=True),
        documents=Count("id", filter=Q(instance__isnull=True)),
    )
    parts = []
    if found["pictures"]:
        studies = ngettext("in %(n)s study", "in %(n)s studies", found["studies"]) % {"n": found["studies"]}
        pictures = ngettext("%(n)s picture", "%(n)s pictures", found["pictures"]) % {"n": found["pictures"]}
        parts.append(_("%(pictures)s %(studies)s") % {"pictures": pictures, "studies": studies})
    if found["documents"]:
        n = found["documents"]
        parts.append(ngettext("%(n)s document", "%(n)s documents", n) % {"n": n})
    return parts


def _not_taken(record: Record, unpacking: Unpacking) -> list[str]:
    parts = []
    if n := unpacking.known:
        parts.append(ngettext("%(n)s file was here already", "%(n)s files were here already", n) % {"n": n})
    missed = sum(n for code, n in unpacking.left_out_why.items() if code not in NOT_NEEDED)
    if n := unpacking.left_out - missed:
        parts.append(_left_out(record, n))
    if n := unpacking.refused + missed:
        parts.append(ngettext("%(n)s file could not be used", "%(n)s files could not be used", n) % {"n": n})
    return parts


def _left_out(record: Record, n: int) -> str:
    said = ngettext(
        "%(n)s file that is no record was left out", "%(n)s files that are no records were left out", n
    )
    if Record.objects.filter(came_in=record, instance__isnull=False).exists():
        said = ngettext(
            "%(n)s file of the disc's own viewer was left out",
            "%(n)s files of the disc's own viewer were left out",
            n,
        )
    return said % {"n": n}


def _doubtful(record: Record) -> list[str]:
    other = Record.objects.filter(
        came_in=record,
        state=Record.State.ACCEPTED,
        identity=Record.Identity.MISMATCH,
        identity_confirmed_at=None,
    )
    studies = other.exclude(instance=None).values("instance__study_uid").distinct().count()
    documents = other.filter(instance=None).count()
    parts = []
    if studies == 1:
        parts.append(_("one study carries another name"))
    elif studies:
        parts.append(_("%(n)s studies carry another name") % {"n": studies})
    if documents:
        parts.append(
            ngettext("%(n)s document carries another name", "%(n)s documents carry another name", documents)
            % {"n": documents}
        )
    return parts


def _why_stopped(unpacking: Unpacking) -> str:
    if unpacking.state != Unpacking.State.STOPPED:
        return ""
    if unpacking.code in sentences.REFUSALS or unpacking.code in sentences.OURS:
        why = sentences.why_refused(Record(refused_code=unpacking.code))
    else:
        why = _("The case can take no more files. Please ask your coordinator which ones matter.")
    return _("Then it stopped. %(why)s") % {"why": why}


def studies_in(record: Record) -> list[tuple[Record, int]]:
    """The studies that came in an archive: the first picture of each, and how many there are, in their order."""
    inside = Record.objects.filter(came_in=record, state=Record.State.ACCEPTED, instance__isnull=False)
    groups = inside.values("instance__study_uid").annotate(first=Min("id"), n=Count("id")).order_by("first")
    counts = {row["first"]: int(row["n"]) for row in groups[:MOST_STUDIES]}
    heads = Record.objects.filter(pk__in=counts).select_related("instance").order_by("pk")
    return [(one, counts[one.pk]) for one in heads]


def left_out_why(record: Record) -> Mapping[str, int]:
    """How many files of an archive were left out, by reading's codes."""
    unpacking = access.unpacking_of(record)
    return unpacking.left_out_why if unpacking else {}
