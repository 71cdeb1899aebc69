"""The comments of a YAML file, and which of its values each is about.

The parser drops comments, so they are looked for in the text between the parser's scalars.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import yaml
from yaml import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from recordpress.editing.rendering import NOTHING, Note
from recordpress.reading.document import Position
from recordpress.reading.text import Text
from recordpress.reading.yaml_document import LOADER

_COMMENT = re.compile(r"(?<![^\s])#[^\r\n]*")
_LINE_END = re.compile(r"[\r\n]|$")
_DASHES = re.compile(r"[ \t?-]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    Args:
        text: From its `#` to the end of its line.
        line: Its line, counted from 1.
        column: The column of its `#`, counted from 1.
        index: Index of its `#` in the text.
        own: Whether it has its line for itself.
        apart: Whether the line above it is empty.
    """

    text: str
    line: int
    column: int
    index: int
    own: bool
    apart: bool


@dataclass(slots=True)
class _Spans:
    """Where in a text there are scalars, and where lists and maps on one line end."""

    scalars: list[tuple[int, int]] = field(default_factory=list)
    flow_ends: dict[tuple[int, int], int] = field(default_factory=dict)  # by line and column of their beginning


def notes_of(text: Text, positions: Mapping[str, Position]) -> dict[str, Note]:
    """The comments of a file by JSON Pointer of the value that they are at; see `Note`.

    Args:
        text: The file, which has no problems.
        positions: Where its values stand.
    """
    if "#" not in text.text:
        return {}
    spans = _spans(text.text)
    keeper = _Keeper(text, positions, spans.flow_ends)
    for comment in _comments(text, spans.scalars):
        keeper.take(comment)
    return keeper.finish()


def _spans(text: str) -> _Spans:
    spans = _Spans()
    starts: list[tuple[int, int] | None] = []
    for event in yaml.parse(text, Loader=LOADER):
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            continue
        if isinstance(event, ScalarEvent):
            begin = start.index
            if event.style in {"|", ">"}:  # a comment may stand behind the mark
                found = _LINE_END.search(text, begin)
                begin = found.start() if found else begin
            spans.scalars.append((begin, end.index))
        elif isinstance(event, CollectionStartEvent):
            starts.append((start.line + 1, start.column + 1) if event.flow_style else None)
        elif isinstance(event, CollectionEndEvent) and (place := starts.pop()):
            spans.flow_ends[place] = end.index
    return spans


def _comments(text: Text, scalars: list[tuple[int, int]]) -> Iterator[Comment]:
    previous = 0
    for start, end in [*scalars, (len(text.text), len(text.text))]:
        for match in _COMMENT.finditer(text.text, previous, start):
            line, column = text.place(match.start())
            before = text.text[text.starts[line - 1] : match.start()]
            above = text.text[text.starts[line - 2] : text.starts[line - 1]] if line > 1 else "-"
            own = _DASHES.fullmatch(before) is not None
            yield Comment(match[0].rstrip(), line, column, match.start(), own, not above.strip())
        previous = max(previous, end)


class _Keeper:
    """Gives each comment, in their order, to a value."""

    def __init__(self, text: Text, positions: Mapping[str, Position], flow_ends: Mapping[tuple[int, int], int]) -> None:
        self.text, self.positions, self.flow_ends = text, positions, flow_ends
        ordered = sorted((at.key_line, at.key_column, len(pointer), pointer) for pointer, at in positions.items())
        self.places = [(line, column) for line, column, _, pointer in ordered if pointer]
        self.pointers = [pointer for *_, pointer in ordered if pointer]
        self.notes: dict[str, Note] = {}
        self.waiting: list[Comment] = []  # those above the value that comes next

    def take(self, comment: Comment) -> None:
        """Give a comment to a value."""
        if not comment.own:
            self._beside(comment)
            return
        following, before = self._around(comment)
        if self.waiting and self._around(self.waiting[-1])[0] != following:
            self._flush()
        if before and comment.column > (self._column(following) if following else 1):
            self._flush()
            self._add(self._ended(before, comment.column), "below", comment)
        else:
            self.waiting.append(comment)

    def finish(self) -> dict[str, Note]:
        """All that was given."""
        self._flush()
        return self.notes

    def _around(self, comment: Comment) -> tuple[str | None, str | None]:
        """The value that begins next after a comment, the outermost of several, and the one that began before it."""
        index = bisect_right(self.places, (comment.line, comment.column))
        following = self.pointers[index] if index < len(self.pointers) else None
        return following, self.pointers[index - 1] if index else None

    def _flush(self) -> None:
        """Give the comments that wait to the value that they are above."""
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        following, _ = self._around(waiting[-1])
        if following is None:
            self._extend("", "below", waiting)
            return
        if following == self.pointers[0]:
            cut = self._end_of_head(waiting, self.places[0][0])
            self._extend("", "above", waiting[:cut])
            waiting = waiting[cut:]
        self._extend(following, "above", waiting)

    def _end_of_head(self, waiting: list[Comment], line: int) -> int:
        """How many of the comments above the first value are about the file: an empty line comes after them."""
        lines = [comment.line for comment in waiting] + [line]
        gaps = [index for index in range(1, len(lines)) if lines[index] > lines[index - 1] + 1]
        return gaps[-1] if gaps else 0

    def _extend(self, pointer: str, where: str, comments: list[Comment]) -> None:
        for comment in comments:
            self._add(pointer, where, comment)

    def _add(self, pointer: str, where: str, comment: Comment) -> None:
        """Add a comment to those `above` or `below` a value."""
        note = self.notes.get(pointer, NOTHING)
        lines = note.above if where == "above" else note.below
        lines = (*lines, *([""] if lines and comment.apart else []), comment.text)
        self.notes[pointer] = replace(note, above=lines) if where == "above" else replace(note, below=lines)

    def _beside(self, comment: Comment) -> None:
        """Give a comment to the value that it is behind."""
        _, pointer = self._around(comment)
        if pointer is None:  # behind a mark such as `---`
            self.waiting.append(comment)
            return
        while (parent := pointer.rpartition("/")[0]) and self._has_closed(parent, comment.index):
            pointer = parent
        note = self.notes.get(pointer, NOTHING)
        if note.beside:
            self._add(pointer, "above", comment)
        else:
            self.notes[pointer] = replace(note, beside=comment.text)

    def _has_closed(self, pointer: str, index: int) -> bool:
        at = self.positions[pointer]
        return self.flow_ends.get((at.line, at.column), index + 1) <= index

    def _ended(self, pointer: str, column: int) -> str:
        """The value whose entries end at a comment in the given column: the last one or one that it is in."""
        while (parent := pointer.rpartition("/")[0]) and self._column(pointer) > column:
            pointer = parent
        return pointer

    def _column(self, pointer: str) -> int:
        """The column in which the entry of a value begins: that of its key or dash."""
        at = self.positions[pointer]
        start = self.text.starts[at.key_line - 1]
        before = self.text.text[start : start + at.key_column - 1].rstrip(" ")
        is_item = pointer.rpartition("/")[2].isdigit() and before.endswith("-")
        return len(before) if is_item else at.key_column
