"""What people are told about. Each kind has a label here and its wording in the portals' `mail/<kind>.*.txt`."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

KINDS = {
    "case.submitted": _("Your case has arrived"),
    "case.closed": _("Your case is closed"),
    "records.requested": _("More records are needed"),
    "records.unanswered": _("A hospital has not answered yet"),
    "red_flag.raised": _("A warning sign needs attention today"),
    "invitation.sent": _("You are invited to read a case"),
    "invitation.reminder": _("An invitation waits for your answer"),
    "assignment.accepted": _("An expert has accepted a case"),
    "assignment.ended": _("A case needs another expert"),
    "opinion.submitted_for_check": _("An opinion waits for its quality check"),
    "opinion.returned": _("An opinion has come back to you"),
    "opinion.passed": _("An opinion is ready for your signature"),
    "opinion.released": _("Your second opinion is ready"),
    "question.asked": _("A question waits for your answer"),
    "addendum.released": _("Your question has been answered"),
    "message.received": _("You have a message"),
    "task.due": _("A task is due"),
}


class UnknownKind(LookupError):
    """A kind that is not in KINDS."""


def label(kind: str) -> str:
    """The kind's label in the active language."""
    return gettext(KINDS[kind])
