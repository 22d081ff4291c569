"""Asking a hospital: the letter, its code, who may use it, and the clock that nobody has to remember."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest

from secunda.care.cases.models import Case, Link, Task
from secunda.care.cases.tests.factories import Cast, a_draft, a_submitted_case, acting, cast, now
from secunda.care.chasing import access, rules
from secunda.care.chasing import actions as chasing
from secunda.care.chasing.models import RecordRequest
from secunda.care.records import actions as records
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.notifications.models import Notification
from secunda.foundation.vault import actions as vault

pytestmark = pytest.mark.django_db
WANTED = ("Pathology report of 3 March", "MRI of the breast, the images themselves")


def a_letter(them: Cast, case: Case, by: Account | None = None, **fields: Any) -> tuple[RecordRequest, str]:
    """A letter to the district hospital, and the code that stands in it."""
    given: dict[str, Any] = {
        "institution": "Valley District Hospital", "address": "Records office\n1 Hill Road", "language": "en",
        "wanted": WANTED, "country": "DE", "at": now(),
    }  # fmt: skip
    by = by or them.cleo
    with acting(by, them.programme):
        made = chasing.ask(case=case, by=by, **(given | fields))
        return made, code_in(words_of(made))


def words_of(request: RecordRequest) -> str:
    document = pdfium.PdfDocument(io.BytesIO(vault.read(request.letter)))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def code_in(words: str) -> str:
    return next(word for line in words.splitlines() for word in line.split() if rules.read_code(word))


def send(them: Cast, code: str, content: bytes = b"%PDF-1.4 a report") -> None:
    opened = access.opened_by(code, them.programme)
    assert opened is not None
    case = opened.case
    with principal.as_link(opened.link.pk, them.programme.id, case_id=case.pk):
        kept = vault.write(
            case_id=case.pk, programme_id=case.programme_id, klass="evidence", media_type="application/pdf",
            chunks=[content], limit=1 << 20, by_id=None, at=now(),
        )  # fmt: skip
        records.receive(case=case, by=None, link=opened.link, name="report.pdf", kept=kept, at=now())


def remind(them: Cast, at: datetime) -> int:
    with principal.as_job(case_id=None, programme_id=them.programme.id, name="chasing.remind"):
        return chasing.remind(programme=them.programme, at=at)


def test_the_letter_says_who_asks_for_what_by_which_right_and_where_to_send_it() -> None:
    them = cast()
    made, code = a_letter(them, a_submitted_case(them))
    with acting(them.cleo, them.programme):
        words = " ".join(words_of(made).split())
    for said in (
        "Valley District Hospital", "1 Hill Road", "Ana Lindqvist", *WANTED, "Article 15 of Regulation (EU) 2016/679",
        "/send", code, "cannot",
    ):  # fmt: skip
        assert said in words
    assert made.answer_by_date - made.asked_at.date() == timedelta(days=30)


def test_a_country_without_a_rule_on_file_is_asked_without_citing_one() -> None:
    them = cast()
    made, _code = a_letter(them, a_submitted_case(them), country="ZZ")
    with acting(them.cleo, them.programme):
        assert "follows from" not in words_of(made)
    assert made.right == ""


def test_the_letter_is_in_the_language_of_the_records_office() -> None:
    them = cast()
    made, _code = a_letter(them, a_submitted_case(them), language="ar")
    with acting(them.cleo, them.programme):
        assert any(
            "\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in words_of(made)
        )


def test_the_code_opens_its_request_and_what_is_sent_is_a_record_of_the_case() -> None:
    them = cast()
    case = a_submitted_case(them)
    made, code = a_letter(them, case)
    opened = access.opened_by(f" {code.lower()} ", them.programme)
    assert opened is not None
    assert (opened.request, opened.case) == (made, case)
    assert access.sent_through(opened) == []
    send(them, code)
    assert [one.name for one in access.sent_through(opened)] == ["report.pdf"]
    with acting(them.ana, them.programme):
        assert [one.arrived for one in access.requests_of(case)] == [1]  # type: ignore[attr-defined]
        assert Event.objects.filter(case_id=case.pk, verb="record.uploaded").exists()


def test_the_code_of_one_programme_is_nothing_in_another() -> None:
    them = cast()
    _made, code = a_letter(them, a_submitted_case(them))
    assert access.opened_by(code, them.other) is None


@pytest.mark.parametrize("typed", ["", "AAAA", "2" * 20, "0" * 20, "\x00" * 20, "ä" * 20, "2" * 100_000])
def test_what_is_no_code_opens_nothing(typed: str) -> None:
    assert access.opened_by(typed, cast().programme) is None


def test_the_holder_of_a_code_reads_nothing_of_the_case() -> None:
    them = cast()
    case = a_submitted_case(them)
    _made, code = a_letter(them, case)
    opened = access.opened_by(code, them.programme)
    assert opened is not None
    with principal.as_link(opened.link.pk, them.programme.id):
        assert not Case.objects.exists()
        assert not RecordRequest.objects.exists()
        assert list(Link.objects.values_list("pk", flat=True)) == [opened.link.pk]


def test_neither_a_stranger_nor_an_expert_nor_another_programme_sees_a_request() -> None:
    them = cast()
    made, _code = a_letter(them, a_submitted_case(them))
    for who, where in ((them.max, them.programme), (them.dr_bo, them.programme), (them.mila, them.other)):
        with acting(who, where):
            assert not RecordRequest.objects.filter(pk=made.pk).exists()
            with pytest.raises(Hidden):
                access.find(made.case, made.public_id)


def test_a_closed_an_expired_and_a_renewed_code_open_nothing() -> None:
    them = cast()
    case = a_submitted_case(them)
    made, first = a_letter(them, case)
    with acting(them.cleo, them.programme):
        again = chasing.renew(request=made, by=them.cleo, at=now())
        second = code_in(words_of(again))
    assert first != second
    assert access.opened_by(first, them.programme) is None
    assert access.opened_by(second, them.programme) is not None
    with acting(them.cleo, them.programme):
        chasing.close(request=again, outcome="refused", by=them.cleo, at=now())
        chasing.close(request=again, outcome="arrived", by=them.cleo, at=now())
        assert access.find(case, made.public_id).outcome == "refused"
        with pytest.raises(Refused, match="closed"):
            chasing.renew(request=again, by=them.cleo, at=now())
    assert access.opened_by(second, them.programme) is None
    _late, third = a_letter(them, case, at=now() - rules.LINK_LIFE - timedelta(days=1))
    assert access.opened_by(third, them.programme) is None


def test_after_a_week_the_asker_is_told_and_the_staff_call_once() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    a_letter(them, case, by=them.ana)
    assert remind(them, at + timedelta(days=6)) == 0
    assert remind(them, at + timedelta(days=8)) == 1
    assert remind(them, at + timedelta(days=9)) == 0
    assert remind(them, at + timedelta(days=40)) == 1
    assert remind(them, at + timedelta(days=41)) == 0
    with acting(them.cleo, them.programme):
        kinds = Task.objects.filter(kind__in=(chasing.CALL_TASK, chasing.OVERDUE_TASK)).values_list(
            "kind", flat=True
        )
        assert sorted(kinds) == [chasing.CALL_TASK, chasing.OVERDUE_TASK]
    with acting(them.ana, them.programme):
        assert Notification.objects.filter(kind="records.unanswered").count() == 1


def test_closing_ends_the_tasks_and_an_answer_needs_no_reminder() -> None:
    them, at = cast(), now()
    case = a_submitted_case(them)
    made, _code = a_letter(them, case)
    remind(them, at + timedelta(days=8))
    with acting(them.cleo, them.programme):
        chasing.close(request=made, outcome="arrived", by=them.cleo, at=at)
        assert not Task.objects.filter(kind=chasing.CALL_TASK, done_at=None).exists()
    _other, code = a_letter(them, case)
    send(them, code)
    assert remind(them, at + timedelta(days=40)) == 0


def test_somebody_says_that_the_letter_has_gone_out() -> None:
    them, at = cast(), now()
    made, _code = a_letter(them, a_submitted_case(them))
    with acting(them.cleo, them.programme):
        chasing.mark_sent(request=made, by=them.cleo, at=at)
        chasing.mark_sent(request=made, by=them.cleo, at=at + timedelta(days=1))
        assert access.find(made.case, made.public_id).sent_at == at
        chasing.note_opened(request=made, at=at)
        chasing.note_use(link=made.link, at=at)
        assert {"request.written", "request.sent", "request.opened", "link.used"} <= set(
            Event.objects.filter(case_id=made.case_id).values_list("verb", flat=True)
        )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"institution": " "}, "name the hospital"),
        ({"institution": "x" * 201}, "too long"),
        ({"address": "x" * 601}, "too long"),
        ({"wanted": [" "]}, "what is missing"),
        ({"wanted": ["x"] * 13}, "at most 12"),
        ({"wanted": ["x" * 301]}, "at most 12"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_no_records_office_could_answer_is_refused(fields: dict[str, Any], sentence: str) -> None:
    them = cast()
    with pytest.raises(Refused, match=sentence):
        a_letter(them, a_submitted_case(them), **fields)


def test_a_draft_asks_nobody_and_an_outcome_is_one_of_ours() -> None:
    them = cast()
    with pytest.raises(Refused, match="while a case is open"):
        a_letter(them, a_draft(them))
    made, _code = a_letter(them, a_submitted_case(them))
    for outcome in ("", "lost"):
        with acting(them.cleo, them.programme), pytest.raises(Refused, match="what became"):
            chasing.close(request=made, outcome=outcome, by=them.cleo, at=now())


def test_every_right_on_file_names_its_source_and_is_marked_until_signed() -> None:
    for right in rules.rights().values():
        assert right.source.startswith("https://")
        assert right.days > 0
        assert not right.is_reviewed or right.reviewed_by
    assert rules.right_for("no") is not None
    assert rules.right_for("") is None
