"""A record's file in its canonical form, and the proof that it means what it meant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from recordpress.editing.draft import JSON, Draft, read_draft, suffix_of
from recordpress.editing.order import Order
from recordpress.editing.rendering import Note, ordered, render
from recordpress.problems import Problem
from recordpress.reading import fast
from recordpress.reading.document import SIZE_LIMIT

UNFORMATTED, UNFIT = "Y131", "Y132"


@dataclass(frozen=True, slots=True)
class Formatted:
    """What became of a file's text.

    Args:
        data: Its canonical form; None where the file is left alone, because it has problems.
        problems: What is wrong with the file.
    """

    data: bytes | None
    problems: tuple[Problem, ...] = ()


def form_of(value: Mapping[str, Any], order: Order) -> str:
    """The canonical text of a record without comments.

    Args:
        value: The record.
        order: How its keys are ordered.
    """
    return render(value, order, {})


def form(draft: Draft, order: Order) -> str:
    """The canonical text of a draft.

    Args:
        draft: The record with its comments.
        order: How its keys are ordered.
    """
    if suffix_of(draft.path) == JSON:
        return json.dumps(_sorted(draft.value, order), ensure_ascii=False, indent=2) + "\n"
    return render(draft.value, order, draft.notes, draft.numbers)


def checked(draft: Draft, order: Order) -> str | Problem:
    """The canonical text of a draft; the problem, should it not mean the same, lose a comment or not be stable.

    Args:
        draft: The record with its comments.
        order: How its keys are ordered.
    """
    text = form(draft, order)
    again, problems = read_draft(text.encode(), draft.path, is_record=isinstance(draft.value, dict))
    if again is None:
        return _unfit(draft, f"its canonical form could not be read: {problems[0].message}")
    reasons = (
        (_exact(again.value) != _exact(draft.value), "its canonical form would mean something else"),
        (_comments(again.notes) != _comments(draft.notes), "its canonical form would lose a comment"),
        (form(again, order) != text, "its canonical form would not be stable"),
        (len(text.encode()) > SIZE_LIMIT, f"its canonical form is larger than {SIZE_LIMIT:,} bytes"),
    )
    return next((_unfit(draft, reason) for found, reason in reasons if found), text)


def means_the_same(text: str, draft: Draft) -> bool:
    """Whether a text means what a draft does, with all of its comments.

    Args:
        text: The text of the draft's file.
        draft: The record with its comments.
    """
    again, _ = read_draft(text.encode(), draft.path, is_record=isinstance(draft.value, dict))
    if again is None or _exact(again.value) != _exact(draft.value):
        return False
    return _comments(again.notes) == _comments(draft.notes) and len(text.encode()) <= SIZE_LIMIT


def formatted(data: bytes, path: str, order: Order, *, is_record: bool = True) -> Formatted:
    """The canonical form of a file; its own bytes where it is in it.

    Args:
        data: Its bytes.
        path: Where it is, relative to the dataset.
        order: How its keys are ordered.
        is_record: Whether it holds one record and nothing else.
    """
    value = fast.load(data) if suffix_of(path) != JSON else None
    if value is not None and form_of(value, order).encode() == data:  # then there are no comments
        return Formatted(data)
    draft, problems = read_draft(data, path, is_record=is_record)
    if draft is None:
        return Formatted(None, problems)
    text = checked(draft, order)
    return Formatted(None, (text,)) if isinstance(text, Problem) else Formatted(text.encode())


def first_difference(old: bytes, new: bytes) -> int:
    """The first line, counted from 1, in which two texts differ."""
    pairs = zip(old.split(b"\n"), new.split(b"\n"), strict=False)
    return next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 1)


def _unfit(draft: Draft, reason: str) -> Problem:
    hint = "please report this, with the file; format it by hand for now"
    return Problem(UNFIT, draft.path, f"the file is left alone: {reason}", 1, 1, hint=hint)


def _exact(value: object) -> str:
    """A value as a text that tells 1, 1.0, true and "1" apart, and not the order of keys."""
    return json.dumps(value, sort_keys=True)


def _comments(notes: Mapping[str, Note]) -> list[str]:
    found = chain.from_iterable((*note.above, note.beside, *note.below) for note in notes.values())
    return sorted(filter(None, found))


def _sorted(value: Any, order: Order) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name], order.of(name)) for name in ordered(value, order)}
    return [_sorted(item, order.of("")) for item in value] if isinstance(value, list) else value
