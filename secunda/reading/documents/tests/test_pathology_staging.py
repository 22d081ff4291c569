"""T, N and M are read as written and as misread by OCR; definitions, history and magnetic resonance are no stage."""

from __future__ import annotations

import pytest

from secunda.reading.document import Fact
from secunda.reading.documents.pathology import facts, summary
from secunda.reading.text import Text


def staged(words: str) -> list[Fact]:
    return [
        fact for fact in facts(Text.of(words), type="surgical_pathology") if fact.name in ("pT", "pN", "pM")
    ]


def affirmed(words: str) -> list[str]:
    return [fact.value for fact in staged(words) if fact.assertion == "affirmed"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("pT2a pN0 pM0", ["T2a", "N0", "M0"]),
        ("pTNM: pT2 pN0", ["T2", "N0"]),
        ("pT3aNOMX", ["T3a", "N0", "MX"]),
        ("pT3NO.", ["T3", "N0"]),
        ("pTl pNX", ["T1", "NX"]),
        ("pTIa, pN0", ["T1a", "N0"]),
        ("p T2 a, pN1", ["T2a", "N1"]),
        ("pT 3a N I M X", ["T3a", "N1", "MX"]),
        ("pT1b1 pN0", ["T1b1", "N0"]),
        ("pTlbl NO MX", ["T1b1", "N0", "MX"]),
        ("pT1h1 pN0", ["T1b1", "N0"]),
        ("pT2bb, pN0", ["T2", "N0"]),
        ("PATHOLOGIC STAGE: T2a2/NO FIGO IIA2", ["T2a2", "N0"]),
        ("ypT2 ypN1mi", ["T2", "N1mi"]),
        ("pTis pN0(i-)", ["Tis", "N0"]),
        ("pTis,T2aN0MX", ["Tis", "T2a", "N0", "MX"]),
        ("pT2 (m), pN1 (2/14), pM1a", ["T2", "N1", "M1a"]),
        ("PRIMARY TUMOR (pT): pT1b: Tumor more than 4 cm", ["T1b"]),
        ("Primary tumor (T): T3", ["T3"]),
        ("Pathologic TNM stage: T3bN2MX (AJCC)", ["T3b", "N2", "MX"]),
        ("Stage: T2 N0 M0", ["T2", "N0", "M0"]),
        ("The tumour invades the capsule (T3).", ["T3"]),
        ("G3pT2", ["T2"]),
        ("Regional lymph nodes (pN): pN2b", ["N2b"]),
    ],
)  # fmt: skip
def test_categories_are_read_as_written(words: str, expected: list[str]) -> None:
    assert affirmed(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "MRI: T2 hyperintense lesion, T1-weighted images",
        "Fracture of the T3 vertebra, level T4",
        "cT1c cN0",
        "Tl quick-fix section, 1 fragment",
        "N1: lymph node, bisected\nN2: lymph node\nM1: remaining tissue",
        "Received at 6 PM 1 May",
        "If it is an independent primary it would be pT2.",
        "Tumor thickness (pT1 and pT2 tumors): 3 mm",
        "Previous biopsy elsewhere was pT1.",
        "Clinical history: known carcinoma, pT3 pN1 in 2019.",
        "pT2 or pT3",
        "pT1: Tumor limited to the submucosa\npT2: Tumor invades the muscularis\npT3: Tumor invades the subserosa",
        "pT1: <= 2 cm; pT2: > 2 cm but <= 5 cm",
        "[ ] pT1   [ ] pT2",
        "Staging key: pT3 = tumour invades the subserosa",
        "uT3 uN1 on endosonography",
        "mrT2 on imaging",
        "Clinical stage T2 N0",
        "N2 nodes, station 7: lymph nodes",
        "PTEN and PTERYGOID, PT 2 pages",
    ],
)
def test_what_is_no_stage_of_this_specimen_is_not_affirmed(words: str) -> None:
    assert affirmed(words) == []


def test_a_ticked_box_is_the_stage() -> None:
    assert affirmed("[ ] pT1   [x] pT2   [ ] pT3") == ["T2"]


