"""The Ed25519 key that signs exported heads: `settings.AUDIT_HEAD_KEY` (64 hex digits), else a file of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

Sign = Callable[[bytes], bytes]
Check = Callable[[bytes, bytes], bool]


def private_key() -> Ed25519PrivateKey:
    """The deployment's key for heads. Raises ValueError when the kept text is not 64 hex digits."""
    given = getattr(settings, "AUDIT_HEAD_KEY", "") or _kept(
        Path(settings.VAR) / "secrets" / "audit_head_key"
    )
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(given.strip()))


def _kept(place: Path) -> str:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
        file.flush()
        os.fsync(file.fileno())
    return place.read_text()


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half as PEM, for whoever keeps the heads outside."""
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def checker(key: Ed25519PrivateKey) -> Check:
    """A function that tells whether a signature belongs to a message."""

    def genuine(signature: bytes, message: bytes) -> bool:
        try:
            key.public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return genuine
