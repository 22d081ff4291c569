"""The clinical part of a report, laid out: diagnosis, re-reads, panel, records and references in the field's terms."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from secunda.care.opinions import dates
from secunda.care.opinions.canonical import Signed
from secunda.care.opinions.content import Frame, Reference, codes
from secunda.care.opinions.content.missing_sources import LINK
from secunda.care.opinions.sources import Source, Sources


@dataclass(frozen=True)
class ReferencePart:
    """A line of the list of references; `link` is empty unless it is an https address."""

    number: int
    anchor: str
    text: str
    about: str
    link: str


@dataclass(frozen=True)
class Line:
    """A name and what belongs to it: most of the clinical part is made of these."""

    name: str
    text: str
    sources: tuple[Source, ...] = ()


def clinical_part(signed: Signed, sources: Sources) -> dict[str, object]:
    """What the templates of the clinical part show, in the active language."""
    content = signed.content
    return {
        "diagnosis": _diagnosis(signed, sources),
        "history": [Line(dates.partial(e.on), e.what, sources.of(e.citations)) for e in content.history],
        "rereads": _rereads(signed),
        "conditional": _conditional(signed),
        "trials": _trials(signed),
        "panel": _panel(signed),
        "records": _records(signed.frame),
        "references": [_reference(number, item) for number, item in enumerate(content.references, 1)],
    }


def _diagnosis(signed: Signed, sources: Sources) -> dict[str, object]:
    part = signed.content.diagnosis
    return {
        "statement": part.statement,
        "plain": part.plain,
        "stage": part.stage,
        "codes": [f"{code.system.value.upper()} {code.value} {code.text}".strip() for code in part.codes],
        "certainty": codes.words(part.certainty) if part.certainty else "",
        "basis": codes.words(part.basis) if part.basis else "",
        "reliance": part.reliance,
        "differential": [Line(item.diagnosis, item.why) for item in part.differential],
        "no_differential": part.no_differential,
        "sources": sources.of(part.citations),
    }


def _rereads(signed: Signed) -> list[dict[str, str]]:
    return [
        {
            "kind": codes.words(item.kind),
            "what": item.what,
            "on": dates.partial(item.on),
            "finding": item.finding,
            "agrees": codes.words(item.concordance) if item.concordance else "",
            "compared_with": item.compared_with,
        }
        for item in signed.content.rereads
    ]


def _conditional(signed: Signed) -> list[Line]:
    content = signed.content
    lines = [
        Line(_("Having children"), content.fertility),
        Line(_("What it means for the family"), content.family),
        Line(_("Support and relief"), content.supportive),
        Line(_("If the first treatment does not work"), content.second_line),
    ]
    return [line for line in lines if line.text.strip()]


def _trials(signed: Signed) -> list[Line]:
    checked = _("looked up on %(day)s")
    return [
        Line(trial.registry_id, f"{trial.title} ({checked % {'day': dates.day(trial.checked_date)}})")
        for trial in signed.content.trials
    ]


def _panel(signed: Signed) -> dict[str, object]:
    panel = signed.content.panel
    titles = {option.key: option.title for option in signed.content.options}
    names = {expert.id: expert.name for expert in signed.frame.experts}
    return {
        "shown": bool(panel.composition or panel.votes or panel.dissents or panel.agreement),
        "composition": panel.composition,
        "agreement": panel.agreement,
        "votes": [Line(titles.get(vote.option, vote.option), str(vote.count)) for vote in panel.votes],
        "dissents": [(names.get(d.expert, ""), d.statement, d.plain) for d in panel.dissents],
    }


def _records(frame: Frame) -> list[dict[str, object]]:
    return [
        {"number": number, "record": record, "on": dates.partial(record.on)}
        for number, record in enumerate(frame.records, 1)
    ]


def _reference(number: int, item: Reference) -> ReferencePart:
    about = (
        str(item.year or ""),
        codes.words(item.kind) if item.kind else "",
        _("certainty of evidence: %(level)s") % {"level": codes.words(item.level)} if item.level else "",
        item.version,
    )
    link = item.link if LINK.match(item.link) else ""
    return ReferencePart(number, f"ref-{number}", item.text, ", ".join(filter(None, about)), link)
