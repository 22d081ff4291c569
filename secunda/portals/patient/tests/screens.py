"""Opening the patient's screens as somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Party, ProxyAuthority
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, now
from secunda.care.records.tests.factories import a_pdf, in_vault

PAGES = ("case", "records", "consents", "who_looked", "safety")


def at(name: str, *args: object, programme: str = "lindenhof") -> str:
    """The address of a patient's screen."""
    return f"/{programme}" + reverse(f"patient:{name}", args=args)


def text(client: Client, address: str, status: int = 200) -> str:
    """What a page says."""
    response: Any = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return str(response.content.decode())


def post(client: Client, address: str, follow: Any = False, **fields: object) -> HttpResponse:
    """Press a button."""
    response: Any = client.post(address, fields, follow=follow)
    return response  # type: ignore[no-any-return]


def tomas_case(them: Cast, **fields: object) -> Case:
    """The case that Tomás sent for his mother; nobody has confirmed him yet."""
    given: dict[str, Any] = {
        "requester_kind": "proxy",
        "proxy_basis": "carer",
        "proxy_until_date": date(2031, 6, 1),
    }
    return a_submitted_case(them, by=them.tomas, **(given | fields))


def confirm(them: Cast, case: Case) -> ProxyAuthority:
    """Tomás has sent his document and Cleo has read it."""
    with acting(them.tomas, them.programme):
        authority = ProxyAuthority.objects.get(case=case)
        document = in_vault(case, a_pdf(), them.tomas)
        cases.keep_authority_document(authority=authority, document=document, at=now())
    with acting(them.cleo, them.programme):
        cases.confirm_authority(authority=authority, until_at=None, by=them.cleo, at=now())
    return authority


def tomas_joins(them: Cast, case: Case, scope: str = "everything") -> ProxyAuthority:
    """Ana's son acts beside her in her own case, confirmed."""
    with acting(them.cleo, them.programme):
        authority = ProxyAuthority.objects.create(
            case=case, programme_id=case.programme_id, account=them.tomas, basis="carer", scope=scope, from_at=now(),
            until_at=now() + timedelta(days=90), confirmed_at=now(), confirmed_by=them.cleo,
        )  # fmt: skip
        cases.add_party(
            case=case, account=them.tomas, role=Party.Role.PROXY, by=them.cleo, at=now(), authority=authority,
            until_at=authority.until_at,
        )  # fmt: skip
    return authority
