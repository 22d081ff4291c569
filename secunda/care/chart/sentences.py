"""What the house says of a reading and of what was read: states with their next step, kinds, and names of values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from secunda.care.chart.models import Reading

Text = str | Promise
S = Reading.State


@dataclass(frozen=True)
class Said:
    """A sentence about a reading, and what follows for the patient's side and for the coordinator, if anything.

    `again`: staff may have it read once more.
    """

    sentence: str
    for_patient: str = ""
    for_staff: str = ""
    again: bool = False


UNREADABLE: tuple[Text, Text, Text] = (
    _("We could not read this file: its pages are too faint, cut off or almost empty."),
    _(
        "Please send a better scan or photo of it. Lay the paper flat, in good light, with all four corners in view."
    ),
    _("Ask the patient, or who made the document, for a better copy. Until then a person has to read it."),
)
FAILED: tuple[Text, Text, Text] = (
    _("Our software could not read this file. The file itself is safe."),
    _("You need not do anything. Your coordinator looks at it."),
    _("Open the file and read it yourself. You can add what matters by hand."),
)
WAITING: Text = _("This file waits to be read by our software.")
READING: Text = _("Our software is reading this file: page %(done)s of %(total)s.")
BEGINNING: Text = _("Our software is reading this file.")
READ: Text = _("Read by software. Nothing counts as certain until a person has confirmed it.")
NOTHING_FOUND: Text = _("Our software read this file and found nothing in it that it knows.")


NOT_ALL: Text = _("Read by software, but not all of it.")
OTHER_SCRIPT: tuple[Text, Text, Text] = (
    _("This file is in a script that our software cannot read yet. The file itself is safe."),
    _("You need not do anything, and a better scan would not help. A person reads it."),
    _("Have a person who reads this script look at it, and add what matters by hand."),
)
# What could not be read of a file that was, by reading's codes.
PROBLEMS: Mapping[str, Text] = {
    "page_garbled": _("A page of it cannot be made out. Please send a better scan of that page."),
    "page_unreadable": _("A page of it could not be opened. Please send another copy of it."),
    "pages_not_read": _("Not every page of it could be opened. Please send another copy of it."),
    "encoding_unsure": _(
        "Some letters may be shown wrongly, because the file does not say how it writes them. If you see any, please "
        "send the same document as PDF or as a photo."
    ),
}


def said_of(reading: Reading | None, *, facts: int = 0) -> Said:
    """What is to be said of a reading, `facts` being how many values it holds; None is one that has not begun."""
    if reading is None or reading.state == S.WAITING:
        return Said(str(WAITING))
    if reading.state == S.READING:
        return Said(_progress(reading))
    if reading.state == S.FAILED:
        return _again(FAILED)
    if reading.state == S.UNREADABLE:
        return _again(OTHER_SCRIPT if "script_not_read" in reading.problems else UNREADABLE)
    problems = " ".join(str(PROBLEMS[code]) for code in reading.problems if code in PROBLEMS)
    if problems:
        return Said(str(NOT_ALL), problems, problems)
    return Said(str(READ if facts else NOTHING_FOUND))


def _again(said: tuple[Text, Text, Text]) -> Said:
    """What is said of a reading that staff may have done once more."""
    sentence, for_patient, for_staff = said
    return Said(str(sentence), str(for_patient), str(for_staff), again=True)


def _progress(reading: Reading) -> str:
    if not reading.total:
        return str(BEGINNING)
    return str(READING) % {"done": min(reading.done + 1, reading.total), "total": reading.total}


TYPES: Mapping[str, Text] = {
    "surgical_pathology": _("Pathology report"),
    "cytology": _("Cytology report"),
    "molecular": _("Gene test"),
    "radiology": _("Imaging report"),
    "laboratory": _("Laboratory results"),
    "operative_note": _("Operation report"),
    "discharge_summary": _("Discharge letter"),
    "clinic_letter": _("Doctor's letter"),
    "medication": _("List of medicines"),
    "ecg": _("ECG"),
    "endoscopy": _("Endoscopy report"),
    "echocardiography": _("Echocardiography report"),
    "radiotherapy_plan": _("Radiotherapy plan"),
    "administrative": _("Form or consent"),
    "invoice": _("Invoice"),
    "identity_document": _("Identity document"),
}

KINDS: Mapping[str, Text] = {
    "diagnosis": _("Diagnosis"),
    "procedure": _("Procedure"),
    "treatment": _("Treatment"),
    "medicine": _("Medicine"),
    "imaging": _("Imaging"),
    "pathology": _("Pathology"),
    "laboratory": _("Laboratory"),
    "heart": _("Heart"),
    "record": _("Record"),
}

NAMES: Mapping[str, Text] = {
    "primary_site": _("Organ"), "laterality": _("Side"), "histology": _("Tumour type"), "grade": _("Grade"),
    "nottingham_score": _("Nottingham score"), "gleason": _("Gleason score"), "grade_group": _("Grade group"),
    "figo_grade": _("FIGO grade"), "who_grade": _("WHO grade"), "tumour_size": _("Tumour size"), "margin": _("Margin"),
    "nodes_examined": _("Lymph nodes examined"), "nodes_positive": _("Lymph nodes with tumour"),
    "extranodal_extension": _("Growth beyond a lymph node"), "lymphovascular_invasion": _("Growth into vessels"),
    "perineural_invasion": _("Growth along nerves"), "pT": "pT", "pN": "pN", "pM": "pM", "stage": _("Stage"),
    "er": "ER", "pr": "PR", "her2": "HER2", "ki67": "Ki-67", "mmr": "MMR", "msi": "MSI", "pdl1": "PD-L1", "idh": "IDH",
    "codeletion_1p19q": "1p/19q", "mgmt": "MGMT", "marker": _("Marker"), "modality": _("Kind of imaging"),
    "region": _("Part of the body"), "study_date": _("Day of the imaging"), "comparison_date": _("Compared with"),
    "impression": _("Conclusion"), "measurement": _("Measurement"), "birads": "BI-RADS", "pirads": "PI-RADS",
    "lirads": "LI-RADS", "lungrads": "Lung-RADS", "tirads": "TI-RADS", "deauville": _("Deauville score"),
    "lvef": _("Ejection fraction (LVEF)"), "mean_gradient": _("Mean gradient"), "peak_gradient": _("Peak gradient"),
    "valve_area": _("Valve area"), "peak_velocity": _("Peak velocity"), "regurgitation": _("Leaking valve"),
    "stenosis": _("Narrow valve"), "coronary_stenosis": _("Narrow heart artery"), "heart_rate": _("Heart rate"),
    "rhythm": _("Heart rhythm"), "qtc": "QTc", "medicine": _("Medicine"), "allergy": _("Allergy"),
    "procedure": _("Procedure"), "treatment": _("Treatment"), "diagnosis": _("Diagnosis"),
}  # fmt: skip
ANALYTES: Mapping[str, str] = {
    "ca_125": "CA 125", "ca_15_3": "CA 15-3", "ca_19_9": "CA 19-9", "hba1c": "HbA1c", "egfr": "eGFR",
    "nt_probnp": "NT-proBNP", "d_dimer": "D-dimer", "beta_hcg": "β-hCG", "free_psa": "Free PSA", "non_hdl": "Non-HDL",
    "free_t4": "Free T4", "free_t3": "Free T3", "vitamin_b12": "Vitamin B12", "vitamin_d": "Vitamin D",
    "troponin_t": "Troponin T", "troponin_i": "Troponin I", "igg": "IgG", "iga": "IgA", "igm": "IgM",
    "pco2": "pCO₂", "po2": "pO₂", "blood_ph": "pH", "urine_acr": "Urine ACR", "urine_pcr": "Urine PCR",
    "m_protein": "M protein", "beta2_microglobulin": "β₂-microglobulin", "chromogranin_a": "Chromogranin A",
    "iron": "Iron", "urea": "Urea", "kappa_lambda_ratio": "Kappa/lambda ratio", "ldl": "LDL cholesterol",
    "hdl": "HDL cholesterol", "lactate": "Lactate",
}  # fmt: skip
_UNITS: Mapping[str, str] = {
    "mm[Hg]": "mmHg", "cm2": "cm²", "10*9/L": "10⁹/L", "10*12/L": "10¹²/L", "{INR}": "", "1": "", "[pH]": "",
    "mL/min/{1.73_m2}": "mL/min/1.73 m²",
}  # fmt: skip
_SHORT = 4  # letters: abbreviations of analytes are written in capitals


def name_in_words(name: str, detail: Mapping[str, str] | None = None) -> str:
    """What a value is called: "Tumour size"; an analyte by its label in the document, else by its own name."""
    if name in ANALYTES:
        return ANALYTES[name]
    if name in NAMES:
        marker = (detail or {}).get("name", "") if name == "marker" else ""
        return marker or str(NAMES[name])
    label = (detail or {}).get("label", "")
    plain = name.replace("_", " ")
    return label or (plain.upper() if len(name) <= _SHORT else plain.capitalize())


def suggested_title(reading: Reading) -> str:
    """A neutral title that staff may take for the record; empty when software is not sure enough what it is."""
    if reading.state != S.READ or reading.type_confidence < 0.5:
        return ""
    return str(TYPES.get(reading.type, ""))


def value_in_words(name: str, value: str, unit: str) -> str:
    """A value with its unit as people write it: "18 mm"."""
    return f"{value} {unit_in_words(unit)}".strip()


def stated_in_words(name: str, value: str, unit: str, written: str) -> str:
    """A value as its document writes it, with ours behind where it was converted: "0.71 mg/dL (62.8 µmol/L)"."""
    plain = value_in_words(name, value, unit)
    number, converted = number_in(written), number_in(value)
    if number is None or converted is None or number == converted:
        return plain
    return f"{written} ({value_in_words(name, _short(converted), unit)})"


def number_in(written: str) -> Decimal | None:
    """The number that a value begins with, decimal comma or point; None for text, and for a bound such as "<5"."""
    found = re.match(r"\s*(\d{1,12}(?:[.,]\d{1,9})?)(?![\d.,])", written)
    return Decimal(found[1].replace(",", ".")) if found else None


def _short(number: Decimal) -> str:
    """To three digits that count, as nobody measures more than that by a factor."""
    if number >= 100 or number == 0:
        return f"{number:.0f}"
    rounded = Decimal(f"{number:.3g}")
    return f"{rounded:f}"


def unit_in_words(unit: str) -> str:
    """A UCUM unit as people write it: "k[iU]/L" is kU/L, "ug/L" is µg/L."""
    if unit == "/min":
        return gettext("per minute")
    if unit in _UNITS:
        return _UNITS[unit]
    plain = re.sub(r"\{[^{}]*\}", "", unit.replace("[iU]", "U"))
    return re.sub(r"(?<![A-Za-z])u(?=mol|g|U|L\b)", "µ", plain)


def heading(kind: str) -> str:
    """A kind of point on the timeline in words."""
    return str(KINDS[kind])
