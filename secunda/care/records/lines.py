"""Records as people list them: a file is a line, and so is a whole study of pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from secunda.care.records.access import instance_of
from secunda.care.records.models import Record


@dataclass(frozen=True)
class Line:
    """One or several records that are listed as one; the first of them names the line."""

    records: tuple[Record, ...]

    @property
    def head(self) -> Record:
        """The record the line is addressed by."""
        return self.records[0]

    @property
    def modality(self) -> str:
        """DICOM's letters for the kind of pictures; empty for a document."""
        instance = instance_of(self.head)
        return instance.modality if instance else ""

    @property
    def is_study(self) -> bool:
        """Whether it is a study of pictures."""
        return instance_of(self.head) is not None

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(record.size for record in self.records)

    @property
    def number(self) -> int:
        """The number of its latest record: lists put the newest first."""
        return max(record.number for record in self.records)


def lines_of(records: Iterable[Record]) -> list[Line]:
    """The records (with their instances) as lines, the newest first; pictures of one study are one line."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        instance = instance_of(record)
        groups.setdefault(instance.study_uid if instance else str(record.public_id), []).append(record)
    lines = [Line(tuple(sorted(group, key=lambda one: one.number))) for group in groups.values()]
    return sorted(lines, key=lambda line: -line.number)
