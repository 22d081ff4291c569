"""Text made plain for matching, character for character: what is found in it has the same place in the original."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ALIKE = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u200b": " ", "\ufeff": " ", "\t": " ",
    "µ": "u", "μ": "u", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "´": "'", "“": '"',
    "”": '"', "×": "x", "·": ".", "∙": ".", "≤": "<", "≥": ">", "ﬁ": "f", "ﬂ": "f", "√": "v",
    "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "،": ",", "٫": ".", "٬": ",", "؛": ";",
}  # fmt: skip


class _Letters(dict[int, str]):
    """One plain character for each character, found when first asked for."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = ALIKE.get(character) or _plain(character)
        self[code] = plain
        return plain


def _plain(character: str) -> str:
    """Lower case, without accent; digits of any script and superscripts as 0 to 9; itself if that is not one letter."""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    first = unicodedata.normalize("NFD", character)[0].lower()
    return first if len(first) == 1 else character


_LETTERS = _Letters()
_SHORT = 500


def folded(plain: str) -> str:
    """`plain` in lower case without accents, of the same length: "Hämoglobin" → "hamoglobin", "µ" → "u", "٣" → "3"."""
    return plain.translate(_LETTERS) if len(plain) < _SHORT else _folded(plain)


@lru_cache(maxsize=4)
def _folded(plain: str) -> str:
    """Whole texts are kept: words between them would push them out."""
    return plain.translate(_LETTERS)
