"""A header as a blind reader may have it: no free text but whose it is; numbers, codes, dates and UIDs stay."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

TEXT = frozenset({"AE", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
KEPT = frozenset({"00100010", "00100020", "00281054"})  # patient's name and number, what rescaled values mean
_BYTES = frozenset({"OB", "OD", "OF", "OL", "OV", "OW"})


def blanked(header: Json) -> Json:
    """The header with every free text empty: sequences, private elements, overlays and unknown bytes included."""
    return {tag: _element(tag, element) for tag, element in header.items()}


def _element(tag: str, element: Json) -> Json:
    vr = element["vr"]
    if vr == "SQ":
        items = [blanked(item) for item in element.get("Value", ())]
        return {"vr": vr, "Value": items} if items else {"vr": vr}
    if tag in KEPT:
        return element
    is_private = bool(int(tag[3], 16) & 1)
    is_overlay = tag.startswith("60") and tag.endswith("3000")
    if vr in TEXT or vr == "UN" or is_overlay or (is_private and vr in _BYTES):
        return {"vr": vr}
    return element
