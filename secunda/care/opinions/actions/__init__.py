"""Every write of reads, opinions, signatures, renderings and addenda."""

from secunda.care.opinions.actions.addendum import ask, draft_of, keep_answer, sign_addendum
from secunda.care.opinions.actions.check import check, choose_reviewer
from secunda.care.opinions.actions.credentials import authority_of, credential_of
from secunda.care.opinions.actions.read import begin_read, commit_read, reconcile, save_read
from secunda.care.opinions.actions.release import note_opened, release, tell_unopened
from secunda.care.opinions.actions.render import render
from secunda.care.opinions.actions.sign import sign
from secunda.care.opinions.actions.write import correct, hand_in, save_opinion, take_back

__all__ = (
    "ask",
    "authority_of",
    "begin_read",
    "check",
    "choose_reviewer",
    "commit_read",
    "correct",
    "credential_of",
    "draft_of",
    "hand_in",
    "keep_answer",
    "note_opened",
    "reconcile",
    "release",
    "render",
    "save_opinion",
    "save_read",
    "sign",
    "sign_addendum",
    "take_back",
    "tell_unopened",
)
