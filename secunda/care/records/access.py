"""What each person may see and open of a case's records. Row security says the same in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from secunda.care.cases import access as cases
from secunda.care.cases.consents import OPINION
from secunda.care.cases.models import Case, Party
from secunda.care.records import rules
from secunda.care.records.models import Arrival, Instance, Record, Unpacking
from secunda.foundation.accounts.models import Account, Programme
from secunda.foundation.errors import Hidden, Refused

CERTAIN = Q(identity=Record.Identity.MATCH) | Q(identity_confirmed_at__isnull=False)
# What an expert may be given: certain whose it is, and scanned, or released where it was too large for the scanner.
FIT = CERTAIN & (~Q(scanned="too_large") | Q(scan_released_at__isnull=False))
STAFF_ROLE = "coordinator"


@dataclass(frozen=True)
class Sight:
    """A record somebody may open: in which role, for which patient, and whether still blind to the first opinion."""

    record: Record
    role: str
    patient_id: int | None
    blind: bool = False


@dataclass(frozen=True)
class Exhibit:
    """A record as an expert sees it: never with the name that it came with. `title` is neutral ("Record 3")."""

    public_id: UUID
    number: int
    title: str
    kind: str
    media_type: str
    pages: int | None
    size: int
    sha256: str
    clinical_date: str
    clinical_date_role: str
    modality: str
    study: UUID | None
    blinding: str


def records_of(party: Party) -> QuerySet[Record]:
    """What the patient's side sees: every line of the case, by number. An unconfirmed proxy sees what they sent."""
    found = listed(party.case)
    return found if party.may_open_records else found.filter(uploaded_by_id=party.account_id)


def records_for_staff(case: Case) -> QuerySet[Record]:
    """What case staff see: every line of a case that they loaded through `cases.access.staff_case`."""
    return listed(case)


def listed(case: Case) -> QuerySet[Record]:
    """The lines of a case that were not removed, by number, with what DICOM says of them."""
    found = Record.objects.filter(case=case, state__in=rules.LISTED)
    return found.select_related("instance", "unpacking").order_by("number")


def records_for_expert(party: Party) -> list[Exhibit]:
    """What an expert or reviewer sees in the phase of their part in the case; nothing while only invited."""
    return [exhibit for exhibit, _record in _exhibits(shown_to(party))]


def shown_to(party: Party) -> QuerySet[Record]:
    """The records that an expert or reviewer sees in the phase of their part, by number; none while only invited."""
    certain = listed(party.case).filter(FIT, state=Record.State.ACCEPTED)
    if party.role not in (Party.Role.EXPERT, Party.Role.REVIEWER) or party.phase == Party.Phase.INVITED:
        return certain.none()
    return certain.filter(blinding=Record.Blinding.OPEN) if party.phase == Party.Phase.BLIND else certain


def _exhibits(found: QuerySet[Record]) -> list[tuple[Exhibit, Record]]:
    heads: dict[str, UUID] = {}
    rows = []
    for record in found:
        instance = instance_of(record)
        study = heads.setdefault(instance.study_uid, record.public_id) if instance else None
        rows.append((exhibit_of(record, instance, study), record))
    return rows


def exhibit_of(record: Record, instance: Instance | None, study: UUID | None) -> Exhibit:
    """A record as an expert gets it; `study` is the id of the first of its study."""
    return Exhibit(
        public_id=record.public_id, number=record.number, title=neutral_title(record), kind=record.kind,
        media_type=record.media_type, pages=record.pages, size=record.size, sha256=record.sha256,
        clinical_date=record.clinical_date, clinical_date_role=record.clinical_date_role,
        modality=instance.modality if instance else "", study=study, blinding=record.blinding,
    )  # fmt: skip


def neutral_title(record: Record) -> str:
    """What an expert may know a record by: the title that staff gave it, else "Record 3"."""
    return record.title or _("Record %(number)s") % {"number": record.number}


def instance_of(record: Record) -> Instance | None:
    """What DICOM says of a record, if it is an instance of a study."""
    return getattr(record, "instance", None)


def find_record(
    *, account: Account, programme: Programme, case_id: UUID, record_id: UUID, at: datetime
) -> Sight:
    """A record that this account may open now, by its part in the case, else as case staff.

    Raises `Hidden` for everybody else, and `Refused` while a proxy waits for confirmation, when the patient's consent
    was withdrawn, or while the file is still being checked.
    """
    party = (
        cases.live_parties(account, programme, at)
        .filter(case__public_id=case_id)
        .select_related("case")
        .first()
    )
    if party is None:
        return _as_staff(cases.staff_case(account, programme, case_id, at), record_id)
    if party.role in cases.OWN_ROLES:
        return _as_own(party, record_id)
    return _as_expert(party, record_id)


def _as_own(party: Party, record_id: UUID) -> Sight:
    cases.require_records_open(party)
    record = _openable(records_of(party), record_id)
    return Sight(record, party.role, party.case.patient_id)


