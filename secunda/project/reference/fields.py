"""The 22 fields of a report and where each lives."""

from __future__ import annotations

import dataclasses
import inspect
import re

from secunda.care.opinions import content
from secunda.project.reference.markdown import code, table

REQUIRED, CONDITIONAL = "required", "when it applies"

# Number: (what, required or not, what the expert writes (OpinionContent), what is put around it at signing (Frame)).
FIELDS: dict[int, tuple[str, str, str, str]] = {
    1: ("Report, version, case, dates, language, translation", REQUIRED, "",
        "report_id version case_ref programme patient received_at complete_at signed_at time_zone language "
        "translation_of supersedes change_reason demo"),
    2: ("The experts and their licences", REQUIRED, "", "experts"),
    3: ("Independence and conflicts, and what was blinded", REQUIRED, "", "independence blinding"),
    4: ("The questions, verbatim and rephrased, and the decision", REQUIRED, "answers",
        "questions neutral_question decision decision_date"),
    5: ("Records reviewed, and what was not there", REQUIRED, "unavailable nothing_unavailable", "records absent"),
    6: ("Summary and history", REQUIRED, "summary history", ""),
    7: ("Images, tissue or genes read again", CONDITIONAL, "rereads", ""),
    8: ("Diagnosis: statement, codes, certainty, differential", REQUIRED, "diagnosis", "reads"),
    9: ("Concordance of diagnosis and treatment, impact, reason", REQUIRED,
        "diagnosis_agreement treatment_agreement worse_prognosis new_malignancy call", "first_opinion"),
    10: ("Options side by side", REQUIRED, "denominator measures options one_option_reason no_watching_reason", ""),
    11: ("Recommendation", REQUIRED, "recommendations", ""),
    12: ("Urgency", REQUIRED, "urgency urgency_why phone", ""),
    13: ("Further tests, trials", CONDITIONAL, "tests trials", ""),
    14: ("Fertility, family, supportive care, second line", CONDITIONAL, "fertility family supportive second_line", ""),
    15: ("Limits", REQUIRED, "limits", "limits"),
    16: ("References", REQUIRED, "references", ""),
    17: ("Answers to each question", REQUIRED, "answers", ""),
    18: ("Plain-language summary", REQUIRED, "plain_summary reading_override reading_approved_by", ""),
    19: ("Questions for the doctor, next steps, warning signs", REQUIRED,
         "doctor_questions next_steps warning_signs warning_action", ""),
    20: ("Panel: composition, votes, dissent", CONDITIONAL, "panel", ""),
    21: ("What a machine did", CONDITIONAL, "machine_uses no_machine", ""),
    22: ("Signature: hash, time, second factor; delivery, follow-up", REQUIRED, "",
         "code verify_url signed_at delivery follow_up_until follow_up_questions"),
}  # fmt: skip


def page() -> str:
    """The page."""
    rows = (
        (number, what, how, _names(written), _names(around))
        for number, (what, how, written, around) in FIELDS.items()
    )
    return "\n\n".join(
        (
            "# The 22 fields of a report",
            "Where each field of a signed opinion lives. `OpinionContent` is what the expert writes, "
            "`opinions_opinion.content` while it is a draft; `Frame` is what the system puts around it at signing. "
            "Both together are the canonical JSON, `opinions_opinion.canonical`, which is hashed and signed. The "
            "hash is in `opinions_opinion.sha256`; each author's signature, certificate and second factor are in "
            "`opinions_author`.",
            table(("field", "what", "", "`OpinionContent`", "`Frame`"), rows),
            "What is still missing before handing in and signing is worked out by `content.missing`.",
            "## The parts",
            *(_part(part) for part in _parts()),
        )
    )


def _names(names: str) -> str:
    return ", ".join(code(name) for name in names.split())


def _parts() -> list[type]:
    """Every frozen part of the content package, the whole ones first."""
    whole = [content.OpinionContent, content.Frame, content.Read]
    held = [getattr(content, name) for name in content.__all__]
    parts = [one for one in held if isinstance(one, type) and dataclasses.is_dataclass(one)]
    return [*whole, *(part for part in parts if part not in whole and part is not content.Missing)]


def _part(part: type) -> str:
    said = " ".join((inspect.getdoc(part) or "").split())
    rows = ((code(field.name), code(_type(field))) for field in dataclasses.fields(part))
    return f"### {part.__name__}\n\n{said}\n\n{table(('name', 'type'), rows)}"


def _type(field: dataclasses.Field[object]) -> str:
    return re.sub(r"\bcodes\.", "", str(field.type))
