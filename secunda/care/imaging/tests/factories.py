"""Studies brought to a state through the house's own actions, on real DICOM made by pydicom."""

from __future__ import annotations

from typing import Any

import numpy as np

from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, now
from secunda.care.imaging import actions as imaging
from secunda.care.imaging.models import Study
from secunda.care.records import actions as records
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_received_record
from secunda.reading.tests import scans

STUDY, SERIES = "1.2.826.0.1.1", "1.2.826.0.1.1.1"
AXIAL, SAGITTAL = [1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, -1]
SR, SC, PDF = "1.2.840.10008.5.1.4.1.1.88.11", "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.104.1"
SIDE = 32


def a_slice(number: int, *, of: int = 1, rows: int = SIDE, columns: int = SIDE, **values: Any) -> bytes:
    """The `number`-th slice of Ana's CT: 2.5 mm apart, numbered from the top, its pixels a ramp of its own."""
    said = {
        "SOPInstanceUID": f"{SERIES}.{number}", "StudyInstanceUID": STUDY, "SeriesInstanceUID": SERIES,
        "InstanceNumber": str(of - number + 1), "SeriesNumber": "2", "ImageOrientationPatient": AXIAL,
        "ImagePositionPatient": [0, 0, 2.5 * number], "PixelSpacing": [0.7, 0.7], "SliceThickness": "2.5",
        "RescaleSlope": "1", "RescaleIntercept": "-1024", "WindowCenter": "40", "WindowWidth": "400",
        "FrameOfReferenceUID": "1.2.826.0.1.9", "AccessionNumber": "ACC-1", "StudyTime": "101500",
    } | values  # fmt: skip
    made = scans.with_pixels(scans.header(**said), rows=rows, columns=columns)
    ramp = (np.arange(rows * columns, dtype=np.uint16) + number) % 3000
    made.PixelData = ramp.tobytes()
    return scans.written(made)


def a_report(text: str = "Told to have a mastectomy", **values: Any) -> bytes:
    """A structured report of the same study."""
    made = scans.header(SR, **{
        "SOPInstanceUID": f"{STUDY}.8", "StudyInstanceUID": STUDY, "SeriesInstanceUID": f"{STUDY}.88",
        "Modality": "SR", "SeriesDescription": text,
    } | values)  # fmt: skip
    made.ContentSequence = []
    made.ValueType = "CONTAINER"
    return scans.written(made)


def a_capture(**values: Any) -> bytes:
    """A page of a report, captured as a picture of the same study."""
    said = {
        "SOPClassUID": SC, "SOPInstanceUID": f"{STUDY}.7", "StudyInstanceUID": STUDY,
        "SeriesInstanceUID": f"{STUDY}.77", "Modality": "OT", "ConversionType": "WSD",
    } | values  # fmt: skip
    return scans.scan(**said)


def kept(them: Cast, case: Case, *contents: bytes, open: bool = True) -> list[Record]:
    """Files that Ana sent and that were checked; with `open` also confirmed and classified as open by Cleo."""
    made = [a_received_record(them, case, content=one, name=f"IM{n}") for n, one in enumerate(contents)]
    if open:
        with acting(them.cleo, them.programme):
            for record in made:
                if record.state == Record.State.ACCEPTED:
                    records.confirm_identity(record=record, by=them.cleo, at=now())
                    records.classify(record=record, blinding="open", title="", by=them.cleo, at=now())
    return made


def indexed(case: Case) -> None:
    """What the job does."""
    imaging.index(case_id=case.id, programme_id=case.programme_id, clock=now)


def a_study(them: Cast, case: Case, slices: int = 3, *, open: bool = True, **values: Any) -> Study:
    """Ana's CT, complete and in order."""
    kept(them, case, *(a_slice(n + 1, of=slices, **values) for n in range(slices)), open=open)
    indexed(case)
    with acting(them.cleo, them.programme):
        return Study.objects.get(case=case, uid=values.get("StudyInstanceUID", STUDY))
