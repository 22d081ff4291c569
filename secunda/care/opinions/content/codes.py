"""The codes of a structured opinion, and the words people read for them, in the language that is active when asked."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from secunda.care.opinions.content.code_lists import (
    Basis,
    CallOutcome,
    Certainty,
    Change,
    CitationKind,
    CodeSystem,
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

__all__ = [
    "FIXED_LIMITS",
    "Basis",
    "CallOutcome",
    "Certainty",
    "Change",
    "CitationKind",
    "CodeSystem",
    "Concordance",
    "CostBand",
    "Grade",
    "Impact",
    "MeasureKind",
    "OptionKind",
    "Reason",
    "ReferenceKind",
    "RereadKind",
    "Strength",
    "Timing",
    "Urgency",
    "fixed_limits",
    "words",
]


def words(code: StrEnum) -> str:
    """What a person reads for a code, in the active language. Raises KeyError for a code without words."""
    return _tables()[type(code)][code]


def fixed_limits() -> tuple[str, ...]:
    """The limits that every opinion has (standards 4.2, field 15), version `record-based-1`."""
    return (
        _("This opinion rests on records. Nobody examined you for it."),
        _("It holds for the records listed here, as they were on the day it was signed."),
        _("It is not a prescription, and it is not emergency care."),
        _("Talk it over with your own doctor before anything is changed."),
    )


FIXED_LIMITS = "record-based-1"


def _tables() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {**_words_of_diagnosis(), **_words_of_options(), **_words_of_the_rest()}


def _words_of_diagnosis() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        Certainty: {
            Certainty.DEFINITE: _("definite"),
            Certainty.PROBABLE: _("probable"),
            Certainty.POSSIBLE: _("possible"),
        },
        Basis: {
            Basis.PRIMARY: _("the images or slides themselves"),
            Basis.REPORTS: _("reports about the images or slides"),
            Basis.BOTH: _("the images or slides themselves, and reports about them"),
        },
        Change: {Change.YES: _("yes"), Change.NO: _("no"), Change.PERHAPS: _("perhaps")},
        Concordance: {
            Concordance.CONFIRMED: _("confirmed"),
            Concordance.REFINED: _("refined"),
            Concordance.CHANGED_MINOR: _("changed, minor"),
            Concordance.CHANGED_MAJOR: _("changed, major"),
            Concordance.UNDETERMINED: _("undetermined"),
            Concordance.ADDITIONAL: _("additional finding"),
        },
        Impact: {
            Impact.NONE: pgettext("impact", "none"),
            Impact.MINOR: pgettext("impact", "minor"),
            Impact.MODERATE: pgettext("impact", "moderate"),
            Impact.MAJOR: pgettext("impact", "major"),
        },
        Reason: {
            Reason.NEW_DATA: _("new information"),
            Reason.RE_READ: _("the images or slides were read again"),
            Reason.GUIDELINE: _("what guidelines advise"),
            Reason.JUDGEMENT: _("clinical judgement"),
            Reason.PREFERENCE: _("what matters to the patient"),
        },
    }


def _words_of_options() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        OptionKind: {
            OptionKind.WATCHFUL: _("watching closely"),
            OptionKind.CONSERVATIVE: _("without an operation"),
            OptionKind.INTERVENTIONAL: _("a procedure"),
            OptionKind.SURGICAL: _("an operation"),
        },
        Timing: {
            Timing.ESSENTIAL: _("needed now"),
            Timing.OPTIONAL: _("can be chosen"),
            Timing.PREMATURE: _("too early now"),
        },
        Grade: {
            Grade.HIGH: pgettext("certainty of evidence", "high"),
            Grade.MODERATE: pgettext("certainty of evidence", "moderate"),
            Grade.LOW: pgettext("certainty of evidence", "low"),
            Grade.VERY_LOW: pgettext("certainty of evidence", "very low"),
        },
        Strength: {
            Strength.STRONG: pgettext("recommendation", "strong"),
            Strength.CONDITIONAL: pgettext("recommendation", "conditional"),
        },
        CostBand: {
            CostBand.NONE: _("no cost"),
            CostBand.LOW: pgettext("cost", "low"),
            CostBand.MEDIUM: pgettext("cost", "medium"),
            CostBand.HIGH: pgettext("cost", "high"),
            CostBand.VERY_HIGH: pgettext("cost", "very high"),
            CostBand.UNKNOWN: _("not known here"),
        },
        MeasureKind: {
            MeasureKind.BENEFIT: _("What it can do"),
            MeasureKind.SERIOUS_HARM: _("Serious harm"),
            MeasureKind.COMMON_HARM: _("Common harm"),
        },
    }


def _words_of_the_rest() -> dict[type[StrEnum], dict[StrEnum, str]]:
    return {
        ReferenceKind: {
            ReferenceKind.GUIDELINE: _("guideline"),
            ReferenceKind.SYSTEMATIC_REVIEW: _("systematic review"),
            ReferenceKind.TRIAL: _("randomised trial"),
            ReferenceKind.COHORT: _("cohort study"),
            ReferenceKind.CASE_SERIES: _("case series"),
            ReferenceKind.OTHER: _("other source"),
        },
        CitationKind: {
            CitationKind.REFERENCE: _("a reference"),
            CitationKind.RECORD: _("a record"),
            CitationKind.EXPERT_OPINION: _("expert opinion"),
        },
        CodeSystem: {code: code.value.upper() for code in CodeSystem},
        RereadKind: {
            RereadKind.IMAGING: _("Images"),
            RereadKind.PATHOLOGY: _("Tissue"),
            RereadKind.GENETICS: _("Genetic tests"),
        },
        Urgency: {
            Urgency.EMERGENCY: _("at once, as an emergency"),
            Urgency.HOURS_48: _("within 48 hours"),
            Urgency.WEEKS_2: _("within 2 weeks"),
            Urgency.WEEKS_6: _("within 6 weeks"),
            Urgency.ROUTINE: _("there is no hurry"),
        },
        CallOutcome: {
            CallOutcome.ACCEPTED: _("A call was offered, and it took place."),
            CallOutcome.DECLINED: _("A call was offered, and the patient chose to read first."),
            CallOutcome.NOT_REACHED: _("A call was offered; the patient could not be reached."),
        },
    }
