"""How our concordance codes read on other people's scales, and what a patient reads for them.

Sources: `standards.md` 4.3. Best Doctors: Meyer, Singh & Graber, Am J Med 2015. Mayo: Van Such, Naessens et al. 2017.
Pathology: major means that care or prognosis changes. RADPEER: revision of 2016 (Goldberg-Stein, JACR 2017;14:1080),
per image read; it is peer learning and never stands in anything that a patient receives.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from secunda.care.opinions.content.codes import Concordance, Impact


@dataclass(frozen=True)
class Scales:
    """One of our codes on four other scales; empty where a scale has no word for it."""

    best_doctors: str
    mayo: str
    pathology: str
    radpeer: tuple[str, ...]


SCALES = {
    Concordance.CONFIRMED: Scales("confirmed", "same", "none", ("1",)),
    Concordance.REFINED: Scales("clarified", "better defined/refined", "minor", ("2a", "3a")),
    Concordance.CHANGED_MINOR: Scales("changed", "", "minor", ("2a", "3a")),
    Concordance.CHANGED_MAJOR: Scales("changed", "distinctly different", "major", ("2b", "3b")),
    Concordance.UNDETERMINED: Scales("", "", "", ()),
    Concordance.ADDITIONAL: Scales("", "", "", ()),
}


def on_other_scales(code: Concordance) -> Scales:
    """The four other scales for one of our codes. Best Doctors reports impact beside "changed": it is ours."""
    return SCALES[code]


def best_doctors(code: Concordance, impact: Impact | None) -> str:
    """The Best Doctors category with its impact, as their study counts it: "changed, major impact"."""
    category = SCALES[code].best_doctors
    return f"{category}, {impact.value} impact" if category == "changed" and impact else category


def about_diagnosis(code: Concordance, who: str) -> str:
    """What a patient reads about the diagnosis. `who` is the person who says so: "Dr Bo", "The panel"."""
    return {
        Concordance.CONFIRMED: _("%(who)s agrees with the first diagnosis."),
        Concordance.REFINED: _("%(who)s agrees with the first diagnosis and describes it more exactly."),
        Concordance.CHANGED_MINOR: _(
            "%(who)s sees the diagnosis a little differently. That changes little for you."
        ),
        Concordance.CHANGED_MAJOR: _(
            "%(who)s sees the diagnosis differently, and the difference matters for you."
        ),
        Concordance.UNDETERMINED: _(
            "The records are not enough for %(who)s to say whether the diagnosis is right."
        ),
        Concordance.ADDITIONAL: _("%(who)s found something besides the first diagnosis."),
    }[code] % {"who": who}


def about_treatment(code: Concordance, who: str) -> str:
    """What a patient reads about the treatment. `who` is the person who says so."""
    return {
        Concordance.CONFIRMED: _("%(who)s agrees with the treatment you were offered."),
        Concordance.REFINED: _("%(who)s agrees with the treatment you were offered and adds details to it."),
        Concordance.CHANGED_MINOR: _("%(who)s would treat you a little differently."),
        Concordance.CHANGED_MAJOR: _("%(who)s would choose a different treatment with you."),
        Concordance.UNDETERMINED: _(
            "The records are not enough for %(who)s to say which treatment is right."
        ),
        Concordance.ADDITIONAL: _("%(who)s would add something to the treatment you were offered."),
    }[code] % {"who": who}
