"""Words that are told: lines of which each part says whether it is ours or comes from the data."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LONG = 160  # characters of a value that are shown
AROUND = 24  # characters before and after what changed in a long text


@dataclass(frozen=True, slots=True)
class Data:
    """An id, a field path or a value."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name of something for people, as the data have it."""

    text: str


Part = str | Data | Name


@dataclass(frozen=True, slots=True)
class Line:
    """A line.

    Args:
        depth: How far it is within others.
        parts: Our own words, and what comes from the data.
    """

    depth: int
    parts: tuple[Part, ...]


def count(number: int, noun: str) -> str:
    """A number of things."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(words: Iterable[str]) -> str:
    """Words as a list."""
    return ", ".join(words)


def cut(text: str, most: int = LONG) -> str:
    """A text that is not too long, with how long it is where it was cut."""
    return text if len(text) <= most else f"{text[:most].rstrip()}… ({len(text):,} characters)"


def brief(text: str, most: int) -> str:
    """The beginning of a name that is long."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def shown(value: Any) -> str:
    """A value in a line."""
    return cut(_flow(value))


def _flow(value: Any) -> str:
    """A value as it would be written in one line of YAML, but for quotes that a reader does not need."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return value if value.isprintable() and value == value.strip() else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def both_shown(old: Any, new: Any) -> tuple[str, str]:
    """Two values; of long texts what differs, with a little around it."""
    before, after = _flow(old), _flow(new)
    if max(len(before), len(after)) <= LONG or not (isinstance(old, str) and isinstance(new, str)):
        return cut(before), cut(after)
    start = max(_alike(before, after) - AROUND, 0)
    end = max(_alike(before[start:][::-1], after[start:][::-1]) - AROUND, 0)
    return _middle(before, start, end), _middle(after, start, end)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _middle(text: str, start: int, end: int) -> str:
    stop = len(text) - end
    part = text[start:stop]
    return f"{'…' if start else ''}{cut(part, 2 * LONG)}{'…' if end else ''}"
