"""A record's file as something that can be edited: its value, and the comments with what they are about."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from recordpress.editing.comments import notes_of
from recordpress.editing.hints import without_hints
from recordpress.editing.rendering import Note
from recordpress.pointers import pointer as pointer_to
from recordpress.pointers import steps_of
from recordpress.problems import Problem
from recordpress.reading.document import Document
from recordpress.reading.json_document import read_json
from recordpress.reading.records import to_record
from recordpress.reading.reference import read_yaml
from recordpress.reading.scalars import NumberError, resolve
from recordpress.reading.text import decode

Steps = Sequence[str | int]
JSON = ".json"
_NOTHING = object()
READERS = {".yaml": read_yaml, JSON: read_json}


@dataclass(slots=True)
class Draft:
    """A record that is edited.

    Args:
        path: The file, relative to the dataset.
        value: The record; in a file that holds several, what holds them. What is changed in it other than by methods
            leaves comments where they were.
        notes: Comments by JSON Pointer of the value that they are at; those at "" begin and end the file.
        numbers: How the file writes its numbers, by JSON Pointer.
    """

    path: str
    value: Any
    notes: dict[str, Note] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def set(self, steps: Steps, value: object, key: str = "") -> None:
        """Give a place a value; maps on the way that are missing are made, and a list may be made longer by one.

        Comments within a map stay with its keys; those within a list stay with its items. Comments of what is no longer
        there go above the whole.

        Args:
            steps: Keys and list positions of the place, at least one.
            value: Its new value.
            key: The property that tells the items of a list apart; "" where equal ones are the same.

        Raises:
            KeyError: The way leads through a scalar, or beyond a list's end.
        """
        parent, last = self._parent(steps, make=True), steps[-1]
        old = parent[last] if self._has(parent, last) else None
        if isinstance(parent, list) and last == len(parent):
            parent.append(value)
        else:
            parent[last] = value
        place = pointer_to(steps)
        self._forget_numbers(place)
        if isinstance(old, list) and isinstance(value, list):
            self._rename_items(place, _matches(old, value, key))
        self._lift_notes(place, value)

    def remove(self, steps: Steps) -> None:
        """Take the value of a place away, with the comments at it.

        Args:
            steps: Keys and list positions of the place, at least one.

        Raises:
            KeyError: There is no such place.
        """
        parent, last = self._parent(steps), steps[-1]
        if not self._has(parent, last):
            raise KeyError(*steps)
        del parent[last]
        place = pointer_to(steps)
        self.notes = {at: note for at, note in self.notes.items() if not _is_at_or_below(at, place)}
        self._forget_numbers(place)
        if isinstance(parent, list) and isinstance(last, int):
            moves = {index: index - (index > last) for index in range(len(parent) + 1) if index != last}
            self._rename_items(pointer_to(steps[:-1]), moves)

    def get(self, steps: Steps) -> Any:
        """The value of a place.

        Raises:
            KeyError: There is no such place.
        """
        parent = self._parent(steps) if steps else None
        if parent is None:
            return self.value
        if not self._has(parent, steps[-1]):
            raise KeyError(*steps)
        return parent[steps[-1]]

    def _parent(self, steps: Steps, *, make: bool = False) -> Any:
        found: Any = self.value
        for step in steps[:-1]:
            if make and isinstance(found, dict) and step not in found:
                found[step] = {}
            if not self._has(found, step):
                raise KeyError(*steps)
            found = found[step]
        last = steps[-1]
        if isinstance(found, dict) or (isinstance(found, list) and isinstance(last, int) and 0 <= last <= len(found)):
            return found
        raise KeyError(*steps)

    @staticmethod
    def _has(parent: object, step: str | int) -> bool:
        if isinstance(parent, list):
            return isinstance(step, int) and 0 <= step < len(parent)
        return isinstance(parent, dict) and step in parent

    def _forget_numbers(self, place: str) -> None:
        self.numbers = {at: text for at, text in self.numbers.items() if not _is_at_or_below(at, place)}

    def _rename_items(self, place: str, moves: dict[int, int]) -> None:
        """Have comments and numbers follow the items of a list to their new positions."""
        self.notes = {_moved(at, place, moves): note for at, note in self.notes.items()}
        self.numbers = {_moved(at, place, moves): text for at, text in self.numbers.items()}

    def _lift_notes(self, place: str, value: object) -> None:
        """Put comments at what is no longer within a value above the value."""
        lost = [at for at in self.notes if at != place and _is_at_or_below(at, place) and not _holds(value, place, at)]
        for at in sorted(lost, key=lambda at: [step.zfill(9) for step in steps_of(at)]):  # as in the file
            note, kept = self.notes.pop(at), self.notes.get(place, Note())
            more = (*note.above, *filter(None, [note.beside]), *note.below)
            self.notes[place] = replace(kept, above=(*kept.above, *more))


def read_draft(data: bytes, path: str, *, is_record: bool = True) -> tuple[Draft | None, tuple[Problem, ...]]:
    """The draft of a record's file; None, and its problems, where anything is wrong with the file.

    Args:
        data: Its bytes.
        path: Where it is, relative to the dataset.
        is_record: Whether it holds one record and nothing else; otherwise it may be a list.
    """
    document = READERS[suffix_of(path)](data, path)
    if is_record or not isinstance(document.value, list):
        document = to_record(document, path)
    if document.problems or not document.complete:
        return None, document.problems
    if suffix_of(path) == JSON:
        return Draft(path, document.value), ()
    notes = without_hints(document.value, notes_of(decode(data, path), document.positions))
    # What an alias stands for is one and the same object, and yet a value of its own to whoever edits it.
    value = json.loads(json.dumps(document.value)) if b"*" in data else document.value
    return Draft(path, value, notes, _numbers(document)), ()


def suffix_of(path: str) -> str:
    """What a file holds, by its name: `JSON`, or YAML."""
    return JSON if path.endswith(JSON) else ".yaml"


def _numbers(document: Document) -> dict[str, str]:
    """How numbers are written, where that is as a number: not those that are made ones by a tag."""
    return {
        pointer: at.raw
        for pointer, at in document.positions.items()
        if at.raw and at.plain and at.raw[0] in "0123456789+-." and _means(at.raw, _value_at(document.value, pointer))
    }


def _means(raw: str, value: object) -> bool:
    try:
        return not isinstance(value, str) and repr(resolve(raw)) == repr(value)
    except NumberError:  # a number by its tag
        return False


def _matches(old: list[Any], new: list[Any], key: str) -> dict[int, int]:
    """Where the items of a list are in another one; those that are not are beyond its end."""
    places = {_identity(item, key): index for index, item in reversed(list(enumerate(new)))}
    return {index: places.get(_identity(item, key), len(new) + index) for index, item in enumerate(old)}


def _identity(item: object, key: str) -> str:
    return json.dumps(item[key] if key and isinstance(item, dict) and key in item else item, sort_keys=True)


def _is_at_or_below(pointer: str, place: str) -> bool:
    return pointer == place or pointer.startswith(f"{place}/")


def _moved(pointer: str, place: str, moves: dict[int, int]) -> str:
    """A pointer after the items of the list at a place have gone to other positions."""
    if not pointer.startswith(f"{place}/"):
        return pointer
    index, slash, rest = pointer[len(place) + 1 :].partition("/")
    return f"{place}/{moves.get(int(index), int(index))}{slash}{rest}"


def _holds(value: object, place: str, pointer: str) -> bool:
    """Whether a value that stands at a place has something at a pointer below it."""
    return _value_at(value, pointer.removeprefix(place)) is not _NOTHING


def _value_at(value: object, pointer: str) -> object:
    for step in steps_of(pointer):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return _NOTHING
    return value
