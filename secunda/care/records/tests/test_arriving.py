"""Files that come over many requests: of a link without an account, of a case that is erased, of one that is full."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from secunda.care.cases.models import Case, Link
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records import actions as records
from secunda.care.records import arrivals
from secunda.care.records.models import Arrival, Record
from secunda.care.records.tests.factories import a_pdf
from secunda.foundation.accounts import principal
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object

pytestmark = pytest.mark.django_db


def begun(case: Case, them: Cast, content: bytes, come: int, *, link: Link | None = None) -> Arrival:
    """A file of Ana's, or of a link's holder, of which some bytes have come. Inside a principal."""
    by = None if link else them.ana
    growing = records.begin(case=case, by=by, length=len(content), at=now())
    with growing:
        growing.write(content[:come])
        named = records.Named("report.pdf", len(content), "Disc/IMAGES")
        return records.keep(case=case, by=by, link=link, growing=growing, named=named, at=now())


def whole(arrival: Arrival, content: bytes) -> None:
    """The rest has come, to a server that was killed then."""
    with records.go_on(arrival=arrival, at=now()) as growing:
        growing.write(content[growing.offset :])
        growing.mark()


@pytest.fixture
def link(them: Cast, case: Case) -> Link:
    """An upload link of the case."""
    at = now()
    with acting(them.cleo, them.programme):
        return Link.objects.create(
            case=case, programme=them.programme, kind=Link.Kind.UPLOAD, token_hash=b"x" * 32, created_at=at,
            not_before_at=at, expires_at=at + timedelta(days=1), created_by=them.cleo,
        )  # fmt: skip


def test_the_holder_of_a_link_sends_and_sees_only_their_own(them: Cast, case: Case, link: Link) -> None:
    with acting(them.ana, them.programme):
        begun(case, them, a_pdf(mark="ana"), 10)
    with principal.as_link(link.pk, them.programme.pk):
        arrival = begun(case, them, a_pdf(), 20, link=link)
        waiting = arrivals.waited_for(case=case, by=None, link=link)
        assert [one.public_id for one in waiting] == [arrival.public_id]
        found = arrivals.find_arrival(case=case, by=None, link=link, arrival_id=arrival.public_id)
        assert found is not None
        whole(found, a_pdf())
        records.take_whole(arrival=found, at=now())
        assert not Arrival.objects.exists()  # row security: a link sees no rows, but through its sender
        assert [one.name for one in arrivals.came_whole(case=case, by=None, link=link)] == ["report.pdf"]
    with acting(them.ana, them.programme):
        assert Record.objects.get().uploaded_through_id == link.pk


def test_a_whole_file_that_is_refused_says_why(them: Cast, case: Case, settings: Settings) -> None:
    with acting(them.ana, them.programme):
        arrival = begun(case, them, a_pdf(), 20)
        whole(arrival, a_pdf())
        settings.RECORDS_MOST = 0
        records.take_whole(arrival=arrival, at=now())
        ended = Arrival.objects.get()
        assert (ended.state, ended.name, ended.object) == ("refused", "", None)
        assert "as many as can be kept" in ended.said
        assert not Object.objects.exists()


def test_taken_twice_is_one_record(them: Cast, case: Case) -> None:
    with acting(them.ana, them.programme):
        arrival = begun(case, them, a_pdf(), 20)
        records.take_whole(arrival=arrival, at=now())
        assert not Record.objects.exists()
        whole(arrival, a_pdf())
        stale = Arrival.objects.select_related("object", "case", "by").get()
        records.take_whole(arrival=arrival, at=now())
        records.take_whole(arrival=Arrival.objects.get(), at=now())
        assert Record.objects.count() == 1
        assert stale.object is not None
        with pytest.raises(Refused):
            records.go_on(arrival=Arrival.objects.select_related("case", "by").get(), at=now())


def test_an_erased_case_waits_for_nothing(them: Cast, case: Case) -> None:
    with acting(them.ana, them.programme):
        begun(case, them, a_pdf(), 20)
    with acting(them.cleo, them.programme):
        records.erase(case=case, by=them.cleo, at=now(), reason="withdrawn")
        assert Arrival.objects.get().state == "gone"
        assert not Object.objects.exists()


def test_what_is_damaged_is_given_up_in_the_end(them: Cast, case: Case) -> None:
    with acting(them.ana, them.programme):
        arrival = begun(case, them, a_pdf(), 20)
        vault.erase(case_id=case.pk, klass="evidence", by_id=None, at=now(), reason="withdrawn")
        Arrival.objects.update(touched_at=now() - timedelta(days=8), expires_at=now() - timedelta(days=1))
    with principal.as_job(case_id=None, programme_id=them.programme.pk, name="test"):
        assert records.tidy_arrivals(at=now()) == 1
        assert Arrival.objects.get(pk=arrival.pk).state == "gone"


def test_what_came_lately_is_left_alone(them: Cast, case: Case) -> None:
    with acting(them.ana, them.programme):
        arrival = begun(case, them, a_pdf(), 20)
        Arrival.objects.update(touched_at=now() - timedelta(minutes=11))
    with principal.as_job(case_id=None, programme_id=them.programme.pk, name="test"):
        assert records.tidy_arrivals(at=now()) == 0
    with acting(them.ana, them.programme):
        records.give_up(arrival=arrival, at=now())
        records.give_up(arrival=arrival, at=now())
        assert Arrival.objects.get().state == "gone"


def test_strangers_see_no_names(them: Cast, case: Case) -> None:
    with acting(them.ana, them.programme):
        begun(case, them, a_pdf(), 20)
    other = a_submitted_case(them)
    for stranger in (them.max, them.dr_bo):
        with acting(stranger, them.programme):
            assert not Arrival.objects.exists()
    with acting(them.ana, them.programme):
        assert not arrivals.waited_for(case=other, by=them.ana, link=None)
