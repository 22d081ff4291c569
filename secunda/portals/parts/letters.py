"""Where the links in our e-mails lead: to the programme's door, never into a case by its content."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from secunda.foundation.accounts.models import Programme
from secunda.foundation.notifications.models import Notification


def address_of(programme: Programme, path: str) -> str:
    """The absolute address of a path (with leading slash, below the programme) in a programme."""
    if programme.host:
        scheme = settings.PUBLIC_ORIGIN.partition("://")[0]
        return f"{scheme}://{programme.host}{path}"
    return f"{settings.PUBLIC_ORIGIN}/{programme.slug}{path}"


def link(notification: Notification) -> str:
    """The sign-in page of the programme, which leads on to the person's own work."""
    home = reverse("home", urlconf=None)
    prefix = f"/{notification.programme.slug}/"
    return address_of(notification.programme, "/" + home.removeprefix(prefix).lstrip("/"))
