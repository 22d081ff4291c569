"""Which engine reads which language: ISO 639-1 codes of cases, tesseract's script names and language data."""

from __future__ import annotations

from collections.abc import Sequence

LATIN_SCRIPTS = (None, "Latin", "Han", "Japanese", "Fraktur")  # as tesseract calls what RapidOCR reads
_CODES: dict[str, tuple[tuple[str, str], ...]] = {
    "Arabic": (("ar", "ara"), ("fa", "fas"), ("ur", "urd"), ("ps", "pus"), ("ku", "kur"), ("ug", "uig")),
    "Devanagari": (("hi", "hin"), ("mr", "mar"), ("ne", "nep"), ("sa", "san")),
    "Cyrillic": (
        *(("ru", "rus"), ("uk", "ukr"), ("bg", "bul"), ("sr", "srp"), ("be", "bel"), ("mk", "mkd")),
        *(("kk", "kaz"), ("ky", "kir"), ("mn", "mon"), ("tg", "tgk")),
    ),
    "Greek": (("el", "ell"),),
    "Hebrew": (("he", "heb"), ("yi", "yid")),
    "Bengali": (("bn", "ben"), ("as", "asm")),
    "Tamil": (("ta", "tam"),),
    "Telugu": (("te", "tel"),),
    "Kannada": (("kn", "kan"),),
    "Malayalam": (("ml", "mal"),),
    "Gujarati": (("gu", "guj"),),
    "Gurmukhi": (("pa", "pan"),),
    "Sinhala": (("si", "sin"),),
    "Thai": (("th", "tha"),),
    "Lao": (("lo", "lao"),),
    "Khmer": (("km", "khm"),),
    "Myanmar": (("my", "mya"),),
    "Georgian": (("ka", "kat"),),
    "Armenian": (("hy", "hye"),),
    "Ethiopic": (("am", "amh"), ("ti", "tir")),
    "Hangul": (("ko", "kor"),),
    "Korean": (("ko", "kor"),),
}
_OTHERS = {language for pairs in _CODES.values() for language, _ in pairs}


def is_read_by_latin(language: str) -> bool:
    """Whether RapidOCR reads the script of a language (ISO 639-1): every one that is not known to have another."""
    return language.lower().partition("-")[0] not in _OTHERS


def codes_for(script: str | None, languages: Sequence[str], installed: frozenset[str]) -> tuple[str, ...]:
    """Language data to read a script with: those of the case's languages, else the script's first; English beside it.

    Empty when the machine has none for this script.
    """
    pairs = _CODES.get(script or "", ())
    wanted = {language.lower().partition("-")[0] for language in languages}
    known = [code for language, code in pairs if language in wanted and code in installed]
    known = known or [code for _, code in pairs[:1] if code in installed]
    return tuple(known + [code for code in ("eng",) if known and code in installed])
