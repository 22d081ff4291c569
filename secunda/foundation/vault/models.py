"""The vault's tables: wrapped keys, objects, and the ledger of erasures."""

from __future__ import annotations

import uuid
from typing import Literal

from django.db import models

from .layout import Place

Klass = Literal["evidence", "opinion"]
KLASSES = ("evidence", "opinion")
PROGRAMME_ITSELF = 0  # the case id under which a programme keeps secrets of its own, such as its signing keys
SEGMENT_SIZE = 64 * 1024

_OF_A_CASE_OR_THE_PROGRAMME = models.Q(case_id__gt=PROGRAMME_ITSELF) | models.Q(
    case_id=PROGRAMME_ITSELF, klass="opinion"
)


class Key(models.Model):
    """The key of one class of one case, wrapped by a master key. Lives in the schema `keystore`.

    `wrapped` is nonce (12 bytes), sealed key (32), tag (16); null once the key was erased.
    """

    case_id = models.BigIntegerField()
    programme_id = models.BigIntegerField()
    klass = models.CharField(max_length=8)
    wrapped = models.BinaryField(null=True)
    master_key_id = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case_id", "klass"),
                condition=models.Q(case_id__gt=PROGRAMME_ITSELF),
                name="vault_key_once_a_case",
            ),
            models.UniqueConstraint(
                fields=("programme_id", "klass"),
                condition=models.Q(case_id=PROGRAMME_ITSELF),
                name="vault_key_once_a_programme",
            ),
            models.CheckConstraint(condition=models.Q(klass__in=KLASSES), name="vault_key_klass"),
            models.CheckConstraint(condition=_OF_A_CASE_OR_THE_PROGRAMME, name="vault_key_owner"),
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, erased_at__isnull=False)
                | models.Q(wrapped__isnull=False, erased_at__isnull=True),
                name="vault_key_erased_or_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.klass} key of case {self.case_id}"


class Object(models.Model):
    """One file, encrypted in the store under `store_key`, a random name.

    `size` and `sha256` (lower-case hex) are those of the plain bytes. `version` counts the times the same
    object was sealed anew and is bound into every segment. Only a `ready` object opens; `writing` is for
    uploads that will span several transactions.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_id = models.BigIntegerField()
    programme_id = models.BigIntegerField()
    klass = models.CharField(max_length=8)
    version = models.PositiveIntegerField(default=1)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    segment_size = models.PositiveIntegerField(default=SEGMENT_SIZE)
    media_type = models.CharField(max_length=100)
    state = models.CharField(max_length=7, default="ready")
    store_key = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=("case_id", "klass"), name="vault_object_of_case"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(klass__in=KLASSES), name="vault_object_klass"),
            models.CheckConstraint(condition=_OF_A_CASE_OR_THE_PROGRAMME, name="vault_object_owner"),
            models.CheckConstraint(
                condition=models.Q(state__in=("writing", "ready")), name="vault_object_state"
            ),
            models.CheckConstraint(
                condition=models.Q(size__gte=0, segment_size__gt=0, version__gt=0), name="vault_object_sizes"
            ),
            models.CheckConstraint(
                condition=models.Q(state="writing") | models.Q(sha256__regex="^[0-9a-f]{64}$"),
                name="vault_object_ready_is_hashed",
            ),
        )

    def __str__(self) -> str:
        return f"object {self.public_id}"

    @property
    def place(self) -> Place:
        """What binds each stored segment to this object."""
        return Place(case_id=self.case_id, public_id=self.public_id, version=self.version, klass=self.klass)


class Erasure(models.Model):
    """One line of the ledger: whose key was destroyed, when, by whom, why. Added to, never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_id = models.BigIntegerField()
    programme_id = models.BigIntegerField()
    klass = models.CharField(max_length=8)
    erased_at = models.DateTimeField()
    by_account_id = models.BigIntegerField(null=True, blank=True)
    reason_code = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case_id", "klass"), name="vault_erasure_once"),
            models.CheckConstraint(condition=models.Q(klass__in=KLASSES), name="vault_erasure_klass"),
            models.CheckConstraint(
                condition=models.Q(case_id__gt=PROGRAMME_ITSELF), name="vault_erasure_of_case"
            ),
            models.CheckConstraint(
                condition=models.Q(reason_code__regex="^[a-z0-9_.-]+$"), name="vault_erasure_code"
            ),
        )

    def __str__(self) -> str:
        return f"erasure {self.public_id}"
