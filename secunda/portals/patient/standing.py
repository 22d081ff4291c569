"""Where a case stands, in words: heading, lead, stage, with whom it lies and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secunda.care.cases import rules
from secunda.care.cases.models import Case, Interval, Wishes
from secunda.portals.parts import times

S = Case.State
Words = str | Promise

# state -> (what the patient reads, what somebody acting for them reads)
HEADINGS: dict[str, tuple[Words, Words]] = {
    S.EMERGENCY: (gettext_lazy("Please get help first"), gettext_lazy("Please get help first")),
    S.SUBMITTED: (gettext_lazy("Your case has arrived"), gettext_lazy("The case has arrived")),
    S.RECORDS_NEEDED: (
        gettext_lazy("We are collecting your records"),
        gettext_lazy("We are collecting the records"),
    ),
    S.RECORDS_COMPLETE: (gettext_lazy("Your records are complete"), gettext_lazy("The records are complete")),
    S.ASSIGNMENT: (
        gettext_lazy("We are finding the right specialist for you"),
        gettext_lazy("We are finding the right specialist"),
    ),
    S.REVIEW: (gettext_lazy("%(who)s is reading your case"), gettext_lazy("%(who)s is reading the case")),
    S.DRAFTED: (
        gettext_lazy("%(who)s is writing your opinion"),
        gettext_lazy("%(who)s is writing the opinion"),
    ),
    S.QUALITY_CHECK: (
        gettext_lazy("A second person is checking your opinion"),
        gettext_lazy("A second person is checking the opinion"),
    ),
    S.SIGNED: (gettext_lazy("Your opinion is signed"), gettext_lazy("The opinion is signed")),
    S.RELEASED: (gettext_lazy("Your second opinion is here"), gettext_lazy("The second opinion is here")),
    S.FOLLOW_UP: (gettext_lazy("You have your second opinion"), gettext_lazy("The second opinion is here")),
    S.CLOSED: (gettext_lazy("Your case is closed"), gettext_lazy("The case is closed")),
    S.CANCELLED: (gettext_lazy("Your case was cancelled"), gettext_lazy("The case was cancelled")),
    S.DECLINED: (
        gettext_lazy("The programme could not take your case"),
        gettext_lazy("The programme could not take the case"),
    ),
}

LEADS: dict[str, Words] = {
    S.EMERGENCY: gettext_lazy(
        "Your coordinator stopped the case because something in it should not wait. Call your doctor "
        "or the emergency number; the case is kept."
    ),
    S.SUBMITTED: gettext_lazy("Nothing for you to do now. A coordinator looks at it first."),
    S.RECORDS_NEEDED: gettext_lazy(
        "Send what you have, in any order. If you do not have something, your coordinator helps you "
        "ask for it."
    ),
    S.RECORDS_COMPLETE: gettext_lazy(
        "Nothing for you to do now. Next, your coordinator chooses the specialist who fits the question best."
    ),
    S.ASSIGNMENT: gettext_lazy(
        "Nothing for you to do now. Whoever is asked must first declare that nothing ties them to the"
        " first opinion."
    ),
    S.REVIEW: gettext_lazy(
        "Nothing for you to do now. %(who)s first forms a judgement of their own, and only then "
        "compares it with the first opinion."
    ),
    S.DRAFTED: gettext_lazy("Nothing for you to do now. When it is written, a second person checks it."),
    S.QUALITY_CHECK: gettext_lazy(
        "Nothing for you to do now. No opinion is signed before a second person has checked it."
    ),
    S.SIGNED: gettext_lazy(
        "Nothing for you to do now. Your coordinator hands it over next, and we write to you."
    ),
    S.RELEASED: gettext_lazy("You decide when you read it. It stays here, and nothing in it changes."),
    S.FOLLOW_UP: gettext_lazy("Read it as often as you like, keep it, take it to your doctor."),
    S.CLOSED: gettext_lazy(
        "Nothing for you to do now. What you were given stays here for you to read and keep."
    ),
    S.CANCELLED: gettext_lazy(
        "Nobody reads it any more. If that was a mistake, write to your coordinator below."
    ),
    S.DECLINED: gettext_lazy(
        "That says nothing about your illness. Your coordinator explains it in a message below; if "
        "there is none yet, ask."
    ),
}

SAID_DONE = gettext_lazy(
    "Nothing for you to do now. You told us that this is everything, and your coordinator is "
    "looking through it."
)
CALLED_FIRST = gettext_lazy(
    "Nothing for you to do now. Your coordinator calls you first, as you wished, and then hands it over."
)
CORRECTING = gettext_lazy(
    "Nothing for you to do now. The version you have stays here; we write to you when the "
    "corrected one is ready."
)

HOLDERS: dict[str, Words] = {
    S.SUBMITTED: gettext_lazy("Your coordinator"),
    S.RECORDS_COMPLETE: gettext_lazy("Your coordinator"),
    S.ASSIGNMENT: gettext_lazy("Your coordinator"),
    S.QUALITY_CHECK: gettext_lazy("The second person"),
    S.SIGNED: gettext_lazy("Your coordinator"),
}

STAGES = (
    gettext_lazy("Records"),
    gettext_lazy("Finding the specialist"),
    gettext_lazy("Reading"),
    gettext_lazy("Opinion"),
)
STAGE_OF: dict[str, int] = {
    S.EMERGENCY: 0, S.SUBMITTED: 0, S.RECORDS_NEEDED: 0, S.RECORDS_COMPLETE: 1, S.ASSIGNMENT: 1, S.REVIEW: 2,
    S.DRAFTED: 2, S.QUALITY_CHECK: 3, S.SIGNED: 3, S.RELEASED: 3, S.FOLLOW_UP: 4, S.CLOSED: 4,
}  # fmt: skip
STRETCHES = (
    ("intake", gettext_lazy("telling us")),
    ("records", gettext_lazy("records")),
    ("assignment", gettext_lazy("finding the specialist")),
    ("review", gettext_lazy("reading")),
    ("quality_check", gettext_lazy("checking")),
)


@dataclass(frozen=True)
class Stage:
    """One of the four on the line. `state` is done, now or empty."""

    name: str
    state: str


@dataclass(frozen=True)
class Clock:
    """The time from the first click: until now, or until the opinion could be read; and where it went."""

    began_at: datetime
    ended_at: datetime | None
    total: str
    parts: list[tuple[str, str]]


def heading(case: Case, *, own: bool, who: str) -> str:
    """How the case stands, as a sentence: “Dr Bo is reading your case”."""
    if case.state == S.DRAFTED and case.readable_at:
        return _("%(who)s is writing a corrected version") % {"who": who or _("The specialist")}
    words = HEADINGS[case.state][0 if own else 1]
    return str(words) % {"who": who or _("A specialist")}


def lead(case: Case, *, who: str, said_done: bool, wishes: Wishes | None) -> str:
    """What that means for the person now."""
    words = LEADS[case.state]
    if case.state == S.RECORDS_NEEDED and said_done:
        words = SAID_DONE
    elif case.state == S.SIGNED and wishes is not None and wishes.hear != Wishes.Hear.PAGE:
        words = CALLED_FIRST
    elif case.readable_at and case.state in (S.DRAFTED, S.QUALITY_CHECK, S.SIGNED):
        words = CORRECTING
    return str(words) % {"who": who or _("The specialist")}


def holder(case: Case, who: str) -> str:
    """Who has promised the next step; empty when that is the person, or nobody."""
    if case.state in (S.REVIEW, S.DRAFTED):
        return who or _("The specialist")
    return str(HOLDERS.get(case.state, ""))


def stages(case: Case) -> list[Stage]:
    """The four stages with the present one; none for a case that ended before its opinion."""
    here = STAGE_OF.get(case.state)
    if here is None:
        return []
    state = ("done", "now", "")
    return [Stage(str(name), state[(place >= here) + (place > here)]) for place, name in enumerate(STAGES)]


def clock(case: Case, intervals: Iterable[Interval], now: datetime) -> Clock:
    """The honest clock. It stops once the opinion can be read, or the case has ended."""
    ended_at = case.readable_at or case.closed_at
    until = ended_at or now
    stretches = [
        rules.Stretch(one.state, one.from_at, min(one.until_at or until, until))
        for one in intervals
        if one.from_at < until
    ]
    held = rules.split(stretches, until)
    parts = [
        (str(words), times.span(held[key])) for key, words in STRETCHES if held[key] >= timedelta(minutes=1)
    ]
    return Clock(case.first_click_at, ended_at, times.span(until - case.first_click_at), parts)
