"""The staff add records to a case, piece by piece or by the form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from secunda.care.cases.tests.factories import a_submitted_case, acting, cast
from secunda.care.records.models import Record
from secunda.care.records.tests.factories import a_pdf
from secunda.portals.parts.tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
TUS: dict[str, Any] = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_the_staff_add_a_record_to_a_case() -> None:
    them = cast()
    case = a_submitted_case(them)
    records = f"/lindenhof/staff/case/{case.public_id}/records"
    cleo = signed_in(them.cleo, them.programme)
    assert f'data-arriving="{records}/arriving/"' in cleo.get(f"{records}/send/").content.decode()
    content = a_pdf()
    kind = "application/offset+octet-stream"
    answer: Any = cleo.post(
        f"{records}/arriving/", content, content_type=kind, HTTP_UPLOAD_LENGTH=str(len(content)), **TUS
    )
    assert answer["Secunda-Outcome"] == "taken"
    assert "received" in cleo.get(answer["Location"]).json()["row_html"]
    with acting(them.cleo, them.programme):
        assert Record.objects.get().uploaded_by_id == them.cleo.pk
    for other in (signed_in(them.ana, them.programme), signed_in(them.max, them.programme), Client()):
        refused: Any = other.post(
            f"{records}/arriving/", b"x", content_type=kind, HTTP_UPLOAD_LENGTH="1", **TUS
        )
        assert refused.status_code in (401, 404)
