"""A forgotten filter shows nothing more: the tables, as each person, without any WHERE."""

from __future__ import annotations

import pytest

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Party, ProxyAuthority
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records import access
from secunda.care.records import actions as records
from secunda.care.records.models import Instance, Record, SealedPassage
from secunda.care.records.tests.factories import (
    a_pdf,
    a_received_record,
    a_scan,
    in_vault,
)
from secunda.care.records.tests.shelf import Shelf, as_expert, find
from secunda.foundation.errors import Hidden, Refused

pytestmark = pytest.mark.django_db


def test_a_forgotten_filter_shows_a_blind_expert_only_what_is_open_and_certain(
    them: Cast, case: Case, shelf: Shelf
) -> None:
    as_expert(them, case, "blind")
    with acting(them.dr_bo, them.programme):
        assert set(Record.objects.all()) == {shelf.opened, shelf.scan}
        assert set(Instance.objects.values_list("record_id", flat=True)) == {shelf.scan.id}
        assert not SealedPassage.objects.exists()
    with acting(them.dr_bo, them.other):
        assert not Record.objects.exists()


def test_a_forgotten_filter_shows_an_invited_expert_nothing(them: Cast, case: Case, shelf: Shelf) -> None:
    as_expert(them, case, "invited")
    with acting(them.dr_bo, them.programme):
        assert [m.objects.count() for m in (Record, Instance, SealedPassage)] == [0] * 3


def test_after_committing_an_expert_sees_all_that_is_certain(them: Cast, case: Case, shelf: Shelf) -> None:
    as_expert(them, case, "open")
    with acting(them.dr_bo, them.programme):
        assert set(Record.objects.all()) == {shelf.opened, shelf.sealed, shelf.passages, shelf.scan}


def test_strangers_see_nothing(them: Cast, case: Case, shelf: Shelf) -> None:
    people = ((them.max, them.programme), (them.mila, them.other), (them.mila, them.programme),
              (them.cleo, them.other), (them.dr_chen, them.programme))  # fmt: skip
    for person, programme in people:
        with acting(person, programme):
            assert [m.objects.count() for m in (Record, Instance, SealedPassage)] == [0] * 3


def test_a_coordinator_who_reads_the_case_blind_sees_no_more_than_any_expert(
    them: Cast, case: Case, shelf: Shelf
) -> None:
    as_expert(them, case, "blind", them.cleo)
    with acting(them.cleo, them.programme):
        assert set(Record.objects.all()) == {shelf.opened, shelf.scan}
        with pytest.raises(Hidden):
            find(them, case, them.cleo, shelf.sealed)


def test_a_proxy_who_is_not_confirmed_sees_only_what_they_sent(them: Cast) -> None:
    case = a_submitted_case(them, by=them.tomas, requester_kind="proxy", proxy_basis="carer")
    with acting(them.cleo, them.programme):
        kept = in_vault(case, a_pdf(mark="staff"), them.cleo)
        records.receive(case=case, by=them.cleo, link=None, name="x.pdf", kept=kept, at=now())
    own = a_received_record(them, case, by=them.tomas, content=a_scan())
    with acting(them.tomas, them.programme):
        assert list(Record.objects.all()) == [own]
        assert Instance.objects.count() == 1
        party = Party.objects.select_related("case").get(case=case, account=them.tomas)
        assert list(access.records_of(party)) == [own]
        with pytest.raises(Refused, match="confirmed that you may act"):
            find(them, case, them.tomas, own)
    with acting(them.cleo, them.programme):
        authority = ProxyAuthority.objects.get(case=case)
        cases.keep_authority_document(
            authority=authority, document=in_vault(case, b"signed", them.cleo), at=now()
        )
        cases.confirm_authority(authority=authority, until_at=None, by=them.cleo, at=now())
    with acting(them.tomas, them.programme):
        party = Party.objects.select_related("case").get(case=case, account=them.tomas)
        assert access.records_of(party).count() == 2
        assert find(them, case, them.tomas, own).role == "proxy"
