"""Short words for an expert: what a case is about, what there is to read, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Brief, Patient
from secunda.care.opinions.models import Opinion
from secunda.portals.parts import times

S = Assignment.State
P = Opinion.State

FAMILIES = {
    "breast_cancer": gettext_lazy("Breast"),
    "prostate_cancer": gettext_lazy("Prostate"),
    "colorectal_cancer": gettext_lazy("Bowel"),
    "lung_cancer": gettext_lazy("Lung"),
    "lymphoma": gettext_lazy("Blood and lymph nodes"),
    "brain_tumour": gettext_lazy("Brain"),
    "spine": gettext_lazy("Spine"),
    "knee_hip": gettext_lazy("Knee and hip"),
    "coronary": gettext_lazy("Coronary arteries"),
    "valve": gettext_lazy("Heart valve"),
    "rare_disease": gettext_lazy("Rare disease"),
    "other": gettext_lazy("Other"),
}


def family(code: str) -> str:
    """The part of medicine, neutral: never a diagnosis."""
    return str(FAMILIES.get(code, _("Other"))) if code else ""


def person(offer: dict[str, Any]) -> str:
    """“45, female”."""
    sex = dict(Patient.Sex.choices).get(offer.get("sex", ""), "")
    age = offer.get("age")
    return _(", ").join(part for part in ("" if age is None else str(age), str(sex).lower()) if part)


def material(offer: dict[str, Any]) -> list[str]:
    """What there is to read, in words: “14 pages in 3 documents”, “1 study, 20 images”. Empty for nothing."""
    held = offer.get("material", {})
    documents, pages, studies, images = (
        int(held.get(k, 0)) for k in ("documents", "pages", "studies", "images")
    )
    said = []
    if documents:
        count = ngettext("%(n)d document", "%(n)d documents", documents) % {"n": documents}
        of_pages = ngettext("%(n)d page", "%(n)d pages", pages) % {"n": pages}
        said.append(f"{count}, {of_pages}" if pages else count)
    if studies:
        count = ngettext("%(n)d study", "%(n)d studies", studies) % {"n": studies}
        said.append(f"{count}, {ngettext('%(n)d image', '%(n)d images', images) % {'n': images}}")
    return said


def country(code: str) -> str:
    """The name of a country in the reader's language; the code itself where it is not known."""
    return str(times.locale().territories.get(code, code))


def language(code: str) -> str:
    """The name of a language in the reader's language."""
    try:
        named = Locale.parse(code.replace("-", "_")).get_display_name(get_language() or "en")
    except (UnknownLocaleError, ValueError):
        return code
    return str(named or code)


def blinded(offer: dict[str, Any]) -> str:
    """What is kept from the expert until the commit."""
    return str(dict(Brief.Blinded.choices).get(offer.get("blinded", ""), ""))


@dataclass(frozen=True)
class Step:
    """What an expert does next with a piece of work; `tone` is the state's, `waits` whether somebody else has it."""

    url: str
    label: str
    state: str
    tone: str = "now"
    waits: bool = False


def next_step(work: Assignment, opinion: Opinion | None) -> Step:
    """Where this expert goes on, by the state of the work and of the newest version of the report."""
    if work.state in (S.INVITED, S.DECLARED):
        return Step(
            _to("invitation", work), _("Answer the invitation"), _("waits for your answer"), "waiting"
        )
    if work.state in (S.ACCEPTED, S.READING):
        words = _("not begun") if work.state == S.ACCEPTED else _("being read, blind")
        return Step(_to("room", work), _("Read the case"), words)
    if work.state == S.COMMITTED:
        return Step(_to("first_opinion", work), _("Compare with the first opinion"), _("read committed"))
    return _with_report(work, opinion)


def _with_report(work: Assignment, opinion: Opinion | None) -> Step:
    state = opinion.state if opinion else P.DRAFT
    signed = _to("signed", work)
    return {
        P.DRAFT: Step(_to("report", work), _("Write the report"), _("being written")),
        P.QUALITY_CHECK: Step(
            _to("report", work), _("See the report"), _("with the second reader"), "waiting", waits=True
        ),
        P.PASSED: Step(
            _to("sign", work), _("Sign the report"), _("checked, waits for your signature"), "waiting"
        ),
        P.SIGNED: Step(signed, _("See what you signed"), _("signed, not yet released"), "done", waits=True),
    }.get(P(state), Step(signed, _("See what you signed"), str(P(state).label), "done", waits=True))


def _to(name: str, work: Assignment) -> str:
    return reverse(f"expert:{name}", args=(work.public_id,))
