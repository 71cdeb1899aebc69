"""Reading JSON (RFC 8259) with a place for each value, for schemas, descriptors and records."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from recordpress.problems import LEFT, MOST, Problem, in_order
from recordpress.reading import scalars
from recordpress.reading.document import MAX_DEPTH as RECORD_DEPTH
from recordpress.reading.document import Document, Position, TooDeepError, child
from recordpress.reading.text import Text, decode, shown

MAX_DEPTH = 200  # lists and maps within each other: two for each level of a record

_TOKEN = re.compile(r'[\s:,]*("(?:[^"\\]++|\\.)*+"|[][{}]|[^][\s,:{}"]++)')
_WORDS = frozenset('"tfn')  # how texts, true, false and null begin
# Escapes of characters that no record may hold, behind an even number of backslashes.
_FORBIDDEN = re.compile(
    r"(?<!\\)(?:\\\\)*"
    r"(\\(?:[bf]|u(?:00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|8[0-46-9a-fA-F]|9[0-9a-fA-F])|[fF]{3}[eEfF])))"
)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(slots=True)
class _Frame:
    """A list or map that is gone through."""

    pointer: str
    is_map: bool
    items: int = 0
    key: str | None = None
    key_index: int = 0
    first: dict[str, int] = field(default_factory=dict)  # where each key stood first


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is asked of a document: what is wrong with a number, and how deep lists and maps may be nested."""

    misread: Callable[[str], str]
    depth: int


def read_json(data: bytes, path: str, *, of_record: bool = False) -> Document:
    """Read a JSON file.

    Args:
        data: Its bytes, UTF-8.
        path: Where it is, for problems.
        of_record: Whether it holds records, whose numbers and depth are bounded as they are in YAML.

    Returns:
        The document; never raises for any bytes. The last value of a duplicate key counts.
    """
    text = decode(data, path)
    doubled: list[bool] = []
    numbers = _Numbers(of_record=of_record)
    try:
        value = _parsed(text.text, doubled, numbers)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        return _failed(text, Problem("Y106", path, message, *text.place(error.pos)))
    except RecursionError:
        return _failed(text, _too_deep(path, MAX_DEPTH))
    depth = RECORD_DEPTH if of_record else MAX_DEPTH
    halves = _halves(text, value) + (_forbidden(text) if of_record else [])
    if numbers.is_sound and not (doubled or text.problems or halves) and _is_shallow(value, depth):
        return Document(value, _Positions(text))
    return _with_problems(text, value, halves, _Rules(numbers.problem, depth))


def _with_problems(text: Text, value: object, halves: list[Problem], rules: _Rules) -> Document:
    """The document of a file that has problems, or may have: all of it is gone through."""
    positions: dict[str, Position] = {}
    try:
        found = _bounded(_locate(text, positions, rules), text.path)
    except TooDeepError as error:
        return _failed(text, _too_deep(text.path, rules.depth, *error.args))
    problems = [*text.problems, *found, *halves]
    complete = all(problem.code in {"Y103", "Y107"} for problem in problems)
    return Document(value if complete else None, positions, tuple(in_order(problems)), complete)


class _Positions(Mapping[str, Position]):
    """The positions of a document without problems: they are looked for when the first one is asked for."""

    def __init__(self, text: Text) -> None:
        """Look for nothing yet."""
        self._text = text

    @cached_property
    def _known(self) -> dict[str, Position]:
        positions: dict[str, Position] = {}
        list(_locate(self._text, positions, _Rules(lambda _: "", MAX_DEPTH)))
        return positions

    def __getitem__(self, pointer: str) -> Position:
        """The position of the value at a JSON Pointer."""
        return self._known[pointer]

    def __iter__(self) -> Iterator[str]:
        """Each pointer, in the order of the file."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many values there are."""
        return len(self._known)


