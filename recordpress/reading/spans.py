"""Where the parts of a file begin and end, for programs that change or show one record of many."""

import json
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import yaml

from recordpress.reading.document import child
from recordpress.reading.json_document import TOKEN
from recordpress.reading.text import Text
from recordpress.reading.yaml_document import LOADER

_UNREAD = re.compile(r"(?:\s|#[^\n]*)*")  # white space and comments


class Span(NamedTuple):
    """Where a part of a file stands, in characters of its text; lines and columns count from 1, places from 0.

    Args:
        start: Where the value begins.
        end: Behind its last character; comments and line breaks after it are not in it.
        entry: Where its key begins, or the dash or the value of an item of a list; `start` where there is none.
        line: Line of `start`.
        column: Column of `start`.
        end_line: Line of the last character.
    """

    start: int
    end: int
    entry: int
    line: int
    column: int
    end_line: int


class _Node(NamedTuple):
    """The beginning of a list or map (`items`, `map`), the end of one (`end`), or a scalar or alias (`value`)."""

    what: str
    start: int
    end: int
    flow: bool  # whether it stands in brackets, or is no list or map
    text: Callable[[], str] | None = None


@dataclass(slots=True)
class _Frame:
    pointer: str
    is_map: bool
    flow: bool
    start: int
    entry: int
    index: int = 0
    key: str | None = None
    key_start: int = 0


def spans_of(text: Text, wanted: Container[str]) -> dict[str, Span]:
    """Where some parts of a file without problems stand.

    Args:
        text: The file.
        wanted: JSON Pointers to the parts.

    Returns:
        The spans by pointer; those that the file doesn't have are left out.
    """
    nodes = _json_nodes(text.text) if text.path.endswith(".json") else _yaml_nodes(text.text)
    found: dict[str, Span] = {}
    try:
        _walk(text, wanted, nodes, found)
    except (ValueError, yaml.MarkedYAMLError):
        return {}
    return found


def _walk(text: Text, wanted: Container[str], nodes: Iterator[_Node], found: dict[str, Span]) -> None:
    stack: list[_Frame] = []
    end = 0
    for node in nodes:
        if node.what == "end":
            frame = stack.pop()
            end = node.end if node.flow else end
            _note(found, wanted, text, (frame.pointer, frame.start, end, frame.entry))
            continue
        above = stack[-1] if stack else None
        if above is not None and above.is_map and above.key is None:
            above.key, above.key_start = node.text() if node.text else "", node.start
            end = node.end
            continue
        pointer, entry = _place(text.text, above, node, end)
        if node.what == "value":
            end = node.end
            _note(found, wanted, text, (pointer, node.start, end, entry))
        else:
            stack.append(_Frame(pointer, node.what == "map", node.flow, node.start, entry))
            end = max(end, node.start)


def _place(text: str, above: _Frame | None, node: _Node, end: int) -> tuple[str, int]:
    """The pointer to a value, and where its entry begins."""
    if above is None:
        return "", node.start
    if above.key is not None:
        pointer, above.key = child(above.pointer, above.key), None
        return pointer, above.key_start
    pointer = child(above.pointer, above.index)
    above.index += 1
    if above.flow:
        return pointer, node.start
    dash = _UNREAD.match(text, end)
    return pointer, dash.end() if dash and text[dash.end() : dash.end() + 1] == "-" else node.start


def _note(found: dict[str, Span], wanted: Container[str], text: Text, place: tuple[str, int, int, int]) -> None:
    pointer, start, end, entry = place
    if pointer in wanted:
        end = start + len(text.text[start:end].rstrip())
        line, column = text.place(start)
        found[pointer] = Span(start, end, entry, line, column, text.place(max(end - 1, start))[0])


def _json_nodes(text: str) -> Iterator[_Node]:
    for match in TOKEN.finditer(text):
        token, start, end = match[1], match.start(1), match.end(1)
        if token in {"]", "}"}:
            yield _Node("end", start, end, flow=True)
        elif token in {"[", "{"}:
            yield _Node("map" if token == "{" else "items", start, end, flow=True)  # noqa: S105 - no password
        else:
            yield _Node("value", start, end, flow=True, text=lambda token=token: str(json.loads(token)))  # type: ignore[misc]


def _yaml_nodes(text: str) -> Iterator[_Node]:
    flows: list[bool] = []
    for event in yaml.parse(text, Loader=LOADER):
        start, end = (mark.index if mark else 0 for mark in (event.start_mark, event.end_mark))
        if isinstance(event, yaml.CollectionStartEvent):
            flows.append(bool(event.flow_style))
            what = "map" if isinstance(event, yaml.MappingStartEvent) else "items"
            yield _Node(what, start, end, flow=flows[-1])
        elif isinstance(event, yaml.CollectionEndEvent):
            yield _Node("end", start, end, flow=flows.pop())
        elif isinstance(event, yaml.NodeEvent):
            value = event.value if isinstance(event, yaml.ScalarEvent) else f"*{event.anchor}"
            yield _Node("value", start, end, flow=True, text=value.__str__)
