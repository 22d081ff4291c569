"""Who wrote a report, when, and what they thought first: the imprint, laid out."""

from __future__ import annotations

from datetime import tzinfo

from django.utils.translation import gettext as _

from secunda.care.opinions import dates, drawings
from secunda.care.opinions.clinical_part import Line
from secunda.care.opinions.content import Frame, codes


def imprint(frame: Frame, where: tzinfo) -> dict[str, object]:
    """What the templates show of authors, dates and identity, in the active language; days are those of `where`."""
    return {
        "experts": _experts(frame),
        "reads": _reads(frame, where),
        "about": _about(frame, where),
        "born": dates.partial(frame.patient.born),
        "signed_day": dates.day_of(frame.signed_at, where),
        "decision_day": dates.day(frame.decision_date),
        "follow_up_day": dates.day(frame.follow_up_until),
        "qr": drawings.qr(frame.verify_url, _("The address where this report is verified")),
    }


def _experts(frame: Frame) -> list[dict[str, object]]:
    return [
        {
            "expert": expert,
            "verified": dates.day(expert.verified_on),
            "licence": licence_line(expert.licence, expert.jurisdiction),
        }
        for expert in frame.experts
    ]


def licence_line(licence: str, jurisdiction: str) -> str:
    """“Licence 28/2871 (Spain)”: as it stands in the report and in the visible signature."""
    return _("Licence %(number)s (%(place)s)") % {"number": licence, "place": jurisdiction}


def _reads(frame: Frame, where: tzinfo) -> list[dict[str, object]]:
    names = {expert.id: expert.name for expert in frame.experts}
    return [
        {
            "who": names.get(item.expert, ""),
            "at": dates.moment(item.committed_at, where),
            "sha256": item.sha256,
            "read": item.read,
            "certainty": codes.words(item.read.certainty) if item.read.certainty else "",
            "basis": codes.words(item.read.basis) if item.read.basis else "",
            "missing": [
                Line(m.what, codes.words(m.would_change) if m.would_change else "") for m in item.read.missing
            ],
            "changed": item.changed,
            "why": item.why,
        }
        for item in frame.reads
    ]


def _about(frame: Frame, where: tzinfo) -> list[Line]:
    version = _("%(number)s, replaces report %(old)s: %(reason)s")
    replaced = {"number": frame.version, "old": frame.supersedes, "reason": frame.change_reason}
    lines = [
        Line(_("Report"), frame.report_id),
        Line(_("Case"), frame.case_ref),
        Line(_("Version"), version % replaced if frame.supersedes else str(frame.version)),
        *_dates(frame, where),
        Line(_("Language"), _language(frame)),
    ]
    return [line for line in lines if line.text]


def _dates(frame: Frame, where: tzinfo) -> list[Line]:
    lines = [
        Line(_("Asked for"), dates.day_of(frame.received_at, where)),
        Line(_("Records complete"), dates.day_of(frame.complete_at, where)),
        Line(_("Signed"), dates.moment(frame.signed_at, where)),
    ]
    return [line for line in lines if line.text]


def _language(frame: Frame) -> str:
    name = str(dates.locale().languages.get(frame.language, frame.language))
    if not frame.translation_of:
        return name
    original = dates.locale().languages.get(frame.translation_of, frame.translation_of)
    return _("%(name)s, translated from %(original)s; the original prevails") % {
        "name": name,
        "original": original,
    }
