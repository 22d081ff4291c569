"""Where the links in our e-mails lead: to the programme's door, never into a case by its content."""

from __future__ import annotations

from django.urls import reverse

from secunda.foundation.notifications.models import Notification


def link(notification: Notification) -> str:
    """The sign-in page of the programme, which leads on to the person's own work."""
    home = reverse("home", urlconf=None)
    prefix = f"/{notification.programme.slug}/"
    return notification.programme.address("/" + home.removeprefix(prefix).lstrip("/"))
