"""The demo's two cases, walked through the house's own actions with instants in the past."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from secunda.care.assignment import actions as assignment
from secunda.care.assignment import rules as assignment_rules
from secunda.care.assignment.models import Assignment
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Question
from secunda.care.cases.request import Request, Subject
from secunda.care.experts.models import Expert
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import content
from secunda.care.opinions.models import Opinion
from secunda.care.opinions.rules import CHECKLIST
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.vault import actions as vault
from secunda.project.demo_records import make
from secunda.project.demo_records.make import DemoFile

CONTENT = Path(__file__).parents[1] / "demo_content"
NO_CONFLICT = {row["id"]: "no" for row in assignment_rules.conflict_rules()["rows"]}
People = dict[str, Account]


def _told(key: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CONTENT / f"{key}.json").read_text(encoding="utf-8"))
    return loaded


def delivered(programme: Programme, them: People, experts: dict[str, Expert], at: datetime) -> Opinion:
    """Ana's case: told to have a mastectomy, asks about keeping the breast; her opinion is released."""
    told = _told("breast")
    case, kept = _case_with_records(programme, them, them["ana"], "breast", told, at)
    invited = _invite(case, experts["dr_bo"], them, at + timedelta(days=3))
    read = _read(invited, told, them, at + timedelta(days=3, hours=5))
    opinion = _write(read, told, kept, them, at + timedelta(days=4))
    return _sign_and_release(opinion, them, at + timedelta(days=5))


def waiting(programme: Programme, them: People, experts: dict[str, Expert], at: datetime) -> Assignment:
    """Jorge's case: told to have a prostatectomy at once, asks about active surveillance; Dr Bo is invited."""
    told = _told("prostate")
    case, _kept = _case_with_records(programme, them, them["jorge"], "prostate", told, at)
    return _invite(case, experts["dr_bo"], them, at + timedelta(days=4) - timedelta(minutes=20))


def _case_with_records(
    programme: Programme, them: People, patient: Account, key: str, told: dict[str, Any], at: datetime
) -> tuple[Case, dict[str, Record]]:
    case, token = cases.open_draft(programme=programme, language="en", time_zone="Europe/Lisbon", at=at)
    link = cases.resume_draft(programme=programme, token=token)
    assert link is not None
    with principal.as_link(link, programme.pk):
        case = cases.claim(link_id=link, by=patient, at=at + timedelta(minutes=14))
    with principal.as_person(patient.pk, programme.pk, role="patient"):
        case = cases.submit(case, _request(key, told), by=patient, at=at + timedelta(minutes=31))
        kept = _send_records(case, key, patient, at + timedelta(days=1))
    with principal.as_person(them["cleo"].pk, programme.pk, role="coordinator"):
        _prepare(case, kept, told, them["cleo"], at + timedelta(days=2))
    return case, {one.title: record for one, record in kept}


def _request(key: str, told: dict[str, Any]) -> Request:
    patient, first = told["patient"], told["first_opinion"]
    place, _comma, _speciality = first["by"].partition(", ")
    return Request(
        subject=Subject(
            name=patient["name"], birth_date=date.fromisoformat(patient["born"]), sex=patient["sex"], country="PT"
        ),
        requester_kind="patient", language="en", time_zone="Europe/Lisbon", condition_family=f"{key}_cancer",
        diagnosis=first["diagnosis"], treatment=first["treatment"], decision=told["decision"],
        decision_date=date.fromisoformat(told["decision_date"]),
        questions=tuple(q["text"] for q in told["questions"]), institutions=(place,), doctors=("Dr Rao",),
        planned_providers=(place,), given_date=first["on"], hopes=told.get("hopes", ""), fears=told.get("fears", ""),
        decides_with=told.get("decides_with", ""), consents=("second_opinion", "tell_doctor", "follow_up"),
    )  # fmt: skip


def _send_records(case: Case, key: str, patient: Account, at: datetime) -> list[tuple[DemoFile, Record]]:
    sent: list[tuple[DemoFile, Record]] = []
    for one in make.files_for(key):
        kept = vault.write(
            case_id=case.pk, programme_id=case.programme_id, klass="evidence", media_type="application/octet-stream",
            chunks=[one.content], limit=200_000_000, by_id=patient.pk, at=at,
        )  # fmt: skip
        received = records.receive(case=case, by=patient, link=None, name=one.name, kept=kept, at=at)
        assert received.record is not None
        sent.append((one, records.check(record=received.record, at=at)))
    return sent


