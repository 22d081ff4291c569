"""How much of what was read is language: told by the shape of words, so that it holds for every language.

Scanners and broken fonts make letters, too. What they make has no vowels, changes case inside words, repeats one sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_VOWELS = frozenset("aeiouyæœøıαεηιουω")
_EDGES = ".,;:!?()[]{}<>\"'“”‘’«»*•-–—/\\|=+~_#&"
_UNITS = {
    *(
        "mm",
        "cm",
        "ml",
        "dl",
        "kg",
        "mg",
        "ng",
        "pg",
        "nm",
        "km",
        "hz",
        "db",
        "ct",
        "mr",
        "mri",
        "pt",
        "pn",
        "pm",
    ),
    *("ph", "nk", "cd", "hb", "bd", "tds", "qds", "prn", "dr", "mrs", "st", "nr"),
}
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_REPEATED = re.compile(r"(.)\1\1")
_NUMBER = re.compile(r"[<>≤≥±~]?[+-]?\d[\d.,:/%x×^*+-]*[a-zA-Zµ°%]{0,6}")
_BARS = re.compile(r"[Il1|!i]{5,}|(\d)\1{4,}")
_BARCODE = re.compile(r"[Il1|!i]{4,}")
_PLAIN = re.compile(
    r"(?![A-Za-z]*([a-z])\1\1)[A-Za-z]?(?:[b-df-hj-np-tv-xz]{0,4}[aeiouy]){1,12}[b-df-hj-np-tv-xz]{0,4}[.,:;]?"
)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)  # Thai to Chinese
_CODE = re.compile(
    r"[a-z]{0,2}[A-Z]{0,5}\d[\dA-Za-z]{0,3}(?:[./-][\dA-Z]{1,8}){0,4}|[A-Z]{1,6}(?:[-/.][\dA-Z]{1,8}){1,4}"
)


@dataclass(frozen=True, slots=True)
class Wordlike:
    """`words`: tokens shaped like words of a language; `numbers`: numbers, codes and units; `other`: neither."""

    words: int = 0
    numbers: int = 0
    other: int = 0

    @property
    def share(self) -> float:
        """Words and numbers among all tokens, 0 when there is none."""
        every = self.words + self.numbers + self.other
        return (self.words + self.numbers) / every if every else 0.0


def count(tokens: Iterable[str]) -> Wordlike:
    """How many of `tokens` look like words, like numbers, or like neither. Lone signs and bars do not count."""
    totals = {"word": 0, "number": 0, "other": 0, "": 0}
    for token, times in Counter(tokens).items():
        unspaced = len(_UNSPACED.findall(token)) if not token.isascii() else 0
        if unspaced:
            totals["word"] += times * ((unspaced + 1) // 2)
        else:
            totals[_shape(token)] += times
    return Wordlike(totals["word"], totals["number"], totals["other"])


def _shape(token: str) -> str:
    """What a token of a script with spaces looks like: "word", "number", "other", "" for a lone sign or bars."""
    if _PLAIN.fullmatch(token):  # most words of most documents, told at once
        return "word"
    if _BARCODE.fullmatch(token):
        return ""
    bare = token.strip(_EDGES)
    if len(bare) < 2 and not bare.isdigit():
        return "other" if bare and bare not in "aAiIoOyYeEx" else ""
    if is_word(bare):
        return "word"
    return "number" if is_number(bare) else "other"


def is_word(bare: str) -> bool:
    """Whether a token without the signs around it is shaped like a word."""
    parts = re.split(r"[-'’/.,:;()]", bare)
    lettered = [part for part in parts if part]
    return bool(lettered) and len(bare) <= 40 and all(_is_plain_word(part) for part in lettered)


def is_number(bare: str) -> bool:
    """Whether a token is a number, perhaps with its unit, or a short code such as T2a, A-12 or 12/03/2024."""
    if _BARS.search(bare) or len(bare) > 24:
        return False
    return bool(_NUMBER.fullmatch(bare) or _CODE.fullmatch(bare))


def vowel_share(tokens: Iterable[str]) -> float | None:
    """Vowels among the Latin letters of `tokens`: about .4 in European languages; None below 200 letters."""
    low = _bare_latin("".join(tokens).lower())
    vowels = sum(map(low.count, "aeiouy"))
    letters = vowels + sum(map(low.count, "bcdfghjklmnpqrstvwxz"))
    return vowels / letters if letters >= 200 else None


def _is_plain_word(part: str) -> bool:
    if not part.isalpha() and not all(each.isalpha() or _is_sign(each) for each in part):
        return False
    if any(ord(letter) > 0x24F for letter in part):
        return _is_one_script(part)
    low = _bare_latin(part.lower())
    if len(part) == 1:
        return True
    if low in _UNITS:
        return True
    shaped = part.islower() or part.isupper() or part[1:].islower() or low.startswith(("mc", "mac"))
    sounded = any(letter in _VOWELS for letter in low) and not _CONSONANTS.search(low)
    return shaped and not _REPEATED.search(low) and (sounded or (part.isupper() and len(part) <= 5))


def _is_sign(letter: str) -> bool:
    """Whether it belongs to the letter before it, as vowels do in Indic scripts."""
    return unicodedata.category(letter)[0] == "M" or letter in "\u200c\u200d"


def _is_one_script(part: str) -> bool:
    if any(unicodedata.category(letter) in ("Co", "Cn") for letter in part):
        return False
    return len({unicodedata.name(letter, "?").split()[0] for letter in part if letter.isalpha()}) == 1


def _bare_latin(low: str) -> str:
    if low.isascii():
        return low
    return "".join(each for each in unicodedata.normalize("NFD", low) if not unicodedata.combining(each))
