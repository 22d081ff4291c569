"""What a stored file is: reading's answer, from a process that may crash on hostile bytes without us."""

from __future__ import annotations

from django.conf import settings

from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading.facts import Identified, Limits, Unusable
from secunda.reading.isolated import identify_isolated

Found = Identified | Unusable


def look(kept: Object, *, name: str) -> Found:
    """What the bytes of a vault object are, or why they cannot be used. Writes nothing and takes no lock.

    Takes up to a minute for a hostile file. Raises `vault.Damaged`, and `reading.isolated.NoReader` when no reading
    process could be started: then nothing is known and it has to be tried again.
    """
    with vault.open(kept) as stream:
        return identify_isolated(
            stream, name=name, size=kept.size, limits=Limits(max_bytes=settings.UPLOAD_LIMIT)
        )
