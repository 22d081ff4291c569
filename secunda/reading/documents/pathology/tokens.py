"""How T, N and M are written, also after OCR: "pT2a", "p T2 a", "pTl" (1), "pT3NO" (0), "NIPM" (N1 pM), "T2aNOMX"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Axis = Literal["T", "N", "M"]
# What may come right after a category: anything but a letter or digit, or the next category.
_END: Final = (
    r"(?=[^\w]|_|$|[yrp]{0,2}P?[NM][ ]?(?:[0-3OoQlIiXxt(]|STAGE|n/a)|[LVR][ ]?[0-2OoX]|G[1-4X]|T[0-4]|CASE\b)"
)
_PREFIX: Final = r"(?P<prefix>[yYrRaAmM]{0,2}[pP]\n?|[yr]?[cC]|[yYuU])?"
_START: Final = r"(?:(?<![^\W_])|(?<=\b[Gg][1-4]))"
_T = re.compile(
    rf"(?:{_START}|(?<=pTis)|(?<=pTis,)){_PREFIX}[ ]?(?P<letter>T|(?<=p)t)(?:[ ]?|"
    rf"[ ][.'])(?P<category>[0-4]|[iI][sS]|[OolIi!XxJZ]|a(?=[\s,;.)]))"
    rf"(?:,(?P<comma>[a-d]){_END}|[ ]?(?P<number>[a-dA-Dh][12lIi]){_END}|(?P<sub>[a-eA-Dh]){_END}|"
    rf"[ ](?P<apart>[bcdBCD]){_END}"
    rf"|[ ](?P<alone>a)(?=[ ]?(?:[,;.:)\]\n]|$|p?[NM]))|{_END})"
)
# "pT2bb", "pT3s": the number is certain, what follows was misread.
_T_MAIN = re.compile(r"(?<![^\W_])(?P<prefix>[yr]{0,2}p) ?T ?(?P<category>[0-4])(?=[^\W\d_])")
_N = re.compile(
    rf"{_PREFIX}[ ]?N[ ]?(?P<category>[0-3]|\(\)|[OoQlIiXx])(?:[ ]?(?P<number>mi|[aA](?=[12])|"
    rf"[abcABC][12l]){_END}"
    rf"|[ ]?(?P<sub>[a-cA-C]){_END}|(?=[ ]?\()|{_END})(?P<cells>[ ]?\((?:i|mol)[ ]?[+-]\))?"
)
_M = re.compile(rf"{_PREFIX}[ ]?M[ ]?(?P<category>[01]|[OolIXx])(?:[ ]?(?P<sub>[a-dA-D]){_END}|{_END})")
_N_ALONE = re.compile(_START + _N.pattern)
_M_ALONE = re.compile(_START + _M.pattern)
_BETWEEN = re.compile(r"[\s,;:./|+\-–)]{0,8}(?:\((?:m|is|\d{1,2}|\d{1,2}/\d{1,3}|multiple|sn)\)[\s,;]{0,3})?")
_DIGITS: Final = {
    "O": "0",
    "o": "0",
    "Q": "0",
    "()": "0",
    "l": "1",
    "I": "1",
    "i": "1",
    "!": "1",
    "J": "3",
    "Z": "2",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One T, N or M as read: its value as AJCC writes it, its prefix, where it stands, how far OCR
    had to be mended.
    """

    axis: Axis
    value: str
    prefix: str
    start: int
    end: int
    mended: bool


def t_tokens(plain: str) -> list[Token]:
    """Everything that is written like a T category, with or without prefix; what it means is for the
    caller.
    """
    tokens = [token for match in _T.finditer(plain) if (token := _t_token(match))]
    whole = {token.end for token in tokens} | {token.start for token in tokens}
    mains = [
        match for match in _T_MAIN.finditer(plain) if not whole & set(range(match.start(), match.end() + 3))
    ]
    tokens += [
        Token("T", f"T{match['category']}", match["prefix"], match.start(), match.end(), True)
        for match in mains
    ]
    return sorted(tokens, key=lambda token: token.start)


def alone(plain: str, axis: Axis) -> list[Token]:
    """Everything that is written like an N or M category."""
    pattern = _N_ALONE if axis == "N" else _M_ALONE
    return [_nm_token(match, axis) for match in pattern.finditer(plain) if not _is_of_nerves(match)]


def following(plain: str, position: int) -> list[Token]:
    """The N and M written right after a T that ends at `position`: "T2aN0MX", "pT3, pN1 (2/14), M0"."""
    found: list[Token] = []
    for axis, pattern in (("N", _N), ("M", _M)):
        between = _BETWEEN.match(plain, position)
        match = pattern.match(plain, between.end() if between else position)
        if match and not _is_word(plain, match) and not _is_of_nerves(match):
            found.append(_nm_token(match, "N" if axis == "N" else "M"))
            position = match.end()
    return found


def _is_word(plain: str, match: re.Match[str]) -> bool:
    """Whether "NO" is the word: "pT2 NO TUMOUR SEEN"."""
    if match.group() not in ("NO", "No", "no", "MO") or plain[match.start() - 1] == "/":
        return False
    return re.match(r"[ \n](?![pP]?M)[^\W\d_]{3}", plain[match.end() :][:5]) is not None


def _is_of_nerves(match: re.Match[str]) -> bool:
    """Whether it is "PNI", which means growth along nerves: read as a misprinted pN1 it would invent a metastasis."""
    return match.group().strip() in ("PNI", "PNl")


def _digit(category: str) -> str:
    return _DIGITS.get(category, category.upper() if category in "xX" else category)


def _prefix(match: re.Match[str]) -> str:
    return (match.group("prefix") or "").strip().lower()


def _t_token(match: re.Match[str]) -> Token | None:
    category = match.group("category")
    sub = (
        match.group("number")
        or match.group("sub")
        or match.group("apart")
        or match.group("comma")
        or match.group("alone")
        or ""
    ).lower()
    written = sub
    if category.lower() == "is":
        category, sub = "is", ""
    elif category != "a":
        category = _digit(category)
    if match.group("number"):
        sub = sub[0].replace("h", "b") + ("1" if sub[1] in "li" else sub[1])
    sub = {"e": "c", "h": "b"}.get(sub, sub)
    if (category in ("0", "X", "a") and sub) or (
        category == "0" and "0" not in match.group() and " " in match.group()
    ):
        return None
    mended = category not in match.group("category") or sub != written
    return Token("T", f"T{category}{sub}", _prefix(match), match.start(), match.end(), mended)


def _nm_token(match: re.Match[str], axis: Axis) -> Token:
    groups = match.groupdict()
    category = _digit(match.group("category"))
    sub = (groups.get("number") or groups.get("sub") or "").lower()
    cells = "(i+)" if "+" in (groups.get("cells") or "") else ""
    mended = category.lower() != match.group("category").lower()
    return Token(axis, f"{axis}{category}{sub}{cells}", _prefix(match), match.start(), match.end(), mended)
