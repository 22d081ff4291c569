"""Who opened what and when, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from secunda.foundation.accounts.models import Account
from secunda.foundation.audit import verbs
from secunda.foundation.audit.models import Event


@dataclass(frozen=True)
class Sentence:
    """One event in words. `refused` marks what somebody tried and was not let do."""

    at: datetime
    words: str
    refused: bool


def sentences(
    events: Iterable[Event], *, you: int | None = None, names_of: Mapping[UUID, str] | None = None
) -> list[Sentence]:
    """Audit events in words, in the active language; `you` is the account that reads.

    `names_of` gives objects by public id the name this reader knows them by; others are told by their kind.
    """
    rows, known = list(events), names_of or {}
    names = dict(
        Account.objects.filter(id__in={e.actor_id for e in rows if e.actor_id}).values_list("id", "name")
    )
    return [
        Sentence(
            at=event.at,
            words=verbs.sentence(event.verb, who=_who(event, names, you), what=_what(event, known)),
            refused=event.outcome == "refused",
        )
        for event in rows
    ]


def _what(event: Event, known: Mapping[UUID, str]) -> str:
    name = known.get(event.object_id) if event.object_id else None
    return _("“%(name)s”") % {"name": name} if name else verbs.noun(event.object_type)


def _who(event: Event, names: dict[int, str], you: int | None) -> str:
    if event.actor_id is None:
        return _("Somebody with a link") if event.link_id else _("The service")
    name = _("You") if event.actor_id == you else names.get(event.actor_id) or _("Somebody")
    return _("%(name)s, for the patient,") % {"name": name} if event.on_behalf_of_id else name
