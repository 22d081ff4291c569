"""A document's type is told from its words in several languages; what speaks for nothing is "other"."""

from __future__ import annotations

import pytest

from secunda.reading.document import Type
from secunda.reading.documents.type import TYPES, type_of
from secunda.reading.text import Text

DOCUMENTS: list[tuple[Type, str]] = [
    (
        "surgical_pathology",
        "Department of Pathology\nSURGICAL PATHOLOGY REPORT\nGross description: Received in formalin, a seg"
        "ment of colon.\n"
        "Final diagnosis: Adenocarcinoma, moderately differentiated. pT3 pN0. Margins free.",
    ),
    (
        "surgical_pathology",
        "Informe de anatomía patológica\nDescripción macroscópica: pieza de mastectomía.\n"
        "Diagnóstico: carcinoma ductal infiltrante.",
    ),
    (
        "surgical_pathology",
        "Institut für Pathologie\nMakroskopie: Prostatastanzbiopsien.\nMikroskopie: Azinäres Adenokarzinom.\n"
        "Histologischer Befund: Gleason 3+4.",
    ),
    (
        "cytology",
        "CYTOPATHOLOGY REPORT\nThyroid, right, fine needle aspiration.\nSpecimen adequacy: satisfactory for"
        " evaluation.\n"
        "Smears show follicular cells and colloid. Bethesda category II.",
    ),
    (
        "cytology",
        "Frottis cervico-utérin\nCytologie en milieu liquide. Absence de lésion. Frottis satisfaisant.",
    ),
    (
        "molecular",
        "Next generation sequencing report\nGenes analyzed: 50. EGFR exon 19 deletion, variant allele frequ"
        "ency 23%.\n"
        "No variants of uncertain significance.",
    ),
    (
        "molecular",
        "Humangenetischer Befund\nMolekulargenetische Untersuchung von BRCA1 und BRCA2: heterozygote pathog"
        "ene Variante in "
        "Exon 11, HGVS c.68_69del.",
    ),
    (
        "radiology",
        "CT CHEST WITH CONTRAST\nTechnique: axial images after intravenous contrast.\nComparison: none.\n"
        "Findings: a 2 cm nodule in the right upper lobe. No pleural effusion.\nImpression: suspicious nodu"
        "le.",
    ),
    (
        "radiology",
        "IRM cérébrale\nTechnique: séquences axiales T1 et FLAIR avec injection de gadolinium.\nConclusion:"
        " lésion frontale.",
    ),
    (
        "radiology",
        "MRT des Abdomens\nTechnik: T1 und T2 mit Kontrastmittel.\nBeurteilung: Keine Raumforderung der Leb"
        "er.",
    ),
    (
        "laboratory",
        "LABORATORY RESULTS\nTest Result Units Reference range\nHemoglobin 13.4 g/dL 12.0-16.0\nCreatinine"
        " 0.9 mg/dL 0.6-1.1\n"
        "Platelets 250 10^9/L 150-400",
    ),
    (
        "laboratory",
        "Laborbefund\nKleines Blutbild\nLeukozyten 6,1 /nl Referenzbereich 4-10\nThrombozyten 230 /nl\nKrea"
        "tinin 0,9 mg/dl",
    ),
    (
        "laboratory",
        "نتائج المختبر\nصورة الدم\nالهيموغلوبين 13.2 g/dL القيم المرجعية 12-16\nالكرياتينين 0.8 mg/dL",
    ),
    (
        "operative_note",
        "OPERATIVE REPORT\nPreoperative diagnosis: gallstones.\nPostoperative diagnosis: same.\nAnesthesia:"
        " general.\n"
        "Estimated blood loss: 50 ml. The patient was prepped and draped. A trocar was placed.",
    ),
    (
        "operative_note",
        "Compte rendu opératoire\nChirurgien: Dr REDACTED\nAnesthésie générale. Incision médiane. Hémostase"
        " soigneuse.",
    ),
    (
        "discharge_summary",
        "DISCHARGE SUMMARY\nAdmission date: 3 May 2024. Discharge date: 9 May 2024.\nHospital course: She w"
        "as admitted with "
        "pneumonia and treated.\nDischarge medications: amoxicillin.",
    ),
    (
        "discharge_summary",
        "Entlassungsbrief\nWir berichten über den stationären Aufenthalt vom 3.5. bis 9.5.2024.\nTherapie u"
        "nd Verlauf: gut.\n"
        "Medikation bei Entlassung: Ramipril.",
    ),
    (
        "discharge_summary",
        "Informe de alta\nMotivo de ingreso: dolor torácico.\nEvolución: favorable.\nTratamiento al alta.",
    ),
    (
        "clinic_letter",
        "Dear Dr REDACTED,\nThank you for referring this pleasant man, whom I saw in clinic today with back"
        " pain. "
        "On examination he walks freely. I would recommend physiotherapy.\nYours sincerely",
    ),
    (
        "clinic_letter",
        "Sehr geehrte Frau Kollegin,\nihr Patient stellte sich vor in unserer Ambulanz.\nMit freundlichen G"
        "rüßen",
    ),
    (
        "medication",
        "MEDICATION LIST\nMetformin 500 mg tablet, take one tablet by mouth twice daily\nAtorvastatin 20 mg"
        " at bedtime\n"
        "Refills: 3",
    ),
    (
        "medication",
        "Bundeseinheitlicher Medikationsplan\nWirkstoff Handelsname Stärke morgens mittags abends\nRamipril"
        " 5 mg 1-0-0",
    ),
    (
        "ecg",
        "12-lead ECG\nSinus rhythm, rate 72 bpm. PR interval 160 ms, QRS duration 92 ms, QTc 418 ms. Normal"
        " axis.",
    ),
    ("ecg", "Elektrokardiogramm\nSinusrhythmus, Frequenz 64/min, Indifferenztyp, PQ-Zeit 150 ms, QRS 90 ms."),
    (
        "endoscopy",
        "COLONOSCOPY REPORT\nBowel preparation was good. The colonoscope was advanced and the cecum was rea"
        "ched. "
        "A 5 mm polyp was removed with a cold snare. Sedation: propofol.",
    ),
    (
        "endoscopy",
        "Gastroskopie\nÖsophagus unauffällig. Antrum gerötet. Biopsien entnommen. Helicobacter-Schnelltest "
        "negativ.",
    ),
    (
        "echocardiography",
        "TRANSTHORACIC ECHOCARDIOGRAM\nLeft ventricular ejection fraction 55%. Mild mitral regurgitation. A"
        "ortic valve mean "
        "gradient 12 mmHg. No pericardial effusion.",
    ),
    (
        "echocardiography",
        "Ecocardiograma\nFracción de eyección 60%. Válvula mitral normal. Sin derrame pericárdico.",
    ),
    (
        "radiotherapy_plan",
        "RADIATION TREATMENT PLAN\nPrescription: 60 Gy in 30 fractions to the PTV, VMAT, 6 MV photons. Mean"
        " heart dose 4 Gy.",
    ),
    (
        "radiotherapy_plan",
        "Bestrahlungsplan\nGesamtdosis 50,4 Gy, Einzeldosis 1,8 Gy, 28 Fraktionen, Zielvolumen Becken.",
    ),
    (
        "administrative",
        "CONSENT FORM\nI hereby authorize the hospital to release my medical records. I understand that I m"
        "ay revoke this.\n"
        "Signature of patient: ______ Witness: ______",
    ),
    (
        "administrative",
        "Einwilligungserklärung\nIch willige ein, dass meine Befunde übermittelt werden.\nUnterschrift des "
        "Patienten",
    ),
    (
        "invoice",
        "INVOICE\nInvoice number 1204\nConsultation 1 150.00 EUR\nSubtotal 150.00\nVAT 0%\nTotal amount due"
        ": 150.00 EUR\nIBAN",
    ),
    (
        "invoice",
        "Factura\nConcepto: consulta. Base imponible 100,00. IVA 21%. Total a pagar 121,00 EUR. Forma de pa"
        "go: tarjeta.",
    ),
    (
        "identity_document",
        "PASSPORT\nSurname REDACTED\nNationality\nPlace of birth\nDate of issue\nDate of expiry\nAuthority",
    ),
    ("identity_document", "Personalausweis\nStaatsangehörigkeit DEUTSCH\nGeburtsort\nGültig bis"),
    ("other", "Shopping: milk, bread and six eggs. Call the plumber about the kitchen tap."),
    ("other", ""),
]


