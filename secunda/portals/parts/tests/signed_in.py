"""Browsers of people who are signed in, for tests of screens: a session as the sign-in pages leave it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

from secunda.care.cases import access as cases_access
from secunda.foundation.accounts import principal
from secunda.foundation.accounts.models import Account, Programme


def signed_in(account: Account, programme: Programme, *, factor: bool | None = None) -> Client:
    """A browser in which the account signed in a moment ago.

    Whoever has a role in the programme used an authenticator app, as the doors demand; `factor` says otherwise.
    """
    a_confirmed_address(account)
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    methods = [{"method": "password", "at": time.time()}]
    if has_role(account, programme) if factor is None else factor:
        an_authenticator(account)
        methods.append({"method": "mfa", "type": "totp", "at": time.time()})
    session = client.session
    session["account_authentication_methods"] = methods
    session.save()
    return client


def has_role(account: Account, programme: Programme) -> bool:
    """Whether the account is an expert or on the staff of the programme."""
    with principal.as_person(account.pk, programme.pk):
        return bool(cases_access.roles_of(account, programme, datetime.now(UTC)))


def an_authenticator(account: Account) -> str:
    """The secret of the account's authenticator app, set up when there is none."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if kept is None:
        secret: str = generate_totp_secret()
        TOTP.activate(account, secret)
        return secret
    from allauth.mfa.adapter import get_adapter

    found: str = get_adapter().decrypt(kept.data["secret"])
    return found


def a_confirmed_address(account: Account) -> None:
    """The account's e-mail address, as confirmed by its code."""
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )
