"""Edits in a record's text: what is edited is replaced where it stands, and all else stays as it is, byte for byte."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from recordpress.moving.edits import Add, Drop, Edit, Set, Steps
from recordpress.moving.writing_yaml import entry_lines, flow_text, item_lines, scalar_text
from recordpress.reading.yaml_document import LOADER

Collection = MappingNode | SequenceNode


class NotEditableError(Exception):
    """An edit can't be made in the text: what stands there is written in a way that is not provided for."""


@dataclass(frozen=True, slots=True)
class Splice:
    """A part of a text that is replaced: its first character, the character after it, and the new text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Page:
    """A text that is edited: its characters, its nodes, and whether it is JSON."""

    text: str
    root: Node
    as_json: bool

    def written(self, value: object) -> str:
        """A value on one line."""
        return json.dumps(value, ensure_ascii=False) if self.as_json else flow_text(value)


def spliced(text: str, edits: Iterable[Edit], *, as_json: bool = False) -> str:
    """The text after the edits, each of which sees what those before it did.

    Args:
        text: The text.
        edits: The edits, in their order.
        as_json: Whether it is to stay JSON.

    Raises:
        NotEditableError: One can't be made.
    """
    for edit in edits:
        splice = _splice(_Page(text, compose(text), as_json), edit)
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def compose(text: str) -> Node:
    """The nodes of a text, with their marks.

    Raises:
        NotEditableError: It is no YAML.
    """
    try:
        node: Node | None = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise NotEditableError(str(error)) from error
    if node is None:
        raise NotEditableError("the file is empty")
    return node


def node_of(node: Node, steps: Steps) -> tuple[Node | None, Node]:
    """The key's node (None for items of lists and the whole) and the value's node at a place.

    Raises:
        NotEditableError: There is none.
    """
    key: Node | None = None
    for step in steps:
        key, found = _inner(node, step)
        if found is None:
            raise NotEditableError(f"nothing is found at {'/'.join(map(str, steps))}")
        node = found
    return key, node


def _inner(node: Node, step: str | int) -> tuple[Node | None, Node | None]:
    if isinstance(node, MappingNode):
        pairs = ((key, value) for key, value in node.value if key.value == step)
        return next(pairs, (None, None))
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


def _splice(page: _Page, edit: Edit) -> Splice:
    key, node = node_of(page.root, edit.steps)
    if isinstance(edit, Add):
        return _added(page, node, edit)
    if isinstance(edit, Drop):
        return _dropped(page.text, node_of(page.root, edit.steps[:-1])[1], edit.steps[-1])
    if isinstance(edit, Set):
        return _set(page, edit, node)
    if not isinstance(key, ScalarNode):
        raise NotEditableError(f"`{edit.steps[-1]}` is no key")
    flow = _in_flow(page.root, edit.steps)
    return Splice(key.start_mark.index, key.end_mark.index, scalar_text(edit.name, key.style, flow=flow))


def _set(page: _Page, edit: Set, node: Node) -> Splice:
    """Another value: a scalar in its old style, all else on one line."""
    start, end = node.start_mark.index, content_end(page.text, node)
    if page.as_json or not isinstance(node, ScalarNode) or isinstance(edit.value, dict | list):
        return Splice(start, end, page.written(edit.value))
    return Splice(start, end, scalar_text(edit.value, node.style, flow=_in_flow(page.root, edit.steps)))


def _in_flow(root: Node, steps: Steps) -> bool:
    """Whether what stands at a place is between brackets."""
    above = (node_of(root, steps[:length])[1] for length in range(len(steps)))
    return any(isinstance(node, MappingNode | SequenceNode) and node.flow_style for node in above)


def content_end(text: str, node: Node) -> int:
    """Where a node ends, without the comments and empty lines after it that its own mark may include."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return max(content_end(text, part) for part in (last if isinstance(last, tuple) else (last,)))
    end: int = node.end_mark.index
    if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
        kept = "+" in text[node.start_mark.index :].partition("\n")[0]
        return end if kept else len(text[:end].rstrip("\r\n "))
    return end


def line_end(text: str, index: int) -> int:
    """The end of the line that holds a character, before its break; the place itself at the start of a line."""
    if index and text[index - 1] == "\n":
        return index - 1 - (text[index - 2 : index - 1] == "\r")
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - (text[end - 1 : end] == "\r")


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# New items and entries


def _added(page: _Page, node: Node, edit: Add) -> Splice:
    text = page.text
    if not isinstance(node, MappingNode | SequenceNode) or not node.value:
        raise NotEditableError(f"nothing can be added at {'/'.join(map(str, edit.steps))}")
    before = _entry_before(node, edit)
    end = content_end(text, before)
    if node.flow_style:
        new = page.written(edit.value)
        name = "" if edit.name is None else f"{page.written(edit.name)}: "
        return Splice(end, end, f",{_apart(text, node)}{name}{new}")
    place = line_end(text, end)
    column = _column(text, node)
    lines = edit.text.splitlines() or (
        item_lines(edit.value) if edit.name is None else entry_lines(edit.name, edit.value)
    )
    new = "".join(f"{_break(text)}{' ' * column}{line}" if line else _break(text) for line in lines)
    return Splice(place, place, new)


def _apart(text: str, node: Collection) -> str:
    """What is between a comma and the next entry within brackets: a new line, where each entry has one."""
    first, last = (node.value[0], node.value[-1]) if isinstance(node, SequenceNode) else _keys(node)
    start: int = last.start_mark.index
    begin = text.rfind("\n", 0, start) + 1
    alone = not text[begin:start].strip() and text.rfind("\n", 0, first.start_mark.index) > node.start_mark.index
    return f"{_break(text)}{text[begin:start]}" if alone else " "


def _keys(node: MappingNode) -> tuple[Node, Node]:
    """The first and the last key of a map."""
    return node.value[0][0], node.value[-1][0]


def _entry_before(node: Collection, edit: Add) -> Node:
    """What the new item or entry comes after."""
    if isinstance(node, SequenceNode):
        last: Node = node.value[-1]
        return last
    fitting = [value for key, value in node.value if key.value in edit.after]
    found: Node = fitting[-1] if fitting else node.value[-1][1]
    return found


def _column(text: str, node: Collection) -> int:
    """Column of the entries of a map, or of the dashes of a list, in block style."""
    first = node.value[0][0] if isinstance(node, MappingNode) else node.value[0]
    start: int = first.start_mark.index
    if isinstance(node, SequenceNode):
        start = text.rindex("-", 0, start)
    return start - (text.rfind("\n", 0, start) + 1)


# Items and entries that go


def _dropped(text: str, holder: Node, step: str | int) -> Splice:
    if not isinstance(holder, MappingNode | SequenceNode):
        raise NotEditableError("there is nothing to drop")
    spans = list(_spans(text, holder))
    place = _names(holder).index(step)
    start, end = spans[place]
    if holder.flow_style:
        if place + 1 < len(spans):
            return Splice(start, spans[place + 1][0], "")
        return Splice(spans[place - 1][1] if place else start, end, "")
    if text[text.rfind("\n", 0, start) + 1 : start].strip():
        raise NotEditableError("what is to go shares its line with the list that it is in")
    first, last = text.rfind("\n", 0, start), line_end(text, end)
    return Splice(max(first, 0) - (text[first - 1 : first] == "\r"), last, "")


def _names(holder: Collection) -> list[str | int]:
    """The step to each entry or item."""
    if isinstance(holder, MappingNode):
        return [str(key.value) for key, _ in holder.value]
    return list(range(len(holder.value)))


def _spans(text: str, holder: Collection) -> Iterator[tuple[int, int]]:
    """Where each item begins, with its dash or key, and where it ends."""
    for part in holder.value:
        if isinstance(part, tuple):
            yield part[0].start_mark.index, content_end(text, part[1])
        else:
            start = part.start_mark.index
            yield (start if holder.flow_style else text.rindex("-", 0, start)), content_end(text, part)


def lines_of(text: str, steps: Steps) -> str:
    """How an entry or item in block style is written: whole lines from its column on, with the comments above it.

    Returns:
        "" where it is written between brackets or shares a line with something before it.
    """
    root = compose(text)
    holder = node_of(root, steps[:-1])[1]
    if not isinstance(holder, MappingNode | SequenceNode) or _in_flow(root, steps):
        return ""
    names = (
        [key.value for key, _ in holder.value] if isinstance(holder, MappingNode) else list(range(len(holder.value)))
    )
    start, end = list(_spans(text, holder))[names.index(steps[-1])]
    column = _column(text, holder)
    begin = text.rfind("\n", 0, start) + 1
    if text[begin:start].strip():
        return ""
    lines = text[begin : line_end(text, end)].splitlines()
    for line in reversed(text[:begin].splitlines()):
        if not line.startswith(" " * column + "#"):
            break
        lines.insert(0, line)
    return "\n".join(line[column:] for line in lines)
