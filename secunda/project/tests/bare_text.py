"""Finding, in a Django template, words that gettext never sees. A heuristic: it reads HTML with patterns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# Names and signs that are the same in every language.
SAME = {
    "Secunda",
    "PDF",
    "JSON",
    "DICOM",
    "FHIR",
    "TOTP",
    "SHA",
    "UTC",
    "ID",
    "OK",
    "MB",
    "KB",
    "GB",
    "PAdES",
}
_BLOCKS = (
    r"\{#.*?#\}",
    r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}",
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}",
    r"\{%\s*block\s+\w*class\s*%\}.*?\{%\s*endblock\b.*?%\}",
    r"\{%.*?%\}",
    r"\{\{.*?\}\}",
    r"<!--.*?-->",
    r"<(script|style|code)\b.*?</\1>",
)
_TAG = re.compile(r"""<\s*[a-zA-Z/!](?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL)
_SHOWN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|aria-description)\s*=\s*("[^"]*"|'[^']*')""")
_ATTRIBUTE = re.compile(r"""[\w-]+\s*=\s*("[^"]*"|'[^']*')""")  # of a tag that ends in several branches
_WORD = re.compile(r"[^\W\d_]{2,}")


def bare_text(template: str) -> Iterator[tuple[int, str]]:
    """The line numbers and the words of every text, or shown attribute, that is in no translation tag."""
    for block in _BLOCKS:
        template = re.sub(block, _blank, template, flags=re.DOTALL)
    shown = "".join(_attributes(template))
    read = _ATTRIBUTE.sub(_blank, _TAG.sub(_blank, template))
    for number, (text, words) in enumerate(zip(read.split("\n"), shown.split("\n"), strict=True), start=1):
        for found in (text, words):
            if _is_language(found):
                yield number, " ".join(found.split())


def _attributes(template: str) -> Iterator[str]:
    """The template with everything blanked out but the values of attributes that are shown."""
    end = 0
    for tag in _TAG.finditer(template):
        for shown in _SHOWN.finditer(template, tag.start(), tag.end()):
            yield _blanked(template[end : shown.start(1)]) + shown.group(1)
            end = shown.end(1)
    yield _blanked(template[end:])


def _is_language(text: str) -> bool:
    return any(word not in SAME for word in _WORD.findall(html.unescape(text)))


def _blank(match: re.Match[str]) -> str:
    return _blanked(match.group())


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
