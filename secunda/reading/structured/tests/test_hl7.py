"""HL7 v2: each result as a fact with its place, the separators and characters as the message states them."""

from __future__ import annotations

import io

import pytest

from secunda.reading.facts import Refusal
from secunda.reading.structured.found import Structured
from secunda.reading.structured.hl7 import read_hl7
from secunda.reading.structured.hl7.message import Marks, unescaped
from secunda.reading.tests import exports, pdfs
from secunda.reading.tests.exports import hl7


def read(content: bytes) -> Structured:
    return read_hl7(io.BytesIO(content))


FACTS = {fact.path: fact for fact in read(exports.ORU).facts}


def test_whom_it_is_about_with_every_name() -> None:
    patient = read(exports.ORU).patient
    assert (patient.names, patient.birth_dates, patient.identifiers) == (
        ("Lindqvist^Ana", "Berg^Ana"), ("1981-03-14",), ("A-17",),
    )  # fmt: skip


def test_a_number_is_named_and_converted_and_keeps_its_other_code() -> None:
    found = FACTS["OBX[1]-5"]
    assert (found.name, found.value, found.unit, found.code, found.date) == (
        "haemoglobin",
        "132",
        "g/L",
        "718-7",
        "2026-05-03",
    )
    assert dict(found.detail) == {
        "label": "Hemoglobin", "range": "12-16", "flag": "N", "status": "F", "as_written": "13.2 g/dL",
        "coding[1]": "L|HGB Hb",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("OBR[1]-4", "report", "cbc"),
        ("OBX[2]-5", "psa", "<0.1"),
        ("OBX[3]-5", "lab_other", "Staphylococcus aureus"),
        ("OBX[3]-5[2]", "lab_other", "E. coli"),
        ("OBX[4]-5", "lab_other", "Invasive ductal carcinoma & DCIS pT2 pN0"),
        ("OBX[5]-5", "withdrawn", "5"),
        ("DG1[1]-3", "diagnosis", "breast cancer"),
        ("AL1[1]-3", "allergy", "penicillin"),
        ("RXA[1]-5", "immunization", "influenza"),
    ],
)
def test_each_segment_and_type(path: str, name: str, value: str) -> None:
    assert (FACTS[path].name, FACTS[path].value) == (name, value)


def test_a_refused_vaccine_is_negated() -> None:
    assert FACTS["RXA[1]-5"].assertion == "negated"
    assert FACTS["DG1[1]-3"].code_system == "ICD-10-CM"


def test_a_coded_answer_is_kept() -> None:
    assert dict(FACTS["OBX[3]-5"].detail)["value.coding[0]"] == "SNOMED CT|3092008 Staphylococcus aureus"


def test_the_report_is_text_line_by_line() -> None:
    assert (
        read(exports.ORU).text.plain
        == "Invasive ductal carcinoma & DCIS\npT2 pN0\nSample slightly haemolysed"
    )


def test_a_document_inside_comes_out() -> None:
    assert [b"".join(entry.chunks()) for entry in read(exports.ORU).attachments] == [pdfs.plain()]


def test_days_have_roles() -> None:
    content = hl7(
        "PV1|1" + "|" * 43 + "20260101|20260105",
        "OBR|1|||a|||20260103|||||||20260104||||||||20260106",
        "OBX|1|NM|a||1",
    )
    assert {(day.value, day.role, day.path) for day in read(content).dates} == {
        ("2026-01-01", "admitted", "PV1[1]-44"), ("2026-01-05", "discharged", "PV1[1]-45"),
        ("2026-01-03", "collected", "OBR[1]-7"), ("2026-01-04", "received", "OBR[1]-14"),
        ("2026-01-06", "reported", "OBR[1]-22"),
    }  # fmt: skip


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "frame",
    [(b"", b""), (b"\x0b", b"\x1c\r"), (b"\xef\xbb\xbf", b""), (b"FHS|^~\\&|A\rBHS|^~\\&|A\r", b"BTS|1\r")],
)
def test_line_ends_frames_and_batches_are_undone(ending: bytes, frame: tuple[bytes, bytes]) -> None:
    content = (
        frame[0].replace(b"\r", ending) + exports.ORU.replace(b"\r", ending) + frame[1].replace(b"\r", ending)
    )
    assert {fact.path: fact.value for fact in read(content).facts} == {
        path: fact.value for path, fact in FACTS.items()
    }


def test_other_separators_are_taken_as_stated() -> None:
    found = read(
        hl7("OBX|1|NM|718-7*Hb*LN||13.2|g/dL", marks="#*~\\&").replace(b"Lindqvist^Ana", b"Lindqvist*Ana")
    )
    assert (found.facts[0].name, found.patient.names[0]) == ("haemoglobin", "Lindqvist^Ana^^^^^L")  # fmt: skip


def test_several_messages_of_one_person_have_their_places() -> None:
    found = read(hl7("OBX|1|NM|718-7^Hb^LN||13.2|g/dL") + hl7("OBX|1|NM|718-7^Hb^LN||12.1|g/dL"))
    assert [(fact.path, fact.value) for fact in found.facts] == [
        ("MSH[1]/OBX[1]-5", "132"),
        ("MSH[2]/OBX[1]-5", "121"),
    ]


def test_a_line_break_inside_a_text_belongs_to_it() -> None:
    found = read(hl7("OBX|1|TX|a^Report^L||first line\nsecond line\n\nOBX-like words||||||F"))
    assert found.text.plain == "first line\nsecond line\nOBX-like words"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("UNICODE UTF-8", "utf-8"),
        ("8859/1", "latin-1"),
        ("", "utf-8"),
        ("", "latin-1"),
        ("8859/15", "iso8859-15"),
    ],
)
def test_the_stated_characters_are_taken(charset: str, encoding: str) -> None:
    content = hl7("OBX|1|ST|a^Größe^L||groß", charset=charset).decode().encode(encoding)
    assert read(content).facts[0].value == "groß"


def test_cyrillic_by_its_stated_characters() -> None:
    content = hl7("OBX|1|ST|a^b^L||опухоль", charset="8859/5").decode().encode("iso8859-5")
    assert read(content).facts[0].value == "опухоль"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a\\F\\b", "a|b"), ("a\\S\\b", "a^b"), ("a\\T\\b", "a&b"), ("a\\R\\b", "a~b"), ("a\\E\\b", "a\\b"),
        ("a\\.br\\b", "a\nb"), ("a\\X41\\b", "aAb"), ("a\\H\\bold\\N\\", "abold"), ("50\\ml", "50\\ml"),
        ("a\\Zx\\b", "ab"),
    ],
)  # fmt: skip
def test_escapes(written: str, meant: str) -> None:
    assert unescaped(written, Marks("|", "^", "~", "\\", "&")) == meant


def test_many_lines_of_one_text_take_no_longer_each() -> None:
    content = hl7("OBX|1|TX|a^b^L||first" + "\nmore words" * 100_000)
    assert len(read(content).text.plain) > 1_000_000


def test_letters_as_separators_are_no_message() -> None:
    with pytest.raises(Refusal):
        read(b"MSHaBcDeLABaH")
