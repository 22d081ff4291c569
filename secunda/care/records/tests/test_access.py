"""Who sees and opens what; and that a forgotten filter shows no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Consent, Party, ProxyAuthority
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records import access
from secunda.care.records import actions as records
from secunda.care.records.models import Fact, Instance, Record, SealedPassage
from secunda.care.records.tests.factories import (
    a_pdf,
    a_received_record,
    a_scan,
    a_sealed_record,
    a_sent_file,
    an_open_record,
    in_vault,
)
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused

pytestmark = pytest.mark.django_db


@dataclass
class Shelf:
    """One record of each kind in Ana's case."""

    opened: Record
    sealed: Record
    passages: Record
    undecided: Record
    doubtful: Record  # classified as open, but nobody has said whose it is
    strange: Record  # somebody else's, classified as open
    scan: Record  # matches, open
    waiting: Record
    refused: Record


@pytest.fixture
def shelf(them: Cast, case: Case) -> Shelf:
    def a(mark: str) -> Record:
        return a_received_record(them, case, content=a_pdf(mark=mark), name=f"mastectomy {mark}.pdf")

    waiting = a_sent_file(them, case, content=a_pdf(mark="w")).record
    assert waiting is not None
    made = Shelf(
        opened=an_open_record(them, case, content=a_pdf(2, mark="o"), name="mastectomy o.pdf"),
        sealed=a_sealed_record(them, case, content=a_pdf(mark="s")),
        passages=an_open_record(them, case, content=a_pdf(mark="p")),
        undecided=a("u"),
        doubtful=a("d"),
        strange=a_received_record(them, case, content=a_scan(9, PatientName="OTHER^P", StudyInstanceUID="1.9")),
        scan=a_received_record(them, case, content=a_scan()),
        waiting=waiting,
        refused=a_received_record(them, case, content=b"hello"),
    )
    with acting(them.cleo, them.programme):
        for record in (made.doubtful, made.strange, made.scan):
            records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
        records.classify(record=made.passages, blinding="passages", title="", by=them.cleo, at=now())
        Fact.objects.bulk_create(
            Fact(record=one, case=case, programme_id=case.programme_id, name="grade", value="2", quote="G2", page=1,
                 confidence=1, read_by="test")
            for one in (made.opened, made.sealed)
        )  # fmt: skip
        SealedPassage.objects.create(
            record=made.passages, case=case, programme_id=case.programme_id, page=1, box=[0, 0, 9, 9], by=them.cleo,
            at=now(),
        )  # fmt: skip
    return made


def as_expert(them: Cast, case: Case, phase: str, account: Account | None = None) -> Party:
    account = account or them.dr_bo
    with acting(them.cleo, them.programme):
        return cases.add_party(case=case, account=account, role="expert", phase=phase, by=them.cleo, at=now())


def find(them: Cast, case: Case, person: Account, record: Record | UUID) -> access.Sight:
    record_id = record if isinstance(record, UUID) else record.public_id
    return access.find_record(
        account=person, programme=them.programme, case_id=case.public_id, record_id=record_id, at=now()
    )


# without any filter


def test_a_forgotten_filter_shows_a_blind_expert_only_what_is_open_and_certain(
    them: Cast, case: Case, shelf: Shelf
) -> None:
    as_expert(them, case, "blind")
    with acting(them.dr_bo, them.programme):
        assert set(Record.objects.all()) == {shelf.opened, shelf.scan}
        assert set(Instance.objects.values_list("record_id", flat=True)) == {shelf.scan.id}
        assert [fact.record_id for fact in Fact.objects.all()] == [shelf.opened.id]
        assert not SealedPassage.objects.exists()
    with acting(them.dr_bo, them.other):
        assert not Record.objects.exists()


def test_a_forgotten_filter_shows_an_invited_expert_nothing(them: Cast, case: Case, shelf: Shelf) -> None:
    as_expert(them, case, "invited")
    with acting(them.dr_bo, them.programme):
        assert [m.objects.count() for m in (Record, Instance, Fact, SealedPassage)] == [0] * 4


def test_after_committing_an_expert_sees_all_that_is_certain(them: Cast, case: Case, shelf: Shelf) -> None:
    as_expert(them, case, "open")
    with acting(them.dr_bo, them.programme):
        assert set(Record.objects.all()) == {shelf.opened, shelf.sealed, shelf.passages, shelf.scan}
        assert Fact.objects.count() == 2


