"""One more look at a password: a common one with digits behind it is a common one."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ENDINGS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class CommonCoreValidator(CommonPasswordValidator):
    """Refuses "password123456789": without its digits and signs at both ends it is on the common-password list."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` when the core is common or empty."""
        core = ENDINGS.sub("", password).lower().strip()
        if not core or core in self.passwords:
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        """What people are told."""
        return _(
            "This is a common password with something added. "
            "Three or four words that do not belong together are better."
        )
