"""Tags of the chart's screens: addresses in the portal where one is, and how far a record's reading is."""

from __future__ import annotations

from typing import Any

from django import template

from secunda.care.records import sentences
from secunda.care.records.models import Record
from secunda.portals.parts.chart.states import ReadingState
from secunda.portals.parts.chart.visit import Visit

register = template.Library()


@register.simple_tag(takes_context=True)
def place(context: template.Context, name: str, *args: Any, **query: Any) -> str:
    """The address of another screen of the chart, in the same case and portal."""
    visit: Visit = context["visit"]
    return visit.url(name, *args, **query)


@register.simple_tag(takes_context=True)
def reading_of(context: template.Context, record: Any) -> ReadingState | None:
    """How far the reading of a record is, from the page's `readings`; None where nothing is read."""
    found: ReadingState | None = (context.get("readings") or {}).get(record.public_id)
    return found


@register.simple_tag
def what_is_inside(record: Record) -> str:
    """What in a file could run by itself, in a sentence; empty for a file in which nothing could."""
    return sentences.what_is_inside(record)
