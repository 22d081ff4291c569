"""Events, and the head of each chain of events."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

_WORD = r"^[a-z_]{0,40}$"
_CHAIN = r"^(case:[0-9]+|programme:[0-9]+|deployment)$"


def _shaped(column: str, pattern: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"audit_event_{column}_shape", condition=Q(**{f"{column}__regex": pattern})
    )


class Event(models.Model):
    """Who did what to which object, when, why, for whom. Names things by id and never holds their content.

    Written by the SQL function `audit_append` alone. `seq` counts from 1 without gaps inside a chain;
    `hash` is the SHA-256 of `canonical.canonical(event)`, which contains `prev_hash`.
    """

    id = models.BigAutoField(primary_key=True)
    chain = models.TextField(help_text="case:<id>, programme:<id> or deployment")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="account; null for a link, a job, or nobody yet")
    on_behalf_of_id = models.BigIntegerField(null=True, help_text="patient for whom a proxy acted")
    link_id = models.BigIntegerField(null=True)
    job = models.TextField(default="", help_text="name of the job that acted")
    programme_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    role = models.TextField(default="", help_text="in which the actor acted")
    verb = models.TextField()
    object_type = models.TextField(default="")
    object_id = models.UUIDField(null=True, help_text="public id")
    purpose = models.TextField()
    outcome = models.TextField()
    session = models.TextField(default="", help_text="pseudonym of the session; holds no address")
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        indexes = (
            models.Index(fields=("case_id", "seq"), name="audit_event_case"),
            models.Index(fields=("programme_id", "at"), name="audit_event_programme"),
            models.Index(fields=("actor_id", "at"), name="audit_event_actor"),
        )
        constraints = (
            models.UniqueConstraint(fields=("chain", "seq"), name="audit_event_once"),
            models.CheckConstraint(name="audit_event_seq_counts", condition=Q(seq__gte=1)),
            models.CheckConstraint(
                name="audit_event_outcome_known", condition=Q(outcome__in=("ok", "refused"))
            ),
            models.CheckConstraint(
                name="audit_event_case_in_programme",
                condition=Q(case_id=None) | Q(programme_id__isnull=False),
            ),
            _shaped("chain", _CHAIN),
            _shaped("verb", r"^[a-z_]{1,30}\.[a-z_]{1,30}$"),
            _shaped("object_type", _WORD),
            _shaped("purpose", _WORD),
            _shaped("role", _WORD),
            _shaped("job", r"^[A-Za-z0-9_.:-]{0,64}$"),
            _shaped("session", r"^[A-Za-z0-9_-]{0,64}$"),
        )

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.verb}"


class Chain(models.Model):
    """The head of one chain: its last event's number and hash, and up to which event a head was exported."""

    chain = models.TextField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    exported_seq = models.BigIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(
                fields=("chain",), condition=Q(seq__gt=F("exported_seq")), name="audit_chain_to_export"
            ),
        )

    def __str__(self) -> str:
        return f"{self.chain} up to {self.seq}"
