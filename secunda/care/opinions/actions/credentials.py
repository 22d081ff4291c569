"""The programme's own authority and the experts' certificates; made at first need, keys kept in the vault."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secunda.care.experts.models import Expert, Licence
from secunda.care.opinions import authority
from secunda.foundation.accounts.models import Programme
from secunda.foundation.vault import actions as vault

PEM = "application/x-pem-file"


def _keep(programme: Programme, pem: bytes, at: datetime) -> vault.Object:
    return vault.write(
        case_id=vault.PROGRAMME_ITSELF, programme_id=programme.pk, klass="opinion", media_type=PEM, chunks=[pem],
        limit=100_000, by_id=None, at=at,
    )  # fmt: skip


@transaction.atomic
def authority_of(programme: Programme, at: datetime) -> authority.Credential:
    """The programme's root certificate and key, made once."""
    now = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not now.authority_certificate or now.authority_key_object is None:
        made = authority.new_authority(now.name, at)
        now.authority_certificate = made.certificate.decode()
        now.authority_key_object = _keep(now, made.key, at).public_id
        now.save(update_fields=("authority_certificate", "authority_key_object"))
        return made
    key = vault.read(vault.Object.objects.get(public_id=now.authority_key_object))
    return authority.Credential(now.authority_certificate.encode(), key)


@transaction.atomic
def credential_of(expert: Expert, licence: Licence | None, at: datetime) -> authority.Credential:
    """An expert's signing certificate and key; issued at first need and again before it runs out."""
    now = (
        Expert.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme")
        .get(pk=expert.pk)
    )
    if now.certificate_key_object and authority.covers(now.certificate.encode(), at):
        key = vault.read(vault.Object.objects.get(public_id=now.certificate_key_object))
        return authority.Credential(now.certificate.encode(), key)
    subject = authority.Subject(
        name=now.name, organisation=now.programme.name, identifier=str(now.public_id),
        title=f"{licence.jurisdiction} {licence.number}" if licence else "",
    )  # fmt: skip
    made = authority.issue(authority_of(now.programme, at), subject, at)
    now.certificate = made.certificate.decode()
    now.certificate_key_object = _keep(now.programme, made.key, at).public_id
    now.save(update_fields=("certificate", "certificate_key_object"))
    return made
