"""Plain text files: their encoding told from their bytes, their words as text."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, NamedTuple

from secunda.reading.facts import Limits, Refusal
from secunda.reading.structured.found import Structured
from secunda.reading.text import Text
from secunda.reading.writing import encoding_without_mark, is_writing, without_padding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# One-byte encodings by the script of the languages that use them: told apart by which gives the likeliest letters.
_OLD = ("cp1252", "cp1251", "cp1256", "cp1253", "cp1250", "cp1255")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_FORMS = re.compile("[ \t]*\f[ \t]*")
_SAMPLE = 64 * 1024


class Decoded(NamedTuple):
    """A file's text. `is_certain` is False where its encoding had to be told from its letters."""

    text: str
    is_certain: bool


def read_plain(stream: BinaryIO, limits: Limits | None = None) -> Structured:
    """A text file's words as `Text` (form feeds part its pages); no facts of its own.

    Raises `Refusal`: "text_too_long", "unknown" (no text).
    """
    found = decoded(whole_text(stream, limits or Limits()))
    problems = () if found.is_certain else ("encoding_unsure",)
    return Structured(text=Text.of(_FORMS.sub("\f", found.text).strip("\f")), problems=problems)


def whole_text(stream: BinaryIO, limits: Limits) -> bytes:
    """All bytes of a text file. Raises `Refusal` beyond `limits.max_text_bytes`."""
    stream.seek(0)
    content = stream.read(limits.max_text_bytes + 1)
    if len(content) > limits.max_text_bytes:
        raise Refusal("text_too_long")
    return content


def decoded(content: bytes) -> Decoded:
    """Bytes as text. Raises `Refusal` when they are none."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        content = without_padding(content)
        encoding = encoding_without_mark(content)
    try:
        text, is_certain = content.decode(encoding or "utf-8"), True
    except UnicodeDecodeError:
        text, is_certain = content.decode(_likeliest(content[:_SAMPLE]), "replace"), False
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not is_writing(text[:_SAMPLE]) or not text.strip("\ufeff \t\n\f"):
        raise Refusal("unknown")
    return Decoded(text.lstrip("\ufeff"), is_certain)


def _likeliest(content: bytes) -> str:
    """The old encoding under which the most words are of one script and one case as words are written."""
    return max(_OLD, key=lambda name: (_likeness(content.decode(name, "replace")), -_OLD.index(name)))


def _likeness(text: str) -> float:
    foreign = [word for word in _WORDS.findall(text) if not word.isascii()]
    likely = sum(1 if _is_likely(word) else -1 for word in foreign)
    strange = sum(1 for each in text if ord(each) > 127 and not each.isalpha()) + text.count("\ufffd") * 3
    letters = sum(1 for each in text if ord(each) > 127 and each.isalpha())
    return likely - strange * 0.5 + letters * 0.01


def _is_likely(word: str) -> bool:
    """Whether a word is of one script and one case, and, if Latin, has not mostly accents."""
    scripts = {_script(letter) for letter in word}
    if len(scripts) > 1 or not (
        word.islower() or word.istitle() or word.isupper() or word == word.swapcase()
    ):
        return False
    return scripts != {"Latin"} or sum(not letter.isascii() for letter in word) * 2 <= len(word)


def _script(letter: str) -> str:
    place = ord(letter)
    bounds = ((0x250, "Latin"), (0x400, "Greek"), (0x530, "Cyrillic"), (0x600, "Hebrew"), (0x780, "Arabic"))
    return next((name for end, name in bounds if place < end), "other")
