"""One record of each kind in Ana's case, and ways to look at them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Party
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.records import access
from secunda.care.records import actions as records
from secunda.care.records.models import Record, SealedPassage
from secunda.care.records.tests.factories import (
    a_pdf,
    a_received_record,
    a_scan,
    a_sealed_record,
    a_sent_file,
    an_open_record,
)
from secunda.foundation.accounts.models import Account


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


def a_shelf(them: Cast, case: Case) -> Shelf:
    """Everything in its state."""

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
        strange=a_received_record(
            them, case, content=a_scan(9, PatientName="OTHER^P", StudyInstanceUID="1.9")
        ),
        scan=a_received_record(them, case, content=a_scan()),
        waiting=waiting,
        refused=a_received_record(them, case, content=b"MZ hello"),
    )
    with acting(them.cleo, them.programme):
        for record in (made.doubtful, made.strange, made.scan):
            records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
        records.classify(record=made.passages, blinding="passages", title="", by=them.cleo, at=now())
        SealedPassage.objects.create(
            record=made.passages, case=case, programme_id=case.programme_id, page=1, box=[0, 0, 9, 9], by=them.cleo,
            at=now(),
        )  # fmt: skip
    return made


def as_expert(them: Cast, case: Case, phase: str, account: Account | None = None) -> Party:
    """Dr Bo (or another) has a part in the case as an expert, in a phase."""
    account = account or them.dr_bo
    with acting(them.cleo, them.programme):
        return cases.add_party(case=case, account=account, role="expert", phase=phase, by=them.cleo, at=now())


def find(them: Cast, case: Case, person: Account, record: Record | UUID) -> access.Sight:
    """What `access.find_record` answers to a person."""
    record_id = record if isinstance(record, UUID) else record.public_id
    return access.find_record(
        account=person, programme=them.programme, case_id=case.public_id, record_id=record_id, at=now()
    )
