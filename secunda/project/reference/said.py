"""The closed vocabularies: what the audit can say, and what people are told by e-mail."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template

from secunda.foundation.audit import verbs
from secunda.foundation.notifications import kinds
from secunda.project.reference.markdown import code, table

READER = {
    "programme": SimpleNamespace(name="Lindenhof"),
    "name": "Ana",
    "url": "https://lindenhof.example.org/home",
}


def audit_verbs() -> str:
    """Every verb, object and purpose of the audit."""
    sentences = ((code(verb), verbs.sentence(verb, who="Dr Bo", what="a record")) for verb in verbs.VERBS)
    objects = ((code(name), verbs.noun(name)) for name in verbs.OBJECTS if name)
    purposes = ((code(name), words) for name, words in verbs.PURPOSES.items())
    return "\n\n".join(
        (
            "# What the audit can say",
            "The closed vocabulary of the audit, each verb with its sentence as a patient reads it. An event names "
            "things by id and holds no content.",
            "## Verbs",
            table(("verb", "sentence"), sentences),
            "## Objects",
            table(("object", "in words"), objects),
            "## Purposes",
            table(("purpose", "in words"), purposes),
            f"Outcomes: {', '.join(code(one) for one in verbs.OUTCOMES)}.",
        )
    )


def notifications() -> str:
    """Every kind of notification with its e-mail."""
    parts = [
        "# Notifications",
        "What people are told by e-mail, word for word. No e-mail says anything about anybody's health.",
    ]
    for kind in kinds.KINDS:
        parts.append(f"## {kinds.label(kind)}\n\n{code(kind)}")
        parts.append(_letter(kind))
    return "\n\n".join(parts)


def _letter(kind: str) -> str:
    try:
        subject, body = (_filled(f"mail/{kind}.{part}.txt") for part in ("subject", "body"))
    except TemplateDoesNotExist:
        return "No letter is written for it yet."
    return f"> **{' '.join(subject.split())}**\n>\n" + "\n".join(
        f"> {line}".rstrip() for line in body.strip().splitlines()
    )


def _filled(name: str) -> str:
    template: Any = get_template(name)
    return str(template.template.render(Context(READER, autoescape=False)))
