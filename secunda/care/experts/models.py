"""Experts: profile, institutions they belong to, licences and what was verified of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Institution(models.Model):
    """A hospital, practice or university, with the one it belongs to. Shared by the deployment: a public fact."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")

    class Meta:
        constraints = (models.UniqueConstraint(Lower("name"), "country", name="institution_once"),)

    def __str__(self) -> str:
        return self.name


class Expert(models.Model):
    """An account's professional profile in one programme."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey("accounts.Programme", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, help_text="as it stands on the report, with title")
    specialty = models.CharField(max_length=120)
    families = models.JSONField(default=list, help_text="condition families this expert reads")
    languages = models.JSONField(default=list)
    zone = models.CharField(max_length=64, default="UTC")
    open_cases_limit = models.PositiveSmallIntegerField(default=5)
    certificate = models.TextField(blank=True, help_text="PEM, issued by the programme's authority")
    certificate_key_object = models.UUIDField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("account", "programme", name="expert_once"),)

    def __str__(self) -> str:
        return f"expert {self.public_id}"


class Affiliation(models.Model):
    """Where an expert works or worked, from a day until a day."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="affiliations")
    programme = models.ForeignKey("accounts.Programme", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.institution)


class Licence(models.Model):
    """A licence to practise, with who verified it at its source and when. Checked at assigning and at signing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="licences")
    programme = models.ForeignKey("accounts.Programme", on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.CharField(max_length=20, help_text="ISO 3166-1 or -2, such as DE or US-CA")
    pathway = models.CharField(
        max_length=24,
        default="full_licence",
        choices=(
            ("full_licence", _("Full licence")),
            ("compact", _("Interstate compact")),
            ("telehealth", _("Telehealth registration")),
            ("peer_consult", _("Consultation through the local doctor")),
        ),
    )
    number = models.CharField(max_length=60)
    source = models.CharField(max_length=200, help_text="the register it was verified in")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    valid_until_date = models.DateField()
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("expert", "jurisdiction", "number", name="licence_once"),)

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.number}"
