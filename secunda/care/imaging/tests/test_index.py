"""Records become studies: in order, once each, and what cannot be shown is set aside with its reason."""

from __future__ import annotations

import random

import pytest
from pydicom.uid import UID

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.imaging import actions as imaging
from secunda.care.imaging.models import Header, Instance, OpenHeader, Series, SetAside, Study
from secunda.care.imaging.tests.factories import (
    SAGITTAL,
    SERIES,
    STUDY,
    a_capture,
    a_report,
    a_slice,
    a_study,
    indexed,
    kept,
)
from secunda.care.records import actions as records
from secunda.care.records.tests.factories import a_sent_file
from secunda.foundation.vault import actions as vault
from secunda.reading.tests import scans

pytestmark = pytest.mark.django_db


def test_a_series_is_put_in_the_order_of_its_places_and_gaps_are_noticed(them: Cast, case: Case) -> None:
    slices = [a_slice(n, of=9) for n in (1, 2, 3, 4, 6, 7)]
    random.Random(4).shuffle(slices)
    kept(them, case, *slices)
    indexed(case)
    with acting(them.cleo, them.programme):
        series = Series.objects.get()
        order = series.instances.order_by("position").values_list("uid", flat=True)
        assert list(order) == [f"{SERIES}.{n}" for n in (1, 2, 3, 4, 6, 7)]
        assert (series.plane, series.spacing, series.gaps, series.is_mixed) == ("axial", 2.5, 1, False)
        assert Study.objects.get().state == "complete"


def test_a_series_of_two_planes_says_so(them: Cast, case: Case) -> None:
    turned = [a_slice(n, of=6, ImageOrientationPatient=SAGITTAL) for n in (4, 5, 6)]
    kept(them, case, *(a_slice(n, of=6) for n in (1, 2, 3)), *turned)
    indexed(case)
    with acting(them.cleo, them.programme):
        assert Series.objects.get().is_mixed


def test_a_study_is_not_whole_while_a_file_of_the_case_is_being_checked(them: Cast, case: Case) -> None:
    kept(them, case, a_slice(1, of=2))
    waiting = a_sent_file(them, case, content=a_slice(2, of=2)).record
    indexed(case)
    with acting(them.cleo, them.programme):
        assert waiting is not None
        assert Study.objects.get().state == "arriving"
        records.check(record=waiting, at=now())
    indexed(case)
    with acting(them.cleo, them.programme):
        assert (Study.objects.get().state, Instance.objects.count()) == ("complete", 2)


def test_indexing_twice_keeps_everything_once(them: Cast, case: Case) -> None:
    a_study(them, case, 2)
    indexed(case)
    with acting(them.cleo, them.programme):
        assert [m.objects.count() for m in (Study, Series, Instance, Header, OpenHeader)] == [1, 1, 2, 2, 2]


def test_what_cannot_be_shown_is_set_aside_and_the_rest_is_used(them: Cast, case: Case) -> None:
    same = a_slice(1, of=2, ImageComments="another file with the same number")
    encrypted = scans.written(
        scans.compressed(scans.header(SOPInstanceUID="1.7", StudyInstanceUID=STUDY)),
        UID("1.2.840.10008.1.2.4.100"),
    )
    kept(them, case, a_slice(1, of=2), same, encrypted)
    indexed(case)
    with acting(them.cleo, them.programme):
        assert Instance.objects.count() == 1
        assert sorted(SetAside.objects.values_list("code", flat=True)) == ["same_uid", "syntax"]


@pytest.mark.parametrize("syntax", [scans.DEFLATED, scans.BIG_ENDIAN])
def test_what_offsets_cannot_serve_has_a_rendition_and_keeps_its_original(
    them: Cast, case: Case, syntax: str
) -> None:
    content = scans.scan(syntax)
    (record,) = kept(them, case, content)
    indexed(case)
    with acting(them.cleo, them.programme):
        instance = Instance.objects.select_related("rendition").get()
        assert instance.rendition is not None
        assert (instance.syntax, instance.frame_count) == (scans.EXPLICIT, 1)
        assert record.object is not None
        assert vault.read(record.object) == content


def test_what_people_said_about_the_pictures_is_withheld(them: Cast, case: Case) -> None:
    film = a_capture(ConversionType="DF", SOPInstanceUID="1.9.1", SeriesInstanceUID="1.9")
    kept(them, case, a_slice(1), a_report(), a_capture(), film)
    indexed(case)
    with acting(them.cleo, them.programme):
        withheld = Instance.objects.filter(withheld=True).values_list("withheld_as", flat=True)
        assert sorted(withheld) == ["capture", "report"]


def test_a_removed_record_takes_its_instance_and_the_last_one_the_study(them: Cast, case: Case) -> None:
    made = kept(them, case, a_slice(1, of=2), scans.scan(scans.DEFLATED), open=False)
    indexed(case)
    with acting(them.ana, them.programme):
        records.remove(record=made[0], by=them.ana, at=now())
    with acting(them.cleo, them.programme):
        assert list(Study.objects.values_list("uid", flat=True)) == ["1.2.3"]
    with acting(them.ana, them.programme):
        records.remove(record=made[1], by=them.ana, at=now())
    with acting(them.cleo, them.programme):
        assert [m.objects.count() for m in (Study, Series, Instance, Header, OpenHeader)] == [0] * 5


def test_what_was_forgotten_is_found_once_a_case(them: Cast, case: Case) -> None:
    kept(them, case, a_slice(1, of=2), a_slice(2, of=2))
    with acting(them.cleo, them.programme):
        assert imaging.reindex() == 1
        assert imaging.reindex() == 0
