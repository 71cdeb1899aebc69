"""From YAML events to a value with positions, without recursion and with bounds.

Nothing but `dict`, `list`, `str`, `int`, `float`, `bool` and `None` is ever made, whatever the tags say. Each
problem leaves something in place of what is wrong, so that the rest of the file is looked at, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from yaml import AliasEvent, CollectionStartEvent, Event, MappingStartEvent, NodeEvent, ScalarEvent

from recordpress.problems import LEFT, MOST, Problem
from recordpress.reading import scalars
from recordpress.reading.document import MAX_DEPTH, Position, TooDeepError, child
from recordpress.reading.scalars import NumberError, Scalar
from recordpress.reading.text import FORBIDDEN, shown

MAX_EXPANDED = 1_000_000  # characters and values that aliases may add to a document

_CORE = "tag:yaml.org,2002:"


class TooManyError(Exception):
    """The document has more than `MOST` problems."""


@dataclass(slots=True)
class _Anchor:
    """What an alias stands for."""

    value: object = None
    weight: int = 0  # values and characters, those of aliases within included
    height: int = 0  # levels of lists and maps
    open: bool = False  # whether it is still being read, so that an alias to it would never end


@dataclass(slots=True)
class _Key:
    """A key that waits for its value."""

    text: str | None  # None when the value has no place to go to
    line: int
    column: int


@dataclass(slots=True)
class _Frame:
    """A list or map that is being read."""

    value: dict[str, object] | list[object]
    pointer: str
    is_key: bool
    anchor: _Anchor | None
    lost: bool = False  # whether it has no place in the document, being a key or the value of a key's second time
    key: _Key | None = None
    first: dict[str, int] = field(default_factory=dict)  # line of each key
    weight: int = 1
    height: int = 1


class Composer:
    """Puts the events of one document together.

    Args:
        path: The file, for problems.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.value: object = None
        self.positions: dict[str, Position] = {}
        self.problems: list[Problem] = []
        self.complete = True
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchor] = {}
        self._expanded = 0

    def compose(self, events: Iterable[Event]) -> None:
        """Take the events of the nodes of a document, in their order.

        Raises:
            TooDeepError: The nesting is too deep; a problem has been noted.
            TooManyError: There are too many problems; one more has been noted that says so.
        """
        for event in events:
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, CollectionStartEvent):
                self._start(event)
            elif isinstance(event, AliasEvent):
                self._alias(event)
            else:
                self._end()

    def problem(self, code: str, event: Event, message: str, hint: str, *, complete: bool = False) -> None:
        """Note a problem at the place of an event; `complete` if it leaves no doubt about the value.

        Raises:
            TooManyError: It is one too many.
        """
        self.complete &= complete
        full = len(self.problems) == MOST
        if full:
            self.complete = False
            code, hint, message = "Y119", LEFT, f"there are more than {MOST:,} problems; from here on, nothing is read"
        self.problems.append(Problem(code, self.path, message, *_start_of(event), self._place(), hint))
        if full:
            raise TooManyError

    # Where the next node belongs

    def _awaits_key(self) -> bool:
        frame = self._stack[-1] if self._stack else None
        return frame is not None and isinstance(frame.value, dict) and frame.key is None

    def _place(self) -> str:
        """Pointer of the node that is read now; of the map, for a key."""
        if not self._stack:
            return ""
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            return child(frame.pointer, len(frame.value))
        if frame.key is None or frame.key.text is None:
            return frame.pointer
        return child(frame.pointer, frame.key.text)

    def _is_lost(self) -> bool:
        """Whether what is read now has no place in the document."""
        if not self._stack:
            return False
        frame = self._stack[-1]
        return frame.lost or (frame.key is not None and frame.key.text is None)

    def _locate(self, event: NodeEvent, raw: str | None, *, plain: bool) -> None:
        """Remember where a value stands."""
        if self._is_lost():
            return
        line, column = _start_of(event)
        key = self._stack[-1].key if self._stack else None
        key_place = (key.line, key.column) if key else (line, column)
        self.positions[self._place()] = Position(line, column, *key_place, raw, plain)

    def _attach(self, value: object, weight: int, height: int) -> None:
        """Put a finished value where it belongs."""
        if not self._stack:
            self.value = value
            return
        frame = self._stack[-1]
        frame.weight += weight
        frame.height = max(frame.height, height + 1)
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.key is not None:
            if frame.key.text is not None:
                frame.value[frame.key.text] = value
            frame.key = None

    # Nodes

    def _scalar(self, event: ScalarEvent) -> None:
        value = self._resolved(event)
        weight = 1 + len(event.value)
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(value, weight)
        if self._awaits_key():
            self._stack[-1].weight += weight
            self._key(event, value, event.value)
            return
        self._locate(event, event.value, plain=not event.style)
        self._attach(value, weight, 0)

    def _key(self, event: NodeEvent, value: object, text: str) -> None:
        frame = self._stack[-1]
        if isinstance(event, ScalarEvent) and text == "<<" and not event.style:
            hint = "write out what should be merged; an alias may stand for a whole value"
            self.problem("Y110", event, "the merge key `<<` is not supported", hint)
        elif not isinstance(value, str):
            message, hint = _not_a_string(value, text)
            self.problem("Y108", event, message, hint, complete=True)
        line, column = _start_of(event)
        if text in frame.first:
            message = f"the key {shown(text)} stands twice in the same map; first on line {frame.first[text]}"
            self.problem("Y107", event, message, "keep one of them", complete=True)
            frame.key = _Key(None, line, column)
        else:
            frame.first[text] = line
            frame.key = _Key(text, line, column)

    def _start(self, event: CollectionStartEvent) -> None:
        is_map, is_key = isinstance(event, MappingStartEvent), self._awaits_key()
        if len(self._stack) >= MAX_DEPTH:
            message = f"lists and maps are nested more than {MAX_DEPTH} levels deep"
            self.problem("Y113", event, message, "make the structure flatter")
            raise TooDeepError
        if event.tag not in {None, "!", _CORE + ("map" if is_map else "seq")}:
            self._bad_tag(event, "a map" if is_map else "a list")
        if is_key:
            self._collection_as_key(event, "map" if is_map else "list")
        self._locate(event, None, plain=False)
        anchor = None
        if event.anchor:
            anchor = self._anchors[event.anchor] = _Anchor(open=True)
        self._stack.append(_Frame({} if is_map else [], self._place(), is_key, anchor, self._is_lost()))

    def _collection_as_key(self, event: CollectionStartEvent, what: str) -> None:
        hint = "a key is a text; put a text that begins with [ or { into quotes"
        self.problem("Y108", event, f"a {what} stands where a key is wanted", hint)
        self._stack[-1].key = _Key(None, *_start_of(event))

    def _end(self) -> None:
        frame = self._stack.pop()
        if frame.anchor:
            frame.anchor.value, frame.anchor.open = frame.value, False
            frame.anchor.weight, frame.anchor.height = frame.weight, frame.height
        if not frame.is_key:
            self._attach(frame.value, frame.weight, frame.height)

    def _alias(self, event: AliasEvent) -> None:
        anchor = self._usable(event)
        self._expanded += anchor.weight
        if self._awaits_key():
            self._key(event, anchor.value, anchor.value if isinstance(anchor.value, str) else f"*{event.anchor}")
            return
        self._locate(event, None, plain=False)
        self._attach(anchor.value, anchor.weight, anchor.height)

    def _usable(self, event: AliasEvent) -> _Anchor:
        """What an alias stands for; nothing if that is not possible."""
        anchor, name = self._anchors.get(event.anchor or ""), shown(f"*{event.anchor}")
        if anchor is None:
            hint = f"define it before with `&{event.anchor}`, or put the text into quotes"
            self.problem("Y111", event, f"the alias {name} stands for nothing", hint)
        elif anchor.open:
            self.problem("Y111", event, f"the alias {name} contains itself", "write out what is meant")
        elif self._expanded + anchor.weight > MAX_EXPANDED or len(self._stack) + anchor.height > MAX_DEPTH:
            message = f"with the alias {name} the document becomes too large or too deep"
            self.problem("Y112", event, message, "write out what is meant; use fewer aliases")
        else:
            return anchor
        return _Anchor()

    # Scalars

    def _resolved(self, event: ScalarEvent) -> Scalar:
        if event.style == '"' and FORBIDDEN.search(event.value):
            self._bad_characters(event)
        try:
            if event.tag in {None, "!"}:
                return event.value if event.style or event.tag else scalars.resolve(event.value)
            return self._tagged(event)
        except NumberError as error:
            hint = "put it into quotes if it is a text"
            self.problem("Y117", event, f"the number {shown(event.value)} {error}", hint)
            return None

    def _tagged(self, event: ScalarEvent) -> Scalar:
        text, name = event.value, (event.tag or "").removeprefix(_CORE)
        if name == "str":
            return text
        if name == "null" and text in scalars.NULLS:
            return None
        if name == "bool" and text in scalars.BOOLEANS:
            return scalars.BOOLEANS[text]
        if name in {"int", "float"}:
            return scalars.to_integer(text) if name == "int" else scalars.to_float(text)
        self._bad_tag(event, shown(text))
        return None

    def _bad_tag(self, event: NodeEvent, what: str) -> None:
        tag = (getattr(event, "tag", None) or "").replace(_CORE, "!!")
        hint = "remove it; values are told by how they are written, and a text in quotes stays a text"
        self.problem("Y109", event, f"the tag {shown(tag)} can't be used for {what}", hint)

    def _bad_characters(self, event: ScalarEvent) -> None:
        found = sorted({f"U+{ord(char):04X}" for char in FORBIDDEN.findall(event.value)})
        message = f"the text holds {', '.join(found[:5])}, which is not allowed even when written as an escape"
        self.problem("Y104", event, message, "remove it")


def _start_of(event: Event) -> tuple[int, int]:
    """Line and column where an event begins, counted from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _not_a_string(value: object, text: str) -> tuple[str, str]:
    """Message and hint for a key that is not a string."""
    if isinstance(value, (dict, list)):
        return f"{shown(text)} is not a text and can't be a key", "write the key out"
    kinds = {bool: "a boolean", int: "a number", float: "a number", type(None): "null"}
    if not text:
        return "a key is missing in front of the colon", "write the key, or put the text into quotes"
    return f"the key {shown(text)} is {kinds[type(value)]}, not a text", f'put it into quotes: "{text[:40]}"'
