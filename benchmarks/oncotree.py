"""Tumour types of our table against OncoTree's: how many of its names our words find, and whether the organs agree.

Takes OncoTree's own JSON (nodes by code, with `name`, `tissue`, `children`); `--missing` lists the names not found.
OncoTree has no codes of ICD-O: codes are not compared.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import Figure, show
from benchmarks._reading_split import say
from secunda.reading.documents.pathology.tables import TumourType, tumour_words

_PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "data" / "oncotree" / "oncotree_2025_10_03.json"
_BLOOD = ("Myeloid", "Lymphoid")
# Where OncoTree's tissue is called otherwise than the organs of our table, or holds several.
_ORGANS: dict[str, frozenset[str]] = {
    "Ovary/Fallopian Tube": frozenset(("ovary", "fallopian tube")),
    "Uterus": frozenset(("uterus", "endometrium", "placenta")),
    "Cervix": frozenset(("cervix uteri",)),
    "Vulva/Vagina": frozenset(("vulva", "vagina")),
    "Bowel": frozenset(("colon", "rectum", "appendix", "small intestine", "anus")),
    "Esophagus/Stomach": frozenset(("oesophagus", "stomach")),
    "Biliary Tract": frozenset(("bile duct", "gallbladder")),
    "Liver": frozenset(("liver", "bile duct")),
    "Bladder/Urinary Tract": frozenset(("bladder", "ureter", "urethra", "renal pelvis")),
    "Thyroid": frozenset(("thyroid gland",)),
    "CNS/Brain": frozenset(("brain", "meninges", "pituitary gland", "spinal cord")),
    "Head and Neck": frozenset(("nasopharynx", "oropharynx", "larynx", "parotid gland", "salivary gland")),
}


def measure(path: Path, *, names_missing: bool = False) -> Iterator[Figure]:
    """Names found of solid and of blood tumours, and organs that agree where a type of ours has only one."""
    types = [
        row for row in _rows(json.loads(path.read_text(encoding="utf-8"))["TISSUE"]) if row["level"] >= 2
    ]
    found = {row["code"]: _named(row["name"]) for row in types}
    for name, rows in (
        ("solid tumours", [row for row in types if row["tissue"] not in _BLOOD]),
        ("blood and lymph", [row for row in types if row["tissue"] in _BLOOD]),
    ):
        known = sum(found[row["code"]] is not None for row in rows)
        yield Figure.of(f"OncoTree's names found, {name}", known, len(rows), "names", "")
    placed = [(row, named) for row in types if (named := found[row["code"]]) and named.site]
    agreeing = sum(_agrees(row["tissue"], named.site) for row, named in placed)
    yield Figure.of("organs that agree, of types of one organ", agreeing, len(placed), "types", "")
    for row, named in placed:
        if not _agrees(row["tissue"], named.site):
            say(f"{row['name']}: {row['tissue']} there, {named.site} here")
    if names_missing:
        _list_missing([row for row in types if found[row["code"]] is None])


def _rows(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in node["children"].values():
        yield child
        yield from _rows(child)


def _named(name: str) -> TumourType | None:
    """The type that a name ends with: what stands before it only narrows it."""
    mentions = list(tumour_words().find(name))
    return mentions[-1].entry if mentions else None


def _agrees(tissue: str, site: str) -> bool:
    return site in _ORGANS.get(tissue, ()) or site == tissue.lower()


def _list_missing(rows: list[dict[str, Any]]) -> None:
    for tissue, count in Counter(row["tissue"] for row in rows).most_common():
        say(f"{tissue} ({count}): {'; '.join(row['name'] for row in rows if row['tissue'] == tissue)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--oncotree", type=Path, default=_PUBLIC)
    parser.add_argument("--missing", action="store_true", help="list the names that are not found")
    parser.add_argument("--json", action="store_true", help="one object a figure")
    given = parser.parse_args()
    if given.oncotree.exists():
        show(measure(given.oncotree, names_missing=given.missing), as_json=given.json)
    else:
        say("Skipped: nothing at the place of --oncotree.")
