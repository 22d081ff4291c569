"""Every id of the rules has its words, and the words are easy to read."""

from __future__ import annotations

import re
from statistics import mean

import pyphen
from django.utils import translation

from secunda.care.triage import ruleset, wording

RULES = ruleset.current()
HYPHENATION = pyphen.Pyphen(lang="en_US")
MEAN_GRADE, HARDEST_GRADE = 6, 9


def syllables(word: str) -> int:
    """Hyphenation leaves single letters at the edges together, so vowel groups are counted too; the larger counts."""
    vowels = re.findall("[aeiouy]+", re.sub("(?<=[^aeiouyl])e$", "", word.lower()))
    return max(1, len(HYPHENATION.inserted(word).split("-")), len(vowels))


def grade(text: str) -> float:
    """Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al. 1975)."""
    words = re.findall(r"[A-Za-z0-9']+", text)
    sentences = max(1, len(re.findall(r"[.?!](?:\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_every_id_has_words_and_no_words_are_left_over() -> None:
    assert set(wording.QUESTIONS) == set(RULES.questions())
    assert set(wording.SCREENS) == set(wording.INTRODUCTIONS) == {screen.id for screen in RULES.screens}
    assert set(wording.ROWS) == {row.id for row in RULES.rows}
    assert set(wording.HINTS) <= set(wording.QUESTIONS)
    assert set(wording.CALLS) == {level.call for row in RULES.rows for level in row.levels if level.call}


def test_questions_are_easy_to_read() -> None:
    grades = {question: grade(text) for question, text in wording.QUESTIONS.items()}
    assert mean(grades.values()) <= MEAN_GRADE
    assert {question: found for question, found in grades.items() if found > HARDEST_GRADE} == {}


def test_the_measure_of_reading_is_not_blind() -> None:
    assert grade("Do you experience intermittent claudication or neurological deterioration?") > 15
    assert grade("Do you have pain?") < 3


def test_questions_are_short_and_ask() -> None:
    for text in wording.QUESTIONS.values():
        assert text.endswith("?")
        assert len(text.split()) <= 22


def test_words_are_said_in_the_active_language() -> None:
    with translation.override("en"):
        assert wording.said(wording.NONE_OF_THESE) == "None of these"
