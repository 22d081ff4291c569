"""Who decides in a case, and what happens when the patient's side ends it."""

from __future__ import annotations

import pytest

from secunda.care.cases import access, rules
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Link, Party, ProxyAuthority, Task
from secunda.care.cases.tests.factories import Cast, a_submitted_case, acting, cast, now
from secunda.foundation.errors import Refused


@pytest.mark.parametrize(
    ("role", "scope", "asked", "may"),
    [
        ("patient", "", False, True),
        ("proxy", "everything", False, True),
        ("proxy", "without_decisions", False, False),
        ("proxy", "", False, False),
        ("doctor", "", True, True),
        ("doctor", "", False, False),
        ("expert", "", False, False),
        ("reviewer", "", False, False),
    ],
)
def test_who_decides(role: str, scope: str, asked: bool, may: bool) -> None:
    case = Case(requester_id=7 if asked else 8)
    authority = ProxyAuthority(scope=scope) if scope else None
    party = Party(case=case, account_id=7, role=role, authority=authority)
    assert rules.may_decide(party) is may
    if may:
        access.require_may_decide(party)
        access.require_may_consent(party)
        with pytest.raises(Refused, match="confirmed"):
            access.require_may_consent(
                Party(case=case, account_id=7, role=role, authority=authority, may_open_records=False)
            )
    else:
        with pytest.raises(Refused, match="left to the patient"):
            access.require_may_decide(party)


@pytest.fixture
def them(db: None) -> Cast:
    return cast()


def test_a_cancelled_case_is_read_by_nobody(them: Cast) -> None:
    case = a_submitted_case(them)
    with acting(them.cleo, them.programme):
        cases.add_party(case=case, account=them.dr_bo, role="expert", phase="blind", by=them.cleo, at=now())
    with acting(them.ana, them.programme):
        Link.objects.create(
            case=case, programme_id=case.programme_id, kind="upload", token_hash=b"x" * 32, created_at=now(),
            not_before_at=now(), expires_at=now(),
        )  # fmt: skip
        ended = cases.cancel(case=case, by=them.ana, at=now())
        assert (ended.state, ended.due_at) == ("cancelled", None)
        assert not Link.objects.filter(case=case, kind="upload", revoked_at=None).exists()
        assert Task.objects.filter(case=case, kind="case_cancelled", done_at=None).exists()
        with pytest.raises(Refused):
            cases.cancel(case=case, by=them.ana, at=now())
    with acting(them.dr_bo, them.programme):
        assert not Case.objects.filter(pk=case.pk).exists()
