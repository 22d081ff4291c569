"""The opinion on a page: the same pieces as the PDF, from the draft or from the signed bytes."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.safestring import SafeString

from secunda.care.opinions import canonical, content, framing, rendering
from secunda.care.opinions.models import Opinion


def draft_page(opinion: Opinion) -> SafeString:
    """A draft as its readers will see it, framed as if it were signed now."""
    value = content.from_json(content.OpinionContent, opinion.content)
    around = framing.frame(opinion, second_factor="", at=timezone.now())
    return rendering.render_page(canonical.Signed(frame=around, content=value), language=opinion.language)


def signed_page(opinion: Opinion, *, folded: bool = False) -> SafeString:
    """A signed opinion, from the very bytes that were signed, with its fixed words in the reader's language.

    `folded`: the main things first, the numbers and the clinical part behind a line to open.
    """
    signed = canonical.read(bytes(opinion.canonical or b""))
    language = translation.get_language() or opinion.language
    return rendering.render_page(signed, language=language, folded=folded)
