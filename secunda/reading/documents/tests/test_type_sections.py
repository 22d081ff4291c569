"""A document's sections are found by their usual headings, so that history is not read as diagnosis."""

from __future__ import annotations

import pytest

from secunda.reading.documents.sections import section_at, sections

REPORT = """Hospital of the Hill
CLINICAL HISTORY: Mass in the left breast.
GROSS DESCRIPTION
Received fresh is a breast.
FINAL DIAGNOSIS:
A. Breast, left, mastectomy:
Invasive carcinoma.
BILLING CODES: 123
Nothing more.
"""


def test_each_word_knows_its_section() -> None:
    found = sections(REPORT)
    assert [section.name for section in found] == ["clinical_history", "gross", "diagnosis", "other"]
    assert section_at(found, REPORT.index("Hill")) is None
    for word, name in (("Mass", "clinical_history"), ("Received", "gross"), ("Invasive", "diagnosis")):
        section = section_at(found, REPORT.index(word))
        assert section is not None
        assert section.name == name


def test_the_body_is_what_follows_the_heading() -> None:
    first = sections(REPORT)[0]
    assert first.heading == "CLINICAL HISTORY"
    assert REPORT[first.start : first.end].strip() == "Mass in the left breast."


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Clinical Data:", "clinical_history"),
        ("1. IMPRESSION:", "impression"),
        ("Specimen(s) Received", "specimen"),
        ("Past Medical History: asthma", "past_history"),
        ("Clinical History and Pre-Op Dx: tumour", "clinical_history"),
        ("Diagnóstico anatomopatológico: carcinoma", "diagnosis"),
        ("Antecedentes familiares: madre con cáncer", "family_history"),
        ("Medikation bei Entlassung", "medications"),
        ("Beurteilung:", "impression"),
        ("Renseignements cliniques :", "clinical_history"),
        ("Conduite à tenir:", "plan"),
        ("التشخيص النهائي: سرطان", "diagnosis"),
        ("GROSS DESCRIPTION - two pieces", "gross"),
    ],
)
def test_usual_headings_of_several_languages(line: str, name: str) -> None:
    assert [section.name for section in sections(line + "\nmore")] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "The history of this lesion is long and the findings many",
        "She reports pain",
        "pT2: tumour",
        "diagnosis was late",
    ],
)
def test_prose_is_no_heading(line: str) -> None:
    assert sections(line) == ()
