"""A signed opinion laid out for reading: what the templates of page and print show, in the active language.

Everything here is prepared text; the templates add nothing but order and elements. Who the codes are for decides the
words: plain ones in the patient's part, the field's own in the clinical part, RADPEER nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from secunda.care.opinions import concordance, dates, drawings
from secunda.care.opinions.canonical import Signed
from secunda.care.opinions.clinical_part import clinical_part
from secunda.care.opinions.content import Agreement, Question, codes
from secunda.care.opinions.imprint import imprint
from secunda.care.opinions.option_grid import grids
from secunda.care.opinions.sources import Source, Sources


@dataclass(frozen=True)
class AgreementPart:
    """The diagnosis or the treatment, compared."""

    title: str
    drawing: SafeString | str
    sentence: str
    plain: str
    first: str
    code: str
    impact: str
    reason: str
    explanation: str


@dataclass(frozen=True)
class AnswerPart:
    """A question and its answer."""

    number: int
    question: str
    rephrased: str
    answer: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class RecommendationPart:
    """A recommendation, for both readers."""

    text: str
    plain: str
    option: str
    strength: str
    not_for: str
    would_change: str
    sources: tuple[Source, ...]


def letter(signed: Signed) -> dict[str, object]:
    """The template context of a report. The active language is the language of its fixed words."""
    frame, content = signed.frame, signed.content
    sources = Sources(content.references, frame.records)
    who = frame.experts[0].name if len(frame.experts) == 1 else _("The panel")
    lead, *rest = [part for part in re.split(r"\n\s*\n", content.plain_summary) if part.strip()] or [""]
    mine: dict[str, object] = {
        "frame": frame,
        "content": content,
        "who": who,
        "lead": lead,
        "summary": rest,
        "agreements": _agreements(signed, who),
        "call": codes.words(content.call.outcome) if content.call.outcome else "",
        "answers": _answers(signed, sources),
        "recommendations": _recommendations(signed, sources),
        "grids": grids(content, sources),
        "urgency": codes.words(content.urgency) if content.urgency else "",
        "fixed_limits": codes.fixed_limits(),
    }
    return mine | clinical_part(signed, sources) | imprint(frame, dates.zone(frame.time_zone))


def _agreements(signed: Signed, who: str) -> list[AgreementPart]:
    first, content = signed.frame.first_opinion, signed.content
    pairs = [
        (_("The diagnosis"), content.diagnosis_agreement, concordance.about_diagnosis, first.diagnosis),
        (_("The treatment"), content.treatment_agreement, concordance.about_treatment, first.treatment),
    ]
    return [
        _agreement(title, part, say(part.concordance, who) if part.concordance else "", was)
        for title, part, say, was in pairs
    ]


def _agreement(title: str, part: Agreement, sentence: str, was: str) -> AgreementPart:
    return AgreementPart(
        title=title,
        drawing=drawings.two_roads(part.concordance, sentence) if part.concordance else "",
        sentence=sentence,
        plain=part.plain,
        first=was,
        code=codes.words(part.concordance) if part.concordance else "",
        impact=codes.words(part.impact) if part.impact else "",
        reason=codes.words(part.reason) if part.reason else "",
        explanation=part.explanation,
    )


def _answers(signed: Signed, sources: Sources) -> list[AnswerPart]:
    held = {answer.question: answer for answer in signed.content.answers}

    def part(number: int, question: Question) -> AnswerPart:
        answer = held.get(question.id)
        if answer is None:
            return AnswerPart(number, question.text, "", "", ())
        cited = sources.of_statement(answer.citations)
        return AnswerPart(number, question.text, answer.rephrased, answer.answer, cited)

    return [part(number, question) for number, question in enumerate(signed.frame.questions, 1)]


def _recommendations(signed: Signed, sources: Sources) -> list[RecommendationPart]:
    titles = {option.key: option.title for option in signed.content.options}
    return [
        RecommendationPart(
            text=item.text,
            plain=item.plain,
            option=titles.get(item.option, ""),
            strength=codes.words(item.strength) if item.strength else "",
            not_for=item.not_for,
            would_change=item.would_change,
            sources=sources.of_statement(item.citations),
        )
        for item in signed.content.recommendations
    ]