@pytest.mark.parametrize(("expected", "words"), DOCUMENTS)
def test_the_type_is_told_from_the_words(expected: Type, words: str) -> None:
    assert type_of(Text.of(words))[0] == expected


def test_every_type_is_tried() -> None:
    assert {expected for expected, _ in DOCUMENTS} == set(TYPES)


def test_confidence_is_between_nothing_and_certain_and_grows_with_what_speaks_for_a_type() -> None:
    sure = type_of(Text.of(DOCUMENTS[0][1]))[1]
    unsure = type_of(Text.of("Specimen of carcinoma, with invasion. Dear Dr, please take one tablet."))[1]
    assert 0 <= unsure < sure <= 1
    for _, words in DOCUMENTS:
        assert 0 <= type_of(Text.of(words))[1] <= 1


def test_a_quoted_word_does_not_make_the_type() -> None:
    letter = (
        "Dear Dr REDACTED,\nThank you for referring him. I reviewed the pathology report and the echocardio"
        "gram. "
        "On examination he is well. I would recommend surgery.\nYours sincerely"
    )
    assert type_of(Text.of(letter))[0] == "clinic_letter"


def test_only_the_first_pages_are_weighed() -> None:
    words = DOCUMENTS[0][1] + "\n" + "Invoice total amount due IBAN. " * 20_000
    assert type_of(Text.of(words))[0] == "surgical_pathology"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (
            "clinic_letter",
            "HEPATOLOGY. Compensated cirrhosis. No varices at gastroscopy in May. MRI showed a nodule.\n"
            "She feels well. I will see her again in six months.",
        ),
        (
            "clinic_letter",
            "Dear Dr REDACTED,\nThank you for referring this 62-year-old man.\nUltrasound: normal kidneys.\n"
            "Colonoscopy last year was normal. We discussed surgery and he would like to think about it.",
        ),
        ("radiology", "CT CORONARY ANGIOGRAM. Heart rate 58 bpm. LAD: mild stenosis. CAD-RADS 2."),
        ("other", "CORONARY ANGIOGRAPHY\nAccess: right radial. Left main: no stenosis. LAD 90%."),
    ],
)
def test_a_letter_that_tells_of_reports_is_a_letter_and_a_report_is_a_report(
    kind: Type, written: str
) -> None:
    """The name of an examination in a sentence makes no report of a letter; at the head of a page it does."""
    assert type_of(Text.of(written))[0] == kind
