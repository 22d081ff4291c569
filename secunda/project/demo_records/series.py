"""A small MR series in the demo patient's name, from the MR image that pydicom ships for its own tests."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pydicom
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import FileDataset
from pydicom.uid import UID, generate_uid

from secunda.project.demo_records.documents import DEMO, Patient

SOURCE = Path(pydicom.__file__).parent / "data/test_files/MR_small.dcm"
SLICES, SIDE, THICKNESS = 6, 384, 4.0  # pixels a side, millimetres


def mr_series(patient: Patient, on: str) -> list[bytes]:
    """Six axial slices of `on` (YYYY-MM-DD), each with DEMO burnt into the picture; the same bytes each time."""
    study = _uid(patient.name, on)
    return [_slice(number, study, patient, on) for number in range(1, SLICES + 1)]


def _uid(*parts: str) -> UID:
    """A UID that depends on nothing but `parts`."""
    return generate_uid(prefix="2.25.", entropy_srcs=["secunda demo", *parts])


def _slice(number: int, study: UID, patient: Patient, on: str) -> bytes:
    made: FileDataset = pydicom.dcmread(SOURCE)
    made.remove_private_tags()
    _name(made, patient, on)
    made.StudyInstanceUID, made.SeriesInstanceUID = study, _uid(study, "series")
    made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = _uid(study, str(number))
    made.InstanceNumber = str(number)
    made.ImagePositionPatient = [0, 0, number * THICKNESS]
    made.SliceLocation = str(number * THICKNESS)
    _draw(made, number)
    out = io.BytesIO()
    made.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _name(made: FileDataset, patient: Patient, on: str) -> None:
    day = on.replace("-", "")
    made.PatientName = f"{patient.family}^{patient.given}"
    made.PatientBirthDate = patient.born.replace("-", "")
    made.PatientID = "DEMO-1"
    made.PatientAge = f"{_age(patient.born, on):03}Y"
    made.StudyDate = made.SeriesDate = made.AcquisitionDate = made.ContentDate = day
    made.StudyDescription = DEMO.replace("–", "-")
    made.SeriesDescription = "DEMO public test image"
    made.InstitutionName = "Public test images, for demonstration"
    made.BurnedInAnnotation = "NO"  # the word DEMO names nobody


def _age(born: str, on: str) -> int:
    birth, day = date.fromisoformat(born), date.fromisoformat(on)
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _draw(made: FileDataset, number: int) -> None:
    """The test image enlarged, a little closer with each slice, with DEMO and the slice's number on it."""
    picture = Image.frombytes("I;16", (made.Columns, made.Rows), made.PixelData).convert("F")
    edge = number * 1.5
    box = (edge, edge, made.Columns - edge, made.Rows - edge)
    large = picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box)
    _low, brightest = large.getextrema()
    pen = ImageDraw.Draw(large)
    pen.text((12, 10), "DEMO", fill=brightest, font=ImageFont.load_default(30))
    pen.text((12, SIDE - 34), f"{number} / {SLICES}", fill=brightest, font=ImageFont.load_default(20))
    spacing = float(made.PixelSpacing[0]) * (made.Rows - 2 * edge) / SIDE
    made.PixelSpacing = [f"{spacing:.6f}"] * 2
    made.Rows = made.Columns = SIDE
    made.PixelData = large.convert("I").convert("I;16").tobytes()
