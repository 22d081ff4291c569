"""Every kind has its wording in the portals, in every language, and the wording asks for nothing more."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from secunda.foundation.accounts.models import Programme
from secunda.foundation.notifications.kinds import KINDS

LINK = "https://second.example.org/go/1"


def wording(kind: str, part: str, language: str) -> str:
    known = {"programme": Programme(name="North", organisation="North Hospital"), "name": "Ana", "url": LINK}
    with translation.override(language):
        template: Any = get_template(f"mail/{kind}.{part}.txt")
        return str(template.template.render(Context(known, autoescape=False))).strip()


@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, dict(settings.LANGUAGES))))
def test_every_kind_is_worded_in_every_language(kind: str, language: str) -> None:
    subject, body = wording(kind, "subject", language), wording(kind, "body", language)
    assert subject
    assert "\n" not in subject
    assert LINK in body
    if language != "en":
        assert subject != wording(kind, "subject", "en"), "not translated"
        assert body != wording(kind, "body", "en"), "not translated"
