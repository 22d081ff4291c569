"""HL7 v2 messages taken apart by the separators that they state (HL7 2.5.1, chapter 2).

Own code: the known library writes lines it cannot place into its log, and they are a patient's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from secunda.reading.facts import Refusal
from secunda.reading.structured.found import line

_ENCODINGS = {
    "UNICODE UTF-8": "utf-8", "UNICODE": "utf-8", "ASCII": "utf-8", "": "utf-8", "8859/1": "latin-1",
    "8859/2": "iso8859-2", "8859/3": "iso8859-3", "8859/4": "iso8859-4", "8859/5": "iso8859-5", "8859/6": "iso8859-6",
    "8859/7": "iso8859-7", "8859/8": "iso8859-8", "8859/9": "iso8859-9", "8859/15": "iso8859-15",
    "GB 18030-2000": "gb18030", "BIG-5": "big5", "KS X 1001": "euc-kr", "ISO IR87": "iso2022-jp",
}  # fmt: skip
_HEADERS = ("MSH",)
_WRAPPING = ("FHS", "BHS", "BTS", "FTS")
_BREAKS = re.compile(r"\r\n|\r|\n")
_LIKE_A_SEGMENT = re.compile(r"(?:PID|PV1|ORC|OBR|OBX|NTE|SPM|DG1|AL1|EVN|NK1|IN1)[|^~&#*$!%;,]")
_MOST_SEGMENTS = 200_000


@dataclass(frozen=True, slots=True)
class Marks:
    """The separators a message states in MSH-1 and MSH-2."""

    field: str
    component: str
    repetition: str
    escape: str
    sub: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a message. `number` counts its like within the message, from 1."""

    name: str
    number: int
    fields: tuple[str, ...]
    marks: Marks

    def raw(self, place: int) -> str:
        """Field `place` (from 1, as HL7 counts) as written."""
        return self.fields[place] if place < len(self.fields) else ""

    def repeats(self, place: int) -> list[str]:
        """The repetitions of a field."""
        written = self.raw(place)
        return written.split(self.marks.repetition) if written else []

    def part(self, place: int, component: int = 1, repetition: int = 0) -> str:
        """One component of a field, unescaped, as one line; its first subcomponent."""
        repeats = self.repeats(place)
        return self.of(repeats[repetition], component) if repetition < len(repeats) else ""

    def of(self, written: str, component: int) -> str:
        """One component of a field's repetition, unescaped, as one line."""
        parts = written.split(self.marks.component)
        found = parts[component - 1] if component <= len(parts) else ""
        return line(unescaped(found.split(self.marks.sub)[0], self.marks))


def messages_of(content: bytes) -> Iterator[list[Segment]]:
    """The messages of a file, batches and wire framing (MLLP) undone. Raises `Refusal`."""
    found: list[Segment] = []
    counts: Counter[str] = Counter()
    for marks, row in _rows(_decoded(content.strip(b"\x0b\x1c \t\r\n\xef\xbb\xbf"))):
        name, fields = row[:3], tuple(row.split(marks.field))
        if name == "MSH":
            fields = ("MSH", marks.field, *fields[1:])
            if found:
                yield found
            found, counts = [], Counter()
        counts[name] += 1
        found.append(Segment(name, counts[name], fields, marks))
    if found:
        yield found


def _rows(text: str) -> Iterator[tuple[Marks, str]]:
    """The segments as written, with the separators of their message; a line break inside a text belongs to it."""
    rows = [row.strip("\x0b\x1c\n") for row in _BREAKS.split(text)]
    if len(rows) > _MOST_SEGMENTS:
        raise Refusal("export_too_large")
    marks: Marks | None = None
    waiting: list[str] = []
    for row in rows:
        if not row.strip() or row[:3] in _WRAPPING:
            continue
        of_row = _marks(row) if row[:3] in _HEADERS else marks
        if of_row is None or _is_of_other_marks(row, of_row):
            raise Refusal("export_broken")
        if _is_segment(row, of_row) and waiting and marks is not None:
            yield marks, "\n".join(waiting)
            waiting = []
        waiting.append(row)
        marks = of_row
    if waiting and marks is not None:
        yield marks, "\n".join(waiting)


def _is_segment(row: str, marks: Marks) -> bool:
    return (
        row[:1].isalpha()
        and row[:3].isalnum()
        and row[:3].isupper()
        and (len(row) == 3 or row[3] == marks.field)
    )


def _is_of_other_marks(row: str, marks: Marks) -> bool:
    return bool(_LIKE_A_SEGMENT.match(row)) and row[3] != marks.field


def _marks(row: str) -> Marks:
    field = row[3:4]
    others = row[4:].split(field)[0] if field else ""
    stated = field + others[:4]
    sound = (
        len(others) in (3, 4, 5)
        and len(set(stated)) == len(stated)
        and not any(each.isalnum() for each in stated)
    )
    if not sound:
        raise Refusal("export_broken")
    return Marks(field, others[0], others[1], others[2], others[3:4] or "&")


def _decoded(content: bytes) -> str:
    """The file's text in the character set that MSH-18 states; UTF-8 where it states none, then Latin-1."""
    header = re.split(rb"[\r\n]", content[content.find(b"MSH") :][:4000])[0] if b"MSH" in content else b""
    fields = header.split(header[3:4]) if len(header) > 3 else []
    stated = fields[17].split(b"~")[0].decode("ascii", "replace").strip().upper() if len(fields) > 17 else ""
    try:
        return content.decode(_ENCODINGS.get(stated, "utf-8"))
    except UnicodeDecodeError:
        return content.decode("latin-1")


def unescaped(written: str, marks: Marks) -> str:
    """Text with its escape sequences undone (HL7 2.5.1, 2.7): breaks become line feeds, the unknown is left out."""
    if marks.escape not in written:
        return written
    parts = written.split(marks.escape)
    if len(parts) % 2 == 0:  # a lone escape sign is a sign
        return written
    told = {"F": marks.field, "S": marks.component, "T": marks.sub, "R": marks.repetition, "E": marks.escape,
            ".br": "\n", ".sp": "\n", ".ce": "\n"}  # fmt: skip
    return "".join(_escape(part, told) if number % 2 else part for number, part in enumerate(parts))


def _escape(code: str, told: dict[str, str]) -> str:
    if code[:1] == "X" and re.fullmatch(r"X(?:[0-9A-Fa-f]{2}){1,200}", code):
        return bytes.fromhex(code[1:]).decode("utf-8", "replace")
    return told.get(code, told.get(code[:3], ""))
