"""Writing the report: sections kept as they are written, open points with their places, the check, the signature."""

from __future__ import annotations

import pytest
from django.test import Client

from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Question, Task
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.opinions import actions as opinions
from secunda.care.opinions import content
from secunda.care.opinions.models import Addendum, Author, Opinion
from secunda.care.opinions.rules import CHECKLIST
from secunda.foundation.audit.models import Event
from secunda.foundation.queue import drain
from secunda.portals.expert.tests.factories import (
    MARK,
    a_report_in_work,
    age_factor,
    autosave,
    text_of,
    url,
    what_is_sent,
)
from secunda.portals.expert.writing.ask import Around, Choice
from secunda.portals.expert.writing.sections import BY_NAME, SECTIONS

TICKS = {key: True for key, _label in CHECKLIST}


def report_of(them: Cast) -> Opinion:
    """The newest version, as Dr Bo sees it."""
    with acting(them.dr_bo, them.programme):
        return Opinion.objects.select_related("case__programme").order_by("-version")[0]


def handed_in(them: Cast, bo: Client) -> Assignment:
    """A whole report that waits for Dr Okafor."""
    one = a_report_in_work(them, whole=True)
    with acting(them.cleo, them.programme):
        opinions.choose_reviewer(case=one.case, reviewer=them.dr_okafor, by=them.cleo, at=now())
    assert bo.post(url(them, "hand_in", one.public_id)).status_code == 302
    return one


def check(them: Cast, *, passed: bool, comment: str = "") -> None:
    """Dr Okafor has looked."""
    opinion = report_of(them)
    with acting(them.dr_okafor, them.programme):
        opinions.check(
            opinion=opinion, passed=passed, checklist=TICKS if passed else {}, comment=comment,
            edition=opinion.edition, by=them.dr_okafor, at=now(),
        )  # fmt: skip


