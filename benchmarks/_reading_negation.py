"""Negation of clinical concepts in sentences, against the published figures of ConText (Harkema et al. 2009)."""

from __future__ import annotations

from pathlib import Path

from benchmarks import Figure
from benchmarks._reading_split import Record, records
from secunda.reading.documents.assertion import assertion_at

_CONTEXT_PRECISION, _CONTEXT_RECALL = 0.984, 0.978


def measure(path: Path, *, tuning: bool) -> list[Figure]:
    """Precision, recall and F1 of "negated"."""
    chosen = records(path, tuning=tuning, id_of=lambda record, _: str(record["report"]))
    judged = [(bool(each["negated"]), _is_negated(each)) for each in chosen]
    right = sum(known and found for known, found in judged)
    precision = right / max(sum(found for _, found in judged), 1)
    recall = right / max(sum(known for known, _ in judged), 1)
    return [
        Figure.of("negated, precision", precision, _CONTEXT_PRECISION, "ConText, published", ""),
        Figure.of("negated, recall", recall, _CONTEXT_RECALL, "ConText, published", ""),
        Figure.of(
            "negated, F1",
            _f1(precision, recall),
            _f1(_CONTEXT_PRECISION, _CONTEXT_RECALL),
            "ConText, published",
            "",
        ),
    ]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _is_negated(record: Record) -> bool:
    """How the concept, written in capitals in its sentence, is asserted."""
    sentence, concept = (
        record["sentence"],
        record["concept"].strip('" '),
    )  # quotes are left of a table's cells
    start = sentence.find(concept.upper())
    start = start if start >= 0 else sentence.lower().find(concept.lower())
    if start < 0:
        return False
    plain = sentence[:start] + concept.lower() + sentence[start + len(concept) :]
    return assertion_at(plain, start, start + len(concept)) == "negated"
