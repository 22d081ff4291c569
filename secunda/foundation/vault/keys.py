"""One random key per case and class, wrapped by a master key that is held elsewhere.

A wrapped key is AES-256-GCM over the 32 key bytes, with programme, case and class as associated data, so that
it unwraps only in its own row. Master keys come from `settings.VAULT_MASTER_KEYS` (id -> 32 bytes); new keys
are wrapped by `settings.VAULT_MASTER_KEY_ID`, the others only unwrap.
"""

from __future__ import annotations

import os
import struct
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import programmes
from .layout import NONCE
from .models import PROGRAMME_ITSELF, Key, Klass, Object
from .refusals import Damaged, Erased

_MAGIC = b"secunda.key.1\0"
_ROTATED_AT_ONCE = 500
_OWNER = struct.Struct(">QQ")


def prepare(*, case_id: int, programme_id: int, at: datetime) -> None:
    """Make the keys of a new case (or, with case id 0, of the programme itself). Harmless when they are
    there.

    A case that has its keys from the start spares parallel first uploads from waiting for one another.
    """
    klasses: tuple[Klass, ...] = ("opinion",) if case_id == PROGRAMME_ITSELF else ("evidence", "opinion")
    for klass in klasses:
        _make(case_id, programme_id, klass, at)


def cipher_to_write(*, case_id: int, programme_id: int, klass: str, at: datetime) -> AESGCM:
    """The cipher of a class of a case, its key made if there is none yet. Raises Erased."""
    if _find(case_id, programme_id, klass) is None:
        _make(case_id, programme_id, klass, at)
    return cipher_to_read(case_id=case_id, programme_id=programme_id, klass=klass)


def cipher_to_read(*, case_id: int, programme_id: int, klass: str) -> AESGCM:
    """The cipher of a class of a case. Raises Erased, or Damaged if no such key is visible or unwraps."""
    key = _find(case_id, programme_id, klass)
    if key is None:
        raise Damaged(f"no {klass} key of case {case_id} is to be had by this principal")
    return AESGCM(_unwrap(key))


def refuse_erased(kept: Object) -> None:
    """Raises Erased if the key of this object was destroyed in the meantime."""
    key = _find(kept.case_id, kept.programme_id, kept.klass)
    if key is None or key.erased_at is not None:
        raise Erased


def rotate() -> int:
    """Wrap every key that an older master key wraps by the current one; objects are not touched.

    Returns how many keys were re-wrapped. Once every process runs with the new master key and this returns 0,
    the older ones may be destroyed, and with them whatever old backups and dead rows still hold of erased
    keys.
    """
    return sum(_rotate_programme(programme_id) for programme_id in programmes.with_keys())


def _rotate_programme(programme_id: int) -> int:
    rotated = 0
    while batch := _rotate_some(programme_id):
        rotated += batch
    return rotated


def _rotate_some(programme_id: int) -> int:
    older = Key.objects.filter(programme_id=programme_id, erased_at__isnull=True).exclude(
        master_key_id=settings.VAULT_MASTER_KEY_ID
    )
    with programmes.seeing(programme_id):
        keys = list(older.select_for_update(no_key=True).order_by("pk")[:_ROTATED_AT_ONCE])
        for key in keys:
            key.wrapped = _wrap(_unwrap(key), key)
            key.master_key_id = settings.VAULT_MASTER_KEY_ID
            key.save(update_fields=["wrapped", "master_key_id"])
    return len(keys)


def _find(case_id: int, programme_id: int, klass: str) -> Key | None:
    try:
        return Key.objects.get(case_id=case_id, programme_id=programme_id, klass=klass)
    except Key.DoesNotExist:
        return None


def _make(case_id: int, programme_id: int, klass: str, at: datetime) -> None:
    key = Key(case_id=case_id, programme_id=programme_id, klass=klass, created_at=at)
    key.master_key_id = settings.VAULT_MASTER_KEY_ID
    key.wrapped = _wrap(AESGCM.generate_key(256), key)
    Key.objects.bulk_create([key], ignore_conflicts=True)


def _wrap(plain: bytes, key: Key) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _master(settings.VAULT_MASTER_KEY_ID).encrypt(nonce, plain, _bound(key))


def _unwrap(key: Key) -> bytes:
    if key.wrapped is None:
        raise Erased
    wrapped = bytes(key.wrapped)
    try:
        return _master(key.master_key_id).decrypt(wrapped[:NONCE], wrapped[NONCE:], _bound(key))
    except InvalidTag as error:
        raise Damaged(f"the {key.klass} key of case {key.case_id} does not unwrap") from error


def _bound(key: Key) -> bytes:
    return _MAGIC + _OWNER.pack(key.programme_id, key.case_id) + key.klass.encode()


def _master(master_key_id: str) -> AESGCM:
    secret = settings.VAULT_MASTER_KEYS.get(master_key_id)
    if secret is None or len(secret) != 32:
        raise ImproperlyConfigured(f"VAULT_MASTER_KEYS holds no key of 32 bytes named {master_key_id!r}")
    return AESGCM(secret)
