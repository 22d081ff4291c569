"""The small drawings of a report, as SVG that stands in the page: every one carries its meaning as text in its title.

Colours stand in the shapes for the print; a page may set its own by class (`is` and `is-not`, `line-first`,
`line-ours`, `line-open`, `start`). No drawing is the only place where something is said.
"""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from secunda.care.opinions.content.codes import Concordance, MeasureKind

_PERSON = (
    "a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0zm-1.2 6.8v-2a2.4 2.4 0 0 1 2.4-2.4h1.2a2.4 2.4 0 0 1 2.4 2.4v2z"
)
_PEOPLE_A_ROW = 10
_DOTS_A_ROW = 50

INK, QUIET = "#1f4d46", "#b9ad99"
_FILL = {MeasureKind.BENEFIT: INK, MeasureKind.SERIOUS_HARM: "#8c2f1b", MeasureKind.COMMON_HARM: "#a9660c"}

_PATHS = {
    Concordance.CONFIRMED: "M4 16H196",
    Concordance.REFINED: "M4 16H110L124 11L138 16H196",
    Concordance.CHANGED_MINOR: "M4 16H90C120 16 130 24 196 24",
    Concordance.CHANGED_MAJOR: "M4 16H80C120 16 130 52 196 52",
    Concordance.UNDETERMINED: "M4 16H90",
    Concordance.ADDITIONAL: "M4 16H196M90 16C120 16 130 40 196 40",
}
"""Two roads from one start: the first opinion's goes straight on, ours stays with it or leaves it."""


def icon_array(count: int, denominator: int, kind: MeasureKind, title: str) -> SafeString:
    """`count` of `denominator` marked: people in rows of ten for 100, dots in rows of fifty for 1,000."""
    people = denominator <= 100
    shapes = [_person(n) if people else _dot(n) for n in range(denominator)]
    marked, others = " ".join(shapes[:count]), " ".join(shapes[count:])
    rows = -(-denominator // (_PEOPLE_A_ROW if people else _DOTS_A_ROW))
    width, height = (80, rows * 10) if people else (200, rows * 4)
    return format_html(
        '<svg class="icon-array" viewBox="0 0 {} {}" role="img"><title>{}</title>'
        '<path class="is-not" fill="#fff" stroke="{}" stroke-width="0.7" d="{}"/>'
        '<path class="is" fill="{}" d="{}"/></svg>',
        width,
        height,
        title,
        QUIET,
        others or "M0 0",
        _FILL[kind],
        marked or "M0 0",
    )


def _person(number: int) -> str:
    row, column = divmod(number, _PEOPLE_A_ROW)
    return f"M{column * 8 + 2.2:g} {row * 10 + 2.2:g}{_PERSON}"


def _dot(number: int) -> str:
    row, column = divmod(number, _DOTS_A_ROW)
    return f"M{column * 4 + 0.5:g} {row * 4 + 0.5:g}h3v3h-3z"


def two_roads(code: Concordance, title: str) -> SafeString:
    """How the opinion relates to the first one: two lines from one start that stay together or part."""
    height = {Concordance.CHANGED_MAJOR: 64, Concordance.ADDITIONAL: 52}.get(code, 36)
    open_end = '<path class="line-open" fill="none" stroke-width="3" stroke-dasharray="1 8" d="M100 16H196"/>'
    return format_html(
        '<svg class="two-roads" viewBox="0 0 200 {}" role="img" stroke-linecap="round" stroke="{}"><title>{}</title>'
        '<path class="line-first" fill="none" stroke="{}" stroke-width="8" d="M4 16H196"/>{}'
        '<path class="line-ours" fill="none" stroke-width="3" d="{}"/>'
        '<circle class="start" cx="7" cy="16" r="5" fill="{}" stroke="none"/></svg>',
        height,
        INK,
        title,
        QUIET,
        mark_safe(open_end) if code is Concordance.UNDETERMINED else "",
        _PATHS[code],
        INK,
    )


def qr(address: str, title: str) -> SafeString:
    """A QR code of an address (error correction M)."""
    code = segno.make(address, error="m", micro=False)
    size = code.symbol_size(border=0)[0]
    rows = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="-2 -2 {} {}" role="img" shape-rendering="crispEdges"><title>{}</title>'
        '<path d="{}"/></svg>',
        size + 4,
        size + 4,
        title,
        " ".join(rows),
    )
