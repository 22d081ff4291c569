"""Every write of a case. `move` is the only writer of its state."""

from secunda.care.cases.actions.brief import approve_brief, classify_condition, note, write_brief
from secunda.care.cases.actions.consents import cancel, give_consent, withdraw_consent
from secunda.care.cases.actions.draft import claim, keep_answers, open_draft, resume_draft, shred_drafts
from secunda.care.cases.actions.links import live_link, make_link, revoke_link
from secunda.care.cases.actions.move import hand_over, locked, make_readable, move, promise
from secunda.care.cases.actions.people import (
    add_party,
    close_party,
    confirm_authority,
    keep_authority_document,
    open_phase,
    withdraw_authority,
)
from secunda.care.cases.actions.submit import submit
from secunda.care.cases.actions.tasks import add_task, finish_task, finish_tasks, hold, release_hold

__all__ = (
    "add_party",
    "add_task",
    "approve_brief",
    "cancel",
    "claim",
    "classify_condition",
    "close_party",
    "confirm_authority",
    "finish_task",
    "finish_tasks",
    "give_consent",
    "hand_over",
    "hold",
    "keep_answers",
    "keep_authority_document",
    "live_link",
    "locked",
    "make_link",
    "make_readable",
    "move",
    "note",
    "open_draft",
    "open_phase",
    "promise",
    "release_hold",
    "resume_draft",
    "revoke_link",
    "shred_drafts",
    "submit",
    "withdraw_authority",
    "withdraw_consent",
    "write_brief",
)
