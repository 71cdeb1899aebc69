"""A new record as a part of a file: behind a dash or a key, among those that are there, in the order that they have."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from recordpress.editing.hints import HINT
from recordpress.editing.quoting import inline
from recordpress.moving.edits import Steps, value_at
from recordpress.moving.segments import Held, entry_in_json, held
from recordpress.moving.text_edits import NotEditableError
from recordpress.pointers import steps_of
from recordpress.reading.origins import Form
from recordpress.reading.parts import JSON, read_document
from recordpress.reading.records import RecordFile
from recordpress.reading.reference import read_yaml
from recordpress.schema.nodes import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """A new record that is to stand in a file.

    Args:
        kind: Its kind.
        id: Its id, which is its key in a map.
        record: What is known of it.
        text: Its text in YAML, with what is to be filled in.
    """

    kind: Kind
    id: str
    record: dict[str, Any]
    text: str

    @property
    def value(self) -> Any:
        """What it says, with null for what is to be filled in."""
        return read_yaml(self.text.encode(), "").value or {}

    @property
    def lines(self) -> str:
        """Its lines within a YAML file, from the first column on: behind a dash, a key, or nothing."""
        lines = self.text.splitlines()
        if not self.kind.origin.many:
            return self.text.rstrip("\n")
        lines = [line for line in lines if line not in {"", HINT}]
        if self.kind.origin.form is Form.MAP:
            return "\n".join([f"{inline(self.id)}:", *(f"  {line}" for line in lines)])
        first = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
        rest = (f"  {line}" for line in lines[first + 1 :])
        return "\n".join([*lines[:first], f"- {lines[first]}" if lines else "- {}", *rest])

    def alone(self, path: str) -> str:
        """The text of a file that holds nothing else.

        Args:
            path: The file.
        """
        origin = self.kind.origin
        if path.endswith(JSON):
            value = {Form.ONE: self.value, Form.LIST: [self.value], Form.MAP: {self.id: self.value}}[origin.form]
            whole = reduce(lambda inner, step: {step: inner}, reversed(origin.at), value)
            return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        lines = self.lines.splitlines()
        for step in reversed(origin.at):
            lines = [f"{inline(step)}:", *(f"  {line}" if line else line for line in lines)]
        return "\n".join(lines) + "\n"

    def among(self, text: str, path: str, others: Sequence[RecordFile]) -> str:
        """The text of a file that holds others.

        Args:
            text: The file as it is.
            path: The file.
            others: Its records, in their order.

        Raises:
            NotEditableError: The file is laid out so that nothing can be added to it.
        """
        as_json = path.endswith(JSON)
        found = held(text, self.kind.origin.at, as_json=as_json)
        step = self.id if self.kind.origin.form is Form.MAP else len(found.steps)
        lines = entry_in_json(found, step, self.value) if as_json else self.lines
        number = self._number(found, others)
        after = found.changed({}, {number: [lines]})
        before, now = read_document(path, text.encode()), read_document(path, after.encode())
        step = number if isinstance(step, int) else step
        if now.problems or _without(now.value, (*self.kind.origin.at, step)) != before.value:
            raise NotEditableError("a record can't be added where the others stand")
        return after

    def _number(self, found: Held, others: Sequence[RecordFile]) -> int:
        """The position of what the record comes before, as the order of the others wants it."""
        for columns in (self.kind.sort, ("id",)):
            falling = columns[0].startswith("-")
            names = [column.removeprefix("-") for column in columns if column.startswith("-") is falling]
            keys = [_key(names, one.id, one.value or {}) for one in others]
            mine = _key(names, self.id, self.record)
            if len({tuple(map(type, key)) for key in (mine, *keys)}) == 1 and keys == sorted(keys, reverse=falling):
                after = (number for number, key in enumerate(keys) if (key < mine if falling else key > mine))
                number = next(after, None)
                return len(found.steps) if number is None else _place(found, others[number])
        return len(found.steps)


def _without(value: Any, place: Steps) -> Any:
    """What a file holds, without what is at a place; None where nothing is."""
    try:
        value_at(value, place[:-1]).pop(place[-1])
    except (KeyError, IndexError, TypeError, AttributeError):
        return None
    return value


def _key(names: Sequence[str], name: str, record: Any) -> tuple[Any, ...]:
    return tuple(name if column == "id" else record.get(column) for column in names)


def _place(found: Held, record: RecordFile) -> int:
    step = steps_of(record.pointer)[-1]
    return next(number for number, other in enumerate(found.steps) if str(other) == step)
