"""What a model of language proposes: kept where the record says it, and nobody's but staff's until they keep it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case
from secunda.care.chart import language_model, rules
from secunda.care.chart.access import View
from secunda.care.chart.access.chronology import Cite, Told
from secunda.care.chart.actions import chronology, facts
from secunda.care.chart.models import Fact, PageText, Proposal, Reading
from secunda.care.records.models import Record
from secunda.foundation import queue
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Hidden, Refused
from secunda.reading import document, proposals
from secunda.reading.text import Box, Page, Text, Word

SUMMARY_TASK = "summary_by_model"
DRAFTED_WITHIN = timedelta(hours=1)
MOST = 200  # proposals of a record
_NUMBER = re.compile(r"\d+")


def words_of(record: Record) -> Text | None:
    """A record's pages as they were read, with their places; None unless it was read."""
    reading = Reading.objects.filter(record=record, is_current=True, state=Reading.State.READ).first()
    if reading is None or record.state != Record.State.ACCEPTED:
        return None
    pages = PageText.objects.filter(reading=reading).order_by("number")
    return Text(tuple(Page(p.number, p.width, p.height, _lines(p.words)) for p in pages))


def _lines(kept: list[list[list[Any]]]) -> tuple[tuple[Word, ...], ...]:
    return tuple(
        tuple(Word(word[0], Box(*word[1:5]) if len(word) > 4 else None) for word in line) for line in kept
    )


def note_shown(*, record: Record, at: datetime) -> None:
    """Write down, for the patient too, that the words of a record were sent to the model."""
    audit.record(
        verb="record.shown_to_model", at=at, case_id=record.case_id, programme_id=record.programme_id,
        object_type="record", object_id=record.public_id,
    )  # fmt: skip


@transaction.atomic
def keep_proposals(*, record: Record, found: Sequence[document.Fact], at: datetime) -> int:
    """Keep what the record bears out, in place of what nobody has decided yet; returns how many are new.

    What stands already as a fact of the record, or was decided before, is not proposed again.
    """
    Record.objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
    Proposal.objects.filter(record=record, decided_at=None).delete()
    known = {_same(one) for one in Fact.objects.filter(record=record)}
    known |= {_same(one) for one in Proposal.objects.filter(record=record)}
    new = {_same(one): one for one in found if _same(one) not in known and one.page}
    Proposal.objects.bulk_create(
        Proposal(
            case_id=record.case_id, programme_id=record.programme_id, record=record, name=one.name,
            value=one.value[: rules.LONGEST_VALUE], unit=one.unit[:40], date=one.date[:10], assertion=one.assertion,
            quote=one.quote, page=one.page or 1, box=list(one.box) if one.box else None,
            by=settings.LANGUAGE_MODEL["name"][:80], at=at,
        )
        for one in list(new.values())[:MOST]
    )  # fmt: skip
    return len(new)


def _same(one: Fact | Proposal | document.Fact) -> tuple[str, str, int | None]:
    return (one.name, one.value.casefold().strip(), one.page)


@transaction.atomic
def accept(*, view: View, proposal: Proposal, at: datetime) -> Fact:
    """Staff stand for a proposal: it is a fact from now on, added by them. Raises `Refused` when it was decided."""
    now = _undecided(view, proposal)
    box = tuple(now.box) if now.box else None
    kept = facts.add(
        view=view, record=now.record, name=now.name, value=now.value, unit=now.unit, date=now.date, quote=now.quote,
        page=now.page, box=box, assertion=now.assertion, at=at,
    )  # fmt: skip
    now.decided_by, now.decided_at, now.fact = view.account, at, kept
    now.save(update_fields=("decided_by", "decided_at", "fact"))
    return kept


@transaction.atomic
def leave_out(*, view: View, proposal: Proposal, at: datetime) -> None:
    """Staff say that it is wrong, or of no use; it is not proposed again."""
    now = _undecided(view, proposal)
    now.decided_by, now.decided_at = view.account, at
    now.save(update_fields=("decided_by", "decided_at"))
    audit.record(
        verb="proposal.left_out", at=at, case_id=now.case_id, programme_id=now.programme_id, object_type="proposal",
        object_id=now.public_id,
    )  # fmt: skip


def _undecided(view: View, proposal: Proposal) -> Proposal:
    if not view.is_staff:
        raise Hidden
    found = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("record")
    now = found.filter(pk=proposal.pk, case=view.case).first()
    if now is None:
        raise Hidden
    if now.decided_at:
        raise Refused(_("Somebody has decided about this already."))
    return now


@transaction.atomic
def ask_for_summary(*, view: View, at: datetime) -> None:
    """Have the model draft a summary: a job, and a task that ends when the draft is there. Staff only."""
    if not view.is_staff or not language_model.is_allowed(view.case.programme):
        raise Refused(_("No language model drafts summaries in this programme."))
    cases.add_task(case=view.case, kind=SUMMARY_TASK, due_at=at + DRAFTED_WITHIN, at=at)
    queue.named("chart.propose_summary").defer_once(
        str(view.case.public_id), case_id=view.case.pk, programme_id=view.case.programme_id
    )


def documents_for_summary(case: Case) -> list[tuple[Record, Text]]:
    """The records of a case that were read, oldest first, each with its words."""
    there = Record.objects.filter(case=case, state=Record.State.ACCEPTED, instance=None)
    read = sorted(there, key=lambda one: (not one.clinical_date, one.clinical_date, one.number))
    return [(record, words) for record in read if (words := words_of(record)) is not None]


@transaction.atomic
def keep_summary(
    *,
    case: Case,
    shown: Sequence[tuple[Record, Text]],
    said: Sequence[dict[str, str]],
    language: str,
    at: datetime,
) -> int:
    """Keep a draft edition of the sentences that a record bears out; returns how many they are.

    A sentence counts when its quote stands in the document it names, and each number of it stands in the quote or is
    of the document's own day.
    """
    told = [one for row in said if (one := _told(shown, row))][: rules.MOST_SENTENCES]
    if told:
        chronology.keep_draft(case=case, told=told, language=language, at=at)
    cases.finish_tasks(case=case, kind=SUMMARY_TASK, by=None, at=at)
    return len(told)


def _told(shown: Sequence[tuple[Record, Text]], row: dict[str, str]) -> Told | None:
    number, text, quote = row.get("document", ""), row.get("text", "").strip(), row.get("quote", "")
    if not (number.isdecimal() and 0 < int(number[:6]) <= len(shown) and text):
        return None
    record, words = shown[int(number) - 1]
    place = proposals.place_of(words, quote)
    borne_out = set(_NUMBER.findall(quote)) | set(_NUMBER.findall(record.clinical_date))
    if place is None or not set(_NUMBER.findall(text)) <= borne_out:
        return None
    cite = Cite(record.public_id, None, words.place(*place).page)
    return Told(text[: rules.LONGEST_SENTENCE], (cite,))
