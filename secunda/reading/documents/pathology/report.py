"""A pathology report taken apart once for all finders: its sections, specimens, organs and tumour types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from secunda.reading.document import Assertion
from secunda.reading.documents.assertion import assertion_at
from secunda.reading.documents.lexicon import Mention
from secunda.reading.documents.pathology.specimens import Specimen, specimen_at, specimens
from secunda.reading.documents.pathology.tables import Site, TumourType, sites, tumour_words
from secunda.reading.documents.sections import Section, section_at, sections
from secunda.reading.text import Text

_HISTORY = frozenset({"clinical_history", "past_history", "family_history"})
_NEXT_PART = re.compile(r"\n[ ]?\n|\n[^\W\d_][^\n:.]{2,40}:")


@dataclass(frozen=True)
class Report:
    """The text with what every finder asks of it."""

    text: Text

    @cached_property
    def plain(self) -> str:
        """The whole text."""
        return self.text.plain

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The headed sections."""
        return sections(self.plain)

    @cached_property
    def organs(self) -> list[Mention[Site]]:
        """Every organ or operation named."""
        return list(sites().find(self.plain))

    @cached_property
    def tumours(self) -> list[Mention[TumourType]]:
        """Every tumour type named."""
        return list(tumour_words().find(self.plain))

    @cached_property
    def affirmed_tumours(self) -> list[Mention[TumourType]]:
        """The tumours that are not denied, doubted or of the history."""
        return [
            mention
            for mention in self.tumours
            if self.standing(mention.start) == "affirmed"
            and assertion_at(self.plain, mention.start, mention.end) == "affirmed"
        ]

    @cached_property
    def specimens(self) -> list[Specimen]:
        """The headers of its specimens, empty where it has only one."""
        return specimens(self.plain, lambda words: next(sites().find(words), None) is not None)

    def section(self, position: int) -> str:
        """The name of the section that holds a position, empty before the first heading."""
        section = section_at(self.sections, position)
        return section.name if section else ""

    def standing(self, position: int) -> Assertion:
        """What the section says: words of the clinical history are not this report's findings.

        A history ends at its heading's next paragraph or label, also where that is no heading we know.
        """
        section = section_at(self.sections, position)
        if section is None or section.name not in _HISTORY:
            return "affirmed"
        if _NEXT_PART.search(self.plain, section.start, position):
            return "affirmed"
        return "family" if section.name == "family_history" else "historical"

    def specimen_at(self, position: int) -> Specimen | None:
        """The specimen that a position is about; None where the report has one or does not say."""
        if not self.specimens:
            return None
        section = section_at(self.sections, position)
        start, name = (section.heading_start, section.name) if section else (0, "")
        return specimen_at(self.specimens, position, start, name)

    def specimen(self, position: int) -> str:
        """The mark of the specimen that a position is about, empty where the report has one or does
        not say.
        """
        found = self.specimen_at(position)
        return found.mark if found else ""
