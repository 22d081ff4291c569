"""Whose document it is: absent is better than wrong."""

from __future__ import annotations

from datetime import date

import pytest

from secunda.reading.documents.patient import patient
from secunda.reading.identity import compare
from secunda.reading.text import Box, Page, Text, Word

NAMES = {
    "Patient: Ana Example   Born: 12 March 1961": "Ana Example",
    "PATIENT NAME: DOE, JANE M.  DOB: 03/14/1961 Sex: F": "DOE, JANE M.",
    "Name: Samuel Stone\nDOB 1961-03-12": "Samuel Stone",
    "RE: Mrs Ana Maria Example, DOB 12 March 1961": "Ana Maria Example",
    "Nombre:  Pedro.\nApellidos: De Miguel Rivera.": "Pedro De Miguel Rivera",
    "Nachname: Müller   Vorname: Anna-Lena": "Anna-Lena Müller",
    "Name: Müller\nVorname: Anna": "Anna Müller",
    "Nom: DUPONT Prénom: Marie": "Marie DUPONT",
    "Paziente: ROSSI MARIO nato il 12/03/1961": "ROSSI MARIO",
    "Hasta Adı Soyadı: Ayşe Yılmaz  Doğum Tarihi: 12.03.1961": "Ayşe Yılmaz",
    "اسم المريض: محمد أحمد علي\nتاريخ الميلاد: 12/05/1961": "محمد أحمد علي",
    "रोगी का नाम: राम कुमार": "राम कुमार",
    "Пациент: Иванова Анна Петровна, дата рождения 12.03.1961": "Иванова Анна Петровна",
    "Patient Name\nAna Example\nNHS No: 943 476 5919": "Ana Example",
    "患者姓名：王小明": "王小明",
}
NOBODY = (
    "Referring physician: Samuel Stone",
    "Referring Physician\nName: Samuel Stone",
    "Physician Name: John Smith",
    "Hospital name: Saint Mary",
    "Emergency contact name: Maria Example",
    "Mother's name: Maria Example",
    "Drug name: Panadol Extra",
    "Patient: Dr Samuel Stone",
    "Patient: The patient was seen by Dr Stone",
    "Patient: FEMALE, 54 years",
    "Patient: Ana",
    "Patient Ana Example was seen",
    "Re: your letter of Monday Morning",
    "Name:\nSex: F",
    "Patient: [redacted]",
    "Test Name: Complete Blood Count",
    "Patient education: Wound Care At Home",
)


@pytest.mark.parametrize("written", NAMES)
def test_the_patients_name_is_taken_as_written(written: str) -> None:
    assert patient(Text.of(written)).names == (NAMES[written],)


@pytest.mark.parametrize("written", NOBODY)
def test_nobody_else_is_the_patient(written: str) -> None:
    assert patient(Text.of(written)).names == ()


@pytest.mark.parametrize(
    ("written", "language", "days"),
    [
        ("DOB: 12 March 1961", "en", ("1961-03-12",)),
        ("DOB (dd/mm/yyyy): 25/03/1961", "en", ("1961-03-25",)),
        ("Date of birth\n1961-03-12", "en", ("1961-03-12",)),
        ("DOB: 03/04/1961", "en", ()),
        ("Fecha de nacimiento: 03/04/1961", "es", ("1961-04-03",)),
        ("DOB: 12.03.61", "en", ()),
        ("Born in 1961 in March", "en", ()),
        ("Seen on 12 March 2021", "en", ()),
        ("Mother's date of birth: 12 March 1931", "en", ()),
    ],
)
def test_a_birth_date_is_a_whole_day_or_nothing(written: str, language: str, days: tuple[str, ...]) -> None:
    assert patient(Text.of(written), language=language).birth_dates == days


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("MRN: 12345678", ("12345678",)),
        ("NHS No: 943 476 5919", ("943 476 5919",)),
        ("NHC: 2569870.", ("2569870",)),
        ("رقم الملف: 12345", ("12345",)),
        ("Pat.-Nr. A-10023", ("A-10023",)),
        ("MRN: pending", ()),
        ("Specimen number: 12345", ()),
    ],
)
def test_numbers_beside_their_label(written: str, numbers: tuple[str, ...]) -> None:
    assert patient(Text.of(written)).identifiers == numbers


def test_a_name_under_its_heading_in_a_table() -> None:
    def line(top: float, *words: tuple[str, float]) -> tuple[Word, ...]:
        return tuple(Word(text, Box(x, top, x + 6 * len(text), top + 10)) for text, x in words)

    page = Page(1, 600, 800, (
        line(10, ("Patient", 10), ("Name", 60), ("DOB", 250), ("MRN", 400)),
        line(30, ("Ana", 10), ("Example", 40), ("12", 250), ("March", 270), ("1961", 310), ("778899", 400)),
    ))  # fmt: skip
    assert patient(Text((page,))).names == ("Ana Example",)


def test_a_wide_gap_ends_a_name() -> None:
    words = (("Patient:", 10), ("Ana", 70), ("Example", 95), ("Sonnenberg", 400), ("Tower", 470))
    line = tuple(Word(text, Box(x, 10, x + 5 * len(text), 20)) for text, x in words)
    assert patient(Text((Page(1, 600, 800, (line,)),))).names == ("Ana Example",)


def test_what_is_found_is_what_identity_compares() -> None:
    seen = patient(Text.of("PATIENT: EXAMPLE, ANA MARIA   DOB: 12 March 1961\nConsultant: Dr Samuel Stone"))
    born = date(1961, 3, 12)
    assert compare(seen.names, seen.birth_dates, ["Ana Example"], born) == "match"
    assert compare(seen.names, seen.birth_dates, ["Samuel Stone"], born) == "mismatch"
