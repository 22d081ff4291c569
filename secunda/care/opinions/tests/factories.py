"""Experts, reads and opinions brought to a state through the house's own actions."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from secunda.care.assignment import actions as assignment
from secunda.care.assignment import rules as assignment_rules
from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Case, Question
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now, with_records_complete
from secunda.care.experts import actions as experts
from secunda.care.experts.models import Expert, Institution
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import content
from secunda.care.opinions.models import Opinion, Read
from secunda.care.opinions.rules import CHECKLIST
from secunda.care.records.tests.factories import an_open_record
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.queue import drain

SAMPLE = Path(__file__).parents[3] / "project" / "demo_content" / "breast.json"
NO_CONFLICT = {row["id"]: "no" for row in assignment_rules.conflict_rules()["rows"]}
SECOND_FACTOR = "authenticator app"


def an_expert(
    them: Cast, account: Account, *, programme: Programme | None = None, country: str = "DE"
) -> Expert:
    """An expert with a workplace and a verified licence for Germany."""
    programme, at = programme or them.programme, now()
    with acting(them.cleo, programme):
        there = Expert.objects.filter(programme=programme, account=account).first()
        if there is not None:
            return there
        expert = experts.add_expert(
            programme=programme, account=account, name=account.name, specialty="Breast surgery",
            families=["breast_cancer", "prostate_cancer"], languages=["en"], zone="Europe/Berlin", at=at,
        )  # fmt: skip
        place, _made = Institution.objects.get_or_create(name=f"{account.name}'s hospital", country=country)
        experts.affiliate(
            expert=expert, institution=place, from_date=date(2015, 1, 1), until_date=None, at=at
        )
        licence = experts.add_licence(
            expert=expert, jurisdiction="DE", number=f"DE-{account.id:05}", source="Landesärztekammer",
            valid_until_date=at.date() + timedelta(days=400), at=at,
        )  # fmt: skip
        experts.verify_licence(licence=licence, by=them.cleo, at=at)
    return expert


def an_invitation(them: Cast, expert: Expert | None = None, at: datetime | None = None) -> Assignment:
    """Dr Bo is invited to Ana's case."""
    at = at or now()
    case = a_submitted_case(them, at=at)
    an_open_record(them, case)
    case = with_records_complete(them, case, at)
    expert = expert or an_expert(them, them.dr_bo)
    with acting(them.cleo, them.programme):
        return assignment.invite(case=case, expert=expert, reasons={}, by=them.cleo, at=at)


def an_accepted_case(them: Cast, at: datetime | None = None) -> Assignment:
    """Dr Bo has declared no conflict and accepted; the blind phase runs."""
    at = at or now()
    invitation = an_invitation(them, at=at)
    with acting(them.dr_bo, them.programme):
        assignment.declare(assignment=invitation, answers=NO_CONFLICT, disclosure="", by=them.dr_bo, at=at)
        return assignment.accept(assignment=invitation, by=them.dr_bo, at=at)


def a_blind_read() -> content.Read:
    """A read in which everything required is said."""
    return content.Read(
        diagnosis="Invasive ductal carcinoma, unifocal, 18 mm", stage="cT1c cN0",
        certainty=content.codes.Certainty.DEFINITE, basis=content.codes.Basis.BOTH,
        no_differential="The core biopsy leaves no other reading.", plan="Breast-conserving surgery and radiotherapy",
        options=(content.RankedOption(title="Breast-conserving surgery with radiotherapy"),),
        confidence=4, nothing_missing=True,
    )  # fmt: skip


def a_committed_read(them: Cast, at: datetime | None = None) -> Read:
    """Dr Bo's read of Ana's case is committed; the first opinion is open to him."""
    at = at or now()
    accepted = an_accepted_case(them, at=at)
    with acting(them.dr_bo, them.programme):
        read = opinions.begin_read(assignment=accepted, by=them.dr_bo, at=at)
        read = opinions.save_read(read=read, value=a_blind_read(), edition=read.edition, by=them.dr_bo, at=at)
        return opinions.commit_read(read=read, by=them.dr_bo, at=at)


def whole_content(case: Case) -> content.OpinionContent:
    """A complete report on Ana's case, its answers bound to the case's questions."""
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))["content"]
    answers = sample.pop("answers")
    questions = list(Question.objects.filter(case=case))
    sample["answers"] = [
        {**answers[place % len(answers)], "question": str(q.public_id)} for place, q in enumerate(questions)
    ]
    return content.from_json(content.OpinionContent, sample)


def an_opinion_in_work(them: Cast, at: datetime | None = None) -> Opinion:
    """Dr Bo has compared his read with the first opinion and begun the report."""
    at = at or now()
    read = a_committed_read(them, at=at)
    with acting(them.dr_bo, them.programme):
        return opinions.reconcile(
            read=read, changed=False, why="The tumour is small and single.", by=them.dr_bo, at=at
        )


def an_opinion_handed_in(them: Cast, at: datetime | None = None) -> Opinion:
    """The report is whole and waits for Dr Okafor's check."""
    at = at or now()
    opinion = an_opinion_in_work(them, at=at)
    with acting(them.cleo, them.programme):
        opinions.choose_reviewer(case=opinion.case, reviewer=them.dr_okafor, by=them.cleo, at=at)
    with acting(them.dr_bo, them.programme):
        opinion = opinions.save_opinion(
            opinion=opinion, value=whole_content(opinion.case), edition=opinion.edition, by=them.dr_bo, at=at
        )
        return opinions.hand_in(opinion=opinion, by=them.dr_bo, at=at)


def a_checked_opinion(them: Cast, at: datetime | None = None) -> Opinion:
    """Dr Okafor has passed it."""
    at = at or now()
    opinion = an_opinion_handed_in(them, at=at)
    ticks = {key: True for key, _label in CHECKLIST}
    with acting(them.dr_okafor, them.programme):
        opinions.check(
            opinion=opinion,
            passed=True,
            checklist=ticks,
            comment="",
            edition=opinion.edition,
            by=them.dr_okafor,
            at=at,
        )
    with acting(them.dr_bo, them.programme):
        return Opinion.objects.select_related("case__programme").get(pk=opinion.pk)


def a_signed_opinion(them: Cast, at: datetime | None = None) -> Opinion:
    """Dr Bo has signed and the report is made."""
    at = at or now()
    opinion = a_checked_opinion(them, at=at)
    with acting(them.dr_bo, them.programme):
        opinion = opinions.sign(
            opinion=opinion, edition=opinion.edition, second_factor=SECOND_FACTOR, by=them.dr_bo, at=at
        )
    drain()
    return opinion


def a_released_opinion(them: Cast, at: datetime | None = None) -> Opinion:
    """Cleo has released it; Ana can read."""
    at = at or now()
    opinion = a_signed_opinion(them, at=at)
    with acting(them.cleo, them.programme):
        return opinions.release(opinion=opinion, told="", by=them.cleo, at=at)
