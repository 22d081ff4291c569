"""May it happen? The opinion's table of moves and who may check and sign. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.care.opinions.content import Missing
from secunda.care.opinions.models import Opinion, Read
from secunda.foundation.errors import Refused

AUTHOR, REVIEWER, COORDINATOR, SYSTEM = "author", "reviewer", "coordinator", "system"
FOLLOW_UP_QUESTIONS = 1  # a programme may allow more: rules["follow_up_questions"]
FOLLOW_UP_WITHIN = timedelta(days=30)  # after signing; the report names the day
LONGEST_QUESTION = 4000
UNOPENED_AFTER = timedelta(days=3)

S = Opinion.State

# (from, to) -> who may make the move. The diagram in docs/reference/lifecycle.md is drawn from this table.
MOVES: dict[tuple[str, str], frozenset[str]] = {
    (S.DRAFT, S.QUALITY_CHECK): frozenset({AUTHOR}),
    (S.QUALITY_CHECK, S.DRAFT): frozenset({REVIEWER}),
    (S.QUALITY_CHECK, S.PASSED): frozenset({REVIEWER}),
    (S.PASSED, S.DRAFT): frozenset({AUTHOR}),
    (S.PASSED, S.SIGNED): frozenset({AUTHOR}),
    (S.SIGNED, S.RELEASED): frozenset({COORDINATOR}),
    (S.RELEASED, S.SUPERSEDED): frozenset({SYSTEM}),
    (S.RELEASED, S.WITHDRAWN): frozenset({AUTHOR}),
}

# What the quality reviewer looks at, each to be ticked or commented.
CHECKLIST = (
    ("answers", gettext_lazy("Every question is answered.")),
    ("records", gettext_lazy("The records that matter were read, and what was missing is said.")),
    (
        "options",
        gettext_lazy("The options are told in equal detail, with a way to wait where that is reasonable."),
    ),
    ("numbers", gettext_lazy("Every number has a source, and all share one denominator.")),
    ("plain", gettext_lazy("The patient's summary says the same as the clinical part, in plain words.")),
    ("harm", gettext_lazy("Nothing in it could harm somebody who misreads it.")),
)


def require_move(state: str, to: str, role: str) -> None:
    """Raise `Refused` unless somebody in `role` may move an opinion from `state` to `to`."""
    who = MOVES.get((state, to))
    if who is None:
        raise Refused(
            _("This opinion is “%(now)s”; it cannot become “%(then)s” from there.")
            % {"now": S(state).label, "then": S(to).label}
        )
    if role not in who:
        raise Refused(_("This step belongs to somebody else."))


def require_edition(saved: int, seen: int) -> None:
    """Raise `Refused` (code `edition`) when the page that saves was not showing the newest text."""
    if saved != seen:
        raise Refused(
            _(
                "This was changed in another window. Nothing of what you typed here is lost: reload to see the newest."
            ),
            code="edition",
        )


def require_complete(found: Iterable[Missing]) -> None:
    """Raise `Refused` (code `missing`) naming how much is missing; the screen lists each with its place."""
    missing = list(found)
    if missing:
        first = missing[0].sentence
        raise Refused(
            _("%(n)d points are still open. The first: %(first)s") % {"n": len(missing), "first": first}
            if len(missing) > 1
            else str(first),
            code="missing",
        )


def follow_up_date(signed_at: datetime) -> date:
    """The last day (UTC) on which a follow-up question may be asked."""
    return (signed_at + FOLLOW_UP_WITHIN).date()


def require_question(question: str, signed_at: datetime | None, at: datetime) -> None:
    """Raise `Refused` for a follow-up question that is empty, too long to be signed, or too late."""
    if not question.strip():
        raise Refused(_("The question is empty."))
    if len(question) > LONGEST_QUESTION:
        raise Refused(
            _("The question is longer than %(n)d characters. Please shorten it.") % {"n": LONGEST_QUESTION}
        )
    if signed_at is None or at.date() > follow_up_date(signed_at):
        raise Refused(_("The time for the follow-up question has passed. Write to your coordinator instead."))


def may_unseal(reads: Iterable[Read]) -> bool:
    """In a panel nothing unseals to anybody until every read is committed. A single expert is a panel of one."""
    committed = [read.committed_at is not None for read in reads]
    return bool(committed) and all(committed)


def require_other_than_authors(account_id: int, authors: Iterable[int]) -> None:
    """Raise `Refused` when somebody would check their own work (COI-9)."""
    if account_id in set(authors):
        raise Refused(_("Nobody checks an opinion that they wrote or read for."))
