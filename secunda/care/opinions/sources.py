"""Where a statement comes from, as marks beside it: "[2]", "record 3, page 1", "expert opinion"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from secunda.care.opinions.content import Citation, RecordLine, Reference
from secunda.care.opinions.content.codes import CitationKind


@dataclass(frozen=True)
class Source:
    """A mark beside a statement, and the place in the document it leads to ("" when it leads nowhere)."""

    label: str
    href: str = ""


class Sources:
    """The numbering of references and records in one report."""

    def __init__(self, references: Sequence[Reference], records: Sequence[RecordLine]) -> None:
        self._references = {item.key: number for number, item in enumerate(references, 1)}
        self._records = {item.id: number for number, item in enumerate(records, 1)}

    def of(self, citations: Iterable[Citation]) -> tuple[Source, ...]:
        """The marks of the citations, without repeats."""
        return tuple(dict.fromkeys(self._mark(citation) for citation in citations))

    def of_statement(self, citations: Sequence[Citation]) -> tuple[Source, ...]:
        """The marks of a statement that has to say where it comes from: without a citation it is expert opinion."""
        return self.of(citations) or (Source(_("expert opinion")),)

    def _mark(self, citation: Citation) -> Source:
        if citation.kind is CitationKind.EXPERT_OPINION:
            return Source(_("expert opinion"))
        if citation.kind is CitationKind.REFERENCE:
            number = self._references.get(citation.target)
            return Source(f"[{number}]", f"#ref-{number}") if number else Source("[?]")
        number = self._records.get(citation.target)
        parts = [_("record %(number)s") % {"number": number}] if number else [_("a record")]
        parts += [_("page %(number)s") % {"number": citation.page}] if citation.page else []
        parts += [citation.place] if citation.place else []
        return Source(", ".join(parts), f"#record-{number}" if number else "")
