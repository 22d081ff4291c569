"""A file read from its bytes to what is printed of it."""

from __future__ import annotations

import hashlib
import io
import json

from secunda.reading.document import Document, Fact
from secunda.reading.printed import printed
from secunda.reading.read import of_text, read
from secunda.reading.tests import paper, pictures, scans
from secunda.reading.text import Box, Text

FIELDS = [
    "file", "sha256", "kind", "type", "type_confidence", "readable", "language", "pages", "patient", "dates", "facts",
    "problems",
]  # fmt: skip


def document(content: bytes, name: str = "a file") -> Document:
    return read(io.BytesIO(content), name=name, size=len(content))


def test_a_report_is_read_whole() -> None:
    content = paper.pdf([paper.REPORT])
    found = document(content)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert (found.kind, found.readable, found.language, found.pages, found.problems) == (
        "pdf",
        True,
        "en",
        1,
        (),
    )
    assert (found.patient.names, found.patient.birth_dates) == (("Ana Example",), ("1961-03-12",))
    assert [(day.value, day.role) for day in found.dates] == [
        ("2024-05-14", "collected"),
        ("2024-05-17", "reported"),
    ]
    assert all(day.box is not None for day in found.dates)
    for fact in found.facts:
        assert fact.quote in found.text.plain.replace("\n", " ")
        assert fact.box is not None


def test_a_file_that_cannot_be_used_says_why() -> None:
    found = document(b"MZ" + bytes(100))
    assert (found.readable, found.problems, found.facts) == (False, ("program",), ())


def test_a_scan_file_says_what_its_header_says() -> None:
    found = document(scans.scan())
    assert found.kind == "dicom"
    assert found.patient.names


def test_a_picture_of_noise_is_unreadable() -> None:
    found = document(pictures.picture("PNG", (300, 200)))
    assert (found.kind, found.readable, found.facts) == ("png", False, ())


def test_what_is_printed_has_the_names_it_is_documented_with() -> None:
    fact = Fact("pT", "T2", "pT2", 1, Box(1, 2, 3, 4), detail=(("prefix", "y"),))
    whole = printed(Document(file="a", sha256="b", kind="pdf", facts=(fact,)))
    assert list(whole) == FIELDS
    assert json.loads(json.dumps(whole))["facts"][0]["box"] == [1, 2, 3, 4]
    assert whole["facts"][0]["detail"] == {"prefix": "y"}


def test_a_document_of_an_unclear_type_is_read_as_a_letter_too() -> None:
    text = Text.of("Colectomy in 2019. Biopsy: adenoma. Takes metformin 500 mg daily.")
    document = of_text(Document(file="", sha256="", kind="text", text=text))
    assert document.type_confidence < 0.5
    assert {("procedure", "colectomy"), ("medicine", "metformin")} <= {
        (f.name, f.value) for f in document.facts
    }
