"""Conditions in plain words, and for each the questions that people in that place ask well."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

FAMILIES: tuple[tuple[str, Words], ...] = (
    ("breast_cancer", _("Breast cancer, or a lump or finding in the breast")),
    ("prostate_cancer", _("Prostate cancer, or a raised PSA")),
    ("colorectal_cancer", _("Cancer of the bowel (colon or rectum)")),
    ("lung_cancer", _("Lung cancer, or a spot on the lung")),
    ("lymphoma", _("Lymphoma, or another cancer of the blood or lymph nodes")),
    ("brain_tumour", _("A tumour in the brain or its coverings")),
    ("spine", _("Back or neck: discs, nerves, the spine")),
    ("knee_hip", _("Knee or hip")),
    ("coronary", _("Narrowed arteries of the heart")),
    ("valve", _("A heart valve")),
    ("rare_disease", _("A rare disease, or no diagnosis yet in spite of much searching")),
    ("other", _("Something else")),
)

# Said inside a sentence: “It is about …”.
ABOUT: dict[str, Words] = {
    "breast_cancer": _("breast cancer or a finding in the breast"),
    "prostate_cancer": _("the prostate"),
    "colorectal_cancer": _("cancer of the bowel"),
    "lung_cancer": _("lung cancer or a spot on the lung"),
    "lymphoma": _("lymphoma or another cancer of the blood"),
    "brain_tumour": _("a tumour in the brain"),
    "spine": _("the back or neck"),
    "knee_hip": _("a knee or hip"),
    "coronary": _("the arteries of the heart"),
    "valve": _("a heart valve"),
    "rare_disease": _("a rare disease"),
    "other": _("something that is not on our list"),
}

ANYBODY: tuple[Words, ...] = (
    _("Is the diagnosis right, and how sure can one be?"),
    _("Is the proposed treatment necessary, and what happens if I wait?"),
    _("What other treatments are there, and what speaks for and against each of them?"),
)

QUESTIONS: dict[str, tuple[Words, ...]] = {
    "breast_cancer": (
        _("Can the breast be kept, with radiotherapy afterwards, instead of removing it?"),
        _("Do I need chemotherapy, and what would it add in my case?"),
        _("Is the tissue report complete, or should the sample be looked at again?"),
    ),
    "prostate_cancer": (
        _("Can I be watched closely (active surveillance) instead of being treated now?"),
        _("Surgery or radiotherapy: how do they differ for me in continence and potency?"),
        _("Are the biopsy and the MRI enough to be sure how aggressive it is?"),
    ),
    "colorectal_cancer": (
        _("Should I have radiotherapy or chemotherapy before the operation?"),
        _("Can a permanent stoma be avoided?"),
        _("Can the spots in the liver or lung be removed as well?"),
    ),
    "lung_cancer": (
        _("Has the tumour been tested for all changes for which there is a targeted medicine?"),
        _("Can it be operated on, or is radiotherapy as good for me?"),
        _("Is the stage certain, or is a further examination needed first?"),
    ),
    "lymphoma": (
        _("Is the exact type certain, or should another pathologist look at the sample?"),
        _("Do I have to be treated now, or can one wait and watch?"),
        _("Is there a treatment with fewer late effects that works as well?"),
    ),
    "brain_tumour": (
        _("Is surgery necessary, or can one watch it with regular scans?"),
        _("How much of it can be removed safely, and what could I lose?"),
        _("What do the molecular tests say, and are any of them missing?"),
    ),
    "spine": (
        _("Do I need an operation, or can exercise and time do as much?"),
        _("Is a fusion necessary, or would a smaller operation be enough?"),
        _("Do my pictures explain my pain?"),
    ),
    "knee_hip": (
        _("Is it time for a new joint, or can I wait?"),
        _("Would a partial replacement or an operation that keeps the joint be possible?"),
        _("What can I expect to be able to do afterwards, and after how long?"),
    ),
    "coronary": (
        _("Stents, bypass or medicines alone: which is better for me, and why?"),
        _("Are all the narrowings important enough to be treated?"),
        _("Which test is missing before deciding?"),
    ),
    "valve": (
        _("Is it time to treat the valve, or can one wait safely?"),
        _("Through a vein or artery, or by open surgery: which is better at my age?"),
        _("Can the valve be repaired instead of replaced?"),
    ),
    "rare_disease": (
        _("Which diagnoses have not been thought of yet?"),
        _("Which tests, including genetic ones, would be worth doing next?"),
        _("Is there a centre or a specialist who knows this disease well?"),
    ),
}


def examples(family: str) -> tuple[str, ...]:
    """Good questions to start from: those of the condition first, then those that everybody may ask."""
    return tuple(str(one) for one in (*QUESTIONS.get(family, ()), *ANYBODY))


def about(family: str) -> str:
    """The condition as it is said inside a sentence; empty for none."""
    return str(ABOUT.get(family, ""))
