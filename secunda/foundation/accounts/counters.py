"""Counters of attempts and used one-time codes, shared by every web process and kept without anybody's address."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def key_of(key: str, key_prefix: str, version: int) -> str:
    """The name of a counter under the deployment's secret: neither an address nor an account stands in the table."""
    named = f"{key_prefix}:{version}:{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), named, hashlib.sha256).hexdigest()
