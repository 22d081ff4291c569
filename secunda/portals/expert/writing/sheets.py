"""What is asked of every structured value, in order, and in which words: one table for the read and the report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from secunda.care.opinions import content as c
from secunda.portals.expert.writing.ask import HIDDEN, Ask, Words

CITE = _(
    "Keys of references, “#3 p2” for page 2 of record 3, or “expert-opinion”. Separate them with semicolons."
)


def _cite(anchor: str = "") -> Ask:
    return Ask(_("Sources"), CITE, kind="citations", anchor=anchor, optional=True)


def _key() -> Ask:
    return Ask("", kind=HIDDEN)


def _differential(field: str) -> dict[str, Ask]:
    return {
        "differential": Ask(
            _("What else it could be"), row=_("Other diagnosis"), anchor=f"{field}-differential"
        ),
        "no_differential": Ask(
            _("Or: why no other diagnosis is worth naming"),
            lines=2,
            optional=True,
            anchor=f"{field}-no-differential",
        ),
    }


def _diagnosis(field: str) -> dict[str, Ask]:
    return {
        "codes": Ask(_("Codes"), row=_("Code"), compact=True, anchor=f"{field}-code"),
        "stage": Ask(_("Stage and grade"), optional=True, anchor=f"{field}-stage"),
        "certainty": Ask(_("How sure of the diagnosis"), anchor=f"{field}-certainty"),
        "basis": Ask(_("Resting on"), anchor=f"{field}-basis"),
        "reliance": Ask(
            _("What you rely on, where you did not see the images or slides yourself"), lines=2, optional=True,
            anchor=f"{field}-reliance",
        ),
    }  # fmt: skip


def _plain(label: Words, anchor: str = "", lines: int = 2) -> Ask:
    return Ask(label, _("For the patient: short sentences, common words."), lines=lines, anchor=anchor)


READ: dict[type, dict[str, Ask]] = {
    c.Code: {
        "system": Ask(_("System"), weightless=True),
        "value": Ask(_("Code"), size="medium"),
        "text": Ask(_("In words"), optional=True),
    },
    c.Alternative: {
        "diagnosis": Ask(_("Diagnosis")),
        "why": Ask(_("Why it is less likely"), lines=2),
        "codes": Ask(_("Codes, one a line"), kind="codes", optional=True, lines=1),
    },
    c.RankedOption: {
        "title": Ask(_("Treatment")),
        "why": Ask(_("Why here"), lines=2, optional=True),
        "rating": Ask(_("Rating, 1 to 9 (panels only)"), optional=True),
    },
    c.MissingItem: {
        "what": Ask(_("What you would have wanted to see")),
        "would_change": Ask(_("Would it change your answer?")),
    },
    c.Read: {
        "diagnosis": Ask(_("What you think it is"), lines=3, anchor="read-diagnosis"),
        **_diagnosis("read"),
        **_differential("read"),
        "plan": Ask(_("What you would do"), lines=4, anchor="read-plan"),
        "options": Ask(
            _("Ways to treat, best first"), row=_("Choice"), anchor="read-options", ordered=True
        ),
        "confidence": Ask(_("How confident you are in all of this"), kind="scale", anchor="read-confidence"),
        "missing": Ask(_("What is missing"), row=_("Missing item"), compact=True, anchor="read-missing"),
        "nothing_missing": Ask(_("Nothing that matters is missing"), anchor="read-nothing-missing"),
    },
}  # fmt: skip

PARTS: dict[type, dict[str, Ask]] = {
    c.Answer: {
        "question": _key(),
        "rephrased": Ask(_("As you understand the question"), lines=2, optional=True),
        "answer": Ask(_("Your answer, to the patient"), lines=5),
        "citations": _cite(),
    },
    c.Unavailable: {
        "what": Ask(_("Record")),
        "effect": Ask(_("What that means for the answer"), lines=2),
        "absent": _key(),
    },
    c.Event: {
        "on": Ask(_("When"), _("A year, a month or a day: 2026, 2026-05 or 2026-05-03."), size="short"),
        "what": Ask(_("What happened"), lines=2),
        "citations": _cite(),
    },
    c.Reread: {
        "kind": Ask(_("What was read again"), weightless=True),
        "what": Ask(_("Which study or sample")),
        "on": Ask(_("Of which day"), size="short", optional=True),
        "finding": Ask(_("What you found"), lines=3),
        "concordance": Ask(_("Compared with the first reading")),
        "compared_with": Ask(_("Which reading that was"), optional=True),
        "record": _key(),
    },
    c.Diagnosis: {
        "statement": Ask(_("In the words of the field"), lines=3, anchor="field-8-statement"),
        "plain": _plain(_("In plain words"), "field-8-plain", 3),
        **_diagnosis("field-8"),
        **_differential("field-8"),
        "citations": _cite(),
    },
    c.Agreement: {
        "concordance": Ask(_("Compared with the first opinion"), anchor="field-9-{tag}-code"),
        "impact": Ask(_("How much the difference matters"), anchor="field-9-{tag}-impact", optional=True),
        "reason": Ask(_("Where the difference comes from"), anchor="field-9-{tag}-reason", optional=True),
        "explanation": Ask(_("Why, for the doctor"), lines=4, anchor="field-9-{tag}-explanation"),
        "plain": _plain(_("The same in plain words"), "field-9-{tag}-plain", 3),
    },
    c.CallOffer: {
        "offered_at": Ask(_("When you offered a call")),
        "outcome": Ask(_("What came of it")),
        "note": Ask(_("Note"), lines=2, optional=True),
    },
    c.PhoneProtocol: {
        "acknowledged": Ask(_("I have called, and somebody knows")),
        "called_at": Ask(_("When"), optional=True),
        "spoke_to": Ask(_("With whom you spoke"), optional=True),
    },
    c.FurtherTest: {"what": Ask(_("Test")), "why": Ask(_("Why"), lines=2)},
    c.Trial: {
        "registry_id": Ask(_("Registry number"), _("Such as NCT01234567."), size="medium"),
        "title": Ask(_("Trial")),
        "checked_date": Ask(_("Looked up on")),
    },
    c.Step: {"what": Ask(_("Step"), lines=2), "by_when": Ask(_("By when"), size="medium", optional=True)},
    c.Votes: {"option": _key(), "count": Ask(_("Members who prefer it"))},
    c.Dissent: {
        "expert": _key(),
        "statement": Ask(_("Minority statement"), lines=3, optional=True),
        "plain": _plain(_("The same in plain words")),
    },
    c.Panel: {
        "composition": Ask(_("How the panel was made up"), lines=2, optional=True),
        "votes": Ask(_("Votes"), fixed="options"),
        "dissents": Ask(_("Dissent"), fixed="authors"),
        "agreement": Ask(_("How far its members agreed"), lines=2, optional=True),
    },
    c.MachineUse: {
        "model": Ask(_("Software")),
        "version": Ask(_("Version"), size="medium", optional=True),
        "what": Ask(_("What it did"), lines=2),
        "checked_by": Ask(_("Who checked it")),
    },
    c.Reference: {
        "key": Ask(_("Key"), _("Short, to cite it by: esmo2024."), size="medium", weightless=True),
        "text": Ask(_("Authors, title, where it appeared"), lines=2),
        "year": Ask(_("Year")),
        "kind": Ask(_("What it is")),
        "link": Ask(_("Link"), _("Starts with https://")),
        "level": Ask(_("Certainty of its evidence (GRADE)")),
        "version": Ask(_("Version of a guideline"), size="medium", optional=True),
    },
}

OPTIONS: dict[type, dict[str, Ask]] = {
    c.Measure: {
        "key": _key(),
        "kind": Ask(_("What this counts"), weightless=True),
        "text": Ask(
            _("What happens to those who are counted"), _("Goes on from “of 100 people, 58 …”: “are alive”.")
        ),
        "otherwise": Ask(_("What happens to the others"), _("“have died, of any cause”")),
        "within": Ask(_("Over how long"), size="medium"),
    },
    c.Figure: {
        "measure": _key(),
        "count": Ask(_("How many")),
        "low": Ask(_("At least"), optional=True),
        "high": Ask(_("At most"), optional=True),
        "note": Ask(_("Or: why there is no number"), optional=True),
        "citations": _cite(),
    },
    c.Option: {
        "key": _key(),
        "title": Ask(_("Name")),
        "plain": _plain(_("What it is, in plain words"), lines=3),
        "kind": Ask(_("Kind")),
        "timing": Ask(_("Is it needed now?")),
        "proposed_first": Ask(_("This is what the first opinion proposed")),
        "aim": Ask(_("What it aims at"), lines=2),
        "figures": Ask(_("Numbers, the same for every option"), fixed="measures", compact=True),
        "harms": Ask(_("Harms in words"), lines=3),
        "certainty": Ask(_("How sure the evidence is (GRADE)")),
        "certainty_why": Ask(_("Why"), optional=True),
        "recovery": Ask(_("Recovery"), lines=2),
        "function_fertility": Ask(_("Function and fertility"), lines=2),
        "cost": Ask(_("Cost where the patient lives")),
        "cost_note": Ask(_("More about the cost"), optional=True),
        "lower_cost": Ask(_("What would cost less"), optional=True),
        "sequence": Ask(_("In which order, and what follows"), lines=2, optional=True),
        "available": Ask(_("Where it is available")),
        "citations": _cite(),
    },
    c.Recommendation: {
        "text": Ask(_("What you recommend"), lines=3),
        "plain": _plain(_("The same in plain words"), lines=3),
        "option": Ask(_("Option"), kind="option", optional=True),
        "strength": Ask(_("Strength (GRADE)")),
        "not_for": Ask(_("Whom it does not suit"), lines=2),
        "would_change": Ask(_("What would change it"), lines=2),
        "citations": Ask(_("Sources"), CITE, kind="citations"),
    },
}

REPORT: dict[type, dict[str, Ask]] = {
    c.OpinionContent: {
        "answers": Ask(
            _("Questions, in the patient's own words"), fixed="questions", anchor="field-17",
            row_anchor="field-17-{key}",
        ),
        "unavailable": Ask(_("Records you did not have"), row=_("Record"), anchor="field-5"),
        "nothing_unavailable": Ask(_("Nothing that matters was missing")),
        "summary": Ask(_("The case in brief"), lines=6, anchor="field-6"),
        "history": Ask(_("History"), row=_("Event")),
        "rereads": Ask(_("Images, tissue or genes that you read again"), row=_("Reading"), row_anchor="field-7-{n}"),
        "diagnosis": Ask(_("The diagnosis")),
        "diagnosis_agreement": Ask(_("The diagnosis, compared"), tag="diagnosis"),
        "treatment_agreement": Ask(_("The treatment, compared"), tag="treatment"),
        "worse_prognosis": Ask(_("The outlook is worse than the patient was told")),
        "new_malignancy": Ask(_("There is a cancer that was not known")),
        "call": Ask(
            _("A call before the written result"),
            _("Offered when the change is major, the outlook worse, or a cancer is newly found."),
            anchor="field-9-call",
        ),
        "denominator": Ask(_("All numbers are"), kind="denominator", anchor="field-10-denominator"),
        "measures": Ask(
            _("What is counted in every option"), _("At least one benefit and one harm, over the same time."),
            row=_("Number"), anchor="field-10-measures",
        ),
        "options": Ask(
            _("Options, in equal detail"), row=_("Option"), anchor="field-10", row_anchor="field-10-{key}", ordered=True
        ),
        "one_option_reason": Ask(
            _("If there is one option only: why"), lines=2, optional=True, anchor="field-10-one"
        ),
        "no_watching_reason": Ask(
            _("If doing nothing or watching is not reasonable: why"), lines=2, optional=True, anchor="field-10-watching"
        ),
        "recommendations": Ask(
            _("Recommendations"), row=_("Recommendation"), anchor="field-11", row_anchor="field-11-{n}"
        ),
        "urgency": Ask(_("By when something has to happen"), anchor="field-12"),
        "urgency_why": Ask(_("Why"), lines=2, optional=True),
        "phone": Ask(_("In an emergency: call first"), anchor="field-12-phone"),
        "tests": Ask(_("Tests still needed"), row=_("Test"), anchor="field-13"),
        "trials": Ask(_("Trials to ask about"), row=_("Trial"), row_anchor="field-13-trial-{n}"),
        "fertility": Ask(_("Fertility"), lines=2, optional=True, anchor="field-14"),
        "family": Ask(_("What it means for the family"), lines=2, optional=True),
        "supportive": Ask(_("Supportive care"), lines=2, optional=True),
        "second_line": Ask(_("What comes after, if this does not work"), lines=2, optional=True),
        "limits": Ask(_("What this opinion in particular could not see or settle"), lines=4, anchor="field-15"),
        "references": Ask(_("References"), row=_("Reference"), anchor="field-16", row_anchor="field-16-{key}"),
        "plain_summary": Ask(
            _("The summary the patient reads first"),
            _("The first paragraph is the answer. Aim at grade 6; above 8 blocks."), lines=14, anchor="field-18",
        ),
        "reading_override": Ask(
            _("If it has to stay above grade 8: why"), lines=2, optional=True, anchor="field-18-override"
        ),
        "reading_approved_by": Ask(
            _("In a language without a reading grade: the native reader who found it easy"), optional=True,
            anchor="field-18-reader",
        ),
        "doctor_questions": Ask(
            _("Questions to ask the treating doctor"), _("One a line."), lines=4, kind="lines", anchor="field-19-ask"
        ),
        "next_steps": Ask(_("What to do next"), row=_("Step"), anchor="field-19-steps"),
        "warning_signs": Ask(_("Warning signs"), _("One a line."), lines=4, kind="lines", anchor="field-19-signs"),
        "warning_action": Ask(_("What to do when one of them comes"), lines=2),
        "panel": Ask(_("Panel"), anchor="field-20"),
        "machine_uses": Ask(_("Software that helped to write this"), row=_("Use"), anchor="field-21"),
        "no_machine": Ask(_("No software helped to write this opinion")),
    }
}  # fmt: skip

SHEETS: dict[type, dict[str, Ask]] = READ | PARTS | OPTIONS | REPORT
KEYS: dict[type, str] = {c.Option: "option", c.Measure: "measure", c.Reference: "source"}
