"""The single records in a file that holds many: where each stands, and the file with some of them written anew.

All else in the file stays as it is, byte for byte: its comments, its empty lines, and how other records are written.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from yaml import MappingNode, Node, SequenceNode

from recordpress.moving.edits import Steps
from recordpress.moving.text_edits import NotEditableError, compose, content_end, line_end, node_of
from recordpress.pointers import pointer
from recordpress.reading.json_document import read_json

Span = tuple[int, int]
NO_LINES = "its records don't stand in lines of their own"


@dataclass(frozen=True, slots=True)
class Held:
    """A file and where what it holds stands in it.

    Args:
        text: The file.
        steps: The key or position of each.
        spans: First character of each, with its key or dash, and the character after it.
        tops: Where something that comes before it would be put: above the comments above it.
        end: Where something that comes after all would be put.
        pad: What is in front of each of their lines.
        between: What is between two of them.
    """

    text: str
    steps: Sequence[str | int]
    spans: Sequence[Span]
    tops: Sequence[int]
    end: int
    pad: str
    between: str

    def written(self, step: str | int) -> str:
        """How one is written, from the first column on."""
        start, end = self.spans[self.steps.index(step)]
        first, *rest = self.text[start:end].splitlines()
        return "\n".join([first, *(line.removeprefix(self.pad) for line in rest)])

    def changed(self, anew: Mapping[str | int, str], added: Mapping[int, Sequence[str]]) -> str:
        """The file with some written anew, and with further ones.

        Args:
            anew: By key or position, how one is to be written, from the first column on.
            added: Further ones, by position of what they come before (or how many there are, for the end).
        """
        pieces = [
            *(
                (top, top, "".join(self._padded(new) + self.between for new in added.get(number, ())))
                for number, top in enumerate(self.tops)
            ),
            *(
                (*span, self._padded(anew[step]))
                for step, span in zip(self.steps, self.spans, strict=True)
                if step in anew
            ),
            (self.end, self.end, "".join(self.between + self._padded(new) for new in added.get(len(self.tops), ()))),
        ]
        parts: list[str] = []
        done = 0
        for start, end, new in sorted(pieces, key=lambda piece: piece[:2]):
            parts += [self.text[done:start], new]
            done = end
        return "".join((*parts, self.text[done:]))

    def _padded(self, lines: str) -> str:
        """Lines as they stand in the file, but for the pad of the first, which is there."""
        first, *rest = lines.splitlines()
        return _break(self.text).join([first, *(self.pad + line if line else line for line in rest)])


def held(text: str, at: Steps, *, as_json: bool) -> Held:
    """Where what a file holds stands.

    Args:
        text: The file, which has no problems.
        at: The list or map that holds it.
        as_json: Whether the file is JSON.

    Raises:
        NotEditableError: Nothing is there, or it doesn't stand in lines of its own where it has to.
    """
    return _in_json(text, at) if as_json else _in_yaml(text, at)


def _in_yaml(text: str, at: Steps) -> Held:
    node = node_of(compose(text), at)[1]
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        raise NotEditableError(NO_LINES)
    starts = [_start(text, part) for part in node.value]
    pads = {text[text.rfind("\n", 0, start) + 1 : start] for start in starts}
    pad = pads.pop()
    if pads or pad.strip(" "):
        raise NotEditableError(NO_LINES)
    values = [part[1] if isinstance(part, tuple) else part for part in node.value]
    ends = [line_end(text, content_end(text, value)) for value in values]
    tops = [_above(text, start, pad) for start in starts]
    keys = [part[0].value if isinstance(part, tuple) else number for number, part in enumerate(node.value)]
    gaps = {text[end:top] for end, top in zip(ends, tops[1:], strict=False)}
    between = gaps.pop() if len(gaps) == 1 and next(iter(gaps)).isspace() else _break(text) + pad
    return Held(text, keys, list(zip(starts, ends, strict=True)), tops, _below(text, ends[-1], pad), pad, between)


def _start(text: str, part: Node | tuple[Node, Node]) -> int:
    """Where an entry begins: at its key or its dash."""
    if isinstance(part, tuple):
        begin: int = part[0].start_mark.index
        return begin
    return text.rindex("-", 0, part.start_mark.index)


def _above(text: str, start: int, pad: str) -> int:
    """Where the comments right above an entry begin, or the entry, behind the pad."""
    line = start - len(pad)
    while line > 0:
        above = text.rfind("\n", 0, line - 1) + 1
        if not text.startswith(f"{pad}#", above):
            break
        line = above
    return line + len(pad)


def _below(text: str, end: int, pad: str) -> int:
    """The end of the comments below the last entry that are in it, since they stand further to the right."""
    while (begin := text.find("\n", end) + 1) and text.startswith(f"{pad} ", begin):
        line = text[begin:].partition("\n")[0].rstrip("\r")
        if not line.lstrip(" ").startswith("#"):
            break
        end = begin + len(line)
    return end


def _in_json(text: str, at: Steps) -> Held:
    document = read_json(text.encode(), "", of_record=True)
    holder = document.value
    for step in at:
        holder = holder.get(str(step)) if isinstance(holder, dict) else None
    if not isinstance(holder, dict | list) or not holder:
        raise NotEditableError("there are no records in it")
    keys: Sequence[str | int] = list(holder) if isinstance(holder, dict) else range(len(holder))
    lines = [0, *(index + 1 for index, sign in enumerate(text) if sign == "\n")]
    decode = json.JSONDecoder().raw_decode
    spans = []
    for key in keys:
        place = document.positions[pointer((*at, key))]
        begin = lines[place.key_line - 1] + place.key_column - 1
        spans.append((begin, decode(text, lines[place.line - 1] + place.column - 1)[1]))
    lead = text[text.rfind("\n", 0, spans[0][0]) + 1 : spans[0][0]]
    pad = lead if not lead.strip() else ""
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    between = gaps[0] if gaps else f",{_break(text)}{pad}" if lead == pad else ", "
    return Held(text, keys, spans, [start for start, _ in spans], spans[-1][1], pad, between)


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def entry_in_json(among: Held, step: str | int, value: object) -> str:
    """A new entry of a list or map in JSON, from the first column on, as the others are written.

    Args:
        among: The others.
        step: Its key, or its position in a list.
        value: Its value.
    """
    start, end = among.spans[among.steps.index(step) if step in among.steps else -1]
    _, *rest = among.text[start:end].splitlines()
    inner = rest[0].removeprefix(among.pad) if rest else ""
    indent = inner[: len(inner) - len(inner.lstrip())] if rest else None
    key = f"{json.dumps(step, ensure_ascii=False)}: " if isinstance(step, str) else ""
    return key + json.dumps(value, ensure_ascii=False, indent=indent)
