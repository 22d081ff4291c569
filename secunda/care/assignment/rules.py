"""May it happen? An assignment's table of moves, conflicts, and who is eligible. Pure, but for reading rule data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Case, Provenance
from secunda.care.experts import rules as experts
from secunda.care.experts.models import Affiliation, Expert, Licence
from secunda.foundation.errors import Refused

EXPERT, COORDINATOR, SYSTEM = "expert", "coordinator", "system"
ANSWER_WITHIN = timedelta(hours=12)
REPORT_WITHIN = timedelta(hours=48)

S = Assignment.State
_OUT = {S.WITHDRAWN: frozenset({EXPERT, COORDINATOR, SYSTEM}), S.CONFLICT: frozenset({EXPERT})}

# (from, to) -> who may make the move. The diagram in docs/reference/lifecycle.md is drawn from this table.
MOVES: dict[tuple[str, str], frozenset[str]] = {
    (S.INVITED, S.DECLARED): frozenset({EXPERT}),
    (S.INVITED, S.DECLINED): frozenset({EXPERT}),
    (S.INVITED, S.EXPIRED): frozenset({SYSTEM}),
    (S.DECLARED, S.ACCEPTED): frozenset({EXPERT}),
    (S.DECLARED, S.DECLINED): frozenset({EXPERT}),
    (S.DECLARED, S.EXPIRED): frozenset({SYSTEM}),
    (S.ACCEPTED, S.READING): frozenset({EXPERT}),
    (S.READING, S.COMMITTED): frozenset({EXPERT}),
    (S.COMMITTED, S.RECONCILED): frozenset({EXPERT}),
    (S.RECONCILED, S.DONE): frozenset({EXPERT}),
    **{
        (state, out): who
        for state in (S.INVITED, S.DECLARED, S.ACCEPTED, S.READING, S.COMMITTED, S.RECONCILED)
        for out, who in _OUT.items()
    },
}

ENDED = frozenset({S.DECLINED, S.CONFLICT, S.WITHDRAWN, S.EXPIRED})
AT_WORK = frozenset({S.ACCEPTED, S.READING, S.COMMITTED, S.RECONCILED})


def require_move(state: str, to: str, role: str) -> None:
    """Raise `Refused` unless somebody in `role` may move an assignment from `state` to `to`."""
    who = MOVES.get((state, to))
    if who is None:
        raise Refused(
            _("This invitation is “%(now)s”; it cannot become “%(then)s” from there.")
            % {"now": S(state).label, "then": S(to).label}
        )
    if role not in who:
        raise Refused(_("This step belongs to somebody else."))


@cache
def conflict_rules() -> dict[str, Any]:
    """The rule data: `version`, `reviewed_by`, and `rows` with id, effect (block, disclose), waivable, source, tag."""
    loaded: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "rules_data" / "conflicts.yaml").read_text()
    )
    return loaded


def require_answered(answers: Mapping[str, str]) -> None:
    """Raise `Refused` unless every conflict question has a yes or a no."""
    if any(answers.get(row["id"]) not in ("yes", "no") for row in conflict_rules()["rows"]):
        raise Refused(_("Please answer every question of the declaration with yes or no."))


def conflicts(answers: Mapping[str, str], waived: Iterable[str] = ()) -> list[str]:
    """The ids of the rules that bar an expert who answered so; only a waivable one can be waived by the patient."""
    lifted = set(waived)
    return [
        row["id"]
        for row in conflict_rules()["rows"]
        if row["effect"] == "block"
        and answers.get(row["id"]) == "yes"
        and not (row["waivable"] and row["id"] in lifted)
    ]


def same_name(one: str, other: str) -> bool:
    """Whether two names of people or places are the same but for case, accents, titles, punctuation and order."""
    return bool(_words(one)) and _words(one) == _words(other)


def _words(name: str) -> frozenset[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return frozenset(re.findall(r"\w+", plain)) - {"dr", "prof", "professor", "doctor", "the", "of"}


@dataclass(frozen=True)
class Objection:
    """Why an expert does not fit: a bar cannot be overruled (but `waivable` by the patient), a warning can."""

    code: str
    sentence: str
    bar: bool
    waivable: bool = False


@dataclass(frozen=True)
class Candidate:
    """What the rules ask about an expert."""

    expert: Expert
    licences: list[Licence]
    affiliations: list[Affiliation]
    open_cases: int
    is_party: bool
    country: str


def objections(
    candidate: Candidate, case: Case, provenance: Provenance, *, cross_border: bool, waived: bool, day: date
) -> list[Objection]:
    """Everything that speaks against assigning this expert to this case on this day, bars first."""
    found = [
        *standing(candidate, case, day),
        *_independence(candidate, provenance, day, waived=waived),
        *_border(candidate, case, cross_border=cross_border),
        *_fit(candidate, case),
    ]
    return sorted(found, key=lambda o: not o.bar)


def standing(candidate: Candidate, case: Case, day: date) -> list[Objection]:
    """What must hold when assigning, accepting and signing: no second part, credentials, a licensed pathway."""
    found = []
    if candidate.is_party:
        found.append(Objection("party", _("Already has, or had, another part in this case."), bar=True))
    if not experts.may_review(candidate.expert, candidate.licences, day):
        found.append(
            Objection("credentials", _("No licence of this expert is verified and valid today."), bar=True)
        )
    region = case.patient.region if case.patient else ""
    by_doctor = case.requester_kind == Case.Requester.DOCTOR
    if experts.licence_for(candidate.licences, case.country, region, day, by_doctor=by_doctor) is None:
        found.append(
            Objection("jurisdiction", _("Has no licensed pathway for where the patient lives."), bar=True)
        )
    return found


def _independence(
    candidate: Candidate, provenance: Provenance, day: date, *, waived: bool
) -> Iterable[Objection]:
    doctors = [*provenance.doctors, *provenance.planned_providers]
    if any(same_name(candidate.expert.name, name) for name in doctors):
        yield Objection("COI-1", _("Gave the first opinion, or would carry out the treatment."), bar=True)
    places = [*provenance.institutions, *provenance.planned_providers]
    if not waived and any(
        same_name(mine, theirs) for mine in _workplaces(candidate, day) for theirs in places
    ):
        yield Objection(
            "COI-2",
            _("Works where the first opinion or the planned treatment comes from."),
            bar=True,
            waivable=True,
        )


def _workplaces(candidate: Candidate, day: date) -> Iterable[str]:
    for one in experts.works_at(candidate.affiliations, day):
        yield one.institution.name
        if one.institution.parent:
            yield one.institution.parent.name


def _border(candidate: Candidate, case: Case, *, cross_border: bool) -> Iterable[Objection]:
    if candidate.country and candidate.country != case.country and not cross_border:
        yield Objection(
            "cross_border", _("Works in another country, and the patient has not agreed to that."), bar=True
        )


def _fit(candidate: Candidate, case: Case) -> Iterable[Objection]:
    if case.condition_family and case.condition_family not in candidate.expert.families:
        yield Objection("family", _("Does not usually read this kind of case."), bar=False)
    if case.language not in candidate.expert.languages:
        yield Objection("language", _("Does not work in the patient's language."), bar=False)
    if candidate.open_cases >= candidate.expert.open_cases_limit:
        yield Objection("workload", _("Already has as many open cases as agreed."), bar=False)
