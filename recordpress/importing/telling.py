"""What an import does, in lines."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from recordpress.importing.rows import Outcome, Said

_LONGEST = 100  # characters of a value
_MOST_SOURCES = 3  # that are named
_BEFORE = 20  # of them in front of what differs


def lines_of(outcomes: Sequence[Outcome], missing: int, *, dry: bool) -> list[str]:
    """What becomes of each record that the table changes, by field, and what becomes of all.

    Args:
        outcomes: What rows do.
        missing: How many records of the kind have no row.
        dry: Whether nothing is written.
    """
    lines = [line for outcome in outcomes for line in _lines(outcome)]
    return [*lines, *([""] if lines else []), *_summary(outcomes, missing, dry=dry)]


def _lines(outcome: Outcome) -> Iterator[str]:
    identity = outcome.identity
    if not (outcome.changes or outcome.said):
        return
    near = f", and much like {' and '.join(identity.near)}" if identity.near else ""
    yield f"{identity.path} {identity.id}{f' (new{near})' if identity.record is None else ''}"
    yield from (f"  {_line(said)}" for said in outcome.said)
    if outcome.supported:
        yield f"  evidence: the source supports {', '.join(outcome.supported)}"


def _line(said: Said) -> str:
    name = said.field.column
    if said.kept:
        return f"{name}: {_shown(said.old)} is kept, though the cell is empty"
    old, new = _shown(said.old), _shown(said.new)
    start = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    start = start - _BEFORE if start > _LONGEST - _BEFORE else 0
    told = f"{name}: {_clipped(old, start)} → {_clipped(new, start)}"
    more = len(said.sources) - _MOST_SOURCES
    listed = ", ".join(said.sources[:_MOST_SOURCES]) + (f" and {more} more" if more > 0 else "")
    return f"{told} (what it said was supported by {listed})" if said.sources else told


def _summary(outcomes: Sequence[Outcome], missing: int, *, dry: bool) -> Iterator[str]:
    new = sum(outcome.identity.record is None for outcome in outcomes)
    changed = sum(outcome.changes for outcome in outcomes) - new
    would = "would be " if dry else ""
    same = len(outcomes) - new - changed
    yield f"{_count(new, 'record')} {would}added, {changed:,} {would}changed, {same:,} as they were"
    kept = sum(said.kept for outcome in outcomes for said in outcome.said)
    if kept:
        yield f"{_count(kept, 'empty cell')} left alone where the record has a value: --clear-empty takes it away"
    if missing:
        yield f"{_count(missing, 'record')} of the kind without a row: left alone"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _shown(value: Any) -> str:
    if value is None:
        return "(nothing)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else " " for char in text)


def _clipped(text: str, start: int) -> str:
    shown = text[start : start + _LONGEST]
    return f"{'…' if start else ''}{shown}{'…' if len(text) > start + _LONGEST else ''}"
