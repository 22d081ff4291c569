"""What belongs to a medicine: dose, unit, route, frequency, duration, status."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from secunda.reading.documents.folded import folded
from secunda.reading.documents.words import any_of

WORDS = Path(__file__).parent / "words.yaml"
NUMBER = r"\d+(?:[.,]\d+)*"
EVERY = (
    r"(?:every|each|cada|alle|toutes les|q) ?(?:\d{1,2}|other|two|three|four|six|eight)?"
    r" ?-? ?(?:hourly|hours?|hrs?|h|days?|weeks?|months?|horas?|dias?|semanas?|stunden|tage|wochen|"
    r"heures|"
    r"jours|semaines)"
)
SCHEME = r"(?:[0-4]|1/2)-(?:[0-4]|1/2)-(?:[0-4]|1/2)(?:-[0-4])?"
TIMES = (
    r"\d ?(?:x|times|veces|mal|fois)(?: ?/ ?| a | per | al | par | pro )?"
    r"(?:day|daily|dia|tag|jour|week|taglich|semana|d)"
)
DURATION = re.compile(
    r"(?:\b(?:for|x|during|durante|fur|pendant|over|لمده) ?(?:a further |another |the next |"
    r"un periodo de )?|\* ?)"
    r"(?P<length>(?:\d{1,3}|one|two|three|four|five|six|seven|ten|\d/\d) ?-?"
    r"(?:/ ?(?:7|52|12)|days?|d\b|weeks?|wks?|months?|years?|yrs?|dias?|semanas?|meses|mes|anos?|tage|"
    r"wochen|monate|jahre|jours|"
    r"semaines|mois|ans|ايام|يوم|اسبوع|شهر|سنوات)?)(?![\w/])"
)
TOGETHER = re.compile(
    r" and [\w-]+ (?:was|were|have been|are) (?P<said>completed|stopped|discontinued|withdrawn)"
)
LENGTH_UNIT = re.compile(r"[a-z/]|\d/\d|[ء-ي]")


class Prescribed(NamedTuple):
    """How a medicine is taken: what `detail` of its fact holds, and where the last of it ends."""

    detail: dict[str, str]
    end: int


@cache
def words() -> dict[str, Any]:
    """The lists of words.yaml."""
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


@cache
def _dose() -> re.Pattern[str]:
    units = any_of(folded(unit) for unit in words()["dose_units"])
    return re.compile(
        rf"(?<![\w.,/])(?:auc ?)?(?P<dose>{NUMBER}(?: ?[-/] ?{NUMBER})*)[ -]?(?P<unit>{units})(?![^\W_]|/[a-z])"
        rf"|\bauc ?(?P<auc>{NUMBER})"
    )


@cache
def _frequency() -> re.Pattern[str]:
    listed = any_of(folded(word) for word in words()["frequencies"])
    return re.compile(rf"(?<![^\W_])(?:{EVERY}|{SCHEME}|{TIMES}|q\d{{1,2}}[hdw]|{listed})(?![^\W_])")


@cache
def _routes() -> tuple[re.Pattern[str], dict[str, str]]:
    meant = {folded(word): route for route, spelled in words()["routes"].items() for word in spelled}
    return re.compile(rf"(?<![^\W_]){any_of(meant)}(?![^\W_])"), meant


@cache
def _status() -> tuple[re.Pattern[str], dict[str, str]]:
    meant = {folded(word): status for status, spelled in words()["status"].items() for word in spelled}
    return re.compile(rf"(?<![^\W_]){any_of(meant)}(?![^\W_])"), meant


def prescribed(text: str, written: str, start: int, end: int) -> Prescribed:
    """What `written[start:end]` (`text`: the same folded), right after a name, says of how it is taken."""
    detail: dict[str, str] = {}
    last = start
    if dose := _dose().search(text, start, end):
        detail |= {
            "dose": (dose["auc"] or dose["dose"]).replace(" ", ""),
            "dose_unit": _said(written, dose, "unit") or "AUC",
        }
        last = dose.end()
    pattern, meant = _routes()
    if route := pattern.search(text, start, end):
        detail["route"] = meant[" ".join(route[0].split())]
        last = max(last, route.end())
    every = list(_frequency().finditer(text, start, end))
    if every:
        detail["frequency"] = " ".join(_said(written, each) for each in every[:2])
        last = max(last, every[-1].end() if len(every) <= 2 else every[1].end())
    length = DURATION.search(text, start, end)
    if length and LENGTH_UNIT.search(length["length"]):
        detail["duration"] = _said(written, length, "length")
        last = max(last, length.end())
    return Prescribed(detail, last)


def _said(written: str, match: re.Match[str], group: str | int = 0) -> str:
    """The words of a match as written, "" for a group that is not in it."""
    return " ".join(written[max(0, match.start(group)) : max(0, match.end(group))].split())


def status(text: str, before: int, start: int, end: int, after: int) -> str:
    """What is done with a medicine at `text[start:end]`: a word right before it, else one soon after; "" if none."""
    pattern, meant = _status()
    ahead = list(pattern.finditer(text, max(before, start - 30), start))
    if ahead and not re.search(r"[.;,]", text[ahead[-1].end() : start]):
        return meant[" ".join(ahead[-1][0].split())]
    behind = pattern.search(text, end, min(after, end + 30)) or TOGETHER.match(text, end)
    if behind and not re.search(r"[.;]| and (?![\w-]+ (?:was|were))|\bthen $", text[end : behind.start()]):
        return meant[" ".join((behind[0] if behind.re is pattern else behind["said"]).split())]
    return ""


def has_dose(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first dose in `text[start:end]`."""
    return _dose().search(text, start, end)
