"""What an expert writes in an opinion: the fields of `standards.md` 4.2 that no machine can fill.

Every field may be empty in a draft. The number in a comment is the field's number in 4.2. What the system itself puts
around it when it is signed (fields 1, 2, 3, part of 5, and 22) is the `Frame`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from secunda.care.opinions.content.blind_read import Alternative, Code
from secunda.care.opinions.content.codes import (
    Basis,
    CallOutcome,
    Certainty,
    CitationKind,
    Concordance,
    CostBand,
    Grade,
    Impact,
    MeasureKind,
    OptionKind,
    Reason,
    ReferenceKind,
    RereadKind,
    Strength,
    Timing,
    Urgency,
)
from secunda.care.opinions.content.panel import Panel


@dataclass(frozen=True)
class Citation:
    """Where a statement comes from: a reference by key, a record by id and page, or the expert's own opinion."""

    kind: CitationKind
    target: str = ""
    page: int | None = None
    place: str = ""
    """Where in it, in words: "lower table", "series 3, image 14"."""


@dataclass(frozen=True)
class Answer:
    """The answer to one of the patient's questions (fields 4 and 17)."""

    question: str
    """The public id of the question."""
    rephrased: str = ""
    answer: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Unavailable:
    """A record that was not there, and what that means for the answer (field 5)."""

    what: str = ""
    effect: str = ""
    absent: str = ""
    """The id of the item in the frame's list of absent records, if it was chased by the programme."""


@dataclass(frozen=True)
class Event:
    """One line of the history (field 6). `on` is a year, a month or a day: "2026", "2026-05", "2026-05-03"."""

    on: str = ""
    what: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Reread:
    """Images, tissue or genetic tests read again (field 7). Neutral words; peer-learning scores are kept elsewhere."""

    kind: RereadKind
    what: str = ""
    on: str = ""
    finding: str = ""
    concordance: Concordance | None = None
    compared_with: str = ""
    record: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """The diagnosis (field 8)."""

    statement: str = ""
    plain: str = ""
    codes: tuple[Code, ...] = ()
    stage: str = ""
    certainty: Certainty | None = None
    basis: Basis | None = None
    reliance: str = ""
    differential: tuple[Alternative, ...] = ()
    no_differential: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """How this opinion relates to the first one, for the diagnosis or for the treatment (field 9)."""

    concordance: Concordance | None = None
    impact: Impact | None = None
    reason: Reason | None = None
    explanation: str = ""
    plain: str = ""


@dataclass(frozen=True)
class CallOffer:
    """A call that was offered before the written result."""

    offered_at: datetime | None = None
    outcome: CallOutcome | None = None
    note: str = ""


@dataclass(frozen=True)
class Measure:
    """A row of the option grid: something counted in every option, over the same time."""

    key: str
    kind: MeasureKind
    text: str = ""
    """What happens to those who are counted: "are alive"."""
    otherwise: str = ""
    """What happens to the others, so that gain and loss are both said: "have died, of any cause"."""
    within: str = ""
    """The time span: "20 years"."""


@dataclass(frozen=True)
class Figure:
    """How many, out of the document's one denominator, for one measure of one option."""

    measure: str
    count: int | None = None
    low: int | None = None
    high: int | None = None
    note: str = ""
    """Why there is no number, or what the number does not say."""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Option:
    """One way to go on (field 10). Options are told in equal detail."""

    key: str
    title: str = ""
    plain: str = ""
    kind: OptionKind | None = None
    timing: Timing | None = None
    proposed_first: bool = False
    """This is what the first opinion proposed."""
    aim: str = ""
    figures: tuple[Figure, ...] = ()
    harms: str = ""
    certainty: Grade | None = None
    certainty_why: str = ""
    recovery: str = ""
    function_fertility: str = ""
    cost: CostBand | None = None
    cost_note: str = ""
    lower_cost: str = ""
    sequence: str = ""
    available: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Recommendation:
    """What the expert recommends (field 11)."""

    text: str = ""
    plain: str = ""
    option: str = ""
    strength: Strength | None = None
    not_for: str = ""
    would_change: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class PhoneProtocol:
    """The phone call that an emergency asks for (field 12)."""

    acknowledged: bool = False
    called_at: datetime | None = None
    spoke_to: str = ""


@dataclass(frozen=True)
class FurtherTest:
    """A test that is still needed (field 13)."""

    what: str = ""
    why: str = ""


@dataclass(frozen=True)
class Trial:
    """A trial to ask about, with its registry number and the day it was looked up (field 13)."""

    registry_id: str = ""
    title: str = ""
    checked_date: date | None = None


@dataclass(frozen=True)
class Reference:
    """A source (field 16)."""

    key: str
    text: str = ""
    year: int | None = None
    kind: ReferenceKind | None = None
    link: str = ""
    level: Grade | None = None
    version: str = ""


@dataclass(frozen=True)
class Step:
    """Something to do next, and by when (field 19)."""

    what: str = ""
    by_when: str = ""


@dataclass(frozen=True)
class MachineUse:
    """What a machine did, and who checked it (field 21)."""

    model: str = ""
    version: str = ""
    what: str = ""
    checked_by: str = ""


@dataclass(frozen=True)
class OpinionContent:
    """All that the expert writes."""

    answers: tuple[Answer, ...] = ()  # 4, 17
    unavailable: tuple[Unavailable, ...] = ()  # 5
    nothing_unavailable: bool = False
    summary: str = ""  # 6
    history: tuple[Event, ...] = ()
    rereads: tuple[Reread, ...] = ()  # 7
    diagnosis: Diagnosis = Diagnosis()  # 8
    diagnosis_agreement: Agreement = Agreement()  # 9
    treatment_agreement: Agreement = Agreement()
    worse_prognosis: bool = False
    new_malignancy: bool = False
    call: CallOffer = CallOffer()
    denominator: int | None = None  # 10
    measures: tuple[Measure, ...] = ()
    options: tuple[Option, ...] = ()
    one_option_reason: str = ""
    no_watching_reason: str = ""
    recommendations: tuple[Recommendation, ...] = ()  # 11
    urgency: Urgency | None = None  # 12
    urgency_why: str = ""
    phone: PhoneProtocol = PhoneProtocol()
    tests: tuple[FurtherTest, ...] = ()  # 13
    trials: tuple[Trial, ...] = ()
    fertility: str = ""  # 14
    family: str = ""
    supportive: str = ""
    second_line: str = ""
    limits: str = ""  # 15
    references: tuple[Reference, ...] = ()  # 16
    plain_summary: str = ""  # 18: the first paragraph is the answer
    reading_override: str = ""
    reading_approved_by: str = ""
    doctor_questions: tuple[str, ...] = ()  # 19
    next_steps: tuple[Step, ...] = ()
    warning_signs: tuple[str, ...] = ()
    warning_action: str = ""
    panel: Panel = field(default_factory=Panel)  # 20
    machine_uses: tuple[MachineUse, ...] = ()  # 21
    no_machine: bool = False
