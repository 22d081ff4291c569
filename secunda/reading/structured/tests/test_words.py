"""Tables of results, plain texts, Word documents and variant files."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pytest

from secunda.reading.facts import Limits, Refusal
from secunda.reading.structured.docx import active_in, read_docx
from secunda.reading.structured.found import Structured
from secunda.reading.structured.lab_csv import read_lab_csv
from secunda.reading.structured.plain import decoded, read_plain
from secunda.reading.structured.vcf import list_variants
from secunda.reading.tests import exports
from secunda.reading.tests.exports import docx

RELATIONS = (
    b'<Relationships><Relationship Type="http://x/attachedTemplate" Target="http://example.org/t.dotm" '
    b'TargetMode="External"/></Relationships>'
)


def table(text: str) -> Structured:
    return read_lab_csv(io.BytesIO(text.encode()))


def words(content: bytes) -> str:
    return read_docx(io.BytesIO(content), len(content)).text.plain


def test_a_table_of_results() -> None:
    found = read_lab_csv(io.BytesIO(exports.LAB_CSV))
    assert [(fact.name, fact.value, fact.unit, fact.date, fact.path) for fact in found.facts] == [
        ("haemoglobin", "132", "g/L", "2026-05-03", "row[2]/column[4]"),
        ("psa", "<0.1", "ug/L", "2026-05-03", "row[3]/column[4]"),
        ("lab_other", "7", "U", "2026-05-13", "row[4]/column[4]"),
    ]
    assert (found.patient.names, found.patient.birth_dates) == (("Lindqvist, Ana",), ("1981-03-14",))
    assert dict(found.facts[0].detail)["as_written"] == "13.2 g/dL"
    assert {(day.value, day.role) for day in found.dates} == {
        ("2026-05-03", "collected"),
        ("2026-05-13", "collected"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Test,Value,Unit\nHemoglobin,13.2,g/dL\n", "Laboratory of Dr X\n\nTest\tResult\tUnits\nHb\t13.2\tg/dL\n",
        "Prueba;Resultado;Unidades\nHemoglobina;13,2;g/dL\n", "Untersuchung|Ergebnis|Einheit\nHämoglobin|13.2|g/dl\n",
        "Paramètre;Résultat;Unité\nHémoglobine;13,2;g/dL\n", "التحليل,النتيجة,الوحدة\nالهيموغلوبين,13.2,g/dL\n",
        "LOINC,Description,Value,UOM\n718-7,HGB,13.2,g/dL\n",
    ],
)  # fmt: skip
def test_headers_in_several_languages(text: str) -> None:
    (found,) = table(text).facts
    assert (found.name, found.value, found.unit) == ("haemoglobin", "132", "g/L")


def test_days_as_columns() -> None:
    found = table("Test,Unit,2026-01-02,2026-02-03\nPlatelets,10*9/L,150,\nSodium,mmol/L,140,141\n").facts
    assert [(fact.name, fact.value, fact.date) for fact in found] == [
        ("platelets", "150", "2026-01-02"), ("sodium", "140", "2026-01-02"), ("sodium", "141", "2026-02-03"),
    ]  # fmt: skip


def test_a_comma_that_may_part_thousands_is_left() -> None:
    assert [fact.value for fact in table("Test;Value;Unit\nStrange;1,500;U\nOther;1,50;U\n").facts] == [
        "1,500",
        "1.50",
    ]


@pytest.mark.parametrize(
    "text", ["Name,Address\nAna,Street 1\n", "Test,Value\n", "Dear colleague, the test was fine.\n"]
)
def test_other_tables_and_texts_are_no_results(text: str) -> None:
    with pytest.raises(Refusal):
        table(text)


@pytest.mark.parametrize(
    ("text", "encoding", "certain"),
    [
        ("Größe 18 mm", "utf-8", True), ("Größe 18 mm", "utf-8-sig", True), ("Größe 18 mm", "utf-16", True),
        ("Größe 18 mm", "utf-16-le", True), ("Größe 18 mm", "utf-16-be", True), ("Größe 18 mm", "utf-32", True),
        ("Sehr geehrte Frau Müller, Größe 18 mm", "cp1252", False),
        ("Размер опухоли увеличился до двух сантиметров", "cp1251", False),
        ("Le résumé de l’opéré – 3 €", "cp1252", False), ("Το μέγεθος του όγκου αυξήθηκε", "cp1253", False),
    ],
)  # fmt: skip
def test_encodings_are_told_from_the_bytes(text: str, encoding: str, certain: bool) -> None:
    found = decoded(text.encode(encoding))
    assert (found.text, found.is_certain) == (text, certain)


def test_a_nul_beside_each_letter_is_no_letter() -> None:
    torn = b"\0p\0T\x003\0 \0p\0N\x000\n\0G\x002\n"  # UTF-16 that lost the NULs of its line feeds
    assert decoded(torn) == ("pT3 pN0\nG2\n", True)
    with pytest.raises(Refusal):
        decoded(b"\0\0\0p\0\0\0T\0\0\x003\n" * 9)


def test_spaces_and_hyphens_of_any_kind_are_writing() -> None:
    assert decoded("page 1\n \u00a0\n \u00a0Be\u00adfund\u00a0".encode()).is_certain


def test_an_uncertain_encoding_is_said() -> None:
    assert read_plain(io.BytesIO("Größe".encode("cp1252"))).problems == ("encoding_unsure",)


def test_form_feeds_part_the_pages_of_a_text() -> None:
    assert [page.number for page in read_plain(io.BytesIO(b"one\r\n\x0ctwo\x0c")).text.pages] == [1, 2]


def test_a_word_document_in_reading_order() -> None:
    body = (
        "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>pT</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:t>kept</w:t></w:r></w:p><w:p><w:r><w:br w:type='page'/><w:t>next page</w:t></w:r></w:p>"
    )
    notes = f'<w:ftr xmlns:w="{exports.WORD}"><w:p><w:r><w:t>Page 1</w:t></w:r></w:p></w:ftr>'.encode()
    assert words(docx(body, word__footer1_dot_xml=notes)) == "One two\npT 2\nkept\n\fnext page\n\fPage 1"


@pytest.mark.parametrize(
    ("parts", "active"),
    [
        ({}, ()),
        ({"word__vbaProject_dot_bin": b"x"}, ("macro", "embedded_file")),
        ({"word__embeddings__a_dot_xlsx": b"x"}, ("embedded_file",)),
        ({"word__activeX__a_dot_xml": b"<a/>"}, ("embedded_file",)),
        ({"word___rels__settings_dot_xml_dot_rels": RELATIONS}, ("external",)),
        ({"word__afchunk1_dot_html": b"<html>"}, ("html",)),
    ],
)
def test_what_could_run_is_named(parts: dict[str, Any], active: tuple[str, ...]) -> None:
    content = docx(**parts)
    assert active_in(io.BytesIO(content), len(content)) == active


VCF = b"##fileformat=VCFv4.2\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tANA\tTUMOUR\n"


@pytest.mark.parametrize("packed", [False, True])
def test_a_variant_file_is_listed(packed: bool) -> None:
    content = VCF + b"chr1\t1\t.\tA\tT\t.\t.\t.\tGT\t0/1\t0/0\n" * 300
    found = list_variants(
        io.BytesIO(gzip.compress(content[:5000]) + gzip.compress(content[5000:]) if packed else content)
    )
    assert (found.version, found.reference, found.samples, found.variants, found.is_whole) == (
        "VCFv4.2", "GRCh38", ("ANA", "TUMOUR"), 300, True,
    )  # fmt: skip


def test_a_packed_bomb_is_listed_in_bounds() -> None:
    found = list_variants(
        io.BytesIO(gzip.compress(VCF + b"chr1\t1\n" * 500_000)), Limits(max_inflated_bytes=100_000)
    )
    assert not found.is_whole
    assert found.variants < 20_000
