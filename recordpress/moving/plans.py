"""A plan of changes of several records' files: what is written, moved and removed, and what is said of it."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from recordpress.moving.records import Record
from recordpress.problems import Problem
from recordpress.reading.parts import read_document


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a file of records.

    Args:
        path: The file, relative to the dataset.
        before: Its bytes.
        new_path: Where it is afterwards; None for a file that is removed.
        after: Its bytes then.
    """

    path: str
    before: bytes
    new_path: str | None
    after: bytes = b""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Args:
        changes: Of files, each of which is in at most one.
        notes: What else is to be known, one line each.
        problems: Why it can't be done; () where it can.
        left: An id that no record has afterwards; "" for none.
    """

    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    left: str = ""


def refused(code: str, record: Record, message: str, pointer: str = "", hint: str = "") -> Problem:
    """The problem that a plan can't be made, at a value of a record's file."""
    line, column = read_document(record.path, record.data).position_of(pointer)
    return Problem(code, record.path, message, line, column, pointer, hint)


def touched(change: Change) -> list[str]:
    """What a change does, in lines: `path:line old → new`."""
    if change.new_path is None:
        return [f"{change.path} removed"]
    moved = [f"{change.path} → {change.new_path}"] if change.new_path != change.path else []
    return [*moved, *_lines(change)]


def _lines(change: Change) -> list[str]:
    before, after = change.before.decode().splitlines(), change.after.decode().splitlines()
    found: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        old, new = before[a:b], after[c:d]
        for number in range(max(len(old), len(new))):
            place = f"{change.new_path}:{min(c + number, max(d - 1, c)) + 1}"
            found.append(f"{place} {_shown(old, number)} → {_shown(new, number)}")
    return found


def _shown(lines: Sequence[str], number: int) -> str:
    return lines[number].strip() if number < len(lines) else "(nothing)"
