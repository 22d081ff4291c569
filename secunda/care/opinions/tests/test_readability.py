"""The reading grade: the published formula, on syllables counted by rule."""

from __future__ import annotations

import pytest

from secunda.care.opinions import readability
from secunda.care.opinions.syllables import syllables
from secunda.care.opinions.tests import samples

# Syllables as a dictionary gives them, for words of the kind that stand in opinions.
COUNTED = """
cancer 2 breast 1 doctor 2 radiation 4 area 3 surgery 3 operation 4 mastectomy 4 chemotherapy 5
because 2 people 2 little 2 treated 2 asked 1 removed 2 lives 1 changes 2 diagnosis 4 prostate 2
biopsy 3 years 1 being 2 every 2 different 3 medicine 3 science 2 quiet 2 patient 2 serious 3
continuous 4 usual 3 create 2 theatre 3 video 3 period 3 trial 2 material 4 physician 3 opinion 3
decision 3 table 2 muscles 2 handled 2 while 1 sometimes 2 safely 2 nurses 2 uses 2 used 1 recovery 4
fertility 4 immediately 5 appropriate 4 hormones 2 surveillance 3 unifocal 4 radiotherapy 6
lymphoedema 4 incontinence 4 urine 2 anxiety 4 society 4 ratio 3 died 1 worried 2 bodies 2 player 2
hour 1 required 2 able 2 family 3 seeing 2 knowing 2 trying 2 agreed 2 guaranteed 3 coincidence 4
reaction 3 biology 4 diabetes 4 association 5 examination 5 questions 2 frightened 2 tissue 2 queue 1
technique 2 colleague 2 reconstruction 4 oncologist 4 radiologist 5 microscope 3 receptor 3 positive 3
genetic 3 ovaries 3 breathing 2 swelling 2 infection 3 pneumonia 4 emergency 4 hundred 2 measured 2
survival 3 procedure 3 anaesthetic 4 village 2 expensive 3 alternative 4 careful 2 statement 2
agreement 3 usefulness 3 definitely 4 easier 3 earliest 3 experience 4 nutrient 3 ancient 2 sufficient 3
obvious 3 cautious 2 special 2 calcium 3 museum 3 anterior 4 behaviour 3 judges 2 exercises 4 advised 2
nausea 3 diarrhoea 4 stomach 2 vertebra 3 arthritis 3 osteoporosis 6 bladder 2 sexual 3 January 4
evaluation 5 situation 4 individual 5 influence 3 language 2 guideline 2 argue 2 tongue 1 quality 3
young 1 beyond 2 rhythm 2 mechanism 4 centre 2 caregiver 3 neighbour 2 weight 1 machine 2 vaccine 2
iodine 3 favourite 3 separate 3 intermediate 5 stereo 3 theory 3 surgeon 2 creative 3 reality 4 ideal 3
nuclear 3 reassured 3 preoperative 5 tiredness 2
"""


def test_syllables_are_counted_nearly_as_a_dictionary_does() -> None:
    listed = COUNTED.split()
    pairs = list(zip(listed[::2], map(int, listed[1::2]), strict=True))
    right = sum(syllables(word) == count for word, count in pairs)
    assert right / len(pairs) >= 0.98
    whole = sum(count for _, count in pairs)
    assert abs(sum(syllables(word) for word, _ in pairs) - whole) / whole <= 0.01


@pytest.mark.parametrize(
    ("word", "count"), [("18", 1), ("side-effects", 3), ("don’t", 1), ("-", 1), ("hmm", 1)]
)
def test_numbers_signs_and_compounds(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The patient understands the recommendation.", 14.7),  # 0.39 * 5 + 11.8 * 12 / 5 - 15.59
        ("We watch it. We wait. You can call us at any time.", -1.2),  # 12 words, 3 sentences, 13 syllables
        ("Dr. Bo saw 6.1 and 18 mm, e.g. in May.", 1.3),  # one sentence of 10 words and 11 syllables
        ("What to do\nCall us", -2.8),  # a line is a sentence: 5 words in 2, 5 syllables
    ],
)
def test_the_grade_is_the_published_formula(text: str, grade: float) -> None:
    assert readability.grade(text, "en-GB") == pytest.approx(grade, abs=0.06)


@pytest.mark.parametrize("text", ["", " \n ", "…!"])
def test_nothing_to_read_has_no_grade(text: str) -> None:
    assert readability.grade(text, "en") is None
    assert readability.hard_sentences(text, "en") == []


def test_a_language_without_an_index_has_no_grade() -> None:
    assert readability.grade("يمكنكِ الاحتفاظ بثديكِ.", "ar") is None
    assert readability.hard_sentences("Una frase.", "es") == []


def test_hard_sentences_are_found_where_they_stand() -> None:
    text = "You can keep it.\n  Interdisciplinary deliberation necessitates comprehensive documentation!  Call us."
    (hard,) = readability.hard_sentences(text, "en")
    assert text[hard.start : hard.end] == hard.text
    assert hard.text == "Interdisciplinary deliberation necessitates comprehensive documentation!"
    assert hard.grade > readability.HARD_GRADE
    assert hard.long_words[0] == "Interdisciplinary"


@pytest.mark.parametrize("name", ["breast", "prostate"])
def test_the_demonstration_summaries_meet_the_target(name: str) -> None:
    content = samples.demo_content(name)
    for text in (content.plain_summary, *(answer.answer for answer in content.answers)):
        grade = readability.grade(text, "en")
        assert grade is not None
        assert grade <= 6