def test_strangers_see_nothing(them: Cast, case: Case, shelf: Shelf) -> None:
    people = ((them.max, them.programme), (them.mila, them.other), (them.mila, them.programme),
              (them.cleo, them.other), (them.dr_chen, them.programme))  # fmt: skip
    for person, programme in people:
        with acting(person, programme):
            assert [m.objects.count() for m in (Record, Instance, Fact, SealedPassage)] == [0] * 4


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
        cases.keep_authority_document(authority=authority, document=in_vault(case, b"signed", them.cleo), at=now())
        cases.confirm_authority(authority=authority, until_at=None, by=them.cleo, at=now())
    with acting(them.tomas, them.programme):
        party = Party.objects.select_related("case").get(case=case, account=them.tomas)
        assert access.records_of(party).count() == 2
        assert find(them, case, them.tomas, own).role == "proxy"


# the doors


def test_what_each_person_is_listed(them: Cast, case: Case, shelf: Shelf) -> None:
    with acting(them.ana, them.programme):
        party = Party.objects.select_related("case").get(case=case, account=them.ana)
        assert access.records_of(party).count() == 9
        assert access.find_own(party, shelf.refused.public_id) == shelf.refused
        with pytest.raises(Hidden):
            access.find_own(party, uuid4())
    with acting(them.cleo, them.programme):
        assert [one.number for one in access.records_for_staff(case)] == sorted(range(1, 10))
        assert access.find_for_staff(case, shelf.waiting.public_id) == shelf.waiting
        with pytest.raises(Hidden):
            access.find_for_staff(case, uuid4())
        assert (access.unclassified(case), access.unconfirmed(case)) == (1, 3)
        assert access.what_there_is(case) == {"documents": 3, "pages": 4, "studies": 1, "images": 1}


@pytest.mark.parametrize(
    ("phase", "seen"),
    [("invited", ()), ("blind", ("opened", "scan")), ("open", ("opened", "sealed", "passages", "scan"))],
)
def test_an_expert_is_shown_exhibits_without_the_names_they_came_with(
    them: Cast, case: Case, shelf: Shelf, phase: str, seen: tuple[str, ...]
) -> None:
    party = as_expert(them, case, phase)
    with acting(them.dr_bo, them.programme):
        exhibits = access.records_for_expert(party)
    assert {one.public_id for one in exhibits} == {getattr(shelf, name).public_id for name in seen}
    assert "mastectomy" not in str(exhibits)
    if phase == "blind":
        report, scan = exhibits
        assert (report.title, report.pages, report.study) == ("Core biopsy report", 2, None)
        assert (scan.title, scan.modality, scan.study) == (f"Record {scan.number}", "CT", scan.public_id)


def test_the_patients_side_is_no_expert(them: Cast, case: Case, shelf: Shelf) -> None:
    with acting(them.ana, them.programme):
        party = Party.objects.select_related("case").get(case=case, account=them.ana)
        assert access.records_for_expert(party) == []


def test_who_may_open_what(them: Cast, case: Case, shelf: Shelf) -> None:
    blind, after = as_expert(them, case, "blind"), as_expert(them, case, "open", them.dr_chen)
    assert (blind.phase, after.phase) == ("blind", "open")
    everything = set(vars(shelf))
    accepted = everything - {"waiting", "refused"}
    may = {
        "ana": accepted,
        "cleo": accepted,
        "dr_bo": {"opened", "scan"},
        "dr_chen": {"opened", "sealed", "passages", "scan"},
        "dr_okafor": set(),
        "max": set(),
    }
    for person, names in may.items():
        account = getattr(them, person)
        with acting(account, them.programme):
            for name in sorted(everything):
                record = getattr(shelf, name)
                if name in names:
                    sight = find(them, case, account, record)
                    assert (sight.record, sight.blind) == (record, person == "dr_bo")
                elif name == "waiting" and names >= accepted:
                    with pytest.raises(Refused, match="still being checked"):
                        find(them, case, account, record)
                else:
                    with pytest.raises(Hidden):
                        find(them, case, account, record)


def test_a_record_is_found_in_its_own_case_only(them: Cast, case: Case, shelf: Shelf) -> None:
    other = a_submitted_case(them)
    with acting(them.ana, them.programme), pytest.raises(Hidden):
        find(them, other, them.ana, shelf.opened)


