"""Each fact of a pathology report is found as reports write it, and not where they do not say it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import secunda.reading
from secunda.reading.document import Fact
from secunda.reading.documents.pathology import facts
from secunda.reading.text import Text


def found(words: str, name: str) -> list[Fact]:
    """The affirmed facts of one name."""
    all_facts = facts(Text.of(words), type="surgical_pathology")
    return [fact for fact in all_facts if fact.name == name and fact.assertion == "affirmed"]


def values(words: str, name: str) -> set[str]:
    return {fact.value for fact in found(words, name)}


# name, words, what is found. An empty set: nothing may be found.
SENTENCES: list[tuple[str, str, set[str]]] = [
    ("primary_site", "Final diagnosis: Kidney, left, nephrectomy: clear cell renal cell carcinoma.", {"kidney"}),
    ("primary_site", "Tumor site: Sigmoid colon\nHistologic type: Adenocarcinoma", {"colon"}),
    ("primary_site", "Diagnosis: adenocarcinoma of the prostate, Gleason 3+4.", {"prostate"}),
    ("primary_site", "Bladder, prostate, cystoprostatectomy: urothelial carcinoma of the bladder.", {"bladder"}),
    ("primary_site", "Diagnóstico: mama izquierda, carcinoma ductal infiltrante.", {"breast"}),
    ("primary_site", "The specimen was lost in transport.", set()),
    ("laterality", "Final diagnosis: Kidney, left, nephrectomy: clear cell renal cell carcinoma.", {"left"}),
    ("laterality", "Laterality: Right\nBreast, lumpectomy: invasive ductal carcinoma", {"right"}),
    ("laterality", "Diagnosis: Colon, right side of the table, resection: adenocarcinoma.", set()),
    ("histology", "Renal cell carcinoma, Fuhrman grade 2, clear cell type.", {"clear cell renal cell carcinoma"}),
    ("histology", "Histologic type: Squamous cell carcinoma", {"squamous cell carcinoma"}),
    ("histology", "Diagnosis: Glioblastoma, IDH-wildtype.", {"glioblastoma"}),
    ("histology", "Diagnosis: Karzinom der Mamma: invasives duktales Karzinom.", {"invasive ductal carcinoma"}),
    ("histology", "Diagnosis: No carcinoma is identified.", set()),
    ("histology", "Clinical history: breast carcinoma.\nDiagnosis: fibrosis.", set()),
    ("grade", "Adenocarcinoma, moderately differentiated.", {"G2"}),
    ("grade", "Histologic grade: G3 (poorly differentiated)", {"G3"}),
    ("grade", "Renal cell carcinoma, Fuhrman nuclear grade 2.", {"G2"}),
    ("grade", "High-grade urothelial carcinoma.", {"high"}),
    ("grade", "Mäßig differenziertes Adenokarzinom", {"G2"}),
    ("grade", "The patient made the grade at school in G-4.", set()),
    ("nottingham_score", "Nottingham score: 7/9 (3+2+2), grade 2.", {"7"}),
    ("nottingham_score", "Nottingham grade 2 (3+2+2 = 7/9)", {"7"}),
    ("nottingham_score", "Modified Bloom-Richardson total score 8.", {"8"}),
    ("nottingham_score", "The report came from Nottingham on day 7.", set()),
    ("gleason", "Prostatic adenocarcinoma, Gleason score 4+3=7.", {"4+3"}),
    ("gleason", "Primary pattern: Grade 3\nSecondary pattern: Grade 4", {"3+4"}),
    ("gleason", "Previous biopsy showed Gleason 3+3.", set()),
    ("grade_group", "Prostate, Gleason 4+3=7 (Grade group 3).", {"3"}),
    ("grade_group", "Blood group 3 patients.", set()),
    ("figo_grade", "Endometrioid adenocarcinoma, FIGO grade 1.", {"1"}),
    ("figo_grade", "FIGO Grade: III", {"3"}),
    ("figo_grade", "FIGO stage IIIC", set()),
    ("who_grade", "Anaplastic astrocytoma, WHO grade III.", {"3"}),
    ("who_grade", "Glioblastoma (grade IV, WHO)", {"4"}),
    ("who_grade", "The WHO published 4 books.", set()),
    ("tumour_size", "Tumor size: 3.2 x 2.1 x 1.8 cm", {"32"}),
    ("tumour_size", "Tumor size: Greatest dimension: 4,5 em", {"45"}),
    ("tumour_size", "Tamaño tumoral: 18 mm", {"18"}),
    ("tumour_size", "Invasive tumour size (mm): 22 mm", {"22"}),
    ("tumour_size", "The carcinoma is 3 mm from the margin.", set()),
    ("tumour_size", "The largest lymph node metastasis measures 2.0 cm.", set()),
    ("margin", "All surgical margins are negative.", {"negative"}),
    ("margin", "Carcinoma is present at the inked margin.", {"positive"}),
    ("margin", "Proximal margin: involved by carcinoma", {"positive"}),
    ("margin", "The deep margin is not involved.", {"negative"}),
    ("margin", "pT2 pN0 L0 V0 R0", {"negative"}),
    ("margin", "Gross description: The margin is inked black.", set()),
    ("nodes_examined", "Number of lymph nodes examined: 21", {"21"}),
    ("nodes_examined", "Metastatic carcinoma in two of seventeen lymph nodes (2/17).", {"17"}),
    ("nodes_examined", "Fuhrman grade 2/4.", set()),
    ("nodes_positive", "Metastatic carcinoma in two of seventeen lymph nodes (2/17).", {"2"}),
    ("nodes_positive", "Twelve lymph nodes, negative for carcinoma.", {"0"}),
    ("nodes_positive", "Number of regional lymph nodes involved: 3", {"3"}),
    ("nodes_positive", "12 Lymphknoten, davon 2 mit Metastasen", {"2"}),
    ("nodes_positive", "Lymph nodes are listed below on 3 pages.", set()),
    ("extranodal_extension", "Metastasis in one node with extranodal extension.", {"present"}),
    ("extranodal_extension", "Extracapsular extension in the lymph node: not identified", {"absent"}),
    ("extranodal_extension", "Prostate: extracapsular extension is present.", set()),
    ("lymphovascular_invasion", "Lymphovascular invasion: Present", {"present"}),
    ("lymphovascular_invasion", "No angiolymphatic invasion is identified.", {"absent"}),
    ("lymphovascular_invasion", "Lymphovascular invasion cannot be excluded.", {"indeterminate"}),
    ("lymphovascular_invasion", "pT3 pN0 (0/16) pMX, L0 V0 G2", {"absent"}),
    ("lymphovascular_invasion", "Lymphovascular invasion: not applicable", set()),
    ("perineural_invasion", "Perineural invasion is identified.", {"present"}),
    ("perineural_invasion", "Perineural invasion: No", {"absent"}),
    ("perineural_invasion", "The nerve was spared.", set()),
    ("stage", "AJCC stage IIA", {"IIA"}),
    ("stage", "FIGO stage: IIIc", {"IIIC"}),
    ("stage", "FIGO IB1", {"IB1"}),
    ("stage", "UICC-Stadium: IIB", {"IIB"}),
    ("stage", "Carcinoma in a man with stage IV chronic kidney disease.", set()),
    ("er", "Estrogen receptor: Positive (95%, strong)", {"positive"}),
    ("er", "ER: 5% weak", {"low"}),
    ("er", "ER negative, PR negative", {"negative"}),
    ("er", "Seen in the ER at night.", set()),
    ("pr", "Progesterone receptor: Positive (40%)", {"positive"}),
    ("pr", "ER 90%, PR 0%", {"negative"}),
    ("pr", "The PR interval is short.", set()),
    ("pr", "Specimen 7740-01A-PR -\nProstate, biopsy", set()),
    ("pr", "ER +, PR -, HER2 -", {"negative"}),
    ("her2", "HER2 (IHC): 3+", {"positive"}),
    ("her2", "HER-2/neu: 2+, equivocal", {"equivocal"}),
    ("her2", "HER2 FISH: not amplified", {"negative"}),
    ("her2", "HER2 testing was requested.", set()),
    ("ki67", "Ki-67 labeling index is approximately 15%", {"15"}),
    ("ki67", "MIB-1: 3.5 %", {"3.5"}),
    ("ki67", "Ki-67 will be reported later.", set()),
    ("mmr", "MLH1: intact\nMSH2: intact\nMSH6: intact\nPMS2: intact", {"proficient"}),
    ("mmr", "Loss of MLH1 and PMS2 expression.", {"deficient"}),
    ("mmr", "MMR testing is pending.", set()),
    ("msi", "Microsatellite instability: MSI-high", {"high"}),
    ("msi", "The tumour is microsatellite stable (MSS).", {"stable"}),
    ("msi", "MSI-high: not detected", set()),
    ("msi", "MSI was ordered.", set()),
    ("pdl1", "PD-L1 (22C3) TPS: 80%", {"80"}),
    ("pdl1", "PD-L1 combined positive score (CPS): 12", {"12"}),
    ("pdl1", "PD-L1 (clone 22C3): TPS <1 %, CPS 4", {"<1", "4"}),
    ("pdl1", "PD-L1 was stained with clone 22C3.", set()),
    ("idh", "IDH1 R132H mutation: positive", {"mutant"}),
    ("idh", "Glioblastoma, IDH-wildtype", {"wildtype"}),
    ("idh", "IDH1 mutation testing with reflex to IDH2", set()),
    ("codeletion_1p19q", "1p/19q codeletion: present", {"present"}),
    ("codeletion_1p19q", "Negative for co-deletion of 1p and 19q", {"absent"}),
    ("codeletion_1p19q", "1p/19q by FISH was requested.", set()),
    ("mgmt", "MGMT promoter: methylated", {"methylated"}),
    ("mgmt", "MGMT promoter methylation not detected", {"unmethylated"}),
    ("mgmt", "MGMT promoter methylation was ordered.", set()),
    ("marker", "Positive for CK7 and TTF-1; negative for CK20.", {"positive", "negative"}),
    ("marker", "KRAS G12D mutation detected", {"mutated"}),
    ("marker", "ALK rearrangement: not detected", {"negative"}),
    ("marker", "KRAS and NRAS will be tested.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "expected"), SENTENCES)
def test_a_fact_is_found_as_reports_write_it(name: str, words: str, expected: set[str]) -> None:
    assert values(words, name) == expected


def test_every_name_of_the_vocabulary_has_sentences_for_and_against() -> None:
    vocabulary = Path(secunda.reading.__file__).with_name("vocabulary.yaml")
    names = set(yaml.safe_load(vocabulary.read_text(encoding="utf-8"))["pathology"]) - {"pT", "pN", "pM"}
    assert {name for name, _, expected in SENTENCES if expected} == names
    assert {name for name, _, expected in SENTENCES if not expected} == names


@pytest.mark.parametrize(
    ("words", "name", "detail"),
    [
        ("Renal cell carcinoma, Fuhrman nuclear grade 2.", "grade", {"system": "Fuhrman"}),
        ("Nottingham grade 2", "grade", {"system": "Nottingham"}),
        ("Estrogen receptor: Positive (95%, strong)", "er", {"percent": "95", "intensity": "strong"}),
        ("HER2 (IHC): 3+", "her2", {"ihc": "3+"}),
        ("HER2 FISH: not amplified", "her2", {"ish": "not amplified"}),
        ("Loss of MLH1 and PMS2 expression.", "mmr", {"proteins": "MLH1 PMS2"}),
        ("PD-L1 (22C3) TPS: 80%", "pdl1", {"score": "TPS"}),
        ("IDH1 R132H mutation: positive", "idh", {"variant": "R132H"}),
        ("KRAS G12D mutation detected", "marker", {"name": "KRAS", "variant": "G12D"}),
        ("Deep margin: negative, 2 mm from the tumour", "margin", {"which": "deep", "distance_mm": "2"}),
        ("FIGO stage: IIIc", "stage", {"system": "FIGO"}),
    ],
)
def test_what_belongs_to_a_fact_is_its_detail(words: str, name: str, detail: dict[str, str]) -> None:
    [fact] = found(words, name)
    assert dict(fact.detail) == detail


@pytest.mark.parametrize(
    ("words", "name", "code"),
    [
        ("Kidney, nephrectomy: clear cell renal cell carcinoma", "primary_site", "C64.9"),
        ("Tumor site: Sigmoid colon\nAdenocarcinoma", "primary_site", "C18.7"),
        ("Breast, mastectomy: invasive lobular carcinoma", "histology", "8520/3"),
        ("Skin, excision: superficial spreading melanoma", "histology", "8743/3"),
    ],
)
def test_sites_and_types_carry_their_icd_o_code(words: str, name: str, code: str) -> None:
    [fact] = found(words, name)
    assert (fact.code, fact.code_system) == (code, "ICD-O-3")


def test_facts_say_which_specimen_they_are_of() -> None:
    words = (
        "FINAL DIAGNOSIS:\nA. Breast, left, mastectomy:\nInvasive ductal carcinoma. Margins negative.\n"
        "B. Lymph nodes, left axilla, excision:\nMetastatic carcinoma in one of three lymph nodes (1/3).\n"
    )
    assert {(fact.value, fact.specimen) for fact in found(words, "nodes_examined")} == {("3", "B")}
    assert {(fact.value, fact.specimen) for fact in found(words, "margin")} == {("negative", "A")}


def test_a_fact_quotes_the_words_it_stands_on() -> None:
    for name, words, expected in SENTENCES:
        for fact in found(words, name) if expected else ():
            assert fact.quote in " ".join(words.split())


def test_a_letter_without_a_tumour_has_none() -> None:
    assert (
        facts(Text.of("Kidney function is normal. Stage II hypertension. All clear."), type="clinic_letter")
        == ()
    )


@pytest.mark.parametrize(
    "words", ["", "\n\n", "11111 IIIII lllll TTTT NNNN", "A1 B2 C3 T2 N7 M4", "TCGA-T3-A92N-01A"]
)
def test_noise_gives_no_facts(words: str) -> None:
    assert facts(Text.of(words), type="surgical_pathology") == ()
