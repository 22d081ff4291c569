"""The codes of a structured opinion, in the field's standard terms. Their words are in `codes`.

Sources: concordance and impact Meyer, Singh & Graber, Am J Med 2015; certainty of evidence and strength GRADE; option
timing and detail IPDAS.
"""

from __future__ import annotations

from enum import StrEnum


class Certainty(StrEnum):
    """How sure a diagnosis is."""

    DEFINITE = "definite"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Basis(StrEnum):
    """What a diagnosis relies on: primary material (images, slides), reports about it, or both."""

    PRIMARY = "primary"
    REPORTS = "reports"
    BOTH = "both"


class CodeSystem(StrEnum):
    """Where a diagnosis code comes from."""

    ICD_10_CM = "icd-10-cm"
    ICD_10 = "icd-10"
    ICD_11 = "icd-11"
    ICD_O_3 = "icd-o-3"
    SNOMED_CT = "snomed-ct"
    TNM = "tnm"


class Change(StrEnum):
    """Whether an item that is missing would change the answer."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


class Concordance(StrEnum):
    """How this opinion relates to the first one."""

    CONFIRMED = "confirmed"
    REFINED = "refined"
    CHANGED_MINOR = "changed_minor"
    CHANGED_MAJOR = "changed_major"
    UNDETERMINED = "undetermined"
    ADDITIONAL = "additional"


class Impact(StrEnum):
    """How much a difference matters for the patient's care or prognosis."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    MAJOR = "major"


class Reason(StrEnum):
    """Where a difference comes from."""

    NEW_DATA = "new_data"
    RE_READ = "re_read"
    GUIDELINE = "guideline"
    JUDGEMENT = "judgement"
    PREFERENCE = "preference"


class OptionKind(StrEnum):
    """What an option does to the body."""

    WATCHFUL = "watchful"
    CONSERVATIVE = "conservative"
    INTERVENTIONAL = "interventional"
    SURGICAL = "surgical"


class Timing(StrEnum):
    """Whether an option is needed now."""

    ESSENTIAL = "essential"
    OPTIONAL = "optional"
    PREMATURE = "premature"


class Grade(StrEnum):
    """GRADE certainty of evidence."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


class Strength(StrEnum):
    """GRADE strength of a recommendation."""

    STRONG = "strong"
    CONDITIONAL = "conditional"


class Urgency(StrEnum):
    """By when something has to happen."""

    EMERGENCY = "emergency"
    HOURS_48 = "within_48_hours"
    WEEKS_2 = "within_2_weeks"
    WEEKS_6 = "within_6_weeks"
    ROUTINE = "routine"


class CostBand(StrEnum):
    """What an option costs compared with the others, where the patient lives."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"
    UNKNOWN = "unknown"


class MeasureKind(StrEnum):
    """What a row of the option grid counts."""

    BENEFIT = "benefit"
    SERIOUS_HARM = "serious_harm"
    COMMON_HARM = "common_harm"


class ReferenceKind(StrEnum):
    """What a reference is."""

    GUIDELINE = "guideline"
    SYSTEMATIC_REVIEW = "systematic_review"
    TRIAL = "trial"
    COHORT = "cohort"
    CASE_SERIES = "case_series"
    OTHER = "other"


class CitationKind(StrEnum):
    """What a statement points at."""

    REFERENCE = "reference"
    RECORD = "record"
    EXPERT_OPINION = "expert_opinion"


class RereadKind(StrEnum):
    """What was looked at again."""

    IMAGING = "imaging"
    PATHOLOGY = "pathology"
    GENETICS = "genetics"


class CallOutcome(StrEnum):
    """What became of the offer to call before the written result."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"
