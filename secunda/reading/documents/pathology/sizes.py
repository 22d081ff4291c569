"""Tumour size: the greatest dimension in millimetres, as labelled, or as the diagnosis or the gross
description says.
"""

from __future__ import annotations

import re
from typing import Final

from secunda.reading.document import Fact
from secunda.reading.documents.pathology.report import Report
from secunda.reading.documents.pathology.stated import number, stated

_ONE: Final = r"\d{1,3}(?:[.,]\d{1,2})?"
# OCR reads "cm" as "em", "ern" or "crn".
_UNIT: Final = r"(?:cms?|mm|em|ern|crn|ctn|сm)\b"
_SIZE: Final = (
    rf"(?P<numbers>{_ONE}(?:[ ]?{_UNIT})?(?:[ ]?[xX×*][ ]?{_ONE}(?:[ ]?{_UNIT})?){{0,3}})[ -]?(?P<unit"
    rf">{_UNIT})?"
)
_NOUN: Final = (
    r"(?:tumou?rs?|lesion|mass|neoplasm|carcinoma|adenocarcinoma|melanoma|sarcoma|karzinom|lesión|tumeur|"
    r"lésion|nodule|knoten|tumorknoten|nódulo|neoformación|herd|ورم|كتلة)"
)
_LABEL: Final = (
    r"(?:(?:invasive |infiltrating )?(?:tumou?r|lesion|mass|neoplasm|carcinoma|component)[ ](?:size|"
    r"diameter|dimensions?)"
    r"|size of (?:the )?(?:\w+ ){0,2}(?:tumou?r|neoplasm|lesion|carcinoma|mass)"
    r"|(?:max\.?|maximum|maximal|greatest|largest)[ ](?:tumou?r[ ])?(?:diameter|dimension|extent|"
    r"size)(?: of (?:the )?(?:\w+ )?tumou?r)?"
    r"|tamaño(?: tumoral| del tumor)?|diámetro máximo|tumorgröße|tumordurchmesser|"
    r"größter (?:tumor)?durchmesser|größe"
    r"|taille(?: tumorale| de la tumeur)?|grand axe|حجم الورم)"
)
_LABELLED = re.compile(
    rf"\b{_LABEL}[ ]?(?:\((?P<in_label>mm|cm)\)|\([^()\n]{{0,30}}\))?[^\d\n]{{0,50}}\n?(?:greatest dimensio"
    rf"n[ :]{{0,2}})?"
    rf"[^\d\n]{{0,12}}{_SIZE}",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b{_NOUN}\b[^.;\n\d]{{0,50}}(?:measur(?:es|ed|ing)|mide|de|mißt|misst|mesurant|mesure|\(|of|,|is|:|"
    rf"قياسه)[ ]?"
    rf"(?:up to |approximately |about |ca\.? )?{_SIZE}"
    rf"|{_SIZE.replace('numbers', 'numbers2').replace('unit', 'unit2')}[ ](?:\w+[ ,]{{1,2}}){{0,4}}{_NOUN}\b",
    re.IGNORECASE,
)
_NOT_THE_TUMOUR = re.compile(
    r"node|implant|margin|from|metasta|distance|thick|depth|invasion|specimen|within|cyst|polyp|"
    r"residual lung|fragment|extension|less than|"
    r"more than|greater than|not exceed|[<>≤≥]|ganglio|lymphknoten|ganglion|distancia|abstand|in situ|DCIS",
    re.IGNORECASE,
)
_RANK: Final = {
    "diagnosis": 2,
    "synopsis": 2,
    "impression": 2,
    "gross": 1,
    "": 1,
    "clinical_history": 0,
    "past_history": 0,
    "family_history": 0,
    "specimen": 0,
    "frozen": 0,
}


def sizes(report: Report) -> list[Fact]:
    """The size of the tumour, or of the tumour of each specimen. What is labelled counts before what
    is told.
    """
    labelled = [one for match in _LABELLED.finditer(report.plain) if (one := _fact(report, match, 0.95))]
    if labelled:
        return labelled
    ranked: dict[str, tuple[int, float, Fact]] = {}
    for match in _SAID.finditer(report.plain):
        rank = _RANK.get(report.section(match.start()), 1)
        one = _fact(report, match, 0.9 if rank == 2 else 0.82) if rank else None
        if one and (one.specimen not in ranked or (rank, float(one.value)) > ranked[one.specimen][:2]):
            ranked[one.specimen] = (rank, float(one.value), one)
    return [one for _, _, one in ranked.values()]


def _fact(report: Report, match: re.Match[str], confidence: float) -> Fact | None:
    if _NOT_THE_TUMOUR.search(match.group()) or _is_before_margin(report.plain, match.end()):
        return None
    groups = match.groupdict()
    name = "numbers" if groups.get("numbers") else "numbers2"
    greatest = _millimetres(match.group(name), groups.get("unit" + name[7:]) or groups.get("in_label"))
    if greatest is None:
        return None
    return stated(
        report, "tumour_size", greatest, match.start(), match.end(), unit="mm", confidence=confidence
    )


def _is_before_margin(plain: str, end: int) -> bool:
    return (
        re.match(r"[ ]?(?:from|away|to the|of the (?:margin|specimen)|lymph|%)", plain[end : end + 20])
        is not None
    )


def _millimetres(numbers: str, unit: str | None) -> str | None:
    """The greatest of the dimensions, None without a unit or when it cannot be a tumour's (over half
    a metre).
    """
    units = re.findall(_UNIT, numbers, re.IGNORECASE)
    written = (unit or (units[-1] if units else "")).lower()
    if not written:
        return None
    greatest = max(float(number(one)) for one in re.findall(_ONE, numbers))
    millimetres = greatest if written == "mm" else greatest * 10
    return number(f"{millimetres:.2f}") if 0 < millimetres <= 500 else None
