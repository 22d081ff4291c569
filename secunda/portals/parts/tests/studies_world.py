"""A case with a study of Ana's, and the addresses at which each person asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.test.utils import override_script_prefix
from django.urls import reverse

from secunda.care.assignment import actions as assignment
from secunda.care.assignment.models import Assignment
from secunda.care.cases.models import Case
from secunda.care.cases.tests.factories import Cast, acting, cast, now
from secunda.care.imaging.tests.factories import a_capture, a_report, a_slice, indexed, kept
from secunda.care.opinions.tests.factories import NO_CONFLICT, an_invitation
from secunda.portals.parts.tests.signed_in import signed_in

SLICES = 3
CANARY = "planned mastectomy"


@dataclass
class World:
    """Ana's case, which Dr Bo reads blind: a CT of three slices, a report, a captured report page."""

    them: Cast
    case: Case
    work: Assignment

    def root(self, portal: str) -> str:
        """The path of the case's root in a portal."""
        place = self.work.public_id if portal == "expert" else self.case.public_id
        with override_script_prefix(f"/{self.them.programme.slug}/"):
            return reverse(f"{portal}:dicomweb_root", args=(place,))

    def client(self, who: str) -> Client:
        """A browser of somebody who is signed in."""
        return signed_in(getattr(self.them, who), self.them.programme)


def a_world() -> World:
    """The world, with words that would reveal the first opinion wherever a header has room for them."""
    them = cast()
    work = an_invitation(them)
    case = work.case
    revealing: dict[str, Any] = {
        "StudyDescription": f"CT before {CANARY}", "SeriesDescription": CANARY, "ImageComments": CANARY,
        "ProtocolName": CANARY, "ReferringPhysicianName": "RAO^DR", "RequestedProcedureDescription": CANARY,
    }  # fmt: skip
    slices = [a_slice(n + 1, of=SLICES, **revealing) for n in range(SLICES)]
    kept(them, case, *slices, a_report(CANARY), a_capture(SeriesDescription=CANARY))
    indexed(case)
    with acting(them.dr_bo, them.programme):
        assignment.declare(assignment=work, answers=NO_CONFLICT, disclosure="", by=them.dr_bo, at=now())
        assignment.accept(assignment=work, by=them.dr_bo, at=now())
    return World(them, case, work)
