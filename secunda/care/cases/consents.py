"""The consents a case may carry: one purpose each, versioned. A changed text is a new version, never an edit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


@dataclass(frozen=True)
class Purpose:
    """A purpose, the text people read, and whether an opinion is possible without it."""

    key: str
    version: int
    title: str | Promise
    text: str | Promise
    required: bool = False


OPINION, CROSS_BORDER, TELL_DOCTOR, FOLLOW_UP, LEARNING = (
    "second_opinion",
    "cross_border",
    "tell_doctor",
    "follow_up",
    "learning",
)

PURPOSES: dict[str, Purpose] = {
    p.key: p
    for p in (
        Purpose(
            OPINION,
            1,
            _("A second opinion"),
            _(
                "I agree that this programme collects and reads my health records, and shows them to the specialist "
                "who is chosen for me and to the people who check the report, so that I get a second opinion. "
                "I can withdraw this at any time; then nobody reads on."
            ),
            required=True,
        ),
        Purpose(
            CROSS_BORDER,
            1,
            _("A specialist in another country"),
            _(
                "I agree that a specialist in another country may read my records. The country is named to me before "
                "it happens, and that country's rules on health data may differ from mine."
            ),
        ),
        Purpose(
            TELL_DOCTOR,
            1,
            _("My own doctor"),
            _("I agree that the opinion is sent to my treating doctor when it is released to me."),
        ),
        Purpose(
            FOLLOW_UP,
            1,
            _("How it went"),
            _("I agree to be asked after 21, 90 and 365 days what I decided and how it went."),
        ),
        Purpose(
            LEARNING,
            1,
            _("Learning"),
            _("I agree that figures from my case, without my name, count in what this programme publishes."),
        ),
    )
}


def text_sha256(key: str, language: str) -> str:
    """SHA-256 of title and text of a purpose exactly as shown in `language`."""
    purpose = PURPOSES[key]
    with override(language):
        return hashlib.sha256(f"{purpose.title}\n{purpose.text}\n{purpose.version}".encode()).hexdigest()