def test_without_consent_nobody_but_the_patient_reads_on(them: Cast, case: Case, shelf: Shelf) -> None:
    as_expert(them, case, "open")
    with acting(them.ana, them.programme):
        consent = Consent.objects.get(case=case, purpose="second_opinion")
        cases.withdraw_consent(consent=consent, by=them.ana, at=now())
        assert find(them, case, them.ana, shelf.opened).record == shelf.opened
    with acting(them.cleo, them.programme), pytest.raises(Refused, match="withdrawn"):
        find(them, case, them.cleo, shelf.opened)
    with acting(them.dr_bo, them.programme), pytest.raises(Hidden):
        find(them, case, them.dr_bo, shelf.opened)


def test_an_expert_reads_only_under_a_live_consent(them: Cast, case: Case, shelf: Shelf) -> None:
    as_expert(them, case, "blind")
    with acting(them.ana, them.programme):
        Consent.objects.filter(case=case).update(withdrawn_at=now())
    with acting(them.dr_bo, them.programme), pytest.raises(Refused, match="withdrawn"):
        find(them, case, them.dr_bo, shelf.opened)


# opening


def test_an_opening_is_audited_with_who_and_in_which_role(them: Cast, case: Case, shelf: Shelf) -> None:
    as_expert(them, case, "blind")
    with acting(them.dr_bo, them.programme, role="expert"):
        copy = records.open_record(sight=find(them, case, them.dr_bo, shelf.opened), at=now())
        assert copy.size == shelf.opened.size
        assert b"".join(copy.between(0, 5)) == b"%PDF-"
    with acting(them.ana, them.programme):
        event = Event.objects.get(verb="record.opened", case_id=case.id)
    assert (event.actor_id, event.role, event.object_id) == (them.dr_bo.id, "expert", shelf.opened.public_id)


def test_a_blind_copy_says_nothing_that_the_eye_does_not_see(them: Cast, case: Case) -> None:
    words: dict[str, Any] = {"StudyDescription": "before mastectomy", "PatientComments": "mastectomy on Monday"}
    content = a_scan(**words)
    record = a_received_record(them, case, content=content)
    with acting(them.cleo, them.programme):
        records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
    as_expert(them, case, "blind")
    as_expert(them, case, "open", them.dr_chen)
    seen = {}
    for expert in (them.dr_bo, them.dr_chen):
        with acting(expert, them.programme):
            copy = records.open_record(sight=find(them, case, expert, record), at=now())
            seen[expert] = b"".join(copy.between(0, copy.size))
    assert seen[them.dr_chen] == content
    assert b"mastectomy" in content
    assert b"mastectomy" not in seen[them.dr_bo]
    assert len(seen[them.dr_bo]) == len(content)


def test_what_cannot_be_blanked_waits_until_the_commit(them: Cast, case: Case) -> None:
    from secunda.reading.tests import scans

    record = a_received_record(them, case, content=scans.scan(scans.DEFLATED))
    with acting(them.cleo, them.programme):
        records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
    as_expert(them, case, "blind")
    with acting(them.dr_bo, them.programme), pytest.raises(Refused, match="after you commit"):
        records.open_record(sight=find(them, case, them.dr_bo, record), at=now())


def test_bytes_that_are_gone_are_hidden(them: Cast, case: Case, shelf: Shelf) -> None:
    with acting(them.ana, them.programme):
        sight = find(them, case, them.ana, shelf.opened)
        sight.record.object = None
        with pytest.raises(Hidden):
            records.open_record(sight=sight, at=now())


def test_what_an_opinion_rests_on(them: Cast, case: Case, shelf: Shelf) -> None:
    second = a_received_record(them, case, content=a_scan(2))
    with acting(them.cleo, them.programme):
        listed = access.reviewed(case)
    by_id = {one.id: one for one in listed}
    assert set(by_id) == {one.public_id for one in (shelf.opened, shelf.sealed, shelf.passages, shelf.scan)}
    assert by_id[shelf.opened.public_id].sha256 == shelf.opened.sha256
    study = by_id[shelf.scan.public_id]
    assert study.clinical_date == "2026-05-03"
    assert study.sha256 not in (shelf.scan.sha256, second.sha256)


def test_the_pictures_of_a_study_among_others(them: Cast, case: Case, shelf: Shelf) -> None:
    second = a_received_record(them, case, content=a_scan(2))
    with acting(them.ana, them.programme):
        every = list(access.listed(case))
        assert access.study_of(shelf.scan, every) == [shelf.scan, second]
        assert access.study_of(shelf.opened, every) == [shelf.opened]
