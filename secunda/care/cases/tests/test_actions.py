"""Drafts, sending, consents, proxies, tasks: what they write and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from secunda.care.cases import access
from secunda.care.cases import actions as cases
from secunda.care.cases.consents import PURPOSES, text_sha256
from secunda.care.cases.models import (
    Brief,
    Case,
    Consent,
    FirstOpinion,
    Intake,
    Interval,
    Party,
    ProxyAuthority,
    Question,
    Task,
)
from secunda.care.cases.request import Subject
from secunda.care.cases.tests.factories import a_draft, a_request, a_submitted_case, acting, cast, now
from secunda.foundation.accounts import principal
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.vault import actions as vault

pytestmark = pytest.mark.django_db


def test_a_draft_belongs_to_its_link_until_it_is_claimed() -> None:
    them, at = cast(), now()
    principal.set_principal(programme_id=them.programme.id)
    case, token = cases.open_draft(programme=them.programme, language="en", time_zone="UTC", at=at)
    assert cases.resume_draft(programme=them.other, token=token) is None
    assert cases.resume_draft(programme=them.programme, token=token + "x") is None
    link = cases.resume_draft(programme=them.programme, token=token)
    assert link
    with principal.as_link(link, them.programme.id):
        assert access.draft_of(link) == case
        cases.keep_answers(case=case, page="questions", answers={"1": "Why?"}, at=at)
        cases.keep_answers(case=case, page="who", answers={"for": "me"}, at=at)
        assert Intake.objects.get(case=case).answers == {"questions": {"1": "Why?"}, "who": {"for": "me"}}
    with principal.as_link(link, them.programme.id):
        claimed = cases.claim(link_id=link, by=them.ana, at=at)
    assert cases.resume_draft(programme=them.programme, token=token) is None
    with acting(them.ana, them.programme):
        assert claimed.requester == them.ana
        assert list(access.cases_of(them.ana, them.programme, at)) == [case]
    with pytest.raises(Refused), principal.as_link(link, them.programme.id):
        cases.claim(link_id=link, by=them.max, at=at)
    assert access.draft_of(None) is None


def test_sending_writes_everything_once_and_starts_the_records_stage() -> None:
    them = cast()
    case = a_submitted_case(them)
    with acting(them.ana, them.programme):
        assert case.state == Case.State.RECORDS_NEEDED
        assert FirstOpinion.objects.get(case=case).treatment == "Mastectomy of the left breast"
        assert [q.position for q in Question.objects.filter(case=case)] == [1, 2]
        assert Intake.objects.get(case=case).answers == {}
        assert set(Consent.objects.values_list("purpose", flat=True)) == {"second_opinion", "tell_doctor"}
        states = list(
            Interval.objects.filter(case=case).order_by("from_at", "id").values_list("state", flat=True)
        )
        assert states == ["draft", "submitted", "records_needed"]
        assert Interval.objects.filter(case=case, until_at=None).count() == 1
        with pytest.raises(Refused):
            cases.submit(case, a_request(), by=them.ana, at=now())
        with pytest.raises(Refused):
            cases.keep_answers(case=case, page="x", answers={}, at=now())


def test_nobody_sends_without_consent() -> None:
    them = cast()
    draft = a_draft(them)
    with acting(them.ana, them.programme), pytest.raises(Refused):
        cases.submit(draft, a_request(consents=("tell_doctor",)), by=them.ana, at=now())


def test_a_consent_keeps_the_hash_of_the_text_that_was_shown() -> None:
    them = cast()
    a_submitted_case(them)
    with acting(them.ana, them.programme):
        kept = Consent.objects.get(purpose="second_opinion")
    assert kept.text_sha256 == text_sha256("second_opinion", "en")
    assert all(p.version >= 1 for p in PURPOSES.values())


def test_withdrawing_the_opinions_consent_stops_readers_links_and_case_at_once() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        cases.add_party(case=case, account=them.dr_bo, role="expert", phase="blind", by=them.cleo, at=at)
    with acting(them.dr_bo, them.programme):
        assert Case.objects.count() == 1
        access.require_consent(case, "second_opinion")
    with acting(them.ana, them.programme):
        consent = Consent.objects.get(purpose="second_opinion")
        cases.withdraw_consent(consent=consent, by=them.ana, at=at)
        cases.withdraw_consent(consent=consent, by=them.ana, at=at)
        with pytest.raises(Refused):
            access.require_consent(case, "second_opinion")
        case.refresh_from_db()
        assert case.state == Case.State.CANCELLED
        assert Task.objects.filter(kind="consent_withdrawn").count() == 1
    with acting(them.dr_bo, them.programme):
        assert Case.objects.count() == 0


def test_consents_are_given_again_and_unknown_ones_refused() -> None:
    them = cast()
    case = a_submitted_case(them)
    with acting(them.ana, them.programme):
        first = cases.give_consent(case=case, purpose="tell_doctor", language="en", by=them.ana, at=now())
        assert (
            cases.give_consent(case=case, purpose="tell_doctor", language="en", by=them.ana, at=now())
            == first
        )
        cases.withdraw_consent(consent=first, by=them.ana, at=now())
        assert (
            cases.give_consent(case=case, purpose="tell_doctor", language="en", by=them.ana, at=now())
            != first
        )
        with pytest.raises(Refused):
            cases.give_consent(case=case, purpose="everything", language="en", by=them.ana, at=now())


def a_child() -> Subject:
    return Subject(name="Mia Ferreira", birth_date=date(2020, 5, 3), sex="female", country="PT")


def test_a_proxy_opens_nothing_before_staff_confirm_and_ends_at_majority() -> None:
    them, at = cast(), now()
    case = a_submitted_case(
        them, by=them.tomas, at=at, requester_kind="proxy", proxy_basis="parent", subject=a_child()
    )
    with acting(them.tomas, them.programme):
        party = access.own_case(them.tomas, them.programme, case.public_id, at)
        with pytest.raises(Refused):
            access.require_records_open(party)
        authority = ProxyAuthority.objects.get()
        assert authority.until_at
        assert authority.until_at.date() == date(2038, 5, 3)
    with acting(them.cleo, them.programme):
        with pytest.raises(Refused, match="no document"):
            cases.confirm_authority(authority=authority, until_at=None, by=them.cleo, at=at)
        document = vault.write(
            case_id=case.id, programme_id=case.programme_id, klass="evidence", media_type="application/pdf",
            chunks=[b"paper"], limit=100, by_id=them.tomas.id, at=at,
        )  # fmt: skip
        cases.keep_authority_document(authority=authority, document=document, at=at)
        with pytest.raises(Refused, match="ended"):
            cases.confirm_authority(authority=authority, until_at=at, by=them.cleo, at=at)
        cases.confirm_authority(authority=authority, until_at=at + timedelta(days=90), by=them.cleo, at=at)
    with acting(them.tomas, them.programme):
        access.require_records_open(access.own_case(them.tomas, them.programme, case.public_id, at))
        with pytest.raises(Hidden):
            access.own_case(them.tomas, them.programme, case.public_id, at + timedelta(days=91))
        with pytest.raises(Refused, match="own authority"):
            cases.confirm_authority(authority=authority, until_at=None, by=them.tomas, at=at)
    with acting(them.cleo, them.programme):
        cases.withdraw_authority(authority=authority, by=them.cleo, at=at)
        with pytest.raises(Refused, match="withdrawn"):
            cases.confirm_authority(
                authority=ProxyAuthority.objects.get(), until_at=None, by=them.cleo, at=at
            )
    with acting(them.tomas, them.programme):
        assert Case.objects.count() == 0


def test_nobody_acts_for_a_grown_up_as_a_parent() -> None:
    them = cast()
    draft = a_draft(them, by=them.tomas)
    with acting(them.tomas, them.programme), pytest.raises(Refused, match="of age"):
        cases.submit(draft, a_request(requester_kind="proxy", proxy_basis="parent"), by=them.tomas, at=now())


def test_one_person_has_one_part_in_a_case() -> None:
    them = cast()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        with pytest.raises(Refused):
            cases.add_party(case=case, account=them.ana, role="expert", by=them.cleo, at=now())
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.create(
                case=case, programme=them.programme, account=them.ana, role="expert", from_at=now()
            )


def test_a_phase_only_ever_opens() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        cases.add_party(case=case, account=them.dr_bo, role="expert", phase="invited", by=them.cleo, at=at)
        for phase, then in (("blind", "blind"), ("invited", "blind"), ("open", "open"), ("blind", "open")):
            cases.open_phase(case=case, account=them.dr_bo, phase=phase, at=at)
            assert Party.objects.get(account=them.dr_bo).phase == then
        cases.close_party(case=case, account=them.dr_bo, at=at)
        cases.close_party(case=case, account=them.dr_bo, at=at)


def _write(case: Case, blinded: str, question: str, summary: str) -> None:
    cases.write_brief(
        case=case, blinded=blinded, neutral_question=question, neutral_summary=summary, primary_material=True
    )


def test_the_brief_is_approved_by_a_named_person_and_a_change_takes_it_back() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    question, summary = "Which treatments fit?", "One tumour."
    with acting(them.cleo, them.programme):
        with pytest.raises(Refused):
            cases.approve_brief(case=case, by=them.cleo, at=at)
        _write(case, "treatment", question, summary)
        assert cases.approve_brief(case=case, by=them.cleo, at=at).approved_by == them.cleo
        _write(case, "treatment", question, summary)
        assert Brief.objects.get(case=case).approved_at
        _write(case, "both", question, summary)
        assert Brief.objects.get(case=case).approved_at is None


def test_tasks_are_made_once_and_done_once_and_notes_need_words() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        task = cases.add_task(case=case, kind="red_flag", due_at=at, at=at)
        assert cases.add_task(case=case, kind="red_flag", due_at=at, at=at) == task
        cases.finish_task(task=task, by=them.cleo, at=at)
        cases.finish_task(task=task, by=them.cleo, at=at)
        assert Event.objects.filter(verb="task.done").count() == 1
        with pytest.raises(Refused):
            cases.note(case=case, text=" ", by=them.cleo, at=at)
        assert cases.note(case=case, text="Called.", by=them.cleo, at=at).text == "Called."
        with pytest.raises(Refused):
            cases.hold(case=case, klass="evidence", reason="", by=them.cleo, at=at)
        held = cases.hold(case=case, klass="evidence", reason="Court order", by=them.cleo, at=at)
        cases.release_hold(hold=held, by=them.cleo, at=at)


def test_unclaimed_drafts_are_shredded_and_only_the_clock_remains() -> None:
    them, at = cast(), now()
    principal.set_principal(programme_id=them.programme.id)
    case, token = cases.open_draft(programme=them.programme, language="en", time_zone="UTC", at=at)
    link = cases.resume_draft(programme=them.programme, token=token)
    assert link
    with principal.as_link(link, them.programme.id):
        cases.keep_answers(case=case, page="told", answers={"diagnosis": "cancer"}, at=at)
    with principal.as_job(case_id=None, programme_id=them.programme.id, name="cases.shred_drafts"):
        assert cases.shred_drafts(programme=them.programme, at=at + timedelta(days=29)) == []
        assert cases.shred_drafts(programme=them.programme, at=at + timedelta(days=31)) == [case]
        assert cases.shred_drafts(programme=them.programme, at=at + timedelta(days=31)) == []
        assert Intake.objects.get(case=case).answers == {}
        gone = Case.objects.get(pk=case.pk)
        assert (gone.state, gone.first_click_at) == (Case.State.CANCELLED, case.first_click_at)


def test_staff_of_the_programme_see_its_cases_and_nobody_elses() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        assert access.staff_case(them.cleo, them.programme, case.public_id, at) == case
        with pytest.raises(Hidden):
            access.staff_case(them.cleo, them.programme, them.other.public_id, at)
    with acting(them.mila, them.other), pytest.raises(Hidden):
        access.staff_case(them.mila, them.other, case.public_id, at)
    with acting(them.ana, them.programme), pytest.raises(Hidden):
        access.staff_case(them.ana, them.programme, case.public_id, at)


def test_staff_who_are_to_read_a_case_blind_do_not_see_it_as_staff() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        cases.add_party(case=case, account=them.cleo, role="expert", phase="invited", by=them.cleo, at=at)
        assert FirstOpinion.objects.count() == 0
        with pytest.raises(Hidden):
            access.staff_case(them.cleo, them.programme, case.public_id, at)


def test_the_opinion_becomes_readable_once() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        cases.make_readable(case, at=at)
        cases.make_readable(case, at=at + timedelta(days=2))
        case.refresh_from_db()
        assert case.readable_at == at
        cases.promise(case=case, due_at=at)
        cases.hand_over(case=case, holder="expert", holder_account=them.dr_bo, by=them.cleo, at=at)
        assert Interval.objects.get(case=case, until_at=None).holder_account == them.dr_bo
        cases.classify_condition(case=case, family="spine")
