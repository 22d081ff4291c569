"""Whole documents for the tests: the demonstration cases as signed, one with every field filled, one in Arabic."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from secunda.care.opinions import canonical
from secunda.care.opinions import content as c
from secunda.care.opinions.content import codes

AT = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
REPORT = UUID("6f0f2d2e-8a35-4a0e-9a51-6a4d1f3c2b1a")
DEMO = Path(__file__).parents[3] / "project" / "demo_content"


def demo(name: str) -> dict[str, Any]:
    """The demonstration case of that name, as its file holds it."""
    held: dict[str, Any] = json.loads((DEMO / f"{name}.json").read_text())
    return held


def demo_content(name: str = "breast") -> c.OpinionContent:
    """What the expert wrote in a demonstration case."""
    return c.from_json(c.OpinionContent, demo(name)["content"])


def frame(name: str = "breast", **changes: Any) -> c.Frame:
    """What the system puts around a demonstration case."""
    return c.Frame(**(_identity() | _case(demo(name)) | changes))


def _identity() -> dict[str, Any]:
    code = canonical.report_code(REPORT)
    return {
        "report_id": str(REPORT),
        "version": 1,
        "code": code,
        "verify_url": f"https://secunda.example.org/verify/{code}",
        "case_ref": "SEC-2026-0007",
        "language": "en",
        "limits": codes.FIXED_LIMITS,
        "programme": c.ProgrammeLine(
            "Secunda Demonstration", "12 Hope Street", "opinions@example.org", "A charity."
        ),
        "experts": (an_expert("e1", "Dr Bo"),),
        "signed_at": AT,
        "received_at": AT - timedelta(days=6),
        "complete_at": AT - timedelta(days=3),
        "time_zone": "Europe/Lisbon",
        "independence": c.Independence("Dr Bo has no tie to the first opinion.", ("Employers of two years",)),
        "blinding": c.Blinding(
            "The proposed treatment was hidden until the first read was fixed.", treatment=True
        ),
        "delivery": "On the page of the case and as this file.",
        "follow_up_until": date(2026, 12, 20),
        "follow_up_questions": 1,
        "demo": True,
    }


def _case(held: dict[str, Any]) -> dict[str, Any]:
    read = c.from_json(c.Read, held["read"])
    sha256 = canonical.sha256(canonical.canonical(read))
    records = [record | {"sha256": canonical.sha256(record["id"].encode())} for record in held["records"]]
    return {
        "patient": c.from_json(c.PatientLine, held["patient"]),
        "questions": tuple(c.from_json(c.Question, question) for question in held["questions"]),
        "neutral_question": held["neutral_question"],
        "decision": held["decision"],
        "decision_date": date.fromisoformat(held["decision_date"]),
        "first_opinion": c.from_json(c.FirstOpinion, held["first_opinion"]),
        "reads": (c.CommittedRead("e1", AT - timedelta(days=1), sha256, read),),
        "records": tuple(c.from_json(c.RecordLine, record) for record in records),
    }


def an_expert(id: str, name: str) -> c.Expert:
    """An author whose licence was verified on the day of signing."""
    return c.Expert(
        id,
        name,
        "breast surgeon",
        "28/2871",
        "Sweden",
        date(2026, 11, 22),
        "the register",
        "University Hospital",
        "a passkey",
    )


def demo_signed(name: str = "breast", **changes: Any) -> canonical.Signed:
    """A demonstration case, whole."""
    return canonical.Signed(frame(name, **changes), demo_content(name))


def full_signed() -> canonical.Signed:
    """A document that has something in each of the 22 fields, conditional ones included."""
    content = dataclasses.replace(
        demo_content(),
        rereads=(
            c.Reread(
                codes.RereadKind.PATHOLOGY,
                "Core biopsy slides",
                "2026-10",
                "Grade 2",
                codes.Concordance.CONFIRMED,
            ),
        ),
        trials=(c.Trial("NCT01234567", "A trial of less surgery", date(2026, 11, 20)),),
        panel=c.Panel(
            "One surgeon, one radiotherapist.",
            (c.Votes("conserve", 1), c.Votes("mastectomy", 1)),
            (c.Dissent("e2", "Mastectomy is preferable.", "Dr Chen would rather remove the breast."),),
            "One for each.",
        ),
        machine_uses=(c.MachineUse("Translator", "3.1", "drafted the Arabic copy.", "Dr Bo"),),
        no_machine=False,
    )
    return canonical.Signed(frame(experts=(an_expert("e1", "Dr Bo"), an_expert("e2", "Dr Chen"))), content)


def with_text(part: Any, text: str) -> Any:
    """A copy of any frozen value with that text in every text field; keys that tie things together stay."""
    if isinstance(part, tuple):
        return tuple(with_text(item, text) for item in part)
    if type(part) is str:
        return text
    if not dataclasses.is_dataclass(part) or isinstance(part, type):
        return part
    kept = {"key", "measure", "question", "option", "target", "expert", "id", "absent"}
    changed = {
        f.name: with_text(getattr(part, f.name), text) for f in dataclasses.fields(part) if f.name not in kept
    }
    return dataclasses.replace(part, **changed)


def arabic_signed() -> canonical.Signed:
    """A patient's copy in Arabic: the words of the demonstration, shortened."""
    held = demo_content()
    conserve, mastectomy = held.options
    content = dataclasses.replace(
        held,
        plain_summary="يمكنكِ الاحتفاظ بثديكِ. لديكِ سرطان صغير واحد.\n\nالأطباء الأوائل كانوا على حق.",
        reading_approved_by="سلمى حداد",
        diagnosis=dataclasses.replace(held.diagnosis, plain="لديكِ سرطان الثدي في مرحلة مبكرة (18 مم)."),
        answers=tuple(
            dataclasses.replace(answer, answer="نعم، استئصال الورم ثم العلاج الإشعاعي آمن.")
            for answer in held.answers
        ),
        diagnosis_agreement=dataclasses.replace(held.diagnosis_agreement, plain="الفحوص متفقة."),
        treatment_agreement=dataclasses.replace(held.treatment_agreement, plain="لا يلزم استئصال الثدي كله."),
        measures=tuple(
            dataclasses.replace(measure, text="على قيد الحياة", otherwise="توفين لأي سبب", within="20 سنة")
            for measure in held.measures
        ),
        options=(
            dataclasses.replace(
                conserve, title="استئصال الورم ثم الإشعاع", plain="يُستأصل الورم مع حافة سليمة."
            ),
            dataclasses.replace(mastectomy, title="استئصال الثدي", plain="يُستأصل الثدي كله."),
        ),
        doctor_questions=("هل يمكن استئصال الورم وترك الثدي؟",),
        next_steps=(c.Step("خذي هذا التقرير إلى جرّاحكِ.", "هذا الأسبوع"),),
        warning_signs=("احمرار الثدي وسخونته.",),
        warning_action="اتصلي بطبيبكِ في اليوم نفسه.",
    )
    return canonical.Signed(_arabic_frame(), content)


def _arabic_frame() -> c.Frame:
    first = c.Question("q1", "قيل لي إن الثدي كله يجب أن يُستأصل. هل يمكنني الاحتفاظ به؟")
    author = dataclasses.replace(
        an_expert("e1", "د. بو"), specialty="جرّاح الثدي", institution="مستشفى الجامعة"
    )
    return frame(
        language="ar",
        programme=c.ProgrammeLine("برنامج سيكوندا", "شارع الأمل 12"),
        patient=c.PatientLine("آنا فيريرا", "1981-05-03"),
        questions=(first, *frame().questions[1:]),
        experts=(author,),
    )
