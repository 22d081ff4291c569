"""What still has to be there before an opinion can be signed, and before a blind read can be committed.

Source: `standards.md` 4.2 (required fields), IPDAS (equal detail), model.md "Opinion" (the call before bad news).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from secunda.care.opinions import readability
from secunda.care.opinions.content import codes
from secunda.care.opinions.content.blind_read import Alternative, Read
from secunda.care.opinions.content.frame import Frame, Question
from secunda.care.opinions.content.missing_item import Missing, blank
from secunda.care.opinions.content.missing_options import missing_in_options
from secunda.care.opinions.content.missing_sources import missing_in_frame, missing_in_sources
from secunda.care.opinions.content.report import Agreement, OpinionContent

__all__ = ["Missing", "missing", "missing_in_read"]

BLOCKING_GRADE = 8


def missing(content: OpinionContent, frame: Frame | None, questions: Sequence[Question]) -> list[Missing]:
    """What keeps this opinion from being signed, in the order of the fields; empty when nothing does.

    `frame` is None while the opinion is a draft: then only what the expert writes is looked at. `questions` are the
    patient's, verbatim. Sentences are in the active language.
    """
    language = frame.language if frame else "en"
    found = [
        *missing_in_frame(frame),
        *_answers(content, questions),
        *_records(content, frame),
        *_summary(content),
        *_diagnosis(content),
        *_agreements(content),
        *missing_in_options(content),
        *_urgency(content),
        *missing_in_sources(content),
        *_plain_language(content, language),
        *_next_steps(content),
        *_panel(content, frame),
        *_disclosures(content),
    ]
    return sorted(found, key=lambda item: item.field)


def missing_in_read(read: Read, *, primary_material: bool) -> list[Missing]:
    """What keeps a blind read from being committed. `primary_material`: images or slides are in the case."""
    rules = [
        (blank(read.diagnosis), "diagnosis", _("Say what you think it is.")),
        (read.certainty is None, "certainty", _("Say how sure you are of the diagnosis.")),
        (
            not _has_differential(read),
            "differential",
            _("Name another possible diagnosis, or say why there is none."),
        ),
        (blank(read.plan), "plan", _("Say what you would do.")),
        (not any(option.title.strip() for option in read.options), "options", _("Rank at least one option.")),
        (read.confidence not in range(1, 6), "confidence", _("Say how confident you are, from 1 to 5.")),
        (
            not _missing_is_said(read),
            "missing",
            _("List what is missing and whether it would change your answer."),
        ),
        (
            _needs_reliance(read, primary_material),
            "reliance",
            _("Say what you rely on, or call it “possible”."),
        ),
    ]
    return [
        Missing(0, f"read.{name}", sentence, f"read-{name}") for wanting, name, sentence in rules if wanting
    ]


def _has_differential(part: Read) -> bool:
    return _named(part.differential) or not blank(part.no_differential)


def _named(differential: Iterable[Alternative]) -> bool:
    return any(item.diagnosis.strip() for item in differential)


def _missing_is_said(read: Read) -> bool:
    named = [item for item in read.missing if item.what.strip()]
    return all(item.would_change for item in named) and bool(named or read.nothing_missing)


def _needs_reliance(read: Read, primary_material: bool) -> bool:
    """Certainty above "possible" wants primary material or an explicit statement of reliance."""
    if read.certainty in (None, codes.Certainty.POSSIBLE) or not blank(read.reliance):
        return False
    return not primary_material or read.basis in (None, codes.Basis.REPORTS)


def _answers(content: OpinionContent, questions: Sequence[Question]) -> Iterator[Missing]:
    answered = {answer.question: answer for answer in content.answers}
    for number, question in enumerate(questions, start=1):
        answer = answered.get(question.id)
        if answer is None or blank(answer.answer):
            sentence = _("Question %(number)s has no answer.") % {"number": number}
            yield Missing(17, "answer.missing", sentence, f"field-17-{question.id}")
    if set(answered) - {question.id for question in questions}:
        yield Missing(17, "answer.stray", _("An answer belongs to no question of this case."), "field-17")


def _records(content: OpinionContent, frame: Frame | None) -> Iterator[Missing]:
    named = [item for item in content.unavailable if item.what.strip()]
    if not named and not content.nothing_unavailable:
        sentence = _("List the records you did not have, or say that nothing was missing.")
        yield Missing(5, "records.unavailable", sentence, "field-5")
    if named and content.nothing_unavailable:
        sentence = _("You list missing records and also say that nothing was missing.")
        yield Missing(5, "records.contradiction", sentence, "field-5")
    if any(blank(item.effect) for item in named):
        sentence = _("For each missing record, say what it means for the answer.")
        yield Missing(5, "records.effect", sentence, "field-5")
    known = {item.absent for item in content.unavailable}
    for absent in frame.absent if frame else ():
        if absent.id not in known:
            sentence = _("“%(title)s” did not arrive: say what that means for the answer.") % {
                "title": absent.title
            }
            yield Missing(5, "records.absent", sentence, f"field-5-{absent.id}")


def _summary(content: OpinionContent) -> Iterator[Missing]:
    if blank(content.summary):
        yield Missing(6, "summary", _("Sum up the case."), "field-6")
    for number, reread in enumerate(content.rereads):
        if blank(reread.what) or blank(reread.finding) or reread.concordance is None:
            sentence = _(
                "Say what was read again, what you found, and whether it agrees with the first reading."
            )
            yield Missing(7, "reread", sentence, f"field-7-{number}")


def _diagnosis(content: OpinionContent) -> Iterator[Missing]:
    diagnosis = content.diagnosis
    sure = diagnosis.certainty not in (None, codes.Certainty.POSSIBLE)
    on_reports = diagnosis.basis is not codes.Basis.PRIMARY and blank(diagnosis.reliance)
    explained = _named(diagnosis.differential) or not blank(diagnosis.no_differential)
    rules = [
        (blank(diagnosis.statement), "statement", _("State the diagnosis.")),
        (blank(diagnosis.plain), "plain", _("Say the diagnosis in plain words.")),
        (not any(code.value.strip() for code in diagnosis.codes), "code", _("Give the diagnosis a code.")),
        (diagnosis.certainty is None, "certainty", _("Say how sure you are of the diagnosis.")),
        (not explained, "differential", _("Name another possible diagnosis, or say why there is none.")),
        (sure and on_reports, "reliance", _("Say what the diagnosis relies on, or call it “possible”.")),
    ]
    for wanting, name, sentence in rules:
        if wanting:
            yield Missing(8, f"diagnosis.{name}", sentence, f"field-8-{name}")


def _agreements(content: OpinionContent) -> Iterator[Missing]:
    yield from _agreement(content.diagnosis_agreement, "diagnosis", _("the diagnosis"))
    yield from _agreement(content.treatment_agreement, "treatment", _("the treatment"))
    if news_to_break(content) and (content.call.offered_at is None or content.call.outcome is None):
        sentence = _("This news is offered in a call first: record when you offered it and what came of it.")
        yield Missing(9, "call", sentence, "field-9-call")


def news_to_break(content: OpinionContent) -> bool:
    """Whether a call is offered before the patient reads: major change, worse prognosis, new malignancy."""
    agreements = (content.diagnosis_agreement, content.treatment_agreement)
    changed = any(agreement.concordance is codes.Concordance.CHANGED_MAJOR for agreement in agreements)
    return changed or content.worse_prognosis or content.new_malignancy


def _agreement(agreement: Agreement, name: str, about: str) -> Iterator[Missing]:
    rules = [
        (agreement.concordance is None, "code", _("Say whether you agree about %(about)s.")),
        (blank(agreement.explanation), "explanation", _("Say why you agree or differ about %(about)s.")),
        (blank(agreement.plain), "plain", _("Say in plain words how you agree or differ about %(about)s.")),
        (_impact_is_open(agreement), "impact", _("Say how much the difference about %(about)s matters.")),
        (_reason_is_open(agreement), "reason", _("Say where the difference about %(about)s comes from.")),
        (
            not impact_fits(agreement),
            "fit",
            _("The code and the impact for %(about)s do not fit each other."),
        ),
    ]
    for wanting, rule, sentence in rules:
        if wanting:
            yield Missing(9, f"{name}.{rule}", sentence % {"about": about}, f"field-9-{name}-{rule}")


_SETTLED = (None, codes.Concordance.CONFIRMED, codes.Concordance.UNDETERMINED)


def _impact_is_open(agreement: Agreement) -> bool:
    return agreement.concordance not in _SETTLED and agreement.impact is None


def _reason_is_open(agreement: Agreement) -> bool:
    return agreement.concordance not in _SETTLED and agreement.reason is None


def impact_fits(agreement: Agreement) -> bool:
    """Best Doctors: a major change has moderate or major impact, a minor one none or minor; agreement has none."""
    lesser, greater = (codes.Impact.NONE, codes.Impact.MINOR), (codes.Impact.MODERATE, codes.Impact.MAJOR)
    allowed = {
        codes.Concordance.CONFIRMED: (codes.Impact.NONE,),
        codes.Concordance.CHANGED_MINOR: lesser,
        codes.Concordance.CHANGED_MAJOR: greater,
    }
    if agreement.concordance is None or agreement.impact is None:
        return True
    return agreement.impact in allowed.get(agreement.concordance, lesser + greater)


def _urgency(content: OpinionContent) -> Iterator[Missing]:
    if content.urgency is None:
        yield Missing(12, "urgency", _("Say by when something has to happen."), "field-12")
    if content.urgency is codes.Urgency.EMERGENCY and not content.phone.acknowledged:
        sentence = _("This is an emergency: call first, and record that you did.")
        yield Missing(12, "urgency.phone", sentence, "field-12-phone")


def _plain_language(content: OpinionContent, language: str) -> Iterator[Missing]:
    if blank(content.plain_summary):
        yield Missing(18, "plain", _("Write the summary in plain language."), "field-18")
        return
    grade = readability.grade(content.plain_summary, language)
    if grade is None and blank(content.reading_approved_by):
        sentence = _("Name a native reader who found the plain summary easy to read.")
        yield Missing(18, "plain.reader", sentence, "field-18-reader")
    elif grade is not None and grade > BLOCKING_GRADE and blank(content.reading_override):
        hard = len(readability.hard_sentences(content.plain_summary, language))
        sentence = ngettext(
            "The plain summary reads at grade %(grade).1f; 8 is the limit. %(hard)s sentence is too hard.",
            "The plain summary reads at grade %(grade).1f; 8 is the limit. %(hard)s sentences are too hard.",
            hard,
        ) % {"grade": grade, "hard": hard}
        yield Missing(18, "plain.grade", sentence, "field-18")


def _next_steps(content: OpinionContent) -> Iterator[Missing]:
    no_signs = not any(sign.strip() for sign in content.warning_signs)
    rules = [
        (
            not any(q.strip() for q in content.doctor_questions),
            "ask",
            _("Give at least one question for the doctor."),
        ),
        (not any(step.what.strip() for step in content.next_steps), "steps", _("Say what to do next.")),
        (
            no_signs or blank(content.warning_action),
            "signs",
            _("Say which warning signs to look for and what to do."),
        ),
    ]
    for wanting, name, sentence in rules:
        if wanting:
            yield Missing(19, f"next.{name}", sentence, f"field-19-{name}")


def _panel(content: OpinionContent, frame: Frame | None) -> Iterator[Missing]:
    several = frame is not None and len(frame.experts) > 1
    if several and (blank(content.panel.composition) or blank(content.panel.agreement)):
        sentence = _("Say how the panel was made up and how far its members agreed.")
        yield Missing(20, "panel", sentence, "field-20")
    if any(blank(dissent.statement) or blank(dissent.plain) for dissent in content.panel.dissents):
        yield Missing(
            20,
            "panel.dissent",
            _("Each dissent needs its statement, and the same in plain words."),
            "field-20",
        )


def _disclosures(content: OpinionContent) -> Iterator[Missing]:
    incomplete = any(
        blank(use.what) or blank(use.model) or blank(use.checked_by) for use in content.machine_uses
    )
    if incomplete:
        yield Missing(
            21, "machine.who", _("Say what the software did, which it was, and who checked it."), "field-21"
        )
    if bool(content.machine_uses) == content.no_machine:
        yield Missing(21, "machine", _("Say whether software helped to write this opinion."), "field-21")