def _prepare(
    case: Case, sent: list[tuple[DemoFile, Record]], told: dict[str, Any], cleo: Account, at: datetime
) -> None:
    for one, record in sent:
        record.refresh_from_db()
        if record.identity != Record.Identity.MATCH and record.identity_confirmed_at is None:
            records.confirm_identity(record=record, by=cleo, at=at)
        records.classify(
            record=record,
            blinding=one.blinding,
            title=one.title,
            by=cleo,
            at=at,
            clinical_date=one.clinical_date,
        )
    cases.write_brief(
        case=case, blinded="treatment", neutral_question=told["neutral_question"],
        neutral_summary=told["neutral_summary"], primary_material=True,
    )  # fmt: skip
    cases.approve_brief(case=case, by=cleo, at=at)
    cases.move(case, Case.State.RECORDS_COMPLETE, by=cleo, role="coordinator", at=at)


def _invite(case: Case, expert: Expert, them: People, at: datetime) -> Assignment:
    with principal.as_person(them["cleo"].pk, case.programme_id, role="coordinator"):
        return assignment.invite(case=case, expert=expert, reasons={}, by=them["cleo"], at=at)


def _read(invited: Assignment, told: dict[str, Any], them: People, at: datetime) -> Any:
    bo = them["dr_bo"]
    with principal.as_person(bo.pk, invited.programme_id, role="expert"):
        assignment.declare(assignment=invited, answers=NO_CONFLICT, disclosure="", by=bo, at=at)
        accepted = assignment.accept(assignment=invited, by=bo, at=at)
        read = opinions.begin_read(assignment=accepted, by=bo, at=at)
        value = content.from_json(content.Read, told["read"])
        read = opinions.save_read(read=read, value=value, edition=read.edition, by=bo, at=at)
        return opinions.commit_read(read=read, by=bo, at=at + timedelta(minutes=40))


def _write(read: Any, told: dict[str, Any], kept: dict[str, Record], them: People, at: datetime) -> Opinion:
    bo = them["dr_bo"]
    with principal.as_person(bo.pk, read.programme_id, role="expert"):
        opinion = opinions.reconcile(read=read, changed=False, why=told["reconciled"], by=bo, at=at)
        value = content.from_json(content.OpinionContent, _bound(told, opinion.case, kept))
        opinion = opinions.save_opinion(opinion=opinion, value=value, edition=opinion.edition, by=bo, at=at)
        return opinions.hand_in(opinion=opinion, by=bo, at=at + timedelta(hours=1))


def _bound(told: dict[str, Any], case: Case, kept: dict[str, Record]) -> dict[str, Any]:
    """The content with its "q1" and "r1" turned into this case's question and record ids."""
    ids = {f"q{q.position}": str(q.public_id) for q in Question.objects.filter(case=case)}
    for line in told["records"]:
        if line["title"] in kept:
            ids[line["id"]] = str(kept[line["title"]].public_id)
    bound: dict[str, Any] = _exchange(told["content"], ids)
    return bound


def _exchange(held: Any, ids: dict[str, str]) -> Any:
    if isinstance(held, dict):
        return {
            key: ids.get(value, value) if key in ("question", "target", "record") and isinstance(value, str)
            else _exchange(value, ids)
            for key, value in held.items()
        }  # fmt: skip
    return [_exchange(value, ids) for value in held] if isinstance(held, list) else held


def _sign_and_release(opinion: Opinion, them: People, at: datetime) -> Opinion:
    case, programme_id = opinion.case, opinion.programme_id
    with principal.as_person(them["cleo"].pk, programme_id, role="coordinator"):
        opinions.choose_reviewer(case=case, reviewer=them["dr_okafor"], by=them["cleo"], at=at)
    with principal.as_person(them["dr_okafor"].pk, programme_id, role="reviewer"):
        ticks = {key: True for key, _label in CHECKLIST}
        opinions.check(
            opinion=opinion, passed=True, checklist=ticks, comment="", edition=opinion.edition, by=them["dr_okafor"],
            at=at + timedelta(hours=3),
        )  # fmt: skip
    with principal.as_person(them["dr_bo"].pk, programme_id, role="expert"):
        signed = opinions.sign(
            opinion=opinion, edition=opinion.edition, second_factor="authenticator app", by=them["dr_bo"],
            at=at + timedelta(hours=5),
        )  # fmt: skip
    with principal.as_job(case_id=case.pk, programme_id=programme_id, name="opinions.render"):
        opinions.render(
            opinion=signed, reader="patient", language=signed.language, at=at + timedelta(hours=5)
        )
    with principal.as_person(them["cleo"].pk, programme_id, role="coordinator"):
        return opinions.release(opinion=signed, told="", by=them["cleo"], at=at + timedelta(hours=6))
