"""Our codes on other scales, and the one canonical form of what is signed."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secunda.care.opinions import canonical, concordance
from secunda.care.opinions import content as c
from secunda.care.opinions.content import codes
from secunda.care.opinions.tests import samples


def test_our_codes_on_the_other_scales() -> None:
    major = concordance.on_other_scales(codes.Concordance.CHANGED_MAJOR)
    assert (major.mayo, major.pathology, major.radpeer) == ("distinctly different", "major", ("2b", "3b"))
    assert (
        concordance.best_doctors(codes.Concordance.CHANGED_MAJOR, codes.Impact.MODERATE)
        == "changed, moderate impact"
    )
    assert concordance.best_doctors(codes.Concordance.REFINED, codes.Impact.MINOR) == "clarified"
    assert concordance.on_other_scales(codes.Concordance.UNDETERMINED).radpeer == ()
    assert set(concordance.SCALES) == set(codes.Concordance)
    assert not any("4" in score for scales in concordance.SCALES.values() for score in scales.radpeer)


def test_the_words_for_patients_name_who_says_so() -> None:
    for code in codes.Concordance:
        for say in (concordance.about_diagnosis, concordance.about_treatment):
            assert "Dr Bo" in say(code, "Dr Bo")


def test_canonical_json_is_sorted_tight_and_utf8() -> None:
    expert = c.Expert("1", "Dr Ørsted “Ö”", verified_on=date(2026, 11, 22))
    assert (
        canonical.canonical(expert) == '{"id":"1","name":"Dr Ørsted “Ö”","verified_on":"2026-11-22"}'.encode()
    )


def test_the_signed_document_reads_back_from_its_bytes() -> None:
    signed = samples.full_signed()
    held = canonical.canonical(signed)
    assert canonical.read(held) == signed
    assert canonical.sha256(held) == canonical.sha256(canonical.canonical(canonical.read(held)))


@pytest.mark.parametrize(
    "held",
    [
        b"\xff",
        b"[1]",
        b"{",
        b'{"schema":"secunda.opinion/9"}',
        b"[" * 100_000,
        canonical.canonical(samples.demo_signed()) + b" ",
        canonical.canonical(samples.demo_signed()).replace(b'"version":1', b'"version":1,"version":1'),
        json.dumps(c.to_json(samples.demo_signed())).encode(),
    ],
    ids=["not text", "a list", "half", "another schema", "deep", "a space", "a key twice", "not canonical"],
)
def test_other_bytes_are_not_a_signed_document(held: bytes) -> None:
    with pytest.raises(c.Malformed):
        canonical.read(held)


def test_canonical_json_carries_no_number_that_a_reader_might_round() -> None:
    with pytest.raises(c.Malformed, match="too large"):
        canonical.canonical(dataclasses.replace(samples.frame(), version=2**53))
    with pytest.raises(c.Malformed, match="not a character"):
        canonical.canonical(c.Question("q", "\ud83d"))


@given(
    st.text(
        alphabet=st.characters(
            exclude_categories=["Cs", "Cc"], exclude_characters="\u202d\u202e\ufeff\ufffe\uffff"
        )
    )
)
@settings(max_examples=50, deadline=None)
def test_any_text_survives_signing(text: str) -> None:
    signed = canonical.Signed(samples.frame(), c.OpinionContent(summary=text))
    assert canonical.read(canonical.canonical(signed)) == signed


def test_a_report_code_is_read_as_people_type_it() -> None:
    code = canonical.report_code(UUID(int=1))
    assert len(code) == 19
    assert code == canonical.report_code(UUID(int=1)) != canonical.report_code(UUID(int=2))
    assert canonical.read_code(code.lower().replace("-", " ")) == code
    assert canonical.read_code("oil0 oil0 oil0 oil0") == "0110-0110-0110-0110"
    assert canonical.read_code("0110-0110") is None
    assert canonical.read_code("UUUU-0110-0110-0110") is None
