"""The place where files are sent, on whichever page it stands: the form, and what its island has to know."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from secunda.care.records import rules
from secunda.foundation.vault import actions as vault


@dataclass(frozen=True)
class Place:
    """What `parts/send_files.html` shows: where the plain form goes, and where files go piece by piece (or nowhere).

    `most` is the largest file that the form takes, in MB, `largest` the largest that the island sends, in bytes.
    """

    upload: str
    arriving: str
    most: int
    largest: int


def place(*, upload: str, arriving: str) -> Place:
    """The form of a page, by the addresses of its `upload_view` and of the collection of its `tus_views`."""
    grows = vault.grows()
    return Place(
        upload=upload,
        arriving=arriving if grows else "",
        most=settings.UPLOAD_LIMIT // rules.MEBIBYTE,
        largest=rules.largest() if grows else settings.UPLOAD_LIMIT,
    )
