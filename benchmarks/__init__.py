"""Each module measures one thing against a named peer or limit, and prints figures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measurement: ours, the other's (a peer, a limit, an earlier state), and ours divided by the other's."""

    name: str
    ours: float
    other: float
    other_name: str
    ratio: float
    unit: str

    @classmethod
    def of(cls, name: str, ours: float, other: float, other_name: str, unit: str) -> Figure:
        """A figure with its ratio worked out; not a number where there is nothing to divide by."""
        return cls(name, ours, other, other_name, ours / other if other else float("nan"), unit)


def show(figures: Iterable[Figure], *, as_json: bool) -> None:
    """Print one JSON object a figure, or a table for people."""
    rows = list(figures)
    if as_json:
        for row in rows:
            print(json.dumps(asdict(row)))
        return
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        ours, other = f"{row.ours:,.3g} {row.unit}", f"{row.other:,.3g} {row.unit}"
        print(f"{row.name:<{width}}  {ours:>14}  {other:>14} {row.other_name:<24} × {row.ratio:.3g}")


def main(measure: Callable[[], Iterable[Figure]], description: str) -> None:
    """The command line of a benchmark module: `script/bench NAME [--json]`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="one object a figure")
    show(measure(), as_json=parser.parse_args().json)
