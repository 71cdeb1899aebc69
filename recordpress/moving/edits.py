"""Edits of a record as values: what is to change at which place, and what the record is afterwards."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """Another text for a scalar, or any other value for what stands at a place."""

    steps: Steps
    value: Any


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name for the key at a place."""

    steps: Steps
    name: str


@dataclass(frozen=True, slots=True)
class Drop:
    """An item of a list, or an entry of a map, that goes."""

    steps: Steps


@dataclass(frozen=True, slots=True)
class Add:
    """A new value at the end of the list at a place, or an entry of the map there.

    Args:
        steps: The list or the map.
        value: The value.
        name: Name of the entry; None for an item of a list.
        after: Names of entries that it comes after, where there are any; otherwise it comes last.
        text: How it is written in another file, to be kept: whole lines, with their comments; "" to write it anew.
    """

    steps: Steps
    value: Any
    name: str | None = None
    after: tuple[str, ...] = ()
    text: str = ""


Edit = Set | Rename | Drop | Add


def edited(value: Any, edits: Iterable[Edit]) -> Any:
    """A value after the edits, each of which sees what those before it did."""
    changed = copy.deepcopy(value)
    for edit in edits:
        _apply(changed, edit)
    return changed


def _apply(record: Any, edit: Edit) -> None:
    if isinstance(edit, Add):
        _add(value_at(record, edit.steps), edit)
        return
    holder, last = value_at(record, edit.steps[:-1]), edit.steps[-1]
    if isinstance(edit, Set):
        holder[last] = edit.value
    elif isinstance(edit, Rename):
        holder[edit.name] = holder.pop(last)
    else:
        del holder[last]


def _add(holder: Any, edit: Add) -> None:
    if edit.name is None:
        holder.append(edit.value)
    else:
        holder[edit.name] = edit.value


def value_at(value: Any, steps: Steps) -> Any:
    """What stands at a place.

    Raises:
        KeyError, IndexError: Nothing does.
    """
    for step in steps:
        value = value[step]
    return value


def in_turn(edits: Sequence[Edit]) -> list[Edit]:
    """The edits in an order in which none moves what another one means: items go last, and from the end."""
    drops = sorted((edit for edit in edits if isinstance(edit, Drop)), key=_place, reverse=True)
    renames = sorted((edit for edit in edits if isinstance(edit, Rename)), key=_place, reverse=True)
    others = [edit for edit in edits if not isinstance(edit, Drop | Rename)]
    return [*others, *drops, *renames]


def _place(edit: Drop | Rename) -> tuple[tuple[bool, int, str], ...]:
    """What places are sorted by: numbers as numbers."""
    return tuple((isinstance(step, str), step if isinstance(step, int) else 0, str(step)) for step in edit.steps)
