"""A read in words: what was written, line by line, for the pages where it is shown and not changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from secunda.care.opinions.content import Read, codes
from secunda.portals.expert.writing.ask import Words
from secunda.portals.expert.writing.sheets import READ

Line = tuple[Words, str]


def lines_of(read: Read) -> list[Line]:
    """Each field that says something, with its label."""
    sheet = READ[Read]
    told = {
        "diagnosis": read.diagnosis,
        "codes": "\n".join(
            f"{code.system.value.upper()} {code.value} {code.text}".strip() for code in read.codes
        ),
        "stage": read.stage,
        "certainty": codes.words(read.certainty) if read.certainty else "",
        "basis": codes.words(read.basis) if read.basis else "",
        "reliance": read.reliance,
        "differential": _listed((item.diagnosis, item.why) for item in read.differential),
        "no_differential": read.no_differential,
        "plan": read.plan,
        "options": _listed(((item.title, item.why) for item in read.options), numbered=True),
        "confidence": _("%(number)d of 5") % {"number": read.confidence} if read.confidence else "",
        "missing": "\n".join(_missing(read)) or (_("nothing that matters") if read.nothing_missing else ""),
    }
    return [(sheet[name].label, words) for name, words in told.items() if words]


def _listed(pairs: Iterable[tuple[str, str]], *, numbered: bool = False) -> str:
    said = [f"{what}: {why}" if why else what for what, why in pairs]
    return "\n".join(f"{place}. {line}" if numbered else line for place, line in enumerate(said, start=1))


def _missing(read: Read) -> Iterable[str]:
    for item in read.missing:
        change = codes.words(item.would_change) if item.would_change else ""
        yield _("%(what)s (would change the answer: %(change)s)") % {
            "what": item.what,
            "change": change or "?",
        }
