"""The summary of the case: drafted by rule from dated facts, edited and approved by named staff, all of it cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from secunda.care.cases.models import Case
from secunda.care.chart import rules
from secunda.care.chart.access import View
from secunda.care.chart.access.chronology import Cite, Summary, Told, summary_of
from secunda.care.chart.access.timeline import TimelinePoint, timeline
from secunda.care.chart.models import Chronology, Fact, Sentence
from secunda.care.records.models import Record
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused

_FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}


@transaction.atomic
def draft_chronology(*, view: View, language: str, at: datetime) -> Summary:
    """A new edition by rule: one sentence for each dated point of the timeline, with what it rests on. Staff only.

    Written in `language`; values stay as the documents write them. Raises `Refused` when nothing has a day yet.
    """
    _require_staff(view)
    with translation.override(language):
        dated = [point for point in timeline(view) if point.date and point.facts]
        told = [_sentence(point) for point in dated[: rules.MOST_SENTENCES]]
    if not told:
        raise Refused(
            _("Nothing with a date was found in the records yet, so there is nothing to draft from.")
        )
    edition = keep_draft(case=view.case, told=told, language=language, at=at)
    return summary_of(edition, blind=False)


def keep_draft(*, case: Case, told: Sequence[Told], language: str, at: datetime) -> Chronology:
    """A new edition by software, inside the transaction of whoever drafts it."""
    return _write(case, told, language=language, by=None, at=at, verb="chronology.drafted")


def _sentence(point: TimelinePoint) -> Told:
    cites = tuple(Cite(point.record_id, fact.id, fact.page) for fact in point.facts)
    words = {"day": _day(point), "kind": point.heading, "words": point.words.rstrip(". ")}
    text = _("%(day)s. %(kind)s: %(words)s.") % words
    return Told(text[: rules.LONGEST_SENTENCE], cites)


def _day(point: TimelinePoint) -> str:
    """The point's day in the active language, as precise as it is known."""
    day = date.fromisoformat((point.date + "-01-01")[:10])
    return date_format(day, _FORMATS[point.precision])


@transaction.atomic
def edit_chronology(
    *, view: View, sentences: Sequence[tuple[str, Sequence[Cite]]], language: str, at: datetime
) -> Summary:
    """A new draft edition in a person's words. Staff only.

    Raises `Refused` for a sentence without words or without a citation, and for one that cites what is not in the case.
    """
    _require_staff(view)
    told = [Told(text.strip(), tuple(cites)) for text, cites in sentences]
    _require_cited(view, told)
    edition = _write(view.case, told, language=language, by=view.account, at=at, verb="chronology.edited")
    return summary_of(edition, blind=False)


@transaction.atomic
def approve_chronology(*, view: View, edition: int, at: datetime) -> Summary:
    """A named member of staff stands for this edition: from now on experts may rely on it. Twice keeps the first.

    Raises `Refused` unless it is the latest edition and has sentences.
    """
    _require_staff(view)
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=view.case.pk)
    found = Chronology.objects.filter(case=view.case).select_related("by", "approved_by")
    latest = found.order_by("-edition").first()
    if latest is None:
        raise Hidden
    if latest.edition != edition:
        raise Refused(_("Somebody has changed the summary since. Please read the new edition first."))
    if latest.approved_at is None:
        if not latest.sentences.exists():
            raise Refused(_("A summary without sentences cannot be approved."))
        latest.state, latest.approved_by, latest.approved_at = (
            Chronology.State.APPROVED,
            view.account,
            at,
        )
        latest.save(update_fields=("state", "approved_by", "approved_at"))
        _tell(view.case, "chronology.approved", at)
    return summary_of(latest, blind=False)


def _require_staff(view: View) -> None:
    if not view.is_staff:
        raise Refused(_("Only the programme's staff write and approve the summary of the case."))


def _require_cited(view: View, told: Sequence[Told]) -> None:
    if not 0 < len(told) <= rules.MOST_SENTENCES:
        raise Refused(_("A summary has at least one sentence, and at most 200."))
    if not all(one.text and len(one.text) <= rules.LONGEST_SENTENCE for one in told):
        raise Refused(_("Each sentence needs words, at most 1000 letters."))
    if not all(one.cites for one in told):
        raise Refused(_("Each sentence needs a place in the records that it rests on."))
    cites = {cite for one in told for cite in one.cites}
    records = Record.objects.filter(case=view.case, state=Record.State.ACCEPTED)
    known = set(records.filter(public_id__in={c.record for c in cites}).values_list("public_id", flat=True))
    facts = Fact.objects.filter(case=view.case, public_id__in={c.fact for c in cites if c.fact})
    places = set(facts.values_list("public_id", "record__public_id"))
    if any(c.record not in known or (c.fact and (c.fact, c.record) not in places) for c in cites):
        raise Refused(_("A sentence rests on something that is not in the records of this case any more."))


def _write(
    of: Case, told: Sequence[Told], *, language: str, by: Account | None, at: datetime, verb: str
) -> Chronology:
    case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=of.pk)
    last = Chronology.objects.filter(case=case).aggregate(last=Max("edition"))["last"] or 0
    edition = Chronology.objects.create(
        case=case, programme_id=case.programme_id, edition=last + 1, language=language, at=at, by=by
    )
    Sentence.objects.bulk_create(
        Sentence(
            case=case, programme_id=case.programme_id, chronology=edition, position=position, text=one.text,
            cites=[_kept(cite) for cite in one.cites],
        )
        for position, one in enumerate(told, start=1)
    )  # fmt: skip
    _tell(case, verb, at)
    return edition


def _kept(cite: Cite) -> dict[str, Any]:
    return {name: str(value) if name != "page" and value else value for name, value in asdict(cite).items()}


def _tell(case: Case, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=case.pk, programme_id=case.programme_id, object_type="chronology",
        object_id=case.public_id,
    )  # fmt: skip
