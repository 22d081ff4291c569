"""A small world for the sweep over every address: cases of Ana's in several states, with an id for every converter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, get_resolver

from secunda.care.assignment import actions as assignment
from secunda.care.cases import actions as cases
from secunda.care.cases.models import Case, Consent, ProxyAuthority, Task
from secunda.care.cases.tests.factories import Cast, a_draft, acting, cast, now
from secunda.care.chart import access as chart_access
from secunda.care.chart import actions as chart
from secunda.care.chart.models import Fact
from secunda.care.chasing import actions as chasing
from secunda.care.experts.models import Expert, Licence
from secunda.care.opinions import actions as opinions
from secunda.care.opinions.models import Addendum, Opinion
from secunda.care.opinions.tests.factories import NO_CONFLICT, a_released_opinion, an_invitation
from secunda.care.records.models import Record
from secunda.foundation.accounts.models import Account


@dataclass(frozen=True)
class World:
    """`ids`: for a converter's name, or `view:name` where a view needs another, the id of something of Ana's."""

    them: Cast
    blind: Case
    released: Case
    ids: dict[str, Any]

    def arguments(self, name: str, parts: Iterable[str]) -> dict[str, Any]:
        """Real ids for the parts of an address."""
        return {part: self.ids.get(f"{name}:{part}", self.ids.get(part)) for part in parts}


def a_world(them: Cast | None = None) -> World:
    """Ana has a draft, a case that Dr Bo reads blind, and one whose opinion is released and asked about."""
    them, at = them or cast(), now()
    opinion = a_released_opinion(them, at=at - timedelta(hours=2))
    with acting(them.ana, them.programme):
        addendum = opinions.ask(opinion=opinion, question="May I swim?", by=them.ana, at=at)
        proxy = _authority(opinion.case, them.tomas)
    with acting(them.dr_bo, them.programme):
        bo = Expert.objects.get(account=them.dr_bo)
    work = an_invitation(them, expert=bo, at=at)
    with acting(them.dr_bo, them.programme):
        assignment.declare(assignment=work, answers=NO_CONFLICT, disclosure="", by=them.dr_bo, at=at)
        assignment.accept(assignment=work, by=them.dr_bo, at=at)
        opinions.begin_read(assignment=work, by=them.dr_bo, at=at)
    draft = a_draft(them)
    ids = _ids(them, work.case, opinion, addendum, draft, proxy) | {"assignment": work.public_id}
    return World(them=them, blind=work.case, released=opinion.case, ids=ids)


def _authority(case: Case, account: Account) -> ProxyAuthority:
    return ProxyAuthority.objects.create(
        case=case,
        programme_id=case.programme_id,
        account=account,
        basis=ProxyAuthority.Basis.CARER,
        from_at=now(),
    )


def _ids(
    them: Cast, blind: Case, opinion: Opinion, addendum: Addendum, draft: Case, proxy: ProxyAuthority
) -> dict[str, Any]:
    released = opinion.case
    with acting(them.cleo, them.programme):
        record = Record.objects.filter(case=blind).earliest("id")
        fact = _a_fact(record, them)
        consent = Consent.objects.filter(case=blind, withdrawn_at=None).earliest("id")
        expert, licence = Expert.objects.earliest("id"), Licence.objects.earliest("id")
        asked = chasing.ask(
            case=blind, institution="Valley District Hospital", address="", language="en", wanted=["MRI"], country="",
            by=them.cleo, at=now(),
        )  # fmt: skip
        task = cases.add_task(case=blind, kind="answer_message", due_at=now(), at=now())
        task = task or Task.objects.filter(case=blind).earliest("id")
    of_the_released = {
        f"{name}:case": released.public_id
        for name in ("patient:opinion", "patient:opinion_version", "patient:open_opinion", "patient:report",
                     "patient:ask", "staff:report", "staff:authority", "staff:authority_document")
    }  # fmt: skip
    return {
        "case": blind.public_id, "case_id": draft.public_id, "record": record.public_id, "arrival": record.public_id,
        "page": 1,
        "opinion": opinion.public_id, "addendum": addendum.public_id, "consent": consent.public_id,
        "expert": expert.public_id, "licence": licence.public_id, "task": task.public_id,
        "account": them.dr_bo.public_id, "authority": proxy.public_id, "screen_id": "where", "slug": "told",
        "name": "diagnosis", "pk": 1, "asked": asked.public_id, "code": "A" * 20, "key": "valley",
        "fact": fact.public_id, "passage": 1,
        "study": "1.2", "series": "1.2.3", "instance": "1.2.3.4", "numbers": "1", "place": "00420011",
        "proposal": fact.public_id, "mark": fact.public_id,
    } | of_the_released  # fmt: skip


def _a_fact(record: Record, them: Cast) -> Fact:
    """Something that Cleo has added to what stands in a record."""
    seen = chart_access.staff_view(record.case, them.cleo)
    return chart.add(view=seen, record=record, name="haemoglobin", value="128", page=1, at=now())


def every_address() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each address of the site: its name, portals' names with their portal's, and the parts that are ids."""
    yield from _walk(get_resolver().url_patterns, "", ())


def _walk(patterns: Any, namespace: str, parts: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        here = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", here
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, here)
