"""Tags and filters of every screen: islands, times in words, figures, clock and small drawings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join, json_script, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from secunda.portals.parts import islands, times

register = template.Library()

SOON = timedelta(hours=12)


@register.simple_tag
def island(name: str) -> SafeString:
    """The module script of an island, its words in the reader's language and its style; nothing if not built."""
    built = islands.find(name)
    if built is None:
        return SafeString("")
    words = islands.words(name)
    head = json_script(words, f"words-{name}") if words else SafeString("")
    return format_html("{}{}{}", head, _styles(built), islands.script_tag(built))


@register.simple_tag
def island_style(name: str) -> SafeString:
    """The style sheets of an island alone (for the head of a page)."""
    built = islands.find(name)
    return SafeString("") if built is None else _styles(built)


@register.simple_tag
def island_script(name: str) -> SafeString:
    """The script of an island alone, with its words."""
    built = islands.find(name)
    if built is None:
        return SafeString("")
    return format_html("{}{}", json_script(islands.words(name), f"words-{name}"), islands.script_tag(built))


def _styles(built: islands.Built) -> SafeString:
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((url,) for url in built.styles))


@register.filter
def moment(value: datetime | None, zone: str | None = None) -> str:
    """“Tuesday 24 November 2026 at 14:02 (Lisbon time)”; empty for None."""
    return times.moment(value, zone) if value else ""


@register.filter
def day(value: date | datetime | None, zone: str | None = None) -> str:
    """“Tuesday 24 November 2026”; empty for None."""
    return times.day(value, zone) if value else ""


@register.filter
def short_day(value: date | datetime | None, zone: str | None = None) -> str:
    """“24 Nov 2026”; empty for None."""
    return times.short_day(value, zone) if value else ""


@register.filter
def time_of_day(value: datetime | None, zone: str | None = None) -> str:
    """“14:02”; empty for None."""
    return times.time_of_day(value, zone) if value else ""


@register.filter
def left(due_at: datetime | None, now: datetime) -> str:
    """“31 hours left”, “3 hours late”; empty for None."""
    return times.left(due_at, now) if due_at else ""


@register.filter
def figure(number: float | int | None) -> str:
    """A number with the reader's separators: 1,234."""
    return "" if number is None else format_decimal(number, locale=times.locale())


@register.filter
def size(count: int | None) -> str:
    """Bytes as people say them: 850 kB, 4.2 MB (thousands, one decimal at most)."""
    if count is None:
        return ""
    for unit, words in ((10**9, _("%(n)s GB")), (10**6, _("%(n)s MB")), (10**3, _("%(n)s kB"))):
        if count >= unit:
            digits = "0.#" if count < 10 * unit else "0"
            return words % {"n": format_decimal(count / unit, format=digits, locale=times.locale())}
    return _("%(n)s bytes") % {"n": figure(count)}


@register.inclusion_tag("parts/clock.html")
def clock(due_at: datetime, now: datetime, holder: str = "") -> dict[str, Any]:
    """What is left of a deadline, who holds it and until when; amber in the last 12 hours, red when late."""
    rest = due_at - now
    state = "danger" if rest < timedelta(0) else "waiting" if rest < SOON else "none"
    return {"due_at": due_at, "left": times.left(due_at, now), "holder": holder, "state": state}


@register.inclusion_tag("parts/hundred.html")
def hundred(number: int, of: int = 100) -> dict[str, Any]:
    """A drawing of `number` of 100 (or of `of`, ten to a row) people, with the same in words."""
    dots = [{"x": 6 + 12 * (i % 10), "y": 6 + 12 * (i // 10), "on": i < number} for i in range(of)]
    return {"dots": dots, "number": number, "of": of, "height": 12 * ((of + 9) // 10)}


CIRCLES = {
    "confirmed": (34, False),
    "refined": (40, False),
    "changed_minor": (50, False),
    "changed_major": (80, False),
    "undetermined": (58, True),
    "additional": (62, False),
}


@register.inclusion_tag("parts/concordance.html")
def concordance(code: str) -> dict[str, Any]:
    """How an opinion relates to the first, in words and as two circles. Codes: standards, chapter 4.3."""
    offset, dashed = CIRCLES[code]
    return {"code": code, "x": offset, "dashed": dashed, "words": concordance_words(code)}


def concordance_words(code: str) -> str:
    """The sentence for a concordance code. Raises KeyError for a code that is not one of the six."""
    return {
        "confirmed": _("This opinion agrees with your first opinion."),
        "refined": _("This opinion agrees with your first opinion and makes it more exact."),
        "changed_minor": _("This opinion differs a little from your first opinion."),
        "changed_major": _("This opinion differs from your first opinion in something that matters."),
        "undetermined": _("With what there is, it cannot be said whether your first opinion is right."),
        "additional": _("This opinion finds something more beside your first opinion."),
    }[code]


@register.simple_tag(takes_context=True)
def heading_words(context: template.Context) -> str:
    """The text of the page's `heading` block, so that the window's title and the heading cannot differ."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block("heading") if blocks else None
    if block is None:
        return ""
    return unescape(" ".join(strip_tags(block.render(context)).split()))
