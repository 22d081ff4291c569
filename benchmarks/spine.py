"""Server time of every screen with hardly any cases and with 100,000 in the database.

Three programmes with nearly 500 experts and second readers each; the first holds one case of each kind (sent, invited,
being read, being written, being checked, released). Then a copy of that database in which these cases were copied until
there are 100,000 more, 39 of 40 closed, spread over the programmes and over three years. Requests run in this process,
through every middleware, as the application role, signed in with a second factor, by turns on both databases, so that a
busy machine slows both alike. Who looks has the same work in both, but for one expert, who has finished some 800 cases
in the big one. Queries include those that set the principal.
"""

from __future__ import annotations

import argparse
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, LiteralString

import django
import psycopg
from psycopg import sql

from benchmarks import Figure
from secunda.project.tests import database

if TYPE_CHECKING:
    from benchmarks._scene import Scene

CASES = 100_000
ROUNDS, IN_A_ROW, WARM = 5, 12, 2
COUNTED = 5
LONGEST_STATEMENT = 700
BIG = f"{database.NAME}_big"


class WrongAnswer(Exception):
    """A screen did not answer with its page."""


@dataclass
class Screen:
    """One screen's times in ms in the small and in the big database, its queries, and the slowest of them."""

    name: str
    small: list[float] = field(default_factory=list)
    big: list[float] = field(default_factory=list)
    queries: tuple[int, int] = (0, 0)
    slowest: tuple[float, str] = (0.0, "")
    wrong: str = ""

    @property
    def ratio(self) -> float:
        """How much slower the median request is among many cases."""
        return statistics.median(self.big) / statistics.median(self.small)

    @property
    def figures(self) -> list[Figure]:
        """Median, 99th percentile and queries, big against small."""
        few = "hardly any cases"
        return [
            Figure.of(
                f"{self.name}, p50", statistics.median(self.big), statistics.median(self.small), few, "ms"
            ),
            Figure.of(f"{self.name}, p99", p99(self.big), p99(self.small), few, "ms"),
            Figure.of(f"{self.name}, queries", self.queries[1], self.queries[0], few, "queries"),
        ]


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(times, n=100, method="inclusive")[98]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a figure")
    parser.add_argument(
        "--cases", type=int, default=CASES, help="how many in the big database (default: %(default)s)"
    )
    given = parser.parse_args()
    logging.disable(logging.WARNING)  # what the report's makers say while the ground is made
    with _ground(given.cases) as scene:
        screens = [_tried(name, *of) for name, of in scene.screens.items()]
    whole, wrong = [one for one in screens if not one.wrong], [one for one in screens if one.wrong]
    if given.json:
        for figure in (figure for one in whole for figure in one.figures):
            print(json.dumps(asdict(figure)))
    else:
        _show(whole, given.cases)
    sys.exit("\n".join(f"{one.name} {one.wrong}." for one in wrong) or 0)


def _show(screens: list[Screen], cases: int) -> None:
    requests = ROUNDS * IN_A_ROW
    print(f"Server time in ms, {requests} requests each; few: hardly any cases; many: {cases:,}")
    print(f"{'':<24} {'few p50':>8} {'p99':>7} {'many p50':>9} {'p99':>7} {'many/few':>9} {'queries':>9}")
    for one in screens:
        few, many = statistics.median(one.small), statistics.median(one.big)
        asked = str(one.queries[1]) if one.queries[0] == one.queries[1] else "{} → {}".format(*one.queries)
        print(
            f"{one.name:<24} {few:>8.1f} {p99(one.small):>7.1f} {many:>9.1f} {p99(one.big):>7.1f} "
            f"{'×':>4} {one.ratio:>4.2f} {asked:>9}"
        )
    slowest = max(screens, key=lambda one: one.slowest[0])
    took, statement = slowest.slowest
    shown = statement[max(statement.find(" FROM "), 0) :].strip()[:LONGEST_STATEMENT]
    print(f"\nThe slowest query ({slowest.name}, many cases): {took:.1f} ms\n{shown}")


@contextmanager
def _ground(cases: int) -> Iterator[Scene]:
    """Both databases and the scene; gone afterwards."""
    database.make()
    try:
        django.setup()
        (database.TOP / database.NAME / "static").mkdir(exist_ok=True)
        from benchmarks import _copies, _scene

        _told("making the small database")
        scene = _scene.build()
        with _owner(database.NAME) as connection:
            _copies.staff(connection, scene.ones)
        released = next(one for one in scene.ones if one.kind == "released")
        scene.screens.update(_scene.busy(released, _copies.colleague(released)))
        _told(f"making the big database ({cases:,} cases)")
        _duplicate()
        with _owner(BIG) as connection:
            _copies.cases(connection, scene.ones, cases)
        _told("measuring")
        yield scene
    finally:
        database.pytest_unconfigure()


def _told(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


@contextmanager
def _owner(name: str) -> Iterator[psycopg.Connection]:
    address = database.addresses(name)["SECUNDA_OWNER_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def _duplicate() -> None:
    from django.db import connection

    connection.close()
    statement: LiteralString = "create database {} template {}"
    with _owner("postgres") as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(BIG), sql.Identifier(database.NAME)))


def _tried(name: str, address: str, client: Any) -> Screen:
    """One screen, or that it does not answer with its page."""
    try:
        return _measured(Screen(name), address, client)
    except WrongAnswer as wrong:
        return Screen(name, wrong=str(wrong))


def _measured(screen: Screen, address: str, client: Any) -> Screen:
    """One screen, on both databases by turns."""
    request = _request(address, client)
    for _ in range(ROUNDS):
        for place, times in ((database.NAME, screen.small), (BIG, screen.big)):
            _turn_to(place)
            for _ in range(WARM):
                request()
            times += [_milliseconds(request) for _ in range(IN_A_ROW)]
    _turn_to(database.NAME)
    few, _slowest = _queries(request)
    _turn_to(BIG)
    many, slowest = _queries(request)
    screen.queries, screen.slowest = (few, many), slowest
    return screen


def _turn_to(name: str) -> None:
    """Let Django connect to the other database from here on."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def _request(address: str, client: Any) -> Callable[[], None]:
    def ask() -> None:
        status = client.get(address).status_code
        if status != 200:
            raise WrongAnswer(f"answers {status}")

    return ask


def _milliseconds(way: Callable[[], None]) -> float:
    begun = time.perf_counter()
    way()
    return 1000 * (time.perf_counter() - begun)


def _queries(request: Callable[[], None]) -> tuple[int, tuple[float, str]]:
    """How many queries a request asks, and the slowest of them: median milliseconds and statement."""
    runs = [_asked(request) for _ in range(COUNTED)]
    slowest = (
        (statistics.median(took for took, _statement in same), same[0][1])
        for same in zip(*runs, strict=False)
    )
    return len(runs[-1]), max(slowest)


def _asked(request: Callable[[], None]) -> list[tuple[float, str]]:
    """The queries of one request: milliseconds and statement."""
    from django.db import connection

    asked: list[tuple[float, str]] = []

    def note(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            asked.append((1000 * (time.perf_counter() - begun), statement))

    with connection.execute_wrapper(note):
        request()
    return asked


if __name__ == "__main__":
    main()
