"""What the vault says when it cannot do what it was asked."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from secunda.foundation.errors import Refused


class TooLarge(Refused):
    """More bytes came than the caller allows."""

    def __init__(self, limit: int) -> None:
        sentence = _("This file is too large. The largest file that can be taken here is %(limit)s.")
        super().__init__(sentence % {"limit": filesizeformat(limit)}, code="too_large", status=413)


class NoRoom(Refused):
    """The place where files are kept is full."""

    def __init__(self) -> None:
        sentence = _(
            "There is no room to keep this file right now. Nothing of it was stored; please try again later."
        )
        super().__init__(sentence, code="no_room", status=507)


class Erased(Refused):
    """The key was destroyed: nothing of this class of this case opens or is stored any more."""

    def __init__(self) -> None:
        super().__init__(_("This was erased and cannot be opened again."), code="erased", status=410)


class Busy(Refused):
    """Somebody else is sending bytes of the same object just now."""

    def __init__(self) -> None:
        sentence = _("This file is being sent from another place just now. It can go on here in a moment.")
        super().__init__(sentence, code="busy", status=423)


class WholeOnly(Refused):
    """The store of this deployment takes files in one piece only."""

    def __init__(self) -> None:
        sentence = _("Files have to be sent in one piece here. Please use the form on the page.")
        super().__init__(sentence, code="whole_only", status=501)


class TooLargeForScratch(Refused):
    """A tool needs the whole file at once, and it does not fit into memory set aside for that."""

    def __init__(self, limit: int) -> None:
        sentence = _(
            "This file cannot be prepared right now: at most %(limit)s can be held for it at one time. "
            "The file itself is safe."
        )
        super().__init__(
            sentence % {"limit": filesizeformat(limit)}, code="too_large_for_scratch", status=413
        )


class Damaged(Exception):
    """Stored bytes are not what was stored: missing, cut, exchanged, altered, or their key is not to be had.

    Never a refusal: it is a fault (or an attack) that the operator must learn of. Names the object, never its
    content.
    """
