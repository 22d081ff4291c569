"""How an object lies in the store: sealed segments, one after the other, and nothing else.

A segment is 64 KiB of plain bytes (the last one: what remains, for an empty object nothing), sealed by
AES-256-GCM (NIST SP 800-38D) and stored as

    nonce (12 bytes, random) | sealed bytes (as many as plain) | tag (16 bytes)

so segment `i` begins at byte `i * (65536 + 28)` and any range of bytes opens without the rest. The associated
data of a segment is, big-endian and without gaps,

    "secunda.vault.1\\0" | case id u64 | public id 16 bytes | version u32 | class u8 | index u64 | is last u8

so that a segment opens only in its own place: exchanged, repeated, dropped, cut and appended segments all
fail. Random nonces are safe for 2^32 segments under one key (SP 800-38D 8.3), 256 TiB of a class of a case.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16
OVERHEAD = NONCE + TAG
_MAGIC = b"secunda.vault.1\0"
_PLACE = struct.Struct(">Q16sIB")
_INDEX = struct.Struct(">QB")
_CLASS_CODES = {"evidence": 1, "opinion": 2}


@dataclass(frozen=True)
class Place:
    """Which object a segment belongs to; bound into each of its segments."""

    case_id: int
    public_id: UUID
    version: int
    klass: str

    @property
    def bound(self) -> bytes:
        """The part of the associated data that all segments of the object share."""
        return _MAGIC + _PLACE.pack(
            self.case_id, self.public_id.bytes, self.version, _CLASS_CODES[self.klass]
        )


def count(size: int, segment_size: int) -> int:
    """How many segments hold `size` plain bytes; never fewer than one."""
    return max(1, -(-size // segment_size))


def sealed_size(size: int, segment_size: int) -> int:
    """How many stored bytes hold `size` plain bytes."""
    return size + count(size, segment_size) * OVERHEAD


def seal(cipher: AESGCM, bound: bytes, index: int, last: bool, plain: bytes | memoryview) -> bytes:
    """The stored form of one segment, under a fresh random nonce."""
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, plain, bound + _INDEX.pack(index, last))


def unseal(cipher: AESGCM, bound: bytes, index: int, last: bool, stored: bytes | memoryview) -> bytes:
    """The plain bytes of one stored segment. Raises `cryptography.exceptions.InvalidTag` out of its place."""
    return cipher.decrypt(bytes(stored[:NONCE]), stored[NONCE:], bound + _INDEX.pack(index, last))
