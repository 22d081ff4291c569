"""The structured opinion: strict in and out, complete before it is signed, one canonical form."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from typing import Any

import pytest

from secunda.care.opinions import canonical, frozen_json
from secunda.care.opinions import content as c
from secunda.care.opinions.content import codes
from secunda.care.opinions.option_grid import sureness
from secunda.care.opinions.tests import samples

WRITTEN = [kind for kind in vars(c).values() if dataclasses.is_dataclass(kind) and kind is not c.Missing]


def changed(part: Any, path: str, value: Any) -> Any:
    """A copy of a frozen value with one field, anywhere inside it, set to `value`."""
    name, _, rest = path.partition(".")
    if name.isdigit():
        place = int(name)
        inner = changed(part[place], rest, value) if rest else value
        return (*part[:place], inner, *part[place + 1 :])
    inner = changed(getattr(part, name), rest, value) if rest else value
    return dataclasses.replace(part, **{name: inner})


def missing_codes(content: c.OpinionContent, frame: c.Frame | None = None) -> list[str]:
    """The codes of what is missing in a demonstration case."""
    return [item.code for item in c.missing(content, frame, samples.frame().questions)]


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.__name__)
def test_what_has_a_default_is_empty_by_default(kind: Any) -> None:
    for field in dataclasses.fields(kind):
        if field.default is not dataclasses.MISSING:
            assert frozen_json.to_json(field.default) in (None, "", False, [], {}), field.name


@pytest.mark.parametrize(
    "signed", [samples.demo_signed(), samples.demo_signed("prostate"), samples.full_signed()]
)
def test_a_document_reads_back_as_it_was_written(signed: canonical.Signed) -> None:
    assert c.from_json(canonical.Signed, json.loads(json.dumps(c.to_json(signed)))) == signed


def test_nothing_written_is_an_empty_draft() -> None:
    assert c.from_json(c.OpinionContent, {}) == c.OpinionContent()
    assert c.to_json(c.OpinionContent()) == {}


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        (c.OpinionContent, {"secret": "text"}),
        (c.OpinionContent, {"summary": 5}),
        (c.OpinionContent, {"summary": ["secret"]}),
        (c.OpinionContent, {"options": "secret"}),
        (c.OpinionContent, {"denominator": 100.0}),
        (c.OpinionContent, {"denominator": True}),
        (c.OpinionContent, {"no_machine": 1}),
        (c.OpinionContent, {"urgency": "secret"}),
        (c.OpinionContent, {"call": {"offered_at": "secret"}}),
        (c.OpinionContent, {"call": []}),
        (c.OpinionContent, {"summary": "secret" * 4000}),
        (c.OpinionContent, {"warning_signs": ["x"] * 501}),
        (c.OpinionContent, {"summary": "secret \ud800"}),
        (c.Trial, {"checked_date": "secret"}),
        (c.Question, {"id": "q1"}),
        (c.OpinionContent, []),
    ],
)
def test_what_does_not_fit_is_refused_without_repeating_it(kind: Any, held: Any) -> None:
    with pytest.raises(c.Malformed) as refusal:
        c.from_json(kind, held)
    assert "secret" not in str(refusal.value)


def test_control_characters_and_overrides_are_taken_out() -> None:
    read = c.from_json(c.OpinionContent, {"summary": "one\r\ntwo\x00\x1b[31m \u202eeerht\ttab"})
    assert read.summary == "one\ntwo[31m eerht\ttab"


def test_only_frozen_values_become_json() -> None:
    with pytest.raises(TypeError, match="float"):
        c.to_json(0.5)


@pytest.mark.parametrize("name", ["breast", "prostate"])
def test_the_demonstration_cases_are_complete(name: str) -> None:
    frame, content = samples.frame(name), samples.demo_content(name)
    assert c.missing(content, frame, frame.questions) == []
    read = c.from_json(c.Read, samples.demo(name)["read"])
    assert c.missing_in_read(read, primary_material=False) == []


def test_a_document_with_every_field_is_complete() -> None:
    signed = samples.full_signed()
    assert c.missing(signed.content, signed.frame, signed.frame.questions) == []


def test_an_empty_opinion_lacks_every_required_field_in_order() -> None:
    found = c.missing(c.OpinionContent(), None, samples.frame().questions)
    numbers = [item.field for item in found]
    assert numbers == sorted(numbers)
    assert set(numbers) == {5, 6, 8, 9, 10, 11, 12, 15, 17, 18, 19, 21}
    assert all(item.sentence.endswith(".") and item.anchor.startswith("field-") for item in found)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("answers.0.answer", " ", "answer.missing"),
        ("answers", (), "answer.missing"),
        ("answers.0.question", "another", "answer.stray"),
        ("unavailable", (), "records.unavailable"),
        ("nothing_unavailable", True, "records.contradiction"),
        ("unavailable.0.effect", "", "records.effect"),
        ("summary", "", "summary"),
        ("rereads", (c.Reread(codes.RereadKind.IMAGING),), "reread"),
        ("diagnosis.statement", "", "diagnosis.statement"),
        ("diagnosis.plain", "", "diagnosis.plain"),
        ("diagnosis.codes", (), "diagnosis.code"),
        ("diagnosis.certainty", None, "diagnosis.certainty"),
        ("diagnosis.differential", (), "diagnosis.differential"),
        ("diagnosis.reliance", "", "diagnosis.reliance"),
        ("diagnosis_agreement.concordance", None, "diagnosis.code"),
        ("diagnosis_agreement.explanation", "", "diagnosis.explanation"),
        ("diagnosis_agreement.impact", codes.Impact.MAJOR, "diagnosis.fit"),
        ("treatment_agreement.plain", "", "treatment.plain"),
        ("treatment_agreement.impact", None, "treatment.impact"),
        ("treatment_agreement.impact", codes.Impact.MINOR, "treatment.fit"),
        ("treatment_agreement.reason", None, "treatment.reason"),
        ("call.offered_at", None, "call"),
        ("call.outcome", None, "call"),
        ("options", (), "options.none"),
        ("no_watching_reason", "", "options.watching"),
        ("options.1.key", "conserve", "options.same"),
        ("measures", (), "grid.measures"),
        ("measures.0.kind", codes.MeasureKind.COMMON_HARM, "grid.measures"),
        ("measures.0.within", "", "grid.words"),
        ("denominator", 10, "grid.denominator"),
        ("denominator", None, "grid.denominator"),
        ("options.0.recovery", "", "option.detail"),
        ("options.0.cost", None, "option.detail"),
        ("options.0.figures", (), "option.figure"),
        ("options.0.figures.0.count", 101, "option.figure"),
        ("options.0.figures.0.count", None, "option.figure"),
        ("options.0.figures.0.low", 59, "option.figure"),
        ("options.0.figures.0.high", 57, "option.figure"),
        ("options.0.figures.0.measure", "other", "option.stray"),
        ("recommendations", (), "recommendation.none"),
        ("recommendations.0.text", "", "recommendation.text"),
        ("recommendations.0.plain", "", "recommendation.plain"),
        ("recommendations.0.strength", None, "recommendation.strength"),
        ("recommendations.0.not_for", "", "recommendation.not_for"),
        ("recommendations.0.would_change", "", "recommendation.would_change"),
        ("recommendations.0.option", "nowhere", "recommendation.option"),
        ("recommendations.0.citations", (), "recommendation.source"),
        ("urgency", None, "urgency"),
        ("urgency", codes.Urgency.EMERGENCY, "urgency.phone"),
        ("trials", (c.Trial("NCT1", "A trial"),), "trial"),
        ("limits", "", "limits"),
        ("references.0.year", None, "reference"),
        ("references.0.link", "http://example.org", "reference"),
        ("references.0.link", "https://example.org/\" onclick=x", "reference"),
        ("references", (), "citation"),
        ("plain_summary", "", "plain"),
        ("plain_summary", "Hypofractionated radiotherapy necessitates deliberation.", "plain.grade"),
        ("doctor_questions", (), "next.ask"),
        ("next_steps", (), "next.steps"),
        ("warning_signs", (), "next.signs"),
        ("warning_action", "", "next.signs"),
        ("panel", c.Panel(dissents=(c.Dissent("e1", "No."),)), "panel.dissent"),
        ("no_machine", False, "machine"),
        ("machine_uses", (c.MachineUse("Model"),), "machine.who"),
    ],
)  # fmt: skip
def test_each_gap_is_named(path: str, value: Any, code: str) -> None:
    assert code in missing_codes(changed(samples.demo_content(), path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("recommendations.0.citations", (c.Citation(codes.CitationKind.EXPERT_OPINION),)),
        ("diagnosis.certainty", codes.Certainty.POSSIBLE),
        ("options.0.figures.0", c.Figure("alive", note="Nobody has counted it.")),
        ("options.0.figures.0", c.Figure("alive", 58, 53, 63)),
        ("worse_prognosis", True),
    ],
)
def test_what_is_enough(path: str, value: Any) -> None:
    assert missing_codes(changed(samples.demo_content(), path, value)) == []


def test_a_single_option_needs_a_reason_and_watching_is_an_option() -> None:
    one = changed(samples.demo_content(), "options", samples.demo_content().options[:1])
    assert missing_codes(one) == ["options.one"]
    assert missing_codes(changed(one, "one_option_reason", "Nothing else was ever tried.")) == []
    watching = changed(samples.demo_content(), "options.1.kind", codes.OptionKind.WATCHFUL)
    assert missing_codes(changed(watching, "no_watching_reason", "")) == []


def test_a_call_comes_before_a_worse_prognosis_and_a_new_malignancy_too() -> None:
    quiet = changed(samples.demo_content(), "treatment_agreement.concordance", codes.Concordance.REFINED)
    quiet = changed(quiet, "call", c.CallOffer())
    assert missing_codes(quiet) == []
    assert missing_codes(changed(quiet, "worse_prognosis", True)) == ["call"]
    assert missing_codes(changed(quiet, "new_malignancy", True)) == ["call"]
    assert c.news_to_break(samples.demo_content())
    assert not c.news_to_break(quiet)


def test_hard_reading_is_overridden_with_a_reason_only() -> None:
    hard = changed(
        samples.demo_content(), "plain_summary", "Hypofractionated radiotherapy necessitates deliberation."
    )
    assert missing_codes(changed(hard, "reading_override", "The patient is a radiotherapist.")) == []


def test_a_language_without_an_index_needs_a_native_reader() -> None:
    signed = samples.arabic_signed()
    assert c.missing(signed.content, signed.frame, signed.frame.questions) == []
    unread = changed(signed.content, "reading_approved_by", "")
    assert [m.code for m in c.missing(unread, signed.frame, signed.frame.questions)] == ["plain.reader"]


def test_an_emergency_is_signed_once_the_call_was_made() -> None:
    emergency = changed(samples.demo_content(), "urgency", codes.Urgency.EMERGENCY)
    called = changed(emergency, "phone", c.PhoneProtocol(True, samples.AT, "her doctor"))
    assert missing_codes(called) == []


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("code", "", "frame.identity"),
        ("complete_at", None, "frame.identity"),
        ("version", 2, "frame.reason"),
        ("experts", (), "frame.expert"),
        ("experts.0.licence", "", "frame.expert"),
        ("experts.0.verified_on", None, "frame.expert"),
        ("independence.statement", "", "frame.independence"),
        ("independence.checked", (), "frame.independence"),
        ("questions", (), "frame.questions"),
        ("records", (), "frame.records"),
        ("records.0.sha256", "abc", "frame.records"),
        ("absent", (c.AbsentRecord("a1", "CT of the chest"),), "records.absent"),
        ("experts", (samples.an_expert("e1", "Dr Bo"), samples.an_expert("e2", "Dr Chen")), "panel"),
    ],
)
def test_what_the_system_fills_in_is_checked_too(path: str, value: Any, code: str) -> None:
    assert code in missing_codes(samples.demo_content(), changed(samples.frame(), path, value))


def test_an_absent_record_is_acknowledged_by_its_id() -> None:
    frame = changed(samples.frame(), "absent", (c.AbsentRecord("a1", "CT of the chest"),))
    assert missing_codes(changed(samples.demo_content(), "unavailable.0.absent", "a1"), frame) == []


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("diagnosis", "", "read.diagnosis"),
        ("certainty", None, "read.certainty"),
        ("differential", (), "read.differential"),
        ("plan", "", "read.plan"),
        ("options", (c.RankedOption(" "),), "read.options"),
        ("confidence", None, "read.confidence"),
        ("confidence", 6, "read.confidence"),
        ("missing", (), "read.missing"),
        ("missing.0.would_change", None, "read.missing"),
        ("reliance", "", "read.reliance"),
    ],
)
def test_a_read_is_whole_before_it_is_committed(path: str, value: Any, code: str) -> None:
    read = changed(c.from_json(c.Read, samples.demo("breast")["read"]), path, value)
    assert [item.code for item in c.missing_in_read(read, primary_material=True)] == [code]


def test_primary_material_needs_no_statement_of_reliance() -> None:
    read = c.from_json(c.Read, samples.demo("breast")["read"])
    seen = dataclasses.replace(read, basis=codes.Basis.PRIMARY, reliance="", missing=(), nothing_missing=True)
    assert c.missing_in_read(seen, primary_material=True) == []
    assert [m.code for m in c.missing_in_read(seen, primary_material=False)] == ["read.reliance"]
    possible = dataclasses.replace(
        seen, certainty=codes.Certainty.POSSIBLE, differential=(), no_differential="Unique."
    )
    assert c.missing_in_read(possible, primary_material=False) == []


def test_every_code_has_words() -> None:
    kinds = [kind for kind in vars(codes).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
    assert all(codes.words(code) for kind in kinds if kind is not StrEnum for code in kind)
    assert all(sureness(grade) for grade in codes.Grade)
