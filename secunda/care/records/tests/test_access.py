"""Who sees and opens what; and that a forgotten filter shows no more."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Consent, Party
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records import access
from secunda.care.records import actions as records
from secunda.care.records.tests.factories import (
    a_received_record,
    a_scan,
)
from secunda.care.records.tests.shelf import Shelf, as_expert, find
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused

pytestmark = pytest.mark.django_db


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
    words: dict[str, Any] = {
        "StudyDescription": "before mastectomy",
        "PatientComments": "mastectomy on Monday",
    }
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


def test_a_file_with_files_inside_is_drawn_for_a_blind_expert_but_not_handed_out(
    them: Cast, case: Case
) -> None:
    from weasyprint import HTML, Attachment

    inside = Attachment(string="The first doctors advise mastectomy", name="letter.txt")
    content = HTML(string="<p>Core biopsy").write_pdf(attachments=[inside])
    record = a_received_record(them, case, content=content)
    with acting(them.cleo, them.programme):
        records.confirm_identity(record=record, by=them.cleo, at=now())
        records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
    as_expert(them, case, "blind")
    with acting(them.dr_bo, them.programme):
        sight = find(them, case, them.dr_bo, record)
        assert records.open_record(sight=sight, at=now(), drawn=True).size == len(content)
        with pytest.raises(Refused, match="after you commit"):
            records.open_record(sight=sight, at=now())


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