def _parsed(text: str, doubled: list[bool], numbers: "_Numbers") -> object:
    """The value, and an entry in `doubled` for each map in which a key stands twice."""

    def gathered(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            doubled.append(True)
        return found

    return json.loads(text, parse_constant=numbers, parse_float=numbers, parse_int=numbers, object_pairs_hook=gathered)


def _is_shallow(value: object, depth: int) -> bool:
    """Whether lists and maps are nested no deeper than they may be."""
    level = [value]
    for _ in range(depth):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False


class _Numbers:
    """Takes the numbers of a file, and notes whether there are some that can't be kept as they are."""

    def __init__(self, *, of_record: bool) -> None:
        self.of_record = of_record
        self.is_sound = True

    def __call__(self, digits: str) -> float | None:
        """The number; None where it can't be had."""
        try:
            return self._number(digits)
        except ValueError:
            self.is_sound = False
            return None

    def problem(self, digits: str) -> str:
        """What is wrong with a number as it is written; "" for nothing."""
        if self.is_sound:
            return ""
        try:
            self._number(digits)
        except ValueError as error:
            return f"the number {shown(digits)} {error}"
        return ""

    def _number(self, digits: str) -> float:
        if digits.lstrip("-").isdigit():
            return scalars.to_integer(digits) if self.of_record else scalars.to_long_integer(digits)
        return scalars.to_float(digits, exact=self.of_record)


def _failed(text: Text, problem: Problem) -> Document:
    return Document(None, {}, tuple(in_order([*text.problems, problem])), complete=False)


def _bounded(problems: Iterator[Problem], path: str) -> list[Problem]:
    found = list(islice(problems, MOST + 1))
    if len(found) > MOST:
        last = found[MOST]
        message = f"there are more than {MOST:,} problems; from here on, nothing is looked at"
        found[MOST] = Problem("Y119", path, message, last.line, last.column, hint=LEFT)
    return found


def _too_deep(path: str, depth: int, line: int = 0, column: int = 0) -> Problem:
    message = f"lists and maps are nested more than {depth} levels deep"
    return Problem("Y113", path, message, line, column, hint="make the structure flatter")


def _halves(text: Text, value: object) -> list[Problem]:
    """The problem of halves of surrogate pairs, which no file can hold in UTF-8."""
    if _HALF.search(text.text) is None:
        return []
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return [Problem("Y104", text.path, "an escape is half of a surrogate pair", hint="write the character itself")]
    return []


def _forbidden(text: Text) -> list[Problem]:
    """The problem of each character that no record may hold, though it is written as an escape."""
    problems = []
    for match in _FORBIDDEN.finditer(text.text):
        char = json.loads(f'"{match[1]}"')
        message = f"the text holds U+{ord(char):04X}, which is not allowed even when written as an escape"
        problems.append(Problem("Y104", text.path, message, *text.place(match.start(1)), hint="remove it"))
    return problems


def _locate(text: Text, positions: dict[str, Position], rules: _Rules) -> Iterator[Problem]:
    """Fill in the positions of all values of a valid document; yields duplicate keys, and numbers that are no good.

    Args:
        text: The document.
        positions: Where to note them, by pointer.
        rules: What is asked of numbers and depth.
    """
    stack: list[_Frame] = []
    for match in _TOKEN.finditer(text.text):
        token, index = match[1], match.start(1)
        frame = stack[-1] if stack else None
        if token in {"]", "}"}:
            stack.pop()
        elif frame and frame.is_map and frame.key is None:
            yield from _take_key(frame, json.loads(token), index, text)
        else:
            pointer = _take_value(frame, token, index, text, positions)
            if token in {"[", "{"}:
                if len(stack) >= rules.depth:
                    raise TooDeepError(*text.place(index))
                stack.append(_Frame(pointer, is_map=text.text[index] == "{"))
            elif token[0] not in _WORDS and (message := rules.misread(token)):
                hint = "put it into quotes if it is a text"
                yield Problem("Y117", text.path, message, *text.place(index), pointer, hint)


def _take_key(frame: _Frame, key: str, index: int, text: Text) -> Iterator[Problem]:
    frame.key, frame.key_index = key, index
    line, column = text.place(index)
    first = frame.first.setdefault(key, index)
    if first != index:
        message = f"the key {shown(key)} stands twice in the same map; first on line {text.place(first)[0]}"
        yield Problem("Y107", text.path, message, line, column, child(frame.pointer, key), "keep one of them")


def _take_value(frame: _Frame | None, token: str, index: int, text: Text, positions: dict[str, Position]) -> str:
    """Note where a value stands; returns its pointer."""
    place = key_place = text.place(index)
    pointer = ""
    if frame is not None and frame.key is not None:
        pointer, key_place = child(frame.pointer, frame.key), text.place(frame.key_index)
        frame.key = None
    elif frame is not None:
        pointer = child(frame.pointer, frame.items)
        frame.items += 1
    raw = None if token in {"[", "{"} else token
    positions[pointer] = Position(*place, *key_place, raw, raw is not None and token[0] != '"')
    return pointer
