"""`secunda audit`: whether the record of who did what is whole."""

from __future__ import annotations

import argparse

from secunda.project.commands import Commands, command, django_ready, group


def add(commands: Commands) -> None:
    """The subcommands of `secunda audit`."""
    audit = group(commands, "audit", "Check or export the audit chains.")
    command(
        audit, "verify", "Find the first broken link of every chain; exit code 1 if there is one.", _verify
    )
    command(
        audit,
        "export-heads",
        "Write the signed heads of the chains that grew, as the worker does.",
        _export_heads,
    )


def _verify(given: argparse.Namespace) -> int:
    with django_ready(owner=True):  # row security would hide events from anybody else
        from secunda.foundation.audit import verify

        broken = verify.verify_all()
    print("\n".join(broken) if broken else "Every audit chain is whole.")
    return 1 if broken else 0


def _export_heads(given: argparse.Namespace) -> None:
    with django_ready():
        from django.conf import settings
        from django.db import transaction

        from secunda.foundation.audit import jobs as audit

        with transaction.atomic():
            audit.export_heads()
        print(f"The heads are in {settings.AUDIT_HEADS}.")
