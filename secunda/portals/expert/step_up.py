"""A fresh second factor before a signature."""

from __future__ import annotations

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

# In English always: it is signed, and reads the same in every language's copy.
IN_WORDS = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery code"}


def fresh_factor(request: HttpRequest) -> str:
    """How this person proved who they are within `STEP_UP_FRESH`, in words; empty if they did not."""
    oldest = time.time() - settings.STEP_UP_FRESH.total_seconds()
    given = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, ())
    fresh = [one for one in given if one.get("method") == "mfa" and float(one.get("at", 0)) >= oldest]
    return IN_WORDS.get(str(fresh[-1].get("type")), "") if fresh else ""


def ask_again(request: HttpRequest, back: str) -> HttpResponseRedirect:
    """To the page that asks for the second factor again, and from there to `back`."""
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")
