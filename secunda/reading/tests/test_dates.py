"""Days with their roles, and the language of a document."""

from __future__ import annotations

import pytest

from secunda.reading.documents.dates import dates
from secunda.reading.documents.language import language_of
from secunda.reading.text import Text


@pytest.mark.parametrize(
    ("written", "language", "seen"),
    [
        ("Collected on 14 May 2024 and reported on 17 May 2024.", "en",
         [("2024-05-14", "collected"), ("2024-05-17", "reported")]),
        ("Date of Birth: 12/03/1961 Admitted: 17/06/2016 Discharged 25/06/2016", "en",
         [("2016-06-17", "admitted"), ("2016-06-25", "discharged")]),
        ("Collected Received Reported\n01/13/2021 01/14/2021 01/15/2021", "en",
         [("2021-01-13", "collected"), ("2021-01-14", "received"), ("2021-01-15", "reported")]),
        ("Date of surgery:\n2021-03-04", "en", [("2021-03-04", "performed")]),
        ("Seen in Rome, 3 March 2021", "en", [("2021-03-03", "unknown")]),
        ("Reported: 03/04/2021", "en", [("2021", "reported")]),
        ("Fecha de ingreso: 03/04/2021", "es", [("2021-04-03", "admitted")]),
        ("Data del prelievo: 12 marzo 2024", "it", [("2024-03-12", "collected")]),
        ("Дата выписки: 12 марта 2024", "ru", [("2024-03-12", "discharged")]),
        ("تاريخ الدخول: 25/06/2016", "ar", [("2016-06-25", "admitted")]),
        ("Next appointment 12 June 2031", "en", [("2031-06-12", "unknown")]),
        ("Reported 31/02/2021", "en", []),
        ("8/8 nodes, 3 of 12, stage 2", "en", []),
    ],
)  # fmt: skip
def test_a_day_has_the_role_of_its_label(written: str, language: str, seen: list[tuple[str, str]]) -> None:
    assert [(day.value, day.role) for day in dates(Text.of(written), language=language)] == seen


def test_a_day_carries_its_source() -> None:
    (day,) = dates(Text.of("a\fReported on 17 May 2024"))
    assert (day.quote, day.page, day.precision) == ("17 May 2024", 2, "day")


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("Invasive ductal carcinoma of the left breast, all margins are negative.", "en"),
        ("Carcinoma ductal infiltrante de mama izquierda, márgenes libres de tumor.", "es"),
        ("Gallensteine in der Gallenblase, keine Metastasen in der Leber nachweisbar.", "de"),
        ("سرطان القنوات الغازي في الثدي الأيسر مع حواف سليمة ولا توجد نقائل في العقد", "ar"),
        ("Hb 13.2 g/dl WBC 5.6", ""),
        ("", ""),
        ("1 2 3 4 5 6 7 8 9 " * 50, ""),
    ],
)
def test_the_language_is_told_from_enough_text_only(written: str, language: str) -> None:
    assert language_of(written) == language
