"""The letter to a records office: one page, in their language, with the code of its upload link."""

from __future__ import annotations

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from secunda.care.chasing import rules
from secunda.care.chasing.models import RecordRequest
from secunda.foundation.paper import fonts


def render(request: RecordRequest, code: str) -> bytes:
    """The letter as a tagged PDF. `code` is the plain code, which is nowhere else."""
    from secunda.foundation.paper import printing  # half a second to import, and only this needs it

    return printing.pdf(html(request, code))


def html(request: RecordRequest, code: str) -> str:
    """The letter as HTML for print, its fixed words in `request.language`."""
    case, patient = request.case, request.case.patient
    address = case.programme.address(f"/send/{code}")
    with translation.override(request.language):
        return render_to_string(
            "chasing/letter.html",
            {
                "request": request,
                "programme": case.programme,
                "patient": patient,
                "born": date_format(patient.birth_date) if patient and patient.birth_date else "",
                "day": date_format(request.asked_at.date()),
                "answer_by": date_format(request.answer_by_date),
                "expires": date_format(request.link.expires_at.date()),
                "right": rules.rights().get(request.right),
                "code": rules.shown_code(code),
                "address": case.programme.address("/send"),
                "qr": mark_safe(segno.make_qr(address).svg_inline(scale=3, border=0)),
                "language": request.language,
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
                "faces": fonts.faces(),
            },
        )
