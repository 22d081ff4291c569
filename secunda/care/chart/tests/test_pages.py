"""Pages as pictures: rendered, black where they are sealed, and only to whoever's opening was written down."""

from __future__ import annotations

import io
from datetime import timedelta

import numpy as np
import pytest
from PIL import Image

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.chart import actions as chart
from secunda.care.chart import jobs, pictures
from secunda.care.chart.actions import opened
from secunda.care.chart.models import Fact, OpenText, Reading
from secunda.care.chart.tests.factories import ADVICE, ReadDocument, as_expert, view
from secunda.care.records import actions as records
from secunda.care.records.models import Record, SealedPassage
from secunda.care.records.tests.factories import a_scan, an_open_record
from secunda.care.records.tests.shelf import find
from secunda.foundation.accounts.models import Account
from secunda.foundation.audit.models import Event
from secunda.foundation.errors import Hidden, Refused
from secunda.reading.tests import paper

pytestmark = pytest.mark.django_db
PAGES = (paper.REPORT, ("Second page of the report of Ana Example, with some more words to read on it.",))


@pytest.fixture
def report(them: Cast, case: Case) -> Record:
    """A real report of two pages, open from the start, read by the real reader."""
    record = an_open_record(them, case, content=paper.pdf(PAGES), title="Report")
    jobs.read(record_id=record.public_id, case_id=case.id, programme_id=case.programme_id)
    return record


def open_it(them: Cast, case: Case, person: Account, record: Record) -> chart.OpenedDocument:
    return chart.open_document(view=view(them, case, person), record_id=record.public_id, at=now())


def image(
    them: Cast, case: Case, person: Account, record: Record, opening: str, number: int = 1
) -> pictures.Pixels:
    kept = chart.page_image(
        view=view(them, case, person), record_id=record.public_id, number=number, opening=opening
    )
    return np.array(Image.open(io.BytesIO(kept)))


def seal_words(them: Cast, case: Case, record: Record, text: str) -> None:
    """Cleo seals the line of page 1 that begins so."""
    with acting(them.cleo, them.programme):
        shown = open_it(them, case, them.cleo, record).document
        line = next(line for line in shown.pages[0].lines if line[0][0] == text)
        box = (line[0][1], line[0][2] + 3, line[-1][3] - 20, line[-1][4] - 3)
        chart.seal_passage(view=view(them, case, them.cleo), record=record, page=1, box=box, at=now())


def test_the_real_reader_reads_a_real_report(them: Cast, case: Case, report: Record) -> None:
    with acting(them.cleo, them.programme):
        reading = Reading.objects.get()
        assert (reading.state, reading.done, reading.total) == ("read", 2, 2)
        shown = open_it(them, case, them.cleo, report).document
        words = [word[0] for line in shown.pages[0].lines for word in line]
        assert "lumpectomy:" in words
        assert len(shown.pages) == 2


def test_what_is_sealed_is_black_for_a_blind_expert_and_for_nobody_else(
    them: Cast, case: Case, report: Record
) -> None:
    bo = as_expert(them, case)
    seal_words(them, case, report, "Left")
    shades = {}
    for person in (bo, them.cleo, them.ana):
        with acting(person, them.programme):
            shown = open_it(them, case, person, report)
            pixels = image(them, case, person, report, shown.opening)
            shades[person.name] = float((pixels < 40).mean())
            assert pixels.shape[0] == pictures.LONG_SIDE
            if person == bo:
                assert not shown.document.file_opens
                with pytest.raises(Hidden):
                    find(them, case, bo, report)
                assert "lumpectomy:" not in str(shown.document)
                painted = pixels
            else:
                assert "lumpectomy:" in str(shown.document)
    assert shades["Dr Bo"] > shades["Cleo"] + 0.005
    assert shades["Cleo"] == shades["Ana"]
    with acting(them.cleo, them.programme):
        page = open_it(them, case, them.cleo, report).document.pages[0]
    scale = painted.shape[0] / page.height
    for word in next(line for line in page.lines if line[0][0] == "Left"):
        x0, y0, x1, y1 = (int(edge * scale) for edge in word[1:5])
        assert painted[y0:y1, x0:x1].max() < 60


def test_opening_is_written_down_once_and_pages_ask_for_it(them: Cast, case: Case, report: Record) -> None:
    with acting(them.ana, them.programme):
        shown = open_it(them, case, them.ana, report)
        for number in (1, 2):
            image(them, case, them.ana, report, shown.opening, number)
        seen = view(them, case, them.ana)
        for number in (0, 3):
            with pytest.raises(Hidden):
                image(them, case, them.ana, report, shown.opening, number)
        for opening in ("", "made-up", shown.opening[:-1] + "x"):
            with pytest.raises(Hidden):
                opened.require_opened(seen, report.public_id, opening)
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb="record.opened", object_id=report.public_id).count() == 1
        with pytest.raises(Hidden):
            image(them, case, them.cleo, report, shown.opening)
    assert timedelta(hours=12) >= opened.OPENING_LASTS


