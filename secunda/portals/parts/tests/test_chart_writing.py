"""What people say of what was read, on screen: facts, sealed passages, the summary, and how far a reading is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from secunda.care.cases.tests.factories import acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart.models import Chronology, Fact, Proposal, Reading
from secunda.care.chart.tests.factories import CANARY, ReadDocument, a_document, a_read_document, view
from secunda.care.records.models import Record, SealedPassage
from secunda.care.records.tests.factories import a_pdf, an_open_record
from secunda.portals.parts.chart.lanes import from_day, until_day
from secunda.portals.parts.chart.sheet import box_of
from secunda.portals.parts.chart.trends import range_of
from secunda.portals.parts.tests.chart_world import World, a_letter
from secunda.reading.text import Text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


def test_a_value_is_confirmed_corrected_rejected_and_restored_with_its_history(
    world: World, letter: ReadDocument
) -> None:
    size = world.fact("4.1").public_id
    answer = world.post("cleo", "fact_confirm", size)
    place = world.url("cleo", "document", letter.record.public_id)
    assert answer["Location"] == f"{place}?page=2&fact={size}#fact-{size}"
    world.post(
        "cleo", "fact_correct", size, value="5.2", unit="mmol/L", date="2026-04", reason="I measured it."
    )
    world.post("cleo", "fact_reject", size, reason="Another lump.")
    page = world.page("cleo", "fact", size)
    for words in (
        "The software read “4.1 mmol/L”", "Cleo confirmed “4.1 mmol/L”",
        "Cleo corrected “4.1 mmol/L” to “5.2 mmol/L”", "I measured it.",
        "Cleo said that “5.2 mmol/L” is wrong", "Another lump.", "Take the change back",
    ):  # fmt: skip
        assert words in page
    assert "Rejected" in world.page("cleo", "document", letter.record.public_id, page=2)
    world.post("cleo", "fact_restore", size)
    assert (world.fact("4.1").standing, world.fact("4.1").date) == ("read", "")


def test_what_is_wrong_with_a_correction_is_said_above_the_form(world: World, letter: ReadDocument) -> None:
    value = world.fact("128").public_id
    answer = world.post("cleo", "fact_correct", value, value="131", date="3 May")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "This was not kept" in html
    assert 'value="131"' in html
    assert world.fact("128").standing == "read"


def test_staff_alone_see_what_a_model_proposes_and_keep_it_in_their_name(
    world: World, letter: ReadDocument
) -> None:
    with acting(world.them.cleo, world.them.programme):
        kept, left = (
            Proposal.objects.create(
                case=letter.record.case, programme_id=letter.record.programme_id, record=letter.record,
                name="laterality", value=value, quote=f"the {value} breast", page=1,
                assertion="affirmed", by="a-model", at=now(),
            )
            for value in ("left", "both")
        )  # fmt: skip
    told = "2 values proposed by a language model"
    assert told in world.page("cleo", "document", letter.record.public_id)
    assert told not in world.page("ana", "document", letter.record.public_id)
    world.post("cleo", "proposal", kept.public_id, do="keep")
    assert world.post("cleo", "proposal", kept.public_id, do="keep").status_code == 409
    world.post("cleo", "proposal", left.public_id, do="leave")
    assert "proposed by a language model" not in world.page("cleo", "document", letter.record.public_id)
    fact = world.fact("left")
    assert (fact.standing, fact.decided_by) == ("added", world.them.cleo)
    assert world.post("cleo", "summary_propose").status_code == 409


def test_the_patients_side_corrects_but_does_not_confirm(world: World, letter: ReadDocument) -> None:
    value = world.fact("128").public_id
    page = world.page("ana", "fact", value)
    assert "It is right as it stands" not in page
    assert world.post("ana", "fact_confirm", value).status_code == 409
    world.post("ana", "fact_correct", value, value="127")
    assert "corrected by you" in world.page("ana", "document", letter.record.public_id)
    assert "corrected by the patient&#x27;s side, not confirmed" in world.page(
        "cleo", "document", letter.record.public_id
    )
    world.post("ana", "fact_reject", world.fact("4.1").public_id)
    assert "the patient's side says that something here is wrong" in world.page("cleo", "timeline")
    assert "4.1 mmol/L" not in world.page("ana", "timeline")


def test_a_blind_expert_only_reads_and_an_open_one_confirms(world: World, letter: ReadDocument) -> None:
    value = world.fact("128").public_id
    page = world.page("dr_bo", "document", letter.record.public_id)
    assert "Confirm" not in page
    assert "Add what was not found" not in page
    assert "What happened to it" not in world.page("dr_bo", "fact", value)
    assert world.post("dr_bo", "fact_confirm", value).status_code == 409
    world.open_phase()
    assert world.post("dr_bo", "fact_confirm", value).status_code == 302
    assert world.fact("128").standing == "confirmed"


def test_what_is_added_has_its_place_from_the_words_on_the_page(world: World, letter: ReadDocument) -> None:
    record = letter.record.public_id
    world.post(
        "ana", "fact_add", record, page="2", name="calcium", value="2.4", quote="hormone  receptors POSITIVE"
    )
    added = world.fact("2.4")
    assert (added.page, added.box) == (2, [132.0, 24.0, 288.0, 36.0])
    world.post("ana", "fact_add", record, page="2", name="calcium", value="2.5", quote="nowhere to be found")
    assert world.fact("2.5").box is None
    assert "added by you" in world.page("ana", "document", record, page=2)
    assert world.post("ana", "fact_add", record, page="2", name="colour", value="blue").status_code == 409


def test_the_same_value_in_two_documents_is_made_one(world: World, letter: ReadDocument) -> None:
    other = a_letter(world, mark="other", title="Copy")
    kept, copy = world.fact_of(letter, "128"), world.fact_of(other, "128")
    assert "Copy, page 1" in world.page("cleo", "fact", kept.public_id)
    assert world.post("cleo", "fact_merge", copy.public_id, into="").status_code == 409
    answer = world.post("cleo", "fact_merge", copy.public_id, into=str(kept.public_id))
    assert f"#fact-{kept.public_id}" in answer["Location"]
    assert world.fact_of(other, "128").standing == "merged"


def test_passages_are_sealed_by_line_value_and_box_and_unsealed(world: World, letter: ReadDocument) -> None:
    record = letter.record.public_id
    page = world.page("cleo", "seal", record)
    assert f"We advise mastectomy {CANARY}" in page
    value = world.fact("128").public_id
    world.post("cleo", "seal", record, page="1", line=["2"], fact=[str(value)], box=["0 22 300 38"])
    with acting(world.them.cleo, world.them.programme):
        boxes = [one.box for one in SealedPassage.objects.order_by("id")]
        assert [boxes[0], boxes[2]] == [[0.0, 44.0, 306.0, 56.0], [0.0, 22.0, 300.0, 38.0]]
        assert Record.objects.get(public_id=record).blinding == "passages"
    blind = world.page("dr_bo", "document", record)
    assert CANARY not in blind
    assert "128" not in re.sub("<script.*", "", blind, flags=re.S)
    page = world.page("cleo", "seal", record)
    assert page.count("Unseal") == 3
    assert page.count('data-kind="sealed"') == 3
    assert "So a blind expert sees this record" in world.page("cleo", "preview", record)
    with acting(world.them.cleo, world.them.programme):
        passages = list(SealedPassage.objects.values_list("pk", flat=True))
    world.post("cleo", "unseal", record, passages[1])
    assert "128 g/L" in world.page("dr_bo", "document", record)
    for wrong in ({}, {"box": "1 2 3"}, {"box": "a b c d"}, {"box": "9 9 1 1"}):
        assert world.post("cleo", "seal", record, page="1", **wrong).status_code == 409


def test_a_record_sealed_as_a_whole_opens_without_its_sealed_passages(world: World) -> None:
    sealed = a_letter(world, blinding="sealed").record.public_id
    assert "sees nothing of this record" in world.page("cleo", "preview", sealed)
    world.page("cleo", "preview_image", sealed, 1, status=404)
    world.post("cleo", "seal", sealed, page="1", line=["2"])
    world.page("dr_bo", "document", sealed, status=404)
    assert "Open the rest to a blind expert" in world.page("cleo", "seal", sealed)
    world.post("cleo", "open_the_rest", sealed)
    page = world.page("dr_bo", "document", sealed)
    assert "Haemoglobin" in page
    assert CANARY not in page
    assert world.url("dr_bo", "document", sealed) in world.page("dr_bo", "room")


def test_only_staff_seal_and_write_the_summary(world: World, letter: ReadDocument) -> None:
    record = letter.record.public_id
    for name, args in (
        ("seal", (record,)), ("unseal", (record, 1)), ("open_the_rest", (record,)), ("preview", (record,)),
        ("preview_image", (record, 1)), ("summary_draft", ()), ("summary_edit", ()), ("summary_approve", ()),
    ):  # fmt: skip
        address = world.url("cleo", name, *args)
        for who in ("ana", "dr_bo"):
            assert world.browser(who).get(address).status_code in (404, 405), name
            assert world.browser(who).post(address).status_code in (404, 405), name


def test_the_summary_is_drafted_edited_and_approved_before_an_expert_sees_it(
    world: World, letter: ReadDocument
) -> None:
    assert "No summary yet" in world.page("cleo", "summary")
    world.post("cleo", "summary_draft", language="en")
    page = world.page("cleo", "summary")
    assert "A draft made by software" in page
    assert "Laboratory: Haemoglobin 128 g/L." in page
    assert "No summary yet" in world.page("dr_bo", "summary")
    form = world.page("cleo", "summary_edit")
    assert "Sentence 1" in form
    kept = f"{letter.record.public_id} {world.fact('128').public_id} 1;{letter.record.public_id} - 2"
    sent = {
        "language": "en", "text-1": "Second sentence.", "cite-1": kept, "place-1": "2", "text-2": "First sentence.",
        "more-2": str(letter.record.public_id), "page-2": "2", "place-2": "1", "text-3": "", "place-3": "3",
    }  # fmt: skip
    world.post("cleo", "summary_edit", **sent)
    page = world.page("cleo", "summary")
    assert page.index("First sentence.") < page.index("Second sentence.")
    assert "A draft that" in page
    world.post("cleo", "summary_approve", edition="1")
    assert "No summary yet" in world.page("ana", "summary")
    world.post("cleo", "summary_approve", edition="2")
    for who in ("ana", "dr_bo"):
        page = world.page(who, "summary")
        assert "Approved by" in page
        assert f"{world.url(who, 'document', letter.record.public_id)}?page=2" in page
    with acting(world.them.cleo, world.them.programme):
        assert Chronology.objects.count() == 2


def test_a_sentence_without_a_source_is_not_kept_and_what_was_typed_stays(
    world: World, letter: ReadDocument
) -> None:
    answer = world.post("cleo", "summary_edit", **{"text-1": "She is well.", "place-1": "1"})
    assert answer.status_code == 422
    assert "Each sentence needs a place in the records" in answer.content.decode()
    assert "She is well." in answer.content.decode()


def test_lists_of_records_say_how_far_each_reading_is(world: World, letter: ReadDocument) -> None:
    waiting = an_open_record(world.them, world.case, content=a_pdf(2, mark="w"), title="Waiting")
    running = an_open_record(world.them, world.case, content=a_pdf(2, mark="r"), title="Running")
    bad = a_read_document(
        world.them, world.case, a_document(facts=[], readable=False, text=Text(())), mark="bad"
    )
    from secunda.foundation.accounts import principal

    with principal.as_job(case_id=world.case.pk, programme_id=world.case.programme_id, name="chart.read"):
        reading = chart.begin(record=running, at=now())
        assert reading is not None
        chart.note_progress(reading=reading, done=12, total=300)
    staff, own = world.page("cleo", "case"), world.page("ana", "records")
    for words in (
        "waits to be read",
        "reading 12 of 300",
        "unreadable",
        "Ask the patient, or who made the document",
    ):
        assert words in staff, words
    for words in ("waits to be read by our software", "page 13 of 300", "Please send a better scan or photo"):
        assert words in own, words
    assert world.url("ana", "document", letter.record.public_id) in own
    assert waiting.pk
    with acting(world.them.cleo, world.them.programme):
        assert Reading.objects.get(record=bad.record).state == "unreadable"


def test_laboratory_values_are_drawn_with_their_range_and_told_in_a_table(world: World) -> None:
    unit = {"unit": "g/L", "code": "718-7"}
    for number, (value, day) in enumerate((("118", "2026-03-03"), ("131", "2026-09-01"))):
        told = [("haemoglobin", value, value, unit | {"date": day, "detail": {"range": "120-160"}})]
        document = a_document((f"Hb {value} g/L",), facts=told)
        a_read_document(world.them, world.case, document, mark=str(number), title=f"Blood {number}")
    page = world.page("ana", "timeline")
    assert 'class="usual"' in page
    assert page.count('class="outside"') == 1
    for words in ("118 g/L", "131 g/L", "3 Mar 2026", "120-160", "As a table"):
        assert words in page
    with acting(world.them.ana, world.them.programme):
        assert Fact.objects.filter(case=world.case).count() == 2
        assert view(world.them, world.case, world.them.ana).is_own


def test_ranges_are_read_as_documents_write_them() -> None:
    assert range_of("115-160") == (115.0, 160.0)
    assert range_of("12,0 – 15,5 g/dl") == (12.0, 15.5)
    assert range_of("< 5") == (None, 5.0)
    assert range_of("≥ 60") == (60.0, None)
    assert range_of("see below") == (None, None)


def test_months_and_years_end_on_their_last_day() -> None:
    assert (from_day("2026"), until_day("2026")) == (from_day("2026-01-01"), from_day("2026-12-31"))
    assert until_day("2028-02") == from_day("2028-02-29")
    assert until_day("2026-12") == from_day("2026-12-31")
    assert until_day("2026-05-03") == from_day("2026-05-03")


def test_a_quote_is_found_whatever_stands_between_its_words() -> None:
    lines: list[list[list[Any]]] = [
        [["T-stage", 0.0, 0.0, 40.0, 9.0], ["pT2;", 44.0, 0.0, 60.0, 9.0]],
        [["no-place"]],
    ]
    assert box_of("t stage: PT2", lines) == (0.0, 0.0, 60.0, 9.0)
    assert box_of("stage pT2", lines) is None
    assert box_of("no place", lines) is None
    assert box_of("", lines) is None
