"""Reading documents: how fast, how right, and what is invented, on data of one's own or the public set.

Files have the formats of the public set: `--reports` and `--unreadable` JSON lines with `text` (and the registry's
labels), `--negation` JSON lines with `sentence`, `concept`, `negated`; `--pdf` a folder; `--labelled` a folder as
`benchmarks/labelled`. What is not there is left out with a word. Records are parted in two halves by a stable hash of
their id, labelled documents by their folder: rules were made looking at the tuning half only, and figures are of the
other one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure, show
from benchmarks import _reading_labelled as labelled
from benchmarks import _reading_negation as negation
from benchmarks import _reading_pages as pages
from benchmarks import _reading_reports as reports
from benchmarks import _reading_unreadable as unreadable
from benchmarks._reading_split import say

_HERE = Path(__file__).resolve().parent
_PUBLIC = _HERE.parents[1] / "shared" / "data"
SECTIONS = ("speed", "reports", "unreadable", "negation", "labelled")


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """The figures of the sections asked for, as they come."""
    if "speed" in given.only:
        yield from pages.text_layer(given.pdf if _is_there("--pdf", given.pdf) else None)
        yield from pages.ocr()
    if "unreadable" in given.only and _is_there("--unreadable", given.unreadable):
        yield from unreadable.measure(given.unreadable, tuning=given.tuning)
    if "negation" in given.only and _is_there("--negation", given.negation):
        yield from negation.measure(given.negation, tuning=given.tuning)
    if "labelled" in given.only and _is_there("--labelled", given.labelled):
        yield from labelled.measure(given.labelled, tuning=given.tuning, by_name=given.names)
    if "reports" in given.only and _is_there("--reports", given.reports):
        yield from reports.measure(given.reports, tuning=given.tuning, scans=given.scans)


def _is_there(option: str, path: Path) -> bool:
    if not path.exists():
        say(f"Skipped: nothing at the place of {option}.")
    return path.exists()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, default=_PUBLIC / "pathology_reports" / "reports.jsonl")
    parser.add_argument("--unreadable", type=Path, default=_PUBLIC / "pathology_reports" / "unreadable.jsonl")
    parser.add_argument("--negation", type=Path, default=_PUBLIC / "negation" / "sentences.jsonl")
    parser.add_argument("--pdf", type=Path, default=_PUBLIC / "pathology_reports" / "pdf")
    parser.add_argument("--labelled", type=Path, default=_HERE / "labelled")
    parser.add_argument(
        "--scans", type=int, default=12, help="reports read as noisy scans, too (default: 12)"
    )
    parser.add_argument("--tuning", action="store_true", help="figures of the tuning half instead")
    parser.add_argument("--names", action="store_true", help="labelled documents by name of fact, too")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="these sections only")
    parser.add_argument("--json", action="store_true", help="one object a figure")
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    show(measure(given), as_json=given.json)
