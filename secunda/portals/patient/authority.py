"""The document on which a proxy acts: sent here, read by staff. Until they confirm it, no record opens."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from secunda.care.cases import actions as cases
from secunda.care.cases.models import Party, ProxyAuthority
from secunda.care.records import look, rules, sentences
from secunda.care.records.models import Record
from secunda.foundation.errors import Hidden, Refused
from secunda.foundation.vault import actions as vault
from secunda.foundation.vault.models import Object
from secunda.portals.parts.uploads import Arrived, IntoVault, Sender
from secunda.portals.patient.door import of_own_case
from secunda.reading.facts import Identified
from secunda.reading.isolated import NoReader
from secunda.reading.names import display_name

KINDS = ("pdf", "jpeg", "png", "tiff")


def _authority(party: Party) -> ProxyAuthority:
    """A proxy's own authority; raises `Hidden` for everybody else."""
    if party.role != Party.Role.PROXY or party.authority is None:
        raise Hidden
    return party.authority


@require_safe
@of_own_case
def authority_page(request: HttpRequest, party: Party) -> HttpResponseBase:
    """Whether the authority is confirmed, what it still needs, and a place to send the document."""
    context = {"case": party.case, "party": party, "authority": _authority(party)}
    return render(
        request, "patient/authority.html", context | {"most": settings.UPLOAD_LIMIT // rules.MEBIBYTE}
    )


# Django's CSRF check reads the whole body, so the vault has to stand ready before it, and it comes after.
@csrf_exempt
@require_POST
@of_own_case
def send_document(request: HttpRequest, party: Party) -> HttpResponseBase:
    """Take the document into the vault, look at what it is, and attach it."""
    authority = _authority(party)
    rules.require_length(int(request.META.get("CONTENT_LENGTH") or 0), settings.UPLOAD_LIMIT)
    handler = IntoVault(request, Sender(case=party.case, by=party.account), timezone.now())
    request.upload_handlers = [handler]
    try:
        return _taken(request, party, authority, handler)
    finally:
        handler.abort()


@csrf_protect
def _taken(
    request: HttpRequest, party: Party, authority: ProxyAuthority, handler: IntoVault
) -> HttpResponseBase:
    arrived = [one for one in request.FILES.getlist("file") if isinstance(one, Arrived)]
    if handler.turned_away:
        raise Refused(handler.turned_away[0].sentence, status=422)
    if not arrived:
        raise Refused(_("Please choose a file first."), code="no_file", status=422)
    document = _checked(arrived[0].writer.finish(), display_name(arrived[0].sent_as), party)
    cases.keep_authority_document(authority=authority, document=document, at=timezone.now())
    messages.success(
        request, _("Thank you. The programme reads the document and then opens the records for you.")
    )
    return redirect("patient:authority", party.case.public_id)


def _checked(sent: Object, name: str, party: Party) -> Object:
    """The file kept as what it is; raises `Refused` unless a person can open and read it."""
    try:
        found = look.look(sent, name=name)
    except NoReader:
        raise Refused(
            _("The file could not be looked at just now. Please send it again in a minute.")
        ) from None
    if not isinstance(found, Identified):
        raise Refused(sentences.why_refused(Record(refused_code=found.code, size=sent.size)), status=422)
    if found.kind not in KINDS:
        raise Refused(_("Please send the document as a PDF or as a photo."), status=422)
    kept = vault.write(
        case_id=party.case_id, programme_id=party.programme_id, klass="evidence", media_type=found.media_type,
        chunks=vault.stream(sent), limit=settings.UPLOAD_LIMIT, by_id=party.account_id, at=timezone.now(),
    )  # fmt: skip
    sent.delete()  # it was written down before anybody knew what it is
    return kept