def _as_expert(party: Party, record_id: UUID) -> Sight:
    record = _openable(shown_to(party), record_id)
    cases.require_consent(party.case, OPINION)
    return Sight(record, party.role, party.case.patient_id, blind=party.phase != Party.Phase.OPEN)


def _as_staff(case: Case, record_id: UUID) -> Sight:
    record = _openable(records_for_staff(case), record_id)
    cases.require_consent(case, OPINION)
    return Sight(record, STAFF_ROLE, case.patient_id)


def _openable(found: QuerySet[Record], record_id: UUID) -> Record:
    record = found.filter(public_id=record_id).select_related("object", "instance").first()
    if record is None or record.state == Record.State.REFUSED:
        raise Hidden
    if record.state == Record.State.RECEIVED:
        raise Refused(
            _("This file is still being checked. It can be opened in a moment."), code="being_checked"
        )
    return record


def find_own(party: Party, record_id: UUID) -> Record:
    """One line of the patient's side, whatever its state; raises `Hidden`."""
    return _one(records_of(party), record_id)


def find_for_staff(case: Case, record_id: UUID) -> Record:
    """One line for the case's staff, whatever its state; raises `Hidden`."""
    return _one(records_for_staff(case), record_id)


def _one(found: QuerySet[Record], record_id: UUID) -> Record:
    record = found.filter(public_id=record_id).first()
    if record is None:
        raise Hidden
    return record


def unpacking_of(record: Record) -> Unpacking | None:
    """How far a packed folder or disc is, if the record is one."""
    return getattr(record, "unpacking", None)


def same_line(record: Record) -> QuerySet[Record]:
    """The records that people see as one: the whole study of a DICOM instance, else the record itself."""
    instance = instance_of(record)
    if instance is None:
        return Record.objects.filter(pk=record.pk)
    same = Instance.objects.filter(case_id=record.case_id, study_uid=instance.study_uid)
    return Record.objects.filter(case_id=record.case_id, id__in=same.values("record_id"))


def unclassified(case: Case) -> int:
    """How many accepted records nobody has yet called open or sealed."""
    return Record.objects.filter(case=case, state=Record.State.ACCEPTED, classified_at=None).count()


def unconfirmed(case: Case) -> int:
    """How many accepted records wait for a named person to say whose they are."""
    return Record.objects.filter(case=case, state=Record.State.ACCEPTED).exclude(CERTAIN).count()


def room_taken(case: Case) -> tuple[int, int]:
    """How many files a case keeps or waits for, and how many bytes they are together."""
    kept = Record.objects.filter(case=case, state__in=rules.KEPT)
    coming = Arrival.objects.filter(case=case, state=Arrival.State.ARRIVING)
    found = (
        kept.aggregate(n=Count("id"), size=Sum("size")),
        coming.aggregate(n=Count("id"), size=Sum("length")),
    )
    return sum(int(one["n"]) for one in found), sum(int(one["size"] or 0) for one in found)


def what_there_is(case: Case) -> dict[str, int]:
    """How much an expert would read, in numbers only: documents, their pages, studies, their images."""
    certain = Record.objects.filter(FIT, case=case, state=Record.State.ACCEPTED)
    documents = certain.filter(instance=None).aggregate(count=Count("id"), pages=Sum("pages"))
    studies = certain.exclude(instance=None).aggregate(
        count=Count("instance__study_uid", distinct=True), images=Count("id")
    )
    return {
        "documents": int(documents["count"]),
        "pages": int(documents["pages"] or 0),
        "studies": int(studies["count"]),
        "images": int(studies["images"]),
    }


def study_of(record: Record, among: Sequence[Record]) -> list[Record]:
    """The records of `among` in the same study as `record`, itself included."""
    instance = instance_of(record)
    if instance is None:
        return [record]
    return [one for one in among if (other := instance_of(one)) and other.study_uid == instance.study_uid]


@dataclass(frozen=True)
class Reviewed:
    """A line of "records reviewed": a document, or a whole study. `sha256` of a study is that of its files' hashes."""

    id: UUID
    title: str
    clinical_date: str
    kind: str
    sha256: str


def reviewed(case: Case) -> list[Reviewed]:
    """What the authors of an opinion could read: accepted records whose owner is certain, by clinical date."""
    found = Record.objects.filter(FIT, case=case, state=Record.State.ACCEPTED)
    groups: dict[str, list[Record]] = {}
    for record in found.select_related("instance").order_by("clinical_date", "received_at", "id"):
        instance = instance_of(record)
        groups.setdefault(instance.study_uid if instance else str(record.public_id), []).append(record)
    return [_reviewed(group) for group in groups.values()]


def _reviewed(group: list[Record]) -> Reviewed:
    first = group[0]
    together = hashlib.sha256("".join(sorted(r.sha256 for r in group)).encode()).hexdigest()
    return Reviewed(
        id=first.public_id,
        title=neutral_title(first),
        clinical_date=first.clinical_date,
        kind=first.kind,
        sha256=first.sha256 if len(group) == 1 else together,
    )
