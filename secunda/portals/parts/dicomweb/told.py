"""What is said of studies: searches, headers, the overview, and tokens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from secunda.care.imaging.access import content, entries
from secunda.care.imaging.access import overview as at_a_glance
from secunda.foundation.errors import Hidden
from secunda.portals.parts.dicomweb import asked, token
from secunda.portals.parts.dicomweb.visit import Visit
from secunda.portals.parts.doors import account_of, programme_of

DICOM_JSON = "application/dicom+json"
Json = dict[str, Any]


def overview(visit: Visit) -> HttpResponseBase:
    """What a viewer has to know and DICOMweb does not say."""
    return JsonResponse(at_a_glance.overview(visit.view))


def new_token(visit: Visit) -> HttpResponseBase:
    """A token for this case at this address, for whoever may see it now."""
    request = visit.request
    if token.is_sent(request):
        raise Hidden  # a token does not make tokens: it ends when it ends
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:16]
    claim = token.Claim(account_of(request).pk, programme_of(request).pk, visit.path, session)
    said = {
        "token": token.issued(claim),
        "expires_at": token.expires(visit.at).isoformat(),
        "root": visit.root,
    }
    return JsonResponse(said)


def search(found: Callable[[Visit, Any], list[Json]]) -> Callable[..., HttpResponseBase]:
    """A search whose entries `found` gives."""

    def screen(visit: Visit, **uids: str) -> HttpResponseBase:
        asked.uids(*uids.values())
        said = found(visit, asked.query(visit.request), **uids)
        return as_dicom_json(json.dumps(said, separators=(",", ":")).encode())

    return screen


studies = search(lambda visit, query: entries.studies(visit.view, query, visit.root))


@search
def series(visit: Visit, query: Any, study: str = "") -> list[Json]:
    """Series of one study, or of all."""
    return entries.all_series(visit.view, query, visit.root, study)


@search
def instances(visit: Visit, query: Any, study: str = "", series: str = "") -> list[Json]:
    """Instances of a series, of a study, or of all."""
    return entries.instances(visit.view, query, visit.root, study, series)


def metadata(visit: Visit, study: str, series: str = "", instance: str = "") -> HttpResponseBase:
    """Headers as DICOM JSON, in the order of their places; long values by address."""
    asked.uids(*filter(None, (study, series, instance)))
    said = content.headers_of(visit.view, study, series, instance)
    visit.open(study)
    body = b"[" + b",".join(said) + b"]"
    return as_dicom_json(body.replace(b'"' + content.ROOT, b'"' + visit.root.encode()))


def as_dicom_json(body: bytes) -> HttpResponse:
    """An answer whose type is exactly what clients compare with."""
    return HttpResponse(body, headers={"Content-Type": DICOM_JSON, "Cache-Control": "no-store, private"})
