"""A finding is given as its sentence asserts it; what a sentence denies is never shown as found."""

from __future__ import annotations

import pytest

from secunda.reading.documents.assertion import KINDS, assertion_at

# The words judged stand in square brackets.
SENTENCES = [
    ("affirmed", "There is a [mass] in the left upper lobe."),
    ("affirmed", "Impression: [adenocarcinoma] of the colon, well differentiated."),
    ("affirmed", "No change in the known [aneurysm] since last year."),
    ("affirmed", "The tumour involves not only the cortex but also the [renal vein]."),
    ("affirmed", "Sections are negative for lymphoma but show [granulomas]."),
    ("affirmed", "No fever. [Cough] for three days."),
    ("affirmed", "The patient has no complaints other than [back pain]."),
    ("affirmed", "Gram negative [bacteraemia] was treated for ten days."),
    ("affirmed", "No significant interval change in the [pleural effusion]."),
    ("affirmed", "She does not smoke because of her [asthma]."),
    ("affirmed", "Without any complication a [stent] was placed."),
    ("affirmed", "There is no doubt that this is [melanoma]."),
    ("affirmed", "Lymphovascular invasion: not identified\nPerineural invasion: [present]"),
    ("affirmed", "His mother says that he has had [headaches] since May."),
    ("affirmed", "No lesion is seen, and the [spleen] is enlarged."),
    ("affirmed", "Specimen No 4: [carcinoma] of the breast."),
    ("negated", "No evidence of [metastatic disease]."),
    ("negated", "The patient denies fever, chills, or [weight loss]."),
    ("negated", "Margins are free of [tumour]."),
    ("negated", "[Pneumothorax] was not seen."),
    ("negated", "[Lymphovascular invasion]: not identified"),
    ("negated", "[Perineural invasion]: absent"),
    ("negated", "There is neither [haemorrhage] nor infarction."),
    ("negated", "Myocardial infarction was excluded; [pulmonary embolism] was ruled out."),
    ("negated", "She was ruled out for [myocardial infarction]."),
    ("negated", "The CT was negative for [pulmonary embolism] or pneumonia."),
    ("negated", "Biopsies failed to show [dysplasia]."),
    ("negated", "No family history of [breast cancer]."),
    ("negated", "Chest pain, nausea and [dyspnoea] were denied; he felt well."),
    ("negated", "The sections show no necrosis and no\n[vascular invasion] in the material examined."),
    ("negated", "No se observan [adenopatías] en el mediastino."),
    ("negated", "Paciente sin [fiebre] ni disnea."),
    ("negated", "Kein Nachweis von [Metastasen] in der Leber."),
    ("negated", "Absence de [thrombose] veineuse."),
    ("negated", "لا يوجد [ورم] في الثدي."),
    ("possible", "[Metastasis] cannot be excluded."),
    ("possible", "We cannot exclude [lymphoma]."),
    ("possible", "[Recurrence] is not entirely excluded."),
    ("possible", "Findings suspicious for [carcinoma]."),
    ("possible", "This may represent an [abscess]."),
    ("possible", "Biopsy to rule out [coeliac disease]."),
    ("possible", "Probable [pneumonia] in the right lower lobe."),
    ("possible", "Return at once if you have [chest pain]."),
    ("possible", "Sospecha de [neumonía] basal derecha."),
    ("possible", "Verdacht auf [Pneumonie]."),
    ("historical", "History of [breast cancer] in 2009, now with a cough."),
    ("historical", "Status post [appendectomy]."),
    ("historical", "He had a [stroke] ten years ago."),
    ("historical", "Antecedentes de [hipertensión] arterial."),
    ("family", "Her mother had [breast cancer] at the age of 44."),
    ("family", "Family history of [colon cancer] and diabetes."),
    ("family", "Familienanamnese: [Mammakarzinom]."),
]


@pytest.mark.parametrize(("expected", "sentence"), SENTENCES)
def test_a_sentence_is_taken_as_it_asserts(expected: str, sentence: str) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    plain = sentence.replace("[", "").replace("]", "")
    assert assertion_at(plain, start, end) == expected


def test_a_family_member_does_not_reach_the_patient_after_her() -> None:
    plain = "Her sister had melanoma and the patient has diabetes."
    assert assertion_at(plain, plain.index("melanoma"), plain.index("melanoma") + 8) == "family"
    assert assertion_at(plain, plain.index("diabetes"), plain.index("diabetes") + 8) == "affirmed"


def test_a_word_inside_the_stretch_does_not_deny_it() -> None:
    plain = "The lungs show no opacities."
    assert assertion_at(plain, 0, len(plain) - 1) == "affirmed"


def test_a_whole_text_without_stops_is_looked_at_only_nearby() -> None:
    plain = "no " + "word " * 100_000 + "mass"
    assert assertion_at(plain, len(plain) - 4, len(plain)) == "affirmed"


def test_what_denies_counts_before_what_doubts() -> None:
    assert KINDS[0] == "negated"
    plain = "No evidence of possible metastasis."
    assert assertion_at(plain, plain.index("metastasis"), len(plain) - 1) == "negated"


def test_lists_under_a_heading_take_it_from_the_heading() -> None:
    plain = "FAMILY HISTORY\nBreast cancer\nDiabetes\nIMPRESSION\nPneumonia"
    assert assertion_at(plain, plain.index("Diabetes"), plain.index("Diabetes") + 8) == "family"
    assert assertion_at(plain, plain.index("Pneumonia"), len(plain)) == "affirmed"
    plain = "Past medical history:\nAsthma\nPlan:\nSpirometry"
    assert assertion_at(plain, plain.index("Asthma"), plain.index("Asthma") + 6) == "historical"
