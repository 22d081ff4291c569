"""`secunda mail`: what the mail server hands back."""

from __future__ import annotations

import argparse
import sys

from secunda.project.commands import Commands, command, django_ready, group


def add(commands: Commands) -> None:
    mail = group(commands, "mail", "Take what the mail server hands back.")
    command(mail, "bounced", "Read a delivery report (RFC 3464) from standard input.", _bounced)


def _bounced(given: argparse.Namespace) -> None:
    message = sys.stdin.buffer.read()
    with django_ready():
        from django.utils import timezone

        from secunda.foundation.notifications import actions as notifications

        notifications.bounced(message, at=timezone.now())
