"""What an expert sees of invitations and work, and what staff see of candidates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from secunda.care.assignment import rules
from secunda.care.assignment.models import Assignment, Waiver
from secunda.care.cases.consents import CROSS_BORDER
from secunda.care.cases.models import Case, Consent, Party, Provenance
from secunda.care.experts import access as experts
from secunda.care.experts import rules as expert_rules
from secunda.care.experts.models import Expert
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.errors import Hidden


def assignments_of(account: Account, programme: Programme) -> QuerySet[Assignment]:
    """An expert's invitations and work in a programme, what is due first first."""
    return (
        Assignment.objects.filter(account=account, programme=programme)
        .select_related("case__patient", "expert")
        .order_by("answer_by_at")
    )


def own_assignment(account: Account, programme: Programme, public_id: UUID) -> Assignment:
    """One of an expert's own assignments, whatever its state; raises `Hidden`."""
    found = assignments_of(account, programme).filter(public_id=public_id).first()
    if found is None:
        raise Hidden
    return found


def own_work(account: Account, programme: Programme, public_id: UUID) -> Assignment:
    """An assignment that the expert has accepted and that has not ended; raises `Hidden`."""
    found = own_assignment(account, programme, public_id)
    if found.state not in rules.AT_WORK | {Assignment.State.DONE}:
        raise Hidden
    return found


def at_work(case: Case) -> list[Assignment]:
    """Who reads this case now, the lead first."""
    live = Assignment.objects.filter(case=case, state__in=rules.AT_WORK | {Assignment.State.DONE})
    return list(live.select_related("expert").order_by("-lead", "id"))


def candidates(case: Case, programme: Programme, day: date) -> list[tuple[Expert, list[rules.Objection]]]:
    """Every expert of the programme with what speaks against them for this case; those with no bar first."""
    facts = _Facts(case)
    rows = [(expert, _objections(expert, case, facts, day)) for expert in experts.experts_of(programme)]
    return sorted(rows, key=lambda row: (any(o.bar for o in row[1]), len(row[1]), row[0].name))


def objections(expert: Expert, case: Case, day: date) -> list[rules.Objection]:
    """What speaks against one expert for one case on a day."""
    return _objections(expert, case, _Facts(case), day)


def objections_again(assignment: Assignment, day: date) -> list[rules.Objection]:
    """The bars that must still not stand when an expert accepts or signs: standing and licences of the day."""
    licences = list(assignment.expert.licences.all())
    case = assignment.case
    candidate = rules.Candidate(assignment.expert, licences, [], 0, is_party=False, country="")
    return rules.standing(candidate, case, day)


class _Facts:
    """What is asked once a case, not once an expert."""

    def __init__(self, case: Case) -> None:
        self.provenance = Provenance.objects.get(case=case)
        self.parties = set(
            Party.objects.filter(case=case).exclude(role="expert").values_list("account_id", flat=True)
        )
        self.experts = set(
            Assignment.objects.filter(case=case).exclude(state="declined").values_list("expert_id", flat=True)
        )
        self.waived = set(Waiver.objects.filter(case=case).values_list("expert_id", flat=True))
        self.cross_border = Consent.objects.filter(
            case=case, purpose=CROSS_BORDER, withdrawn_at=None
        ).exists()
        busy = Assignment.objects.filter(programme_id=case.programme_id, state__in=rules.AT_WORK)
        self.busy = dict(busy.values_list("expert_id").annotate(n=Count("id")))


def _objections(expert: Expert, case: Case, facts: _Facts, day: date) -> list[rules.Objection]:
    affiliations = list(expert.affiliations.all())
    now = expert_rules.works_at(affiliations, day)
    candidate = rules.Candidate(
        expert=expert,
        licences=list(expert.licences.all()),
        affiliations=affiliations,
        open_cases=facts.busy.get(expert.pk, 0),
        is_party=expert.account_id in facts.parties or expert.pk in facts.experts,
        country=now[0].institution.country if now else "",
    )
    return rules.objections(
        candidate,
        case,
        facts.provenance,
        cross_border=facts.cross_border,
        waived=expert.pk in facts.waived,
        day=day,
    )