def test_a_history_ends_at_the_next_label() -> None:
    assert affirmed("Clinical history: pT1 in the left breast\nResult: pT2") == ["T2"]


def test_the_prefix_is_kept_apart() -> None:
    [fact] = staged("ypT2")
    assert dict(fact.detail) == {"prefix": "y"}
    assert staged("pT2")[0].detail == ()


def test_the_word_no_is_not_n0() -> None:
    assert affirmed("pT2 NO TUMOUR SEEN AT THE MARGIN") == ["T2"]


def test_a_prostate_has_no_t1_so_a_misread_one_is_left_out() -> None:
    assert affirmed("Prostate, Gleason 3+4. pTIa, pN0") == ["N0"]
    assert affirmed("Kidney. pTIa, pN0") == ["T1a", "N0"]


def test_the_general_category_gives_way_to_the_exact_one() -> None:
    assert affirmed("pT3. Later in the text: pT3a.") == ["T3a"]


def test_two_tumours_are_told_apart_by_organ() -> None:
    words = "TNM stage: BLADDER: pT3bN2MX\nPROSTATE: pT2aN0MX\nInvasive urothelial carcinoma of the bladder."
    by_organ = {fact.specimen: fact.value for fact in staged(words) if fact.name == "pT"}
    assert by_organ == {"bladder": "T3b", "prostate": "T2a"}


def test_two_tumours_in_one_specimen_are_told_apart_and_the_summary_is_of_the_primary_site() -> None:
    words = (
        "FINAL DIAGNOSIS:\nA. Lymph nodes, pelvic, excision: negative\nB. Bladder and prostate, cystoprostatectomy:\n"
        "Invasive urothelial carcinoma of the bladder\npTNM: pT2bN0\n"
        "Prostatic adenocarcinoma, Gleason 3+4\npTNM: pT3aN1\n"
    )
    assert {fact.specimen: fact.value for fact in staged(words) if fact.name == "pT"} == {
        "B, bladder": "T2b", "B, prostate": "T3a",
    }  # fmt: skip
    chosen = summary(facts(Text.of(words), type="surgical_pathology"))
    assert [chosen[name].value for name in ("primary_site", "pT", "pN")] == ["bladder", "T2b", "N0"]


@pytest.mark.parametrize(
    "grown_into", ["into the greater omentum (pT4a)", "the adjacent small intestine: pT4b"]
)
def test_an_organ_that_a_tumour_grew_into_is_not_whose_category_it_is(grown_into: str) -> None:
    words = f"Colon, resection: adenocarcinoma of the colon invading {grown_into}"
    assert [fact.specimen for fact in staged(words)] == [""]


def test_the_summary_takes_the_highest_affirmed_category() -> None:
    words = "Previous: pT4.\nKidney, nephrectomy: renal cell carcinoma pT1a pNX. Second nodule pT3a."
    chosen = summary(facts(Text.of(words), type="surgical_pathology"))
    assert chosen["pT"].value == "T3a"
    assert chosen["pN"].value == "NX"
    assert chosen["primary_site"].value == "kidney"


def test_misread_letters_lower_the_confidence() -> None:
    assert staged("pTl")[0].confidence < staged("pT1")[0].confidence


@pytest.mark.parametrize(
    "said", ["Staging before surgery: T3 N1 by MRI.", "Rectal cancer. Stage T2 N1 on CT.", "TNM cT2 cN1 cM0"]
)
def test_what_imaging_says_is_no_pathological_category(said: str) -> None:
    assert staged(said) == []


def test_a_category_without_its_p_counts_in_a_pathology_report_only() -> None:
    letter = facts(
        Text.of("Invasive ductal carcinoma, stage T2 N1. At the operation pT3 pN2a."), type="clinic_letter"
    )
    assert {one.value for one in letter if one.name in ("pT", "pN")} == {"T3", "N2a"}


@pytest.mark.parametrize("said", ["pT2, PNI present, LVI absent.", "Nodes: none sent. PNI: not seen", "PNI+"])
def test_growth_along_nerves_is_no_metastasis_in_a_node(said: str) -> None:
    assert [one.name for one in staged(said) if one.name == "pN"] == []
