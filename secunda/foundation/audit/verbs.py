"""The closed vocabulary of the audit: what can be done, to what, and for which purpose.

A verb's sentence is for the patient's page "who opened what, when". `%(who)s` is a person or a role in words,
`%(what)s` the object in words; both are filled by the screen, never by the audit.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

VERBS = {
    # signing in and out
    "account.created": _("%(who)s opened an account"),
    "account.signed_in": _("%(who)s signed in"),
    "account.signed_out": _("%(who)s signed out"),
    "account.sign_in_refused": _("A sign-in was refused"),
    "account.signed_out_everywhere": _("%(who)s signed out everywhere"),
    "account.second_factor_added": _("%(who)s added a second sign-in step"),
    "account.second_factor_removed": _("%(who)s removed a second sign-in step"),
    "account.password_changed": _("%(who)s changed the password"),
    "account.stepped_up": _("%(who)s confirmed their identity again"),
    "role.granted": _("%(who)s gave someone a role in the programme"),
    "role.ended": _("%(who)s ended someone's role in the programme"),
    "programme.changed": _("%(who)s changed the programme's settings"),
    # the case
    "case.started": _("%(who)s started the case"),
    "case.claimed": _("%(who)s signed up and took over the draft"),
    "case.saved": _("%(who)s saved answers"),
    "case.submitted": _("%(who)s submitted the case"),
    "case.opened": _("%(who)s opened the case"),
    "case.moved": _("%(who)s moved the case one step on"),
    "case.cancelled": _("%(who)s cancelled the case"),
    "case.declined": _("%(who)s declined the case"),
    "case.closed": _("%(who)s closed the case"),
    "case.exported": _("%(who)s exported the case"),
    "case.shredded": _("The unclaimed draft was destroyed"),
    "case.held": _("%(who)s placed a legal hold"),
    "case.hold_lifted": _("%(who)s lifted a legal hold"),
    "emergency.checked": _("%(who)s answered the emergency questions"),
    "emergency.stopped": _("The case was stopped because of an emergency"),
    "red_flag.raised": _("A warning sign was passed to the coordinator"),
    "red_flag.handled": _("%(who)s dealt with a warning sign"),
    "intake.opened": _("%(who)s opened the answers about the case"),
    "first_opinion.written": _("%(who)s described the first opinion"),
    "first_opinion.opened": _("%(who)s opened the first opinion"),
    "provenance.opened": _("%(who)s saw who gave the first opinion, to declare conflicts of interest"),
    "wishes.opened": _("%(who)s read the wishes about how to be told"),
    "brief.approved": _("%(who)s approved the neutral question for the expert"),
    "blinding.set": _("%(who)s decided what the expert reads blind"),
    "note.written": _("%(who)s wrote a note for the staff"),
    "task.done": _("%(who)s finished a task"),
    # people of the case, consents
    "party.added": _("%(who)s gave someone a part in the case"),
    "party.ended": _("%(who)s ended someone's part in the case"),
    "proxy.requested": _("%(who)s asked to act for the patient"),
    "proxy.confirmed": _("%(who)s confirmed that someone may act for the patient"),
    "proxy.refused": _("%(who)s did not confirm that someone may act for the patient"),
    "proxy.withdrawn": _("%(who)s ended someone's permission to act for the patient"),
    "consent.given": _("%(who)s gave a consent"),
    "consent.withdrawn": _("%(who)s withdrew a consent"),
    "record.scan_released": _("%(who)s let experts open a record that was too large for the virus check"),
    "request.written": _("%(who)s wrote to a hospital for records"),
    "request.sent": _("%(who)s said that the letter to a hospital has gone out"),
    "request.closed": _("%(who)s closed a request for records"),
    "request.opened": _("%(who)s opened a letter to a hospital"),
    "link.created": _("%(who)s made a link"),
    "link.used": _("A link was used"),
    "link.revoked": _("%(who)s revoked a link"),
    # records
    "record.uploaded": _("%(who)s added %(what)s"),
    "record.refused": _("A file was not accepted"),
    "record.opened": _("%(who)s opened %(what)s"),
    "record.downloaded": _("%(who)s downloaded %(what)s"),
    "record.listed": _("%(who)s looked at the list of records"),
    "record.classified": _("%(who)s decided what the expert may see of %(what)s"),
    "record.identity_confirmed": _("%(who)s confirmed that %(what)s belongs to the patient"),
    "record.not_theirs": _("%(who)s saw that %(what)s is somebody else's and took it out"),
    "record.removed": _("%(who)s removed %(what)s"),
    "record.read": _("Software read %(what)s"),
    "record.read_again": _("%(who)s had software read %(what)s once more"),
    "record.unreadable": _("Software could not read %(what)s"),
    "passage.sealed": _("%(who)s sealed a passage of %(what)s"),
    "passage.unsealed": _("%(who)s unsealed a passage of %(what)s"),
    "study.opened": _("%(who)s looked at the images of %(what)s"),
    "study.withheld": _("%(who)s decided which images the expert may see before the first reading"),
    "chart.opened": _("%(who)s looked at the timeline"),
    "chart.searched": _("%(who)s searched the records"),
    "record.shown_to_model": _("A language model was shown %(what)s, to propose what it states"),
    "proposal.left_out": _("%(who)s left out what a language model proposed"),
    "fact.confirmed": _("%(who)s confirmed what was read from a record"),
    "fact.corrected": _("%(who)s corrected what was read from a record"),
    "fact.rejected": _("%(who)s rejected what was read from a record"),
    "fact.merged": _("%(who)s put together what was read twice"),
    "fact.added": _("%(who)s added something that stands in a record"),
    "fact.restored": _("%(who)s took a change back"),
    "chronology.drafted": _("%(who)s had a summary of the case drafted"),
    "chronology.edited": _("%(who)s edited the summary of the case"),
    "chronology.approved": _("%(who)s approved the summary of the case"),
    "records.requested": _("%(who)s asked for more records"),
    "records.completed": _("%(who)s confirmed that the records are complete"),
    "evidence.erased": _("%(who)s destroyed the records of the case"),
    # experts and their work
    "expert.changed": _("%(who)s changed an expert's profile"),
    "licence.verified": _("%(who)s verified a licence"),
    "expert.invited": _("%(who)s invited an expert"),
    "invitation.opened": _("%(who)s opened the invitation"),
    "conflict.declared": _("%(who)s answered the questions about conflicts of interest"),
    "assignment.accepted": _("%(who)s accepted the case"),
    "assignment.declined": _("%(who)s declined the case"),
    "assignment.withdrawn": _("%(who)s withdrew the assignment"),
    "assignment.expired": _("The invitation of an expert ended without an answer"),
    "read.saved": _("%(who)s saved a draft of the first reading"),
    "read.committed": _("%(who)s committed the first reading"),
    "first_opinion.unsealed": _("The first opinion was unsealed for %(who)s"),
    "concordance.recorded": _("%(who)s compared the reading with the first opinion"),
    # the opinion
    "opinion.saved": _("%(who)s saved a draft of the opinion"),
    "opinion.submitted_for_check": _("%(who)s handed the opinion in for the quality check"),
    "opinion.checked": _("%(who)s approved the opinion in the quality check"),
    "opinion.returned": _("%(who)s returned the opinion to its author"),
    "opinion.signed": _("%(who)s signed the opinion"),
    "opinion.sign_refused": _("The opinion could not be signed"),
    "opinion.rendered": _("The report was made from the signed opinion"),
    "opinion.released": _("%(who)s released the opinion"),
    "opinion.opened": _("%(who)s opened the opinion"),
    "opinion.downloaded": _("%(who)s downloaded the report"),
    "opinion.corrected": _("%(who)s began a corrected version of the opinion"),
    "opinion.verified": _("Someone checked that a report is genuine"),
    "call.offered": _("%(who)s offered a call before the release"),
    "addendum.written": _("%(who)s answered a question"),
    "addendum.signed": _("%(who)s signed an addendum"),
    "addendum.released": _("%(who)s released an addendum"),
    "addendum.opened": _("%(who)s opened an addendum"),
    "question.asked": _("%(who)s asked a question"),
    "message.sent": _("%(who)s sent a message"),
    "message.opened": _("%(who)s read a message"),
    # the house
    "audit.opened": _("%(who)s looked at who opened what"),
    "audit.exported": _("%(who)s exported the list of who opened what"),
    "page.refused": _("%(who)s was refused"),
    "key.rotated": _("%(who)s renewed the encryption keys"),
    "demo.reset": _("The demonstration cases were restored"),
}

OBJECTS = {
    "": "",
    "account": _("an account"),
    "addendum": _("an addendum"),
    "assignment": _("an assignment"),
    "brief": _("the neutral question"),
    "case": _("the case"),
    "chronology": _("the summary of the case"),
    "conflict": _("a declaration of interests"),
    "consent": _("a consent"),
    "expert": _("an expert's profile"),
    "fact": _("what was read from a record"),
    "first_opinion": _("the first opinion"),
    "intake": _("the answers about the case"),
    "licence": _("a licence"),
    "link": _("a link"),
    "message": _("a message"),
    "note": _("a note of the staff"),
    "notification": _("a notice"),
    "opinion": _("the opinion"),
    "party": _("a part in the case"),
    "programme": _("the programme"),
    "provenance": _("who gave the first opinion"),
    "proxy": _("a permission to act for the patient"),
    "question": _("a question"),
    "read": _("the first reading"),
    "record": _("a record"),
    "red_flag": _("a warning sign"),
    "proposal": _("what a language model proposed"),
    "report": _("the report"),
    "request": _("a letter to a hospital"),
    "role": _("a role"),
    "study": _("an examination"),
    "task": _("a task"),
    "wishes": _("the wishes"),
}

PURPOSES = {
    "second_opinion": _("for the second opinion"),
    "emergency": _("because of an emergency"),
    "conflict_check": _("to check for conflicts of interest"),
    "quality_check": _("to check the quality"),
    "operation": _("to run the service"),
    "security": _("to keep the service safe"),
    "patient_request": _("at the patient's wish"),
    "law": _("because the law asks for it"),
}

OUTCOMES = ("ok", "refused")


class UnknownWord(LookupError):
    """A verb, object, purpose or outcome that is not in the vocabulary."""


def check(*, verb: str, object_type: str, purpose: str, outcome: str) -> None:
    """Raise UnknownWord unless every word is in the vocabulary; so no content can get in as a word."""
    for word, known in ((verb, VERBS), (object_type, OBJECTS), (purpose, PURPOSES), (outcome, OUTCOMES)):
        if word not in known:
            raise UnknownWord("The audit has no such word; add it to audit/verbs.py.")


def sentence(verb: str, *, who: str, what: str) -> str:
    """The verb's sentence in the active language, e.g. "Dr Chen opened a record"."""
    return gettext(VERBS[verb]) % {"who": who, "what": what}


def noun(object_type: str) -> str:
    """The object's kind in the active language, e.g. "a record"; empty for none."""
    return gettext(OBJECTS[object_type]) if OBJECTS[object_type] else ""
