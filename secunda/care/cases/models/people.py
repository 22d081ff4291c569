"""People of a case: the patient, those with a part in it, proxies' authority, and holders of links."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from secunda.care.cases.models.case import OfACase


class Patient(models.Model):
    """The subject of cases in one programme; may have no account at all."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")
        UNKNOWN = "unknown", _("Not said")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey("accounts.Programme", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    former_names = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField()
    sex = models.CharField(max_length=8, choices=Sex.choices)
    country = models.CharField(max_length=2)
    region = models.CharField(
        max_length=80, blank=True, help_text="state or province: the jurisdiction of care"
    )
    language = models.CharField(max_length=8, default="en")
    telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=("programme",), name="patient_programme"),)

    def __str__(self) -> str:
        return f"patient {self.public_id}"


class ProxyAuthority(OfACase):
    """The document on which a proxy acts. Ends by itself at `until_at`: expiry, or majority of a child."""

    class Basis(models.TextChoices):
        PARENT = "parent", _("Parent of a child")
        GUARDIAN = "guardian", _("Legal guardian")
        CARER = "carer", _("Carer with the patient's written permission")
        ATTORNEY = "attorney", _("Holder of a power of attorney")

    class Scope(models.TextChoices):
        EVERYTHING = "everything", _("Everything in this case")
        WITHOUT_DECISIONS = "without_decisions", _("Everything but consents")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    scope = models.CharField(max_length=20, choices=Scope.choices, default=Scope.EVERYTHING)
    document = models.ForeignKey("vault.Object", on_delete=models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.basis


class Party(OfACase):
    """An account's part in a case, from an instant until another, and how much of the case it opens."""

    class Role(models.TextChoices):
        PATIENT = "patient", _("Patient")
        PROXY = "proxy", _("Acting for the patient")
        DOCTOR = "doctor", _("Treating doctor")
        EXPERT = "expert", _("Expert")
        REVIEWER = "reviewer", _("Quality reviewer")

    class Phase(models.TextChoices):
        INVITED = "invited", _("Invited")
        BLIND = "blind", _("Blind: the first opinion is sealed")
        OPEN = "open", _("Open")

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.OPEN)
    authority = models.ForeignKey(ProxyAuthority, on_delete=models.PROTECT, null=True, related_name="+")
    may_open_records = models.BooleanField(default=True, help_text="false for a proxy until staff confirmed")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("account", "programme", "case"), name="party_account"),)
        constraints = (
            models.UniqueConstraint(
                "case", "account", condition=models.Q(ended_at=None), name="party_one_part_each"
            ),
            models.CheckConstraint(
                name="party_only_experts_are_blind",
                condition=models.Q(role="expert") | models.Q(phase="open"),
            ),
        )

    ended_at = models.DateTimeField(null=True, help_text="set when a part is ended before its time")

    def __str__(self) -> str:
        return f"{self.role} ({self.phase})"


class Link(OfACase):
    """A key that stands for no person: a draft before an account, an upload, a verification, a share.

    Only the SHA-256 of its 256-bit token is kept.
    """

    class Kind(models.TextChoices):
        DRAFT = "draft"
        UPLOAD = "upload"
        SHARE = "share"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    token_hash = models.BinaryField(unique=True, max_length=32)
    rights = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    not_before_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=("kind", "expires_at"), name="link_expiry"),)

    def __str__(self) -> str:
        return f"{self.kind} link"
