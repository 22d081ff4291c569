"""What the system itself puts around an opinion when it is signed: fields 1, 2, 3, the records of 5, and 22."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from secunda.care.opinions.content.blind_read import Read


@dataclass(frozen=True)
class ProgrammeLine:
    """The programme that answers for the report."""

    name: str
    address: str = ""
    contact: str = ""
    funding: str = ""
    """Who pays for the service, as IPDAS asks to be told."""


@dataclass(frozen=True)
class PatientLine:
    """Whom the report is about. `born` is a year, a month or a day."""

    name: str
    born: str = ""
    sex: str = ""
    place: str = ""


@dataclass(frozen=True)
class Expert:
    """An author, with the licence as it was verified (field 2)."""

    id: str
    name: str
    specialty: str = ""
    licence: str = ""
    jurisdiction: str = ""
    verified_on: date | None = None
    verified_with: str = ""
    institution: str = ""
    second_factor: str = ""
    """How the author proved who they are when signing, in words (field 22)."""


@dataclass(frozen=True)
class Independence:
    """What was declared and what was checked (field 3)."""

    statement: str = ""
    checked: tuple[str, ...] = ()
    disclosed: tuple[str, ...] = ()
    waived: bool = False
    """The patient waived independence in writing: the report says "not independent"."""


@dataclass(frozen=True)
class Blinding:
    """What the expert did not know while reading, and what could not be hidden."""

    statement: str = ""
    diagnosis: bool = False
    treatment: bool = False
    read_late: bool = False


@dataclass(frozen=True)
class Question:
    """One of the patient's questions, verbatim (field 4)."""

    id: str
    text: str


@dataclass(frozen=True)
class FirstOpinion:
    """What is compared with (field 9)."""

    diagnosis: str = ""
    treatment: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class CommittedRead:
    """A blind read as it was committed, and what its author said once the first opinion was open."""

    expert: str
    committed_at: datetime
    sha256: str
    read: Read
    changed: bool = False
    why: str = ""


@dataclass(frozen=True)
class RecordLine:
    """A record that was reviewed (field 5)."""

    id: str
    title: str
    source: str = ""
    on: str = ""
    kind: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class AbsentRecord:
    """A record that the programme looked for and did not get (field 5)."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Everything around the expert's words. Instants are UTC; `time_zone` is the patient's, for showing them."""

    report_id: str
    version: int
    code: str
    """The verification code, as `canonical.report_code` makes it."""
    verify_url: str
    case_ref: str
    language: str
    programme: ProgrammeLine
    patient: PatientLine
    experts: tuple[Expert, ...]
    limits: str
    """Which fixed limits are printed: `codes.FIXED_LIMITS` (field 15)."""
    signed_at: datetime
    received_at: datetime | None = None
    complete_at: datetime | None = None
    time_zone: str = ""
    translation_of: str = ""
    """The language of the signed original, when this is a translation."""
    supersedes: str = ""
    change_reason: str = ""
    independence: Independence = Independence()
    blinding: Blinding = Blinding()
    questions: tuple[Question, ...] = ()
    neutral_question: str = ""
    decision: str = ""
    decision_date: date | None = None
    first_opinion: FirstOpinion = FirstOpinion()
    reads: tuple[CommittedRead, ...] = ()
    records: tuple[RecordLine, ...] = ()
    absent: tuple[AbsentRecord, ...] = ()
    delivery: str = ""
    follow_up_until: date | None = None
    follow_up_questions: int | None = None
    demo: bool = False
