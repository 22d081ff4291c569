"""The words of the emergency check, each in one place: rule data names them by id, gettext translates them.

Questions are for people who are frightened and may read little: short, plain, one matter; their reading grade is
tested. `HINTS` stand under a question in smaller type.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SCREENS = {
    "head": _("Head, back and nerves"),
    "chest": _("Heart and breathing"),
    "belly": _("Belly, blood and sugar"),
    "treatment": _("During or after treatment"),
    "sudden": _("Eyes, pregnancy and other sudden things"),
    "safety": _("How safe you are"),
}

INTRODUCTIONS = {
    "head": _("Think of today and the last few days. If you ask for someone else, answer for that person."),
    "chest": _("Think of today and the last few days."),
    "belly": _("Think of today and the last few days."),
    "treatment": _("Cancer drugs and surgery can make a small sign a grave one."),
    "sudden": _("Think of today and the last few days."),
    "safety": _("We ask everyone. Your answers are kept with your case, and our team may read them."),
}

QUESTIONS = {
    # head
    "face_arm": _("Did your face droop, or did an arm or leg go weak or numb all at once?"),
    "speech_balance": _("Did you have sudden trouble with speech, balance or walking?"),
    "sight_loss": _("Did you suddenly lose sight in one or both eyes?"),
    "worst_headache": _("Did you get the worst headache of your life, all at once?"),
    "fever_neck": _(
        "Do you have a fever with a stiff neck, or with a rash that does not fade when you press it?"
    ),
    "morning_headache": _("Do you wake up with a headache and throw up?"),
    "seizure": _("Did you have a fit (seizure) that is new for you, or one that will not stop?"),
    "confused": _("Are you very sleepy, hard to wake or mixed up in your mind?"),
    "spine_pain": _("Is there new or worse pain in your back or neck?"),
    "back_leg_pain": _("Do you have pain in your back or down a leg?"),
    "limbs_weak": _("Are your arms or legs getting weak or numb, or is it hard to walk?"),
    "bladder_bowel": _("Is it new or worse that you leak, or cannot pass water or stool?"),
    "saddle_numb": _("Is it new or worse that you are numb between your legs, or feel less during sex?"),
    # chest
    "chest_pain": _("Do you have pain or pressure in your chest for over 15 minutes, or again and again?"),
    "chest_pain_signs": _(
        "Does chest pain spread to your arm or jaw, or come with sweat, feeling sick or short breath?"
    ),
    "tearing_pain": _("Did you have a sudden tearing pain in your chest, back or belly?"),
    "collapse": _("Did you faint or collapse?"),
    "short_breath_sudden": _("Did you get short of breath all at once?"),
    "pain_breathing": _("Does it hurt to breathe in, or did you cough up blood?"),
    "leg_swollen": _("Is one leg newly swollen?"),
    "cannot_speak": _("Are you too short of breath to speak a full sentence?"),
    "blue_lips": _("Are your lips blue, or did a device show less than 92 for your oxygen?"),
    "face_neck": _("Is your face or neck newly swollen, or is there a harsh noise when you breathe in?"),
    "rest_pain": _("Do you get chest pain at rest, or wake up because you cannot breathe?"),
    "faint_effort": _("Did you faint, or almost faint, when you walked or climbed stairs?"),
    "throat_swelling": _("Is your tongue or throat swelling, or did you start to wheeze all at once?"),
    # belly
    "blood_loss": _("Did you throw up blood, pass black stool like tar, or lose a lot of fresh blood?"),
    "belly_pain": _("Do you have very bad belly pain, or is your belly hard to the touch?"),
    "vomit_blocked": _("Do you throw up and pass no wind or stool?"),
    "cold_limb": _("Is an arm or leg cold, pale and in pain?"),
    "diabetes": _("Do you have diabetes?"),
    "vomiting": _("Do you throw up again and again?"),
    "sugar": _("Was your blood sugar over 20 or under 3 today?"),
    "no_fluids": _("Are you not able to keep any drink down?"),
    "pain": _("Do you have bad pain that your medicine does not ease?"),
    # treatment
    "cancer": _("Do you have cancer, or did you ever have it?"),
    "cancer_drugs": _("Did you have chemo or other cancer treatment in the last 6 weeks?"),
    "fever": _("Are you hot with fever, or is your body very cold?"),
    "chills_unwell": _("Do you shake with chills, or feel ill in a way that is not normal for you?"),
    "skin_urine": _("Is your skin blotchy or blue, or did you pass no water for a day?"),
    "immunotherapy": _("Did you ever have immune therapy for cancer?"),
    "immune_heart": _(
        "Do you have chest pain, less breath than you used to, a racing heart, or did you faint?"
    ),
    "immune_muscle": _("Do your eyelids droop, is it hard to swallow, or are your muscles very weak?"),
    "loose_stools": _("Do you have loose stools 4 or more times a day more than you used to?"),
    "rash_yellow": _("Do you have a new rash, a new headache, or yellow skin or eyes?"),
    "surgery": _("Did you have surgery in the last 30 days?"),
    "wound": _("Is your wound open, red or leaking, or does it hurt more each day?"),
    # sudden
    "new_headache_over_50": _("Are you over 50, with a new kind of headache?"),
    "jaw_sight": _("Does your jaw hurt when you chew, or do you see less well or double?"),
    "testicle": _("Do you have sudden, very bad pain in a testicle?"),
    "pregnant": _("Are you pregnant?"),
    "pregnant_bleeding": _("If you are pregnant: do you bleed, or have very bad pain?"),
    "pregnant_head": _(
        "If you are pregnant: do you have a very bad headache, see badly, or does the baby move less?"
    ),
    # safety
    "self_harm": _("Do you think of ending your life or hurting yourself, or did you try to?"),
    "harm_others": _("Do you think of hurting someone else?"),
    "abuse": _("Is someone hurting you, scaring you, or making you do things?"),
    "abuse_other": _("Do you fear that a child or an adult you know is being hurt?"),
}

HINTS = {
    "face_arm": _("Also if it has gone away again."),
    "speech_balance": _("Also if it has gone away again."),
    "sight_loss": _("Also if it has gone away again."),
    "spine_pain": _("It may feel like a tight band, be worse at night, or when you cough or strain."),
    "leg_swollen": _("More than the other leg. It may hurt or feel warm."),
    "blue_lips": _("Answer no if you have no such device and your lips look as they always do."),
    "sugar": _("In mmol/L. In mg/dL: over 360 or under 54. Answer no if you did not measure."),
    "cancer_drugs": _("Drugs by drip or as tablets, or radiotherapy."),
    "fever": _("37.5 °C (99.5 °F) or more, or under 36 °C (96.8 °F)."),
    "immunotherapy": _("For example pembrolizumab, nivolumab, ipilimumab or atezolizumab."),
    "immune_heart": _("If you never had immune therapy, you may answer no."),
    "immune_muscle": _("If you never had immune therapy, you may answer no."),
    "jaw_sight": _("In the last few weeks."),
}

INPATIENT = _("Are you in hospital right now, for at least this night?")
INPATIENT_REASON = _(
    "A second opinion from afar is not safe while you are in hospital: the doctors beside you see what paper cannot "
    "show, and things may change within hours. Please ask them your questions now. Your doctor there may ask us for "
    "an opinion with you. You can save your answers and come back when you are home."
)

ANSWERS = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure")}
NONE_OF_THESE = _("None of these")

# Whom to call today, said beside the reason.
CALLS = {
    "oncology_line": _(
        "Call the 24-hour number of your cancer team now. If you cannot reach them, go to a hospital."
    ),
    "hospital_today": _("Go to an emergency department or an eye hospital today."),
    "maternity": _("Tell your midwife or maternity ward as well."),
    "surgeon": _("Call the team that did your surgery today. If you cannot reach them, go to a hospital."),
    "own_doctor": _("Call your own doctor today. If you cannot reach anyone, go to a hospital."),
    "our_team": _(
        "One of our team will get in touch with you. If you are in danger now, call the emergency number."
    ),
}

# What a member of staff calls a row.
ROWS = {
    "RF-01": _("Stroke or TIA"),
    "RF-02": _("Acute coronary syndrome"),
    "RF-03": _("Aortic dissection or ruptured aneurysm"),
    "RF-04": _("Pulmonary embolism"),
    "RF-05": _("Respiratory distress"),
    "RF-06": _("Sepsis"),
    "RF-07": _("Neutropenic sepsis"),
    "RF-08": _("Metastatic spinal cord compression"),
    "RF-09": _("Cauda equina syndrome"),
    "RF-10": _("Superior vena cava obstruction or threatened airway"),
    "RF-11": _("Raised intracranial pressure, first seizure or status epilepticus"),
    "RF-12": _("Thunderclap headache or meningitis"),
    "RF-13": _("Gastrointestinal bleeding"),
    "RF-14": _("Acute abdomen or obstruction"),
    "RF-15": _("Acute limb ischaemia"),
    "RF-16": _("Sudden visual loss or giant cell arteritis"),
    "RF-17": _("Obstetric emergency"),
    "RF-18": _("Testicular torsion"),
    "RF-19": _("Diabetic emergency"),
    "RF-20": _("Anaphylaxis"),
    "RF-21": _("Suicidal thoughts, self-harm or harm to others"),
    "RF-22": _("Safeguarding"),
    "RF-23": _("Immunotherapy toxicity: heart, lung, muscle"),
    "RF-23b": _("Immunotherapy toxicity: other"),
    "RF-24": _("Deterioration after surgery"),
    "RF-27": _("Unstable angina, decompensated heart failure or syncope on exertion"),
    "RF-28": _("Severe uncontrolled pain or unable to keep fluids"),
}

UNREVIEWED = _("No clinician has signed this rule yet.")
EXPIRED = _("The review of this rule has expired.")

FALLBACK_NUMBER = _(
    "We do not have the number of this country. 112 works on mobile phones in many countries. If it does not connect, "
    "call the local number, ask someone near you, or go to the nearest hospital."
)


def said(words: str) -> str:
    """One of these texts in the active language."""
    return gettext(words)
