"""The canonical form of a record's file: one text for a value with its comments.

- Keys stand in the order of the schema; those it doesn't know, and those of maps with free keys, stay as they are.
- Maps and lists are blocks, indented by two spaces. On one line, if that has at most 120 characters, stand lists of
  scalars, maps of scalars that are items of a list, and maps of numbers; not those that hold comments.
- Texts are bare where no reader can take them for something else, in single quotes otherwise, in double quotes where
  single ones would need escapes. A text that is too long for its line is folded (`>-`) at 120 characters, one of
  several lines is a block (`|`).
- Numbers stay as they are written; `true`, `false`; null is left empty, and `null` in lists and on one line.
- Anchors and aliases are written out. There are no empty lines but between comments; one line feed ends the file.
- Hints, which `new` writes, are gone from a record in which nothing is empty (`recordpress.editing.hints`).
- A comment stands above what it was above, with its indentation, or two spaces behind what it was behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from recordpress.editing.order import Order
from recordpress.editing.quoting import WIDTH, block, inline
from recordpress.reading.document import child

_SCALARS = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Note:
    """The comments at a value, each with its `#`.

    Args:
        above: On lines of their own before it; "" for an empty line between two of them.
        beside: Behind it; "" for none.
        below: On lines of their own after it.
    """

    above: tuple[str, ...] = ()
    beside: str = ""
    below: tuple[str, ...] = ()


NOTHING = Note()


def render(value: Any, order: Order, notes: Mapping[str, Note], numbers: Mapping[str, str] | None = None) -> str:
    """The canonical text of a record.

    Args:
        value: The record; in a file that holds several, what holds them.
        order: How its keys are ordered.
        notes: Comments by JSON Pointer of the value they are at; those at "" begin and end the file.
        numbers: How numbers are written, by JSON Pointer, where not as Python writes them.
    """
    writer = _Writer(notes, numbers or {})
    whole = notes.get("", NOTHING)
    writer.lines += [*whole.above, ""] if whole.above else ()
    if value:
        writer.entries(value, order, "", "")
    else:
        writer.lines.append("[]" if isinstance(value, list) else "{}")
    return "".join(f"{line}\n" for line in (*writer.lines, *whole.below))


@dataclass(slots=True)
class _Writer:
    """Writes lines."""

    notes: Mapping[str, Note]
    numbers: Mapping[str, str]
    lines: list[str] = field(default_factory=list)

    def entries(self, value: Any, order: Order, pointer: str, pad: str) -> None:
        """The entries of a map or list, each from a line of its own on."""
        if isinstance(value, list):
            each = order.of("")
            for index, item in enumerate(value):
                self._entry(f"{pad}-", item, each, f"{pointer}/{index}", pad)
            return
        for name in ordered(value, order):
            self._entry(f"{pad}{inline(name)}:", value[name], order.of(name), child(pointer, name), pad)

    def _entry(self, head: str, value: Any, order: Order, pointer: str, pad: str) -> None:
        note = self.notes.get(pointer, NOTHING) if self.notes else NOTHING
        beside = f"  {note.beside}" if note.beside else ""
        self.lines += [pad + line if line else "" for line in note.above]
        if (text := self._inline(head, value, order, pointer, pad)) is not None:
            self.lines.append(f"{head} {text}{beside}" if text else head + beside)
        elif isinstance(value, str):
            self._block(head, value, beside, pad)
        elif len(head) == len(pad) + 1:  # an item
            if beside:
                self.lines.append(pad + note.beside)
            self._item(value, order, pointer, pad)
        else:
            self.lines.append(head + beside)
            self.entries(value, order, pointer, f"{pad}  ")
        self.lines += [pad + line if line else "" for line in note.below]

    def _item(self, value: Any, order: Order, pointer: str, pad: str) -> None:
        """An item whose first entry stands behind the dash; comments above that go above the dash."""
        first = len(self.lines)
        self.entries(value, order, pointer, f"{pad}  ")
        while self.lines[first].lstrip(" ")[:1] in {"", "#"}:
            self.lines[first] = pad + self.lines[first].lstrip(" ")
            first += 1
        self.lines[first] = f"{pad}- {self.lines[first][len(pad) + 2 :]}"

    def _inline(self, head: str, value: Any, order: Order, pointer: str, pad: str) -> str | None:
        """A value as it stands behind its key or dash; None where it takes lines of its own."""
        room, is_item = WIDTH - len(head) - 1, len(head) == len(pad) + 1
        if isinstance(value, str):
            text = inline(value)
            fits = len(text) <= room and "\n" not in value
            return text if fits or block(value, WIDTH - len(pad) - 2) is None else None
        if isinstance(value, (list, dict)):
            flow = self._flow(value, order, pointer, is_item=is_item)
            return flow if flow is not None and (len(flow) <= room or not value) else None
        return "" if value is None and not is_item else self._scalar(value, pointer)

    def _block(self, head: str, value: str, beside: str, pad: str) -> None:
        header, lines = block(value, WIDTH - len(pad) - 2) or ("", [])
        self.lines.append(f"{head} {header}{beside}")
        self.lines += [f"{pad}  {line}" if line else "" for line in lines]

    def _flow(self, value: Any, order: Order, pointer: str, *, is_item: bool) -> str | None:
        """A list or map on one line, however long; None where it is not to stand so."""
        if order.is_record or not _may_flow(value, is_item=is_item) or (self.notes and self._has_notes(value, pointer)):
            return None
        if isinstance(value, list):
            parts = [self._scalar(item, f"{pointer}/{index}") for index, item in enumerate(value)]
            return f"[{', '.join(parts)}]"
        parts = [
            f"{inline(name, flow=True)}: {self._scalar(value[name], child(pointer, name))}"
            for name in ordered(value, order)
        ]
        return f"{{{', '.join(parts)}}}"

    def _has_notes(self, value: Any, pointer: str) -> bool:
        """Whether there are comments directly within a list or map."""
        names = range(len(value)) if isinstance(value, list) else value
        return any(child(pointer, name) in self.notes for name in names)

    def _scalar(self, value: Any, pointer: str) -> str:
        if isinstance(value, str):
            return inline(value, flow=True)
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        return self.numbers.get(pointer) or repr(value)


def ordered(value: Mapping[str, Any], order: Order) -> Iterable[str]:
    """The keys of a map in their order."""
    known = [name for name in order.names if name in value]
    if len(known) < len(value):
        known += [name for name in value if name not in order.inside]
    return known


def _may_flow(value: Any, *, is_item: bool) -> bool:
    """Whether a list or map is one that stands on one line if that has room."""
    parts = value if isinstance(value, list) else value.values()
    if not isinstance(value, list) and not is_item:
        return all(isinstance(part, (int, float)) and not isinstance(part, bool) for part in parts)
    return all(isinstance(part, _SCALARS) and not (isinstance(part, str) and "\n" in part) for part in parts)
