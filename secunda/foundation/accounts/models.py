"""Accounts, programmes and the roles people hold in a programme."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """A saved account with a hashed password (an unusable one when `password` is None)."""
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of an e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A login, one for the whole deployment. Not a patient, not an expert: those are held in a programme."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Your name"), max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="account_email_once"),)

    def __str__(self) -> str:
        return f"account {self.public_id}"


class Programme(models.Model):
    """An organisation's service with its own door, look, languages, prices, rules, outbox and retention."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=40, unique=True, help_text="its path, when it has no host of its own")
    host = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    languages = models.JSONField(default=list)
    look = models.JSONField(default=dict, help_text="accent colours as #rrggbb")
    price = models.JSONField(default=dict, help_text="amount in minor units, currency, who pays")
    rules = models.JSONField(default=dict, help_text="deadlines and switches of this programme")
    retention = models.JSONField(
        default=dict, help_text="days to keep, by class: evidence, opinion, audit, draft"
    )
    mail_from = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    authority_certificate = models.TextField(blank=True, help_text="PEM; the key is in the vault")
    authority_key_object = models.UUIDField(null=True, blank=True)
    demo = models.BooleanField(default=False)
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="its door is shut; what it kept stays kept"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint("host", condition=~models.Q(host=""), name="programme_host_once"),
        )

    def __str__(self) -> str:
        return self.slug

    def address(self, path: str) -> str:
        """The absolute address of a path (with its leading slash) behind this programme's own door."""
        scheme = settings.PUBLIC_ORIGIN.partition("://")[0]
        return f"{scheme}://{self.host}{path}" if self.host else f"{settings.PUBLIC_ORIGIN}/{self.slug}{path}"


class Role(models.Model):
    """What an account is in a programme, from a day until a day. An expert may hold roles in two programmes."""

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        REVIEWER = "reviewer", _("Quality reviewer")
        MEDICAL_DIRECTOR = "medical_director", _("Medical director")
        CREDENTIALING = "credentialing", _("Credentialing officer")
        PRIVACY = "privacy", _("Privacy officer")
        EXPERT = "expert", _("Expert")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "account", "programme", "kind", condition=models.Q(until_at=None), name="role_held_once"
            ),
            models.CheckConstraint(
                name="role_kind_known",
                condition=models.Q(
                    kind__in=(
                        "coordinator",
                        "reviewer",
                        "medical_director",
                        "credentialing",
                        "privacy",
                        "expert",
                    )
                ),
            ),
        )

    def __str__(self) -> str:
        return self.kind
