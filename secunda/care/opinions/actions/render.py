"""The PDF of a signed opinion: rendered, given its authors' PAdES signatures, and kept. May run twice."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from secunda.care.opinions import authority, canonical, rendering
from secunda.care.opinions.actions.credentials import authority_of, credential_of
from secunda.care.opinions.actions.write import locked, record
from secunda.care.opinions.models import Author, Opinion, Rendering
from secunda.foundation.vault import actions as vault

LARGEST = 100 * 1024 * 1024


@transaction.atomic
def render(*, opinion: Opinion, reader: Literal["patient"], language: str, at: datetime) -> Rendering:
    """The rendering for a reader in a language; an existing one is returned, for it never changes."""
    from secunda.care.opinions import printing  # a second to import, and only this job needs it

    now = locked(opinion)
    ready = Rendering.objects.filter(opinion=now, reader=reader, language=language).first()
    if ready:
        return ready
    signed = canonical.read(bytes(now.canonical or b""))
    html = rendering.render_html(signed, reader=reader, language=language)
    pdf = printing.render_pdf(html, bytes(now.canonical or b""))
    authors = list(Author.objects.filter(opinion=now).select_related("expert__programme", "licence"))
    for place, author in enumerate(authors):
        pdf = _signed_by(author, pdf, place=place, places=len(authors), language=language)
    kept = vault.write(
        case_id=now.case_id, programme_id=now.programme_id, klass="opinion", media_type="application/pdf", chunks=[pdf],
        limit=LARGEST, by_id=None, at=at,
    )  # fmt: skip
    made = Rendering.objects.create(
        opinion=now, case=now.case, programme_id=now.programme_id, reader=reader, language=language, object=kept,
        made_at=at,
    )  # fmt: skip
    record(now, "opinion.rendered", at)
    return made


def _signed_by(author: Author, pdf: bytes, *, place: int, places: int, language: str) -> bytes:
    """The first author's signature certifies the document and leaves room for the others' approvals."""
    from secunda.care.opinions import signing  # a second to import, and only who signs needs it

    at = author.signed_at
    assert at is not None
    root = authority_of(author.expert.programme, at)
    credential = credential_of(author.expert, author.licence, at)
    with override(language):
        reason = _("I wrote this second opinion and stand by it.")
    return signing.sign_pdf(
        pdf,
        credential.certificate,
        credential.key,
        [root.certificate],
        name=author.expert.name,
        reason=reason,
        licence=str(author.licence or ""),
        at=at,
        certify=place == 0,
        place=place,
        places=places,
        language=language,
        stamps=signing.timestamper(settings.TIMESTAMP_URL),
        revocations=authority.empty_revocation_list(root, at),
    )
