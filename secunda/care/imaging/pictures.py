"""Frames as pictures for eyes, drawn in the bounded process."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from secunda.care.imaging import looks
from secunda.foundation.errors import Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.reading import isolated_images
from secunda.reading.imaging.found import Span
from secunda.reading.imaging.frames import without_items

LARGEST = 256 * 1024 * 1024  # bytes of a frame as it is kept


def drawn(*, kept: Object, syntax: str, span: Span, header: bytes, wish: looks.Wish) -> bytes:
    """A frame as JPEG or PNG. Raises `Refused` when no picture can be made of it, and `isolated.NoReader`."""
    if span.length > LARGEST:
        raise Refused(_("This picture is too large to be drawn here."), code="no_picture", status=404)
    content = b"".join(vault.stream(kept, span.offset, span.offset + span.length))
    content = without_items(content) if span.in_pieces else content
    try:
        return isolated_images.picture(content, looks.look_of(json.loads(header), syntax, wish))
    except isolated_images.Unreadable:
        raise Refused(_("No picture can be made of this image."), code="no_picture", status=404) from None