def test_every_section_shows_its_fields_and_what_is_open(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    for section in SECTIONS:
        page = text_of(bo.get(url(them, "section", one.public_id, section.name)))
        assert str(section.title) in page
        assert 'data-autosave="' in page
        assert "points are still open" in page
    assert bo.get(url(them, "section", one.public_id, "nothing")).status_code == 404


def test_the_diagnosis_starts_from_the_read(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    page = text_of(bo.get(url(them, "section", one.public_id, "diagnosis")))
    assert "Invasive ductal carcinoma, unifocal, 18 mm" in page


def test_answers_are_kept_beside_the_questions_verbatim(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    address = url(them, "section", one.public_id, "answers")
    assert f"{MARK}-question?" in text_of(bo.get(address))
    with acting(them.dr_bo, them.programme):
        question = Question.objects.get(case=one.case)
    sent = {"version": "0", "answers-0-question": str(question.public_id), "answers-0-answer": "Yes, it can."}
    assert autosave(bo, address, sent) == {
        "ok": True,
        "saved": autosave(bo, address, sent)["saved"],
        "version": 1,
    }
    assert report_of(them).content["answers"] == [
        {"question": str(question.public_id), "answer": "Yes, it can."}
    ]


def test_a_section_leaves_the_others_alone(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them, whole=True)
    before = report_of(them)
    sent = {"version": "1", "limits": "No slides.", "do": "next"}
    answer = bo.post(url(them, "section", one.public_id, "limits"), sent)
    assert answer["Location"] == url(them, "section", one.public_id, "references")
    after = report_of(them).content
    assert after == before.content | {"limits": "No slides."}


def test_a_conflict_of_windows_keeps_both(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    address = url(them, "section", one.public_id, "limits")
    bo.post(address, {"version": "0", "limits": "First"})
    assert "another window" in autosave(bo, address, {"version": "0", "limits": "Second"})["sentence"]
    page = bo.post(address, {"version": "0", "limits": "Second"})
    assert page.status_code == 409
    assert 'name="over" value="1"' in text_of(page)
    assert bo.post(address, {"version": "0", "limits": "Second", "over": "1"}).status_code == 302
    assert report_of(them).content["limits"] == "Second"


def test_one_more_row_belongs_to_its_section(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    row = text_of(bo.get(url(them, "row", one.public_id, "summary"), {"add": "history"}))
    assert "-what" in row
    assert bo.get(url(them, "row", one.public_id, "summary"), {"add": "options"}).status_code == 404
    assert bo.get(url(them, "row", one.public_id, "nothing"), {"add": "history"}).status_code == 404


def test_the_reading_grade_names_hard_sentences(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    address = url(them, "grade", one.public_id)
    hard = "Multidisciplinary deliberation necessitates individualised consideration of contraindications."
    assert "Too hard" in text_of(bo.post(address, {"plain_summary": hard}))
    assert "Easy to read" in text_of(
        bo.post(address, {"plain_summary": "You can keep your breast. It is safe."})
    )
    assert "appears here" in text_of(bo.post(address, {"plain_summary": ""}))


def test_what_the_programme_adds_and_the_whole_can_be_seen(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them, whole=True)
    added = text_of(bo.get(url(them, "added", one.public_id)))
    assert "Independent: the author" in added
    assert "DE-" in added
    assert "Take out the lump" in text_of(bo.get(url(them, "preview", one.public_id)))


def test_nothing_half_done_is_handed_in(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them)
    page = text_of(bo.get(url(them, "hand_in", one.public_id)))
    assert "Something is still open" in page or "something is still open" in page
    assert bo.post(url(them, "hand_in", one.public_id)).status_code == 409


def test_handed_in_returned_mended_passed_and_taken_back(them: Cast, bo: Client) -> None:
    one = handed_in(them, bo)
    report = url(them, "report", one.public_id)
    assert "A second person is reading" in text_of(bo.get(report))
    assert bo.get(url(them, "section", one.public_id, "limits")).status_code == 409
    assert bo.get(url(them, "sign", one.public_id))["Location"] == report
    check(them, passed=False, comment="Say more about the scar.")
    assert "Say more about the scar." in text_of(bo.get(report))
    assert bo.post(url(them, "hand_in", one.public_id)).status_code == 302
    check(them, passed=True)
    assert "waits for your signature" in text_of(bo.get(report))
    assert bo.post(url(them, "take_back", one.public_id)).status_code == 302
    assert report_of(them).state == Opinion.State.DRAFT


def test_a_stale_second_factor_does_not_sign(them: Cast, bo: Client) -> None:
    one = handed_in(them, bo)
    check(them, passed=True)
    address = url(them, "sign", one.public_id)
    age_factor(bo, 6 * 60)
    page = text_of(bo.get(address))
    assert "Confirm that it is you" in page
    assert 'form="sign"' not in page
    answer = bo.post(address, {"version": str(report_of(them).edition)})
    assert answer["Location"].startswith(f"/{them.programme.slug}/mfa/reauthenticate/?next=")
    assert report_of(them).state == Opinion.State.PASSED


def signed(them: Cast, bo: Client) -> Assignment:
    """A report that Dr Bo signed on its page."""
    one = handed_in(them, bo)
    check(them, passed=True)
    age_factor(bo, 0)
    address = url(them, "sign", one.public_id)
    assert 'form="sign"' in text_of(bo.get(address))
    answer = bo.post(address, {"version": str(report_of(them).edition)})
    assert answer["Location"] == url(them, "signed", one.public_id)
    return one


def test_signed_with_hash_code_and_report(them: Cast, bo: Client) -> None:
    one = signed(them, bo)
    opinion = report_of(them)
    page = text_of(bo.get(url(them, "signed", one.public_id)))
    assert opinion.sha256 in page
    assert opinion.code in page
    assert "is being made" in page
    fragment = url(them, "rendering", one.public_id)
    assert bo.get(fragment).status_code == 200
    assert bo.get(url(them, "pdf", one.public_id)).status_code == 404
    drain()
    assert bo.get(fragment).status_code == 286
    answer = bo.get(url(them, "pdf", one.public_id))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    with acting(them.dr_bo, them.programme):
        assert Author.objects.get().second_factor == "authenticator app"
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="opinion.downloaded").count() == 1
    assert bo.get(url(them, "give_back", one.public_id)).status_code == 404
    assert bo.get(url(them, "report", one.public_id))["Location"] == url(them, "signed", one.public_id)


def test_a_text_that_is_not_the_one_shown_is_not_signed(them: Cast, bo: Client) -> None:
    one = handed_in(them, bo)
    check(them, passed=True)
    for version in ("0", "", "x"):
        assert bo.post(url(them, "sign", one.public_id), {"version": version}).status_code == 409
    assert report_of(them).state == Opinion.State.PASSED


def released(them: Cast, bo: Client) -> Assignment:
    """A signed report that Cleo released."""
    one = signed(them, bo)
    drain()
    opinion = report_of(them)
    with acting(them.cleo, them.programme):
        opinions.release(opinion=opinion, told="", by=them.cleo, at=now())
    return one


def test_a_released_opinion_is_corrected_by_a_new_version_and_signed(them: Cast, bo: Client) -> None:
    one = released(them, bo)
    address = url(them, "correct", one.public_id)
    assert "Please say why." in text_of(bo.post(address, {"reason": ""}))
    assert bo.post(address, {"reason": "The dose was wrong."})["Location"] == url(
        them, "report", one.public_id
    )
    assert "The dose was wrong." in text_of(bo.get(url(them, "report", one.public_id)))
    assert bo.get(url(them, "correct", one.public_id)).status_code == 302
    assert bo.post(url(them, "hand_in", one.public_id)).status_code == 302
    check(them, passed=True)
    answer = bo.post(url(them, "sign", one.public_id), {"version": str(report_of(them).edition)})
    assert answer["Location"] == url(them, "signed", one.public_id)
    page = text_of(bo.get(url(them, "signed", one.public_id)))
    assert "?version=1" in page
    assert bo.get(url(them, "signed", one.public_id), {"version": "1"}).status_code == 200
    assert bo.get(url(them, "signed", one.public_id), {"version": "7"}).status_code == 404


@pytest.fixture
def asked(them: Cast, bo: Client) -> Addendum:
    """Ana has asked a follow-up question."""
    released(them, bo)
    opinion = report_of(them)
    with acting(them.ana, them.programme):
        return opinions.ask(opinion=opinion, question="When may I swim?", by=them.ana, at=now())


def test_a_follow_up_question_is_answered_and_signed(them: Cast, bo: Client, asked: Addendum) -> None:
    address, moment = url(them, "answer", asked.public_id), url(them, "sign_answer", asked.public_id)
    assert address in text_of(bo.get(url(them, "worklist")))
    assert "When may I swim?" in text_of(bo.get(address))
    assert autosave(bo, address, {"answer": "After two", "version": "0"})["version"] == 1
    other_tab = bo.post(address, {"answer": "After three weeks.", "version": "0"})
    assert other_tab.status_code == 409
    assert "After three weeks." in text_of(other_tab)
    assert bo.post(address, {"answer": "After two weeks.", "version": "0", "over": "1"})["Location"] == moment
    page = bo.get(moment)
    assert "After two weeks." in text_of(page)
    assert bo.post(moment, {"version": "1"}).status_code == 409
    assert bo.post(moment, {"version": "2"})["Location"] == address
    with acting(them.dr_bo, them.programme):
        kept = Addendum.objects.get()
        assert kept.signed_at
        assert not Task.objects.filter(kind="answer_follow_up", done_at=None).exists()
    assert kept.sha256 in text_of(bo.get(address))
    assert not autosave(bo, address, {"answer": "Never"})["ok"]
    assert bo.post(address, {"answer": "Never"}).status_code == 409
    assert bo.get(moment)["Location"] == address
    assert address not in text_of(bo.get(url(them, "worklist")))


def test_an_answer_needs_a_fresh_factor_too(them: Cast, bo: Client, asked: Addendum) -> None:
    bo.post(url(them, "answer", asked.public_id), {"answer": "After two weeks.", "version": "0"})
    age_factor(bo, 6 * 60)
    moment = url(them, "sign_answer", asked.public_id)
    assert "Confirm that it is you" in text_of(bo.get(moment))
    assert "/mfa/reauthenticate/" in bo.post(moment, {})["Location"]


def test_a_whole_section_can_be_typed_from_nothing(them: Cast, bo: Client) -> None:
    one = a_report_in_work(them, whole=True)
    value = content.from_json(content.OpinionContent, report_of(them).content)
    around = Around(
        measures=tuple(Choice(m.key, m.text) for m in value.measures),
        options=tuple(Choice(o.key, o.title) for o in value.options),
    )
    for name in ("numbers", "options", "recommendation", "references", "next", "disclosure"):
        sent = what_is_sent(content.OpinionContent, value, around=around, only=BY_NAME[name].fields)
        answer = autosave(bo, url(them, "section", one.public_id, name), sent | {"version": "1"})
        assert answer["ok"], (name, answer)
        assert answer["version"] == 1, name
