"""How accounts talk to people: our outbox, our rules for redirects, our name in authenticator apps."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from secunda.foundation.accounts.models import Account


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Letters about the account itself, from the programme whose door the person stands at."""

    def get_from_email(self) -> str:
        """The programme's own outbox, else the deployment's."""
        programme = getattr(self.request, "programme", None)
        return programme.mail_from if programme else settings.DEFAULT_FROM_EMAIL

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:
        """A new account keeps the language of the page it was made on."""
        account: Account = super().save_user(request, user, form, commit=False)
        account.language = translation.get_language() or "en"
        if commit:
            account.save()
        return account

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After signing in everybody goes to the one page that knows where their work is."""
        return reverse("home")

    get_signup_redirect_url = get_login_redirect_url


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors; authenticator secrets are encrypted at rest with the deployment's secret."""

    def get_totp_label(self, user: Account) -> str:
        """What an authenticator app shows."""
        return user.email

    def get_totp_issuer(self) -> str:
        """The name above the code in an authenticator app."""
        programme = getattr(self.request, "programme", None)
        return programme.name if programme else "Secunda"

    def encrypt(self, text: str) -> str:
        """The text under a key derived from the deployment's secret key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(
        base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest())
    )
