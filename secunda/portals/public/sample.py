"""A sample report to open: the house's demonstration case, as an expert would have signed it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from secunda.care.opinions import canonical, content, rendering
from secunda.foundation.accounts.models import Programme

FILE = settings.ROOT / "secunda/project/demo_content/breast.json"
EXPERT = "Dr Bo"
SIGNED_AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
COMMITTED_AT = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)


def page(programme: Programme, language: str) -> SafeString:
    """The sample as a fragment of a page, with the programme's name on it; the fixed words are in `language`."""
    return rendering.render_page(_signed(programme.name), language=language)


@cache
def _signed(programme: str) -> canonical.Signed:
    told = json.loads(FILE.read_text())
    return canonical.Signed(
        frame=_frame(programme, told), content=content.from_json(content.OpinionContent, told["content"])
    )


def _frame(programme: str, told: dict[str, Any]) -> content.Frame:
    read = content.from_json(content.Read, told["read"])
    return content.Frame(
        report_id="sample",
        version=1,
        code="",
        verify_url="",
        case_ref="",
        language="en",
        programme=content.ProgrammeLine(name=programme),
        patient=content.from_json(content.PatientLine, told["patient"]),
        experts=(content.Expert(id="sample", name=EXPERT, specialty="Breast surgery"),),
        limits=content.codes.FIXED_LIMITS,
        signed_at=SIGNED_AT,
        questions=tuple(content.from_json(content.Question, one) for one in told["questions"]),
        neutral_question=told["neutral_question"],
        decision=told["decision"],
        first_opinion=content.from_json(content.FirstOpinion, told["first_opinion"]),
        reads=(
            content.CommittedRead("sample", COMMITTED_AT, canonical.sha256(canonical.canonical(read)), read),
        ),
        records=tuple(content.from_json(content.RecordLine, one) for one in told["records"]),
        demo=True,
    )
