"""Fields of the intake: each bad input gets one clear sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from secunda.portals.public.forms import fields


def sentence(field: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    assert len(refused.value.messages) == 1
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("parts", "known"),
    [
        (("3", "5", "1981"), "1981-05-03"),
        (("", "5", "1981"), "1981-05"),
        (("", "", "1981"), "1981"),
        (("٣", "5", "١٩٨١"), "1981-05-03"),
        (("", "", ""), ""),
        (None, ""),
    ],
)
def test_a_day_is_known_as_far_as_it_is_told(parts: Any, known: str) -> None:
    assert fields.Day(required=False).clean(parts) == known


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("31", "2", "1981"), "There is no such day in the calendar. Please check it."),
        (("0", "2", "1981"), "There is no such day in the calendar. Please check it."),
        (("x", "2", "1981"), "There is no such day in the calendar. Please check it."),
        (("1", "13", "1981"), "There is no such day in the calendar. Please check it."),
        (("1", "1", "81"), "Please write the year with four digits, such as 1981."),
        (("1", "1", "nonsense"), "Please write the year with four digits, such as 1981."),
        (("1", "1", ""), "Please write the year with four digits, such as 1981."),
        (("1", "", "1981"), "Please give the day, the month and the year."),
    ],
)
def test_a_day_that_cannot_be_gets_one_sentence(parts: Any, said: str) -> None:
    assert sentence(fields.Day(required=False), parts) == said


def test_a_whole_day_needs_its_parts() -> None:
    assert (
        sentence(fields.Day(whole=True), ("", "5", "1981")) == "Please give the day, the month and the year."
    )
    assert sentence(fields.Day(whole=True), ("", "", "")) == "Please tell us the date."


def test_a_day_goes_back_into_its_boxes() -> None:
    assert fields.DayParts().decompress("1981-05-03") == ["3", "5", "1981"]
    assert fields.DayParts().decompress("1981-05") == ["", "5", "1981"]
    assert fields.DayParts().decompress(None) == ["", "", ""]


def test_months_speak_the_readers_language() -> None:
    with override("ar"):
        assert dict(fields.months())["2"] == "فبراير"
    assert dict(fields.months())["2"] == "February"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=x",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "</form>",
    ],
)
def test_a_script_is_refused_in_one_sentence(text: str) -> None:
    for field in (fields.words(label="x"), fields.line(label="x"), fields.Names(label="x")):
        assert sentence(field, text) == "This looks like computer code. Please say it in plain words."


@pytest.mark.parametrize(
    "text", ["a tumour <2 cm", "Hb < 7 and > 5", "pain <when walking>", "I <3 my doctor", "a&b"]
)
def test_plain_words_with_signs_are_taken(text: str) -> None:
    assert fields.words(label="x").clean(text) == text


def test_nonsense_and_length_get_a_sentence() -> None:
    assert sentence(fields.words(label="x"), "?!?! 123") == "We cannot read this. Please write it in words."
    assert sentence(fields.words(label="x", most=10), "a" * 11) == (
        "Please shorten this: it has 11 characters, and 10 fit."
    )
    assert sentence(fields.line(label="x"), " ") == "Please fill this in."


@pytest.mark.parametrize("text", ["abc", "12", "+", "1234 ext abc"])
def test_no_telephone_number(text: str) -> None:
    field = fields.line(label="x", check=fields.telephone)
    assert sentence(field, text).startswith("This is not a telephone number.")


def test_a_telephone_number() -> None:
    assert fields.line(label="x", check=fields.telephone).clean("+351 912-345 (678)") == "+351 912-345 (678)"


def test_names_are_one_a_line() -> None:
    assert fields.Names(label="x").clean(" Dr  Rao \n\nDr Bo\nDr Rao") == ("Dr Rao", "Dr Bo")
    assert fields.Names(label="x", required=False).clean("") == ()
    assert "one name a line" in sentence(fields.Names(label="x"), "\n".join(f"Dr A{i}" for i in range(13)))
    assert "one name a line" in sentence(fields.Names(label="x"), "a" * 201)
