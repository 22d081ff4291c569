"""What the rows of `rules/completeness.yaml` are called on the patient's page: a label and a word of help."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

LABELS: Mapping[str, tuple[Text, Text]] = {
    "universal.clinic_letter": (
        _("The last letter from your doctor"),
        _("A letter or summary that says what you have, what was done and what is planned."),
    ),
    "universal.medicines": (
        _("A list of your medicines, allergies and other illnesses"),
        _("A photo of the packets or of your plan will do. Blood thinners and cortisone matter most."),
    ),
    "universal.function": (
        _("How well you manage from day to day"),
        _("Often in the doctor's letter: whether you can work, walk, and look after yourself."),
    ),
    "universal.basic_labs": (
        _("Your latest blood tests"),
        _("Blood count, kidneys, liver, and blood sugar if you have diabetes."),
    ),
    "universal.operations": (
        _("Letters about operations and hospital stays"),
        _("If you had any: the report of each operation and the letter you went home with, with dates."),
    ),
    "breast_cancer.pathology": (
        _("The pathology report"),
        _(
            "What the laboratory found in the tissue: the biopsy, and the operation if you had one. It "
            "names the kind of tumour, its grade, and ER, PR and HER2."
        ),
    ),
    "breast_cancer.slides": (
        _("The tissue slides themselves"),
        _("Only if the tissue is to be looked at again. Your coordinator tells you how to ask for them."),
    ),
    "breast_cancer.mammogram": (
        _("Mammogram and ultrasound: pictures and report"),
        _("The picture files from the hospital (often on a disc), and what the radiologist wrote."),
    ),
    "breast_cancer.earlier_images": (
        _("Earlier breast pictures"),
        _("From two years ago or more, to compare."),
    ),
    "breast_cancer.mri": (_("Breast MRI, if you had one"), _("Pictures and report.")),
    "breast_cancer.staging": (_("CT, PET or bone scan, if you had one"), _("Pictures and report.")),
    "breast_cancer.genetics": (
        _("Gene tests, if you had any"),
        _("For example BRCA, or a test of the tumour's genes. Tell us too whether you still have periods."),
    ),
    "prostate_cancer.biopsy": (
        _("The pathology report of the biopsy"),
        _("It says for each sample whether there is tumour, how much, and its grade (Gleason)."),
    ),
    "prostate_cancer.psa": (
        _("Your PSA values with their dates"),
        _("At least three if you have them, and one from the last three months."),
    ),
    "prostate_cancer.mri": (
        _("Prostate MRI: pictures and report"),
        _("The picture files from the hospital, and what the radiologist wrote (PI-RADS)."),
    ),
    "prostate_cancer.staging": (_("PSMA-PET, bone scan or CT, if you had one"), _("Pictures and report.")),
    "prostate_cancer.examination": (
        _("What your urologist found"),
        _("The examination by hand, and how bladder and sexual function are now."),
    ),
    "colorectal_cancer.pathology": (
        _("Colonoscopy report and pathology report"),
        _("What was seen, and what the laboratory found in the tissue."),
    ),
    "colorectal_cancer.mmr": (_("The MMR or MSI result"), _("Often part of the pathology report.")),
    "colorectal_cancer.ras": (_("The RAS and BRAF result"), _("Only if the tumour has spread.")),
    "colorectal_cancer.ct": (
        _("CT of chest, abdomen and pelvis: pictures"),
        _("The picture files from the hospital."),
    ),
    "colorectal_cancer.pelvic_mri": (_("MRI of the pelvis"), _("If the tumour is in the rectum.")),
    "colorectal_cancer.cea": (_("The CEA blood value"), _("With its date.")),
    "lung_cancer.pathology": (
        _("The pathology report"),
        _("What the laboratory found, with the exact kind of tumour."),
    ),
    "lung_cancer.markers": (
        _("The tumour's markers and genes"),
        _("PD-L1, EGFR, ALK and others, if they were tested."),
    ),
    "lung_cancer.ct": (_("CT of the chest: pictures"), _("The picture files from the hospital.")),
    "lung_cancer.pet": (_("PET-CT: pictures"), _("If cure is the aim.")),
    "lung_cancer.brain_mri": (_("MRI of the brain"), _("If you had one.")),
    "lung_cancer.breathing": (
        _("Breathing tests"),
        _("If an operation or radiotherapy is planned. Tell us too whether you smoke or smoked."),
    ),
    "lung_cancer.lymph_nodes": (
        _("Samples from the lymph nodes in the chest"),
        _("The report, if this was done."),
    ),
    "lymphoma.biopsy": (
        _("The pathology report of the lymph node"),
        _("With the special stains and tests that were done."),
    ),
    "lymphoma.slides": (
        _("The tissue slides themselves"),
        _("Only if the tissue is to be looked at again. Your coordinator tells you how to ask for them."),
    ),
    "lymphoma.pet": (_("PET-CT: pictures and report"), ""),
    "lymphoma.labs": (_("Blood tests"), _("Blood count, LDH, and tests for hepatitis and HIV.")),
    "lymphoma.marrow": (_("Bone marrow test, and heart ultrasound"), _("If they were done.")),
    "brain_tumour.mri": (
        _("The latest MRI of the brain: pictures"),
        _("The picture files from the hospital; after an operation also the MRI made right after it."),
    ),
    "brain_tumour.pathology": (
        _("The pathology report with gene tests"),
        _("If tissue was taken: kind of tumour, grade, IDH, 1p/19q, MGMT."),
    ),
    "brain_tumour.operation": (
        _("The operation report and the neurologist's letter"),
        _("With your medicines against swelling and seizures."),
    ),
    "brain_tumour.treatment": (
        _("Radiotherapy plan, chemotherapy dates, earlier MRIs"),
        _("If you were treated before."),
    ),
    "spine.mri": (
        _("MRI of the painful part of the spine: pictures"),
        _("The picture files from the hospital."),
    ),
    "spine.xray": (_("X-rays standing and bending"), _("If a fusion was proposed.")),
    "spine.ct": (_("CT of the spine"), _("If you had one, or an operation with metal.")),
    "spine.treatments": (
        _("What was tried so far, with dates"),
        _("Physiotherapy, injections, medicines: what, when, and whether it helped."),
    ),
    "spine.examination": (
        _("What your doctor found"),
        _("Strength, feeling and reflexes, bladder and bowel, and how strong the pain is."),
    ),
    "spine.bones": (
        _("Whether you smoke, and a bone density test"),
        _("The test if you are over 65 or your bones may be weak."),
    ),
    "knee_hip.xray": (
        _("X-rays of the joint, standing: pictures"),
        _("The picture files from the hospital."),
    ),
    "knee_hip.treatments": (
        _("What was tried so far, with dates"),
        _("Physiotherapy, injections, medicines, walking aids: what, when, and whether it helped."),
    ),
    "knee_hip.risks": (
        _("Height, weight, blood sugar, smoking"),
        _("And infections, dialysis or blood clots, if you had any."),
    ),
    "knee_hip.score": (
        _("A questionnaire about the joint"),
        _("Oxford, KOOS or HOOS, if you filled one in."),
    ),
    "coronary.angiogram": (
        _("The heart catheter film itself"),
        _("The moving pictures, not only the report."),
    ),
    "coronary.echo": (_("Ultrasound of the heart"), _("With the pumping strength (LVEF).")),
    "coronary.ecg": (_("The latest ECG"), _("A photo of the paper will do.")),
    "coronary.stress": (_("Stress test or CT of the heart vessels"), _("If you had one.")),
    "coronary.risk": (_("Blood tests"), _("Kidneys, long-term blood sugar, cholesterol, blood count.")),
    "valve.echo": (
        _("Ultrasound of the heart: pictures and report"),
        _("With pressure across the valve, its opening, and leakage."),
    ),
    "valve.tee": (_("Ultrasound through the gullet"), _("If you had one.")),
    "valve.ct": (_("CT for a valve through the groin (TAVI)"), _("If that is considered.")),
    "valve.coronary": (_("Heart catheter or CT of the heart vessels"), _("If you had one.")),
    "valve.function": (_("How far you can walk, and how you feel"), _("Often in the doctor's letter.")),
    "rare_disease.letter": (
        _("A doctor's letter with the whole story"),
        _("What began when, every test so far, and which illnesses were thought of."),
    ),
    "rare_disease.finding": (
        _("At least one finding"),
        _("A laboratory value, a scan, or what a doctor found on examination."),
    ),
    "rare_disease.family": (
        _("Illnesses in the family"),
        _("Three generations if you can, and how pregnancy and birth went."),
    ),
    "rare_disease.treatments": (_("Everything that was tried, and its effect"), ""),
    "rare_disease.genetics": (
        _("Gene test reports, with the raw files"),
        _("And when they were last looked at."),
    ),
    "rare_disease.signs": (
        _("Growth charts for a child, photos or videos"),
        _("Only what you agree to show."),
    ),
}
