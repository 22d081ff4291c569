"""Why something was set aside, in one sentence that says what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: dict[str, Promise] = {
    "no_pixels": _("There is no picture in it."),
    "cut_short": _(
        "It breaks off, as after a copy that was interrupted. Please copy it from the disc again."
    ),
    "syntax": _("Its picture is packed or encrypted in a way that cannot be opened here."),
    "frames": _("It is not certain where one of its pictures ends and the next begins, so none is shown."),
    "no_identifiers": _("It does not say to which examination it belongs."),
    "unreadable": _("It could not be read."),
    "same_uid": _("Another file of this case has the same number and other content; that one is shown."),
}


def why_set_aside(code: str) -> str:
    """The sentence of a code."""
    return str(WHY.get(code, WHY["unreadable"]))
