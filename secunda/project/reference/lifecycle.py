"""How a case, an assignment and an opinion move: drawn from the three tables of moves."""

from __future__ import annotations

from collections.abc import Mapping

from secunda.care.assignment import rules as assignment
from secunda.care.cases import rules as cases
from secunda.care.opinions import rules as opinions
from secunda.project.reference.markdown import code, table

Moves = Mapping[tuple[str, str], frozenset[str]]
WAYS_OUT = frozenset({"cancelled", "declined", "emergency", "withdrawn", "conflict"})


def page() -> str:
    """The page: three diagrams, each with its whole table."""
    return "\n\n".join(
        (
            "# Lifecycle",
            "How a case, each expert's assignment and each opinion move, and who may move them. Each table has one "
            "writer; whatever is not in it is refused.",
            *_part("The case", "care/cases/rules.py", "draft", cases.MOVES),
            "### Who holds it, until when, and what the time counts as",
            "The published time runs from the first click until the patient can open the opinion; clocks never pause. "
            "Hours are our defaults; a programme may set others (`rules.due_hours`).",
            _holders(),
            *_part("The assignment of each expert", "care/assignment/rules.py", "invited", assignment.MOVES),
            f"An invitation is answered within {_hours(assignment.ANSWER_WITHIN.total_seconds())}, the report is due "
            f"{_hours(assignment.REPORT_WITHIN.total_seconds())} after accepting.",
            *_part("The opinion", "care/opinions/rules.py", "draft", opinions.MOVES),
        )
    )


def _part(title: str, source: str, first: str, moves: Moves) -> tuple[str, ...]:
    return (
        f"## {title}",
        f"From `MOVES` in `secunda/{source}`. The diagram shows the main way; the table has every move.",
        diagram(first, moves),
        table(("from", "to", "who may"), ((code(a), code(b), _who(who)) for (a, b), who in moves.items())),
    )


def diagram(first: str, moves: Moves) -> str:
    """A Mermaid state diagram of the moves, the ways that end it early or stop it left out."""
    lines = [f"    [*] --> {first}"]
    for (before, after), who in moves.items():
        if not {str(before), str(after)} & WAYS_OUT:
            lines.append(f"    {before} --> {after}: {_who(who)}")
    return "\n".join(("```mermaid", "stateDiagram-v2", *lines, "```"))


def _who(who: frozenset[str]) -> str:
    return ", ".join(sorted(who))


def _holders() -> str:
    rows = (
        (
            code(state),
            holder,
            f"{cases.DUE_HOURS[state]} h" if state in cases.DUE_HOURS else "",
            cases.STRETCH.get(state, "").replace("_", " "),
        )
        for state, holder in cases.HOLDER.items()
    )
    return table(("state", "who has the ball", "promised within", "counts as"), rows)


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:g} h"
