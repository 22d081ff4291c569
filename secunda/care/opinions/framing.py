"""What the system itself says around an opinion when it is signed, gathered from the case as it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from secunda.care.assignment.models import Declaration, Waiver
from secunda.care.cases.models import Brief, Case, FirstOpinion, Interval, Provenance, Question
from secunda.care.experts import rules as expert_rules
from secunda.care.experts.models import Licence
from secunda.care.opinions import content, rules
from secunda.care.opinions.content import codes
from secunda.care.opinions.models import Author, Opinion, Read
from secunda.care.records import access as records


def licence_of(author: Author, case: Case, at: datetime) -> Licence | None:
    """The author's licence for where the patient lives, as it stands on the day of `at`."""
    licences = Licence.objects.filter(expert_id=author.expert_id).select_related("verified_by")
    region = case.patient.region if case.patient else ""
    by_doctor = case.requester_kind == Case.Requester.DOCTOR
    return expert_rules.licence_for(licences, case.country, region, at.date(), by_doctor=by_doctor)


def frame(opinion: Opinion, *, second_factor: str, at: datetime) -> content.Frame:
    """The frame of an opinion signed at `at`, in the opinion's language."""
    with override(opinion.language):
        return _frame(opinion, second_factor, at)


def _frame(opinion: Opinion, second_factor: str, at: datetime) -> content.Frame:
    case = opinion.case
    authors = list(Author.objects.filter(opinion=opinion).select_related("expert"))
    brief = Brief.objects.get(case=case)
    return content.Frame(
        report_id=str(opinion.public_id),
        version=opinion.version,
        code=opinion.code,
        verify_url=case.programme.address(f"/verify?code={opinion.code}"),
        case_ref=case.reference,
        language=opinion.language,
        programme=_programme(case),
        patient=_patient(case),
        experts=tuple(_expert(author, case, second_factor, at) for author in authors),
        limits=codes.FIXED_LIMITS,
        signed_at=at,
        received_at=case.submitted_at,
        complete_at=_complete_at(case),
        time_zone=case.time_zone,
        supersedes=str(opinion.supersedes.public_id) if opinion.supersedes else "",
        change_reason=opinion.amendment_reason,
        independence=_independence(case, authors),
        blinding=_blinding(brief, case),
        questions=tuple(
            content.Question(str(q.public_id), q.text) for q in Question.objects.filter(case=case)
        ),
        neutral_question=brief.neutral_question,
        decision_date=case.decision_date,
        reads=_reads(case),
        records=tuple(_record_lines(case)),
        follow_up_until=rules.follow_up_date(at),
        follow_up_questions=int(case.programme.rules.get("follow_up_questions", 1)),
        demo=case.demo,
        **_reviewed(case),
    )


def _reviewed(case: Case) -> dict[str, Any]:
    """The opinion under review, and what has to be decided."""
    first = FirstOpinion.objects.get(case=case)
    provenance = Provenance.objects.get(case=case)
    reviewed = content.FirstOpinion(
        diagnosis=first.diagnosis,
        treatment=first.treatment,
        by=", ".join(provenance.doctors),
        on=provenance.given_date,
    )
    return {"first_opinion": reviewed, "decision": first.decision}


def _programme(case: Case) -> content.ProgrammeLine:
    programme = case.programme
    return content.ProgrammeLine(
        name=programme.name,
        address=programme.organisation,
        contact=programme.telephone or programme.mail_from,
        funding=str(programme.price.get("who_pays", "")),
    )


def _complete_at(case: Case) -> datetime | None:
    complete = (
        Interval.objects.filter(case=case, state=Case.State.RECORDS_COMPLETE).order_by("-from_at").first()
    )
    return complete.from_at if complete else None


def _patient(case: Case) -> content.PatientLine:
    patient = case.patient
    assert patient is not None
    return content.PatientLine(
        name=patient.name, born=patient.birth_date.isoformat(), sex=patient.sex, place=patient.country
    )


def _expert(author: Author, case: Case, second_factor: str, at: datetime) -> content.Expert:
    expert = author.expert
    licence = licence_of(author, case, at)
    places = expert_rules.works_at(list(expert.affiliations.select_related("institution")), at.date())
    return content.Expert(
        id=str(expert.public_id),
        name=expert.name,
        specialty=expert.specialty,
        licence=licence.number if licence else "",
        jurisdiction=licence.jurisdiction if licence else "",
        verified_on=licence.verified_at.date() if licence and licence.verified_at else None,
        verified_with=licence.source if licence else "",
        institution=places[0].institution.name if places else "",
        second_factor=second_factor,
    )


def _independence(case: Case, authors: list[Author]) -> content.Independence:
    experts = [a.expert_id for a in authors]
    declared = Declaration.objects.filter(case=case, assignment__expert_id__in=experts)
    disclosed = [d.disclosure for d in declared if d.disclosure]
    waived = Waiver.objects.filter(case=case, expert_id__in=experts).exists()
    statement = (
        _("Not independent: the author works where the first opinion or the planned treatment comes from. "
          "The patient agreed to this in writing.")
        if waived
        else _("Independent: the author did not give the first opinion, will not carry out the treatment, and earns "
               "nothing from what is decided.")
    )  # fmt: skip
    checked = (
        _("The author's declaration for this case, made before anything was opened"),
        _("The author's workplaces against those of the first opinion and of the planned treatment"),
        _("The author's licence for where the patient lives, on the day of signing"),
    )
    return content.Independence(
        statement=statement, checked=checked, disclosed=tuple(disclosed), waived=waived
    )


def _blinding(brief: Brief, case: Case) -> content.Blinding:
    blind = all(Read.objects.filter(case=case).values_list("blind", flat=True))
    diagnosis = brief.blinded in ("diagnosis", "both") and brief.primary_material and blind
    treatment = brief.blinded in ("treatment", "both") and blind
    if not blind:
        statement = _("The author had seen the first opinion before reading.")
    elif diagnosis:
        statement = _(
            "The author read without knowing the first opinion: neither its diagnosis nor its treatment plan."
        )
        if not treatment:
            statement = _("The author read without knowing the diagnosis of the first opinion.")
    elif brief.blinded == "treatment":
        statement = _(
            "The author read without knowing which treatment was proposed. The diagnosis was known."
        )
    else:
        statement = _("The author read without knowing the first opinion; but without images or slides, so this is not "
                      "blind for the diagnosis.")  # fmt: skip
    return content.Blinding(
        statement=statement, diagnosis=diagnosis, treatment=treatment, read_late=not blind
    )


def _reads(case: Case) -> tuple[content.CommittedRead, ...]:
    reads = Read.objects.filter(case=case).exclude(committed_at=None).select_related("assignment__expert")
    return tuple(
        content.CommittedRead(
            expert=str(read.assignment.expert.public_id),
            committed_at=read.committed_at,
            sha256=read.sha256,
            read=content.from_json(content.Read, read.content),
            changed=bool((read.change or {}).get("changed")),
            why=(read.change or {}).get("why", ""),
        )
        for read in reads
        if read.committed_at
    )


def _record_lines(case: Case) -> list[content.RecordLine]:
    return [
        content.RecordLine(
            id=str(one.id), title=one.title, on=one.clinical_date, kind=one.kind, sha256=one.sha256
        )
        for one in records.reviewed(case)
    ]
