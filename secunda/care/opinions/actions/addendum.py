"""Follow-up questions and their signed answers, beside the opinion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from secunda.care.cases import actions as cases
from secunda.care.opinions import canonical, framing, rules
from secunda.care.opinions.actions.credentials import authority_of, credential_of
from secunda.care.opinions.actions.write import locked, require_author
from secunda.care.opinions.models import Addendum, AnswerDraft, Author, Opinion
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import actions as audit
from secunda.foundation.errors import Refused
from secunda.foundation.notifications import actions as notifications

ANSWER_WITHIN = timedelta(hours=72)
ANSWER_TASK = "answer_follow_up"
SCHEMA = "secunda.addendum/1"


@dataclass(frozen=True)
class SignedAddendum:
    """What an expert signs when answering: which opinion, what was asked, what is answered."""

    opinion: str
    opinion_sha256: str
    question: str
    asked_at: datetime
    answer: str
    answered_by: str
    signed_at: datetime
    language: str
    schema: str = SCHEMA


@transaction.atomic
def ask(*, opinion: Opinion, question: str, by: Account, at: datetime) -> Addendum:
    """The patient's side asks a follow-up question; as many as the programme allows (one by default)."""
    now = locked(opinion)
    if now.state != Opinion.State.RELEASED:
        raise Refused(_("Questions can be asked once the opinion is released."))
    rules.require_question(question, now.signed_at, at)
    allowed = int(now.case.programme.rules.get("follow_up_questions", rules.FOLLOW_UP_QUESTIONS))
    if Addendum.objects.filter(opinion=now).count() >= allowed:
        raise Refused(
            _("You have asked your follow-up question. For anything else write to your coordinator.")
        )
    asked = Addendum.objects.create(
        opinion=now, case=now.case, programme_id=now.programme_id, question=question.strip(), asked_by=by, asked_at=at,
        language=now.language,
    )  # fmt: skip
    _record(asked, "question.asked", at)
    cases.add_task(
        case=now.case, kind=ANSWER_TASK, due_at=at + ANSWER_WITHIN, at=at, about_id=asked.public_id
    )
    for author in Author.objects.filter(opinion=now, position=1).select_related("account"):
        _tell(asked, author.account, "question.asked", at)
    return asked


@transaction.atomic
def keep_answer(*, addendum: Addendum, answer: str, edition: int, by: Account, at: datetime) -> AnswerDraft:
    """Save the answer as it is written. Raises `Refused` (code `edition`) when another window saved in between."""
    now = _locked(addendum)
    require_author(now.opinion, by)
    if now.signed_at:
        raise Refused(_("This answer is signed and never changes."))
    draft = draft_of(now) or AnswerDraft(addendum=now, case_id=now.case_id, programme_id=now.programme_id)
    rules.require_edition(draft.edition, edition)
    draft.text, draft.edition, draft.saved_at = answer, draft.edition + 1, at
    draft.save()
    return draft


def draft_of(addendum: Addendum) -> AnswerDraft | None:
    """The answer as it is being written, for who may see it."""
    return AnswerDraft.objects.filter(addendum=addendum).first()


@transaction.atomic
def sign_addendum(
    *, addendum: Addendum, edition: int, second_factor: str, by: Account, at: datetime
) -> Addendum:
    """Sign the answer as saved in this edition; the patient is told. `second_factor` as for `sign`."""
    now = _locked(addendum)
    author = require_author(now.opinion, by)
    if now.signed_at:
        raise Refused(_("This answer is signed and never changes."))
    draft = draft_of(now)
    if draft is None or not draft.text.strip():
        raise Refused(_("The answer is empty."))
    rules.require_edition(draft.edition, edition)
    now.answer = draft.text
    if not second_factor:
        raise Refused(_("Confirm your identity with your second factor to sign."), code="step_up")
    _require_licence(author, now.opinion, at)
    _freeze(now, author, at)
    now.signed_at, now.answered_by = at, by
    now.save()
    _record(now, "addendum.signed", at)
    cases.finish_tasks(case=now.case, kind=ANSWER_TASK, by=by, at=at, about_id=now.public_id)
    _tell(now, now.asked_by, "addendum.released", at)
    return now


def _freeze(addendum: Addendum, author: Author, at: datetime) -> None:
    """The signed bytes of the answer, their hash, and the expert's signature over them."""
    from secunda.care.opinions import signing  # a second to import, and only who signs needs it

    opinion = addendum.opinion
    value = SignedAddendum(
        opinion=str(opinion.public_id), opinion_sha256=opinion.sha256, question=addendum.question,
        asked_at=addendum.asked_at, answer=addendum.answer, answered_by=author.expert.name, signed_at=at,
        language=addendum.language,
    )  # fmt: skip
    addendum.canonical = canonical.canonical(value)
    addendum.sha256 = canonical.sha256(addendum.canonical)
    credential = credential_of(author.expert, framing.licence_of(author, opinion.case, at), at)
    root = authority_of(opinion.case.programme, at)
    addendum.signature = signing.sign_detached(
        addendum.canonical, credential.certificate, credential.key, [root.certificate], at=at
    )


def _require_licence(author: Author, opinion: Opinion, at: datetime) -> None:
    if framing.licence_of(author, opinion.case, at) is None:
        raise Refused(_("You cannot sign today. Your licence is not verified and valid."), code="credentials")


def _locked(addendum: Addendum) -> Addendum:
    found = Addendum.objects.select_for_update(of=("self",), no_key=True).select_related(
        "opinion__case__programme", "asked_by"
    )
    return found.get(pk=addendum.pk)


def _record(addendum: Addendum, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb, at=at, case_id=addendum.case_id, programme_id=addendum.programme_id, object_type="addendum",
        object_id=addendum.public_id,
    )  # fmt: skip


def _tell(addendum: Addendum, to: Account, kind: str, at: datetime) -> None:
    notifications.notify(
        to=to, kind=kind, case_id=addendum.case_id, programme=addendum.opinion.case.programme, about_type="addendum",
        about_id=addendum.public_id, at=at,
    )  # fmt: skip
