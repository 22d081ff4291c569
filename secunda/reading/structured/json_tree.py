"""JSON within bounds, with its numbers as they were written: 1.50 stays 1.50."""

from __future__ import annotations

import json
from typing import Any

from secunda.reading.facts import Limits, Refusal

Node = dict[str, Any]


class Number(str):
    """A number as it stands in the file."""

    __slots__ = ()


def parse(content: bytes, limits: Limits) -> Any:
    """The tree. Numbers are `Number`. Raises `Refusal` for what is broken, nested too deeply, or says a thing twice."""
    try:
        tree = json.loads(
            content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"),
            parse_float=Number,
            parse_int=Number,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except RecursionError:
        raise Refusal("export_too_deep") from None
    except ValueError:
        raise Refusal("export_broken") from None
    _check_depth(tree, limits.max_export_depth)
    return tree


def _no_number(word: str) -> None:
    raise ValueError(word)


def _once(pairs: list[tuple[str, Any]]) -> Node:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("said twice")
    return found


def _check_depth(tree: Any, most: int) -> None:
    level, depth = [tree], 0
    while level:
        if depth > most:
            raise Refusal("export_too_deep")
        level = [inner for node in level if isinstance(node, dict | list) for inner in _inside(node)]
        depth += 1


def _inside(node: Any) -> list[Any]:
    return [
        each for each in (node.values() if isinstance(node, dict) else node) if isinstance(each, dict | list)
    ]
