"""The language of a document, when there is enough text to tell."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

LEAST_LETTERS = 60
_MOST_LETTERS = 4000
_WORD = re.compile(r"[^\W\d_]{2,}")
# Languages that medical records of our patients come in; the others of the model are its guesses for lists of numbers.
KNOWN = (
    *(
        "en",
        "es",
        "fr",
        "de",
        "it",
        "pt",
        "nl",
        "sv",
        "no",
        "da",
        "fi",
        "pl",
        "cs",
        "sk",
        "hu",
        "ro",
        "hr",
        "sl",
        "tr",
    ),
    *(
        "ru",
        "uk",
        "bg",
        "sr",
        "el",
        "he",
        "ar",
        "fa",
        "ur",
        "hi",
        "bn",
        "ta",
        "te",
        "ml",
        "mr",
        "gu",
        "pa",
        "th",
        "vi",
    ),
    *("id", "ms", "zh", "ja", "ko", "sw", "am", "ka", "hy", "az", "kk", "sq", "lt", "lv", "et"),
)


def language_of(plain: str) -> str:
    """ISO 639-1 of the language most of `plain` is written in, "" when there is too little of it to tell."""
    words = _WORD.findall(plain[: 20 * _MOST_LETTERS])
    letters = " ".join(words)[:_MOST_LETTERS]
    if len(letters) < LEAST_LETTERS:
        return ""
    found, _ = _model().classify(letters.lower())
    return str(found)


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(list(KNOWN))
    return model