def test_an_opening_before_the_commit_is_none_after_it(them: Cast, case: Case, report: Record) -> None:
    from secunda.care.cases import actions as cases

    bo = as_expert(them, case)
    with acting(bo, them.programme):
        before = open_it(them, case, bo, report).opening
    with acting(them.cleo, them.programme):
        cases.open_phase(case=case, account=bo, phase="open", at=now())
    with acting(bo, them.programme), pytest.raises(Hidden):
        image(them, case, bo, report, before)


def test_what_has_no_pages_is_not_shown_as_one(them: Cast, case: Case) -> None:
    scan = an_open_record(them, case, content=a_scan())
    with acting(them.ana, them.programme):
        shown = open_it(them, case, them.ana, scan)
        with pytest.raises(Refused, match="cannot be shown"):
            image(them, case, them.ana, scan, shown.opening)


def test_a_page_that_breaks_the_renderer_is_not_shown(them: Cast, case: Case, report: Record) -> None:
    with acting(them.ana, them.programme):
        report.refresh_from_db()
        assert report.object is not None
        with pytest.raises(pictures.NoPicture):
            pictures.render(report.object, kind="tiff", number=1)


def test_a_sealed_page_whose_places_are_not_known_is_not_shown_to_a_blind_expert(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.cleo, them.programme):
        chart.seal_passage(
            view=view(them, case, them.cleo), record=letter.record, page=1, box=ADVICE, at=now()
        )
        SealedPassage.objects.create(
            record=letter.record,
            case=case,
            programme_id=case.programme_id,
            page=3,
            box=[0, 0, 9, 9],
            by=them.cleo,
            at=now(),
        )
        Record.objects.filter(pk=letter.record.pk).update(pages=3)
    bo = as_expert(them, case)
    with acting(bo, them.programme):
        with pytest.raises(Refused, match="cannot be shown"):
            opened._painted(letter.record, 3, np.zeros((9, 9, 3), np.uint8))
        untouched = np.ones((9, 9, 3), np.uint8)
        assert opened._painted(letter.record, 2, untouched) is untouched


def test_passages_are_marked_by_staff_on_pages_with_places(
    them: Cast, case: Case, letter: ReadDocument
) -> None:
    with acting(them.ana, them.programme), pytest.raises(Refused, match="Only the programme's staff"):
        chart.seal_passage(
            view=view(them, case, them.ana), record=letter.record, page=1, box=ADVICE, at=now()
        )
    with acting(them.cleo, them.programme):
        seen = view(them, case, them.cleo)
        with pytest.raises(Refused, match="seal the whole record"):
            chart.seal_passage(view=seen, record=letter.record, page=9, box=ADVICE, at=now())
        for box in ((5, 5, 5, 9), (0, 0, 9000, 9), (-1, 0, 9, 9)):
            with pytest.raises(Refused, match="mark a part"):
                chart.seal_passage(view=seen, record=letter.record, page=1, box=box, at=now())
        with pytest.raises(Hidden):
            chart.unseal_passage(view=seen, passage_id=0, at=now())
        first = chart.seal_passage(view=seen, record=letter.record, page=1, box=ADVICE, at=now())
        chart.seal_passage(view=seen, record=letter.record, page=2, box=ADVICE, at=now())
        with pytest.raises(Refused, match="Passages of this record are sealed"):
            records.classify(record=letter.record, blinding="open", title="", by=them.cleo, at=now())
        chart.unseal_passage(view=seen, passage_id=first.pk, at=now())
        assert not Fact.objects.get(value="mastectomy").withheld
        assert OpenText.objects.get(number=1).text.count("mastectomy") == 1
        assert Event.objects.filter(verb__startswith="passage.").count() == 3
        records.remove(record=letter.record, by=them.cleo, at=now(), as_staff=True)
        with pytest.raises(Hidden):
            chart.seal_passage(view=seen, record=letter.record, page=1, box=ADVICE, at=now())


def test_the_timeline_and_a_search_are_written_down(them: Cast, case: Case, letter: ReadDocument) -> None:
    with acting(them.ana, them.programme):
        seen = view(them, case, them.ana)
        course = chart.open_timeline(view=seen, at=now())
        assert (len(course.points), len(course.labs), course.summary) == (6, 1, None)
        assert len(chart.search_case(view=seen, words="carcinoma", at=now())) == 1
    with acting(them.cleo, them.programme):
        assert Event.objects.filter(verb__in=("chart.opened", "chart.searched")).count() == 2


def test_painting_covers_every_word_that_a_box_touches() -> None:
    lines: list[list[list[object]]] = [
        [["half", 0.0, 0.0, 50.0, 10.0], ["far", 60.0, 0.0, 80.0, 10.0], ["nowhere"]]
    ]
    assert pictures.to_paint([(40.0, 2.0, 45.0, 8.0)], lines) == [
        (40.0, 2.0, 45.0, 8.0),
        (0.0, 0.0, 50.0, 10.0),
    ]
    painted = pictures.paint_over(
        np.full((100, 100, 3), 255, np.uint8), [(10, 10, 20, 20)], width=100, height=100
    )
    assert painted[10:20, 10:20].max() == 0
    assert painted[30:, 30:].min() == 255
