"""A document that was read: its value, where each part stands, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from recordpress.problems import Problem

SIZE_LIMIT = 1 << 20  # bytes of a file
MAX_DEPTH = 100  # lists and maps within each other


class TooDeepError(Exception):
    """The document's lists and maps are nested beyond what is read."""


class Position(NamedTuple):
    """Where a value stands in its file, and how it is written.

    Args:
        line: Line of the value, counted from 1.
        column: Column of the value in characters, counted from 1.
        key_line: Line of its key; of the value itself for items of lists and the document as a whole.
        key_column: Column of its key, likewise.
        raw: A scalar's text before it was taken for a number, a boolean or null: `3.10` for the number 3.1.
            `None` for lists, maps and aliases.
        plain: Whether a scalar is written without quotes.
    """

    line: int
    column: int
    key_line: int
    key_column: int
    raw: str | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds.

    Args:
        value: Made of `dict`, `list`, `str`, `int`, `float`, `bool` and `None` alone; `None` if it could not be read.
        positions: By JSON Pointer (RFC 6901). What stands below an alias has no position of its own.
        problems: In the order of the file.
        complete: Whether `value` can be taken for what the file means, so that further problems can be looked for
            in it. With a problem such as a duplicate key it can (the first counts); with a syntax error it can't.
    """

    value: object
    positions: Mapping[str, Position] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    complete: bool = True

    def position_of(self, pointer: str, *, key: bool = False) -> tuple[int, int]:
        """Line and column of a value or of its key, counted from 1.

        Falls back to the nearest part above it that has a position; to the key of that part if `key` is set.
        `(0, 0)` when nothing is known.
        """
        found = self._nearest(pointer)
        if found is None:
            return 0, 0
        return (found.key_line, found.key_column) if key else (found.line, found.column)

    def _nearest(self, pointer: str) -> Position | None:
        while pointer not in self.positions and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.positions.get(pointer)


def child(pointer: str, key: str | int) -> str:
    """The pointer to a property or item below `pointer`, escaped as RFC 6901 says."""
    if isinstance(key, int):
        return f"{pointer}/{key}"
    if "~" in key or "/" in key:
        key = key.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{key}"
