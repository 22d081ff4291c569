"""Full text over the pages of one case, which are few enough that the index by case is all that is needed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from secunda.care.chart.models import OpenText, PageText

MOST_PAGES = 50
MOST_TERMS = 12
_TERM = re.compile(r"\w+")
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

# `every` finds the pages that hold all terms, by how they are written (from the beginning of a word) or by their stem
# in the page's language; `any` marks single words.
_PAGES = """
select p.record_id, p.number, p.width, p.height, p.words, p.language
  from {table} p join records_record r on r.id = p.record_id
 where p.case_id = %(case)s and r.state = 'accepted' {only}
   and (p.as_written @@ to_tsquery('simple', %(every)s)
        or p.by_stem @@ plainto_tsquery(chart_config(p.language), chart_spaced(%(words)s)))
 order by ts_rank(p.as_written, to_tsquery('simple', %(any)s)) desc, r.number, p.number limit %(most)s
"""
_MARKED = """
select t.page, t.place from unnest(%(pages)s::int[], %(places)s::int[], %(written)s::text[], %(languages)s::text[])
       as t(page, place, written, language)
 where to_tsvector('simple', chart_spaced(t.written)) @@ to_tsquery('simple', %(any)s)
    or to_tsvector(chart_config(t.language), chart_spaced(t.written))
       @@ replace(plainto_tsquery(chart_config(t.language), chart_spaced(%(words)s))::text, '&', '|')::tsquery
"""


@dataclass(frozen=True)
class FoundPage:
    """A page that holds the words: its words in reading order as [word, x0, y0, x1, y1 …], and which are hits."""

    record_id: int
    number: int
    width: float
    height: float
    words: list[list[Any]]
    hits: frozenset[int]


def pages_with(
    *, case_id: int, words: str, open_only: bool, records: Collection[int], languages: Collection[str] = ()
) -> list[FoundPage]:
    """The pages of these records that hold all the words, best first, at most 50.

    `open_only` looks at what is not sealed only. `languages` (ISO 639-1) narrows to pages in one of them.
    """
    terms = _TERM.findall(words.lower())[:MOST_TERMS]
    if not terms or not records:
        return []
    by_stem = "" if _SIGN.search(words) else " ".join(terms)  # signs have no stems, and their order matters
    given = {
        "case": case_id, "words": by_stem, "every": _query(terms, "&"), "any": _query(terms, "|"),
        "records": list(records), "languages": list(languages), "most": MOST_PAGES,
    }  # fmt: skip
    rows = _rows(_pages_statement(open_only, bool(languages)), given)
    flat = [[word for line in json.loads(row[4]) for word in line] for row in rows]
    hits = _hits(flat, [row[5] for row in rows], given)
    return [
        FoundPage(row[0], row[1], row[2], row[3], flat[place], frozenset(hits[place]))
        for place, row in enumerate(rows)
    ]


def _query(terms: Sequence[str], sign: str) -> str:
    """The terms as a tsquery: each from the beginning of a word; Chinese and Japanese sign after sign."""
    return f" {sign} ".join(_term(term) for term in terms)


def _term(term: str) -> str:
    if not _SIGN.search(term):
        return f"'{term}':*"
    parts = re.findall(f"{_SIGN.pattern}|[^{_SIGN.pattern[1:-1]}]+", term)
    return "(" + " <-> ".join(f"'{part}'" for part in parts) + ")"


def _pages_statement(open_only: bool, in_languages: bool) -> str:
    table = (OpenText if open_only else PageText)._meta.db_table
    only = "and p.record_id = any(%(records)s)"
    only += " and not p.withheld" if open_only else ""
    only += " and p.language = any(%(languages)s)" if in_languages else ""
    return _PAGES.format(table=table, only=only)


def _hits(flat: list[list[list[Any]]], languages: list[str], given: dict[str, Any]) -> list[set[int]]:
    """Which words of each page are hits."""
    places = [(page, place) for page, words in enumerate(flat) for place in range(len(words))]
    asked = given | {
        "pages": [page for page, _place in places],
        "places": [place for _page, place in places],
        "written": [flat[page][place][0] for page, place in places],
        "languages": [languages[page] for page, _place in places],
    }
    found: list[set[int]] = [set() for _words in flat]
    for page, place in _rows(_MARKED, asked) if places else []:
        found[page].add(place)
    return found


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
