"""STOW-RS (PS3.18 10.5): instances sent to the case, as any file is: sealed as it comes, looked at, made a record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from secunda.care.records import access as records_access
from secunda.care.records import rules as records_rules
from secunda.care.records.models import Instance
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.vault import actions as vault
from secunda.portals.parts.dicomweb.parts import parts_of
from secunda.portals.parts.dicomweb.told import DICOM_JSON
from secunda.portals.parts.dicomweb.visit import Visit
from secunda.portals.parts.taking import Ready, Sender, Taken, ready, take
from secunda.reading.facts import Identified

Json = dict[str, Any]
CANNOT_UNDERSTAND, OTHER_STUDY = 0xC000, 0xA900  # PS3.18 table I.2-2
MOST_PARTS = 1000


def store(visit: Visit, study: str = "") -> HttpResponseBase:
    """Take the instances of a request; 200 when all were taken, 202 some, 409 none. Patient's side and staff only."""
    if not (visit.view.is_own or visit.view.is_staff):
        raise Hidden
    case = visit.view.case
    records_rules.require_taking(case.state)
    records_rules.require_room(*records_access.room_taken(case))
    arrived = [
        ready(writer, f"{n}.dcm") for n, writer in enumerate(_written(visit), 1)
    ]  # nothing is locked yet
    sender = Sender(case=case, by=visit.view.account)
    entries = [_entry(visit, one, sender, study) for one in arrived]
    took = [entry for ok, entry in entries if ok]
    failed = [entry for ok, entry in entries if not ok]
    said: Json = {}
    if took:
        said["00081199"] = {"vr": "SQ", "Value": took}
    if failed:
        said["00081198"] = {"vr": "SQ", "Value": failed}
    status = 200 if not failed else 202 if took else 409
    return HttpResponse(json.dumps(said), status=status, headers={"Content-Type": DICOM_JSON})


def _entry(visit: Visit, one: Ready | Taken, sender: Sender, study: str) -> tuple[bool, Json]:
    """What became of one instance, as the answer says it."""
    if isinstance(one, Ready) and study and _study_of(one) != study:
        one.kept.delete()
        return False, _failed(OTHER_STUDY)
    taken = one if isinstance(one, Taken) else take(one, sender, visit.at)
    if not taken.ok:
        return False, _failed(CANNOT_UNDERSTAND)
    return True, _took(visit, Instance.objects.filter(record=taken.record).first() if taken.record else None)


def _written(visit: Visit) -> Iterator[vault.Writer]:
    """Each part sealed into the vault as it comes. A part that is too large ends the request."""
    for n, part in enumerate(parts_of(visit.request)):
        if n >= MOST_PARTS:
            raise Refused(
                _("Please send at most %(most)s files at a time.") % {"most": MOST_PARTS},
                code="too_many",
                status=413,
            )
        writer = vault.Writer(
            case_id=visit.view.case.pk, programme_id=visit.view.case.programme_id, klass="evidence",
            media_type="application/dicom", limit=settings.UPLOAD_LIMIT, by_id=visit.view.account.pk, at=visit.at,
        )  # fmt: skip
        for piece in part:
            writer.write(piece)
        yield writer


def _study_of(one: Ready) -> str:
    found = one.found
    return (found.dicom.study_uid or "") if isinstance(found, Identified) and found.dicom else ""


def _took(visit: Visit, instance: Instance | None) -> Json:
    if instance is None:  # large: checked by a job, so its numbers are not known yet
        return {"00081190": {"vr": "UR", "Value": [visit.root]}}
    at = f"{visit.root}/studies/{instance.study_uid}/series/{instance.series_uid}/instances/{instance.instance_uid}"
    return {
        "00081150": {"vr": "UI", "Value": [instance.sop_class_uid]},
        "00081155": {"vr": "UI", "Value": [instance.instance_uid]},
        "00081190": {"vr": "UR", "Value": [at]},
    }


def _failed(reason: int) -> Json:
    return {"00081197": {"vr": "US", "Value": [reason]}}
