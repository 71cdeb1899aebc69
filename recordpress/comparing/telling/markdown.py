"""A difference in Markdown, as a comment on a pull request: nothing in it but our own words can be markup."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from recordpress.comparing.changes import Difference
from recordpress.comparing.telling.outline import Section, heading, sections, summary
from recordpress.comparing.telling.words import Data, Line, Name, count
from recordpress.reporting import printable

MOST = 60_000  # characters: GitHub takes 65,536 of a comment
ROOM = 400  # characters for the last line, and for the ends of what is open
MARKUP = re.compile(r"([\\`*_\[\]<>|~$]|(?:(?<=^)|(?<=^\d))[#+=:.)-])")  # some only mean something at the beginning
MENTION = re.compile(r"([@#]|\b[Gg][Hh](?=-)|\bwww(?=\.))", re.IGNORECASE)
ADDRESS = re.compile(r"(://)")
JOINER = "\u2060"  # between what would be taken for a mention, an issue or an address


def markdown_lines(difference: Difference, *, whole: bool = True, most: int = MOST) -> Iterator[str]:
    """The lines.

    Args:
        difference: What changed.
        whole: Whether each change is told, and not only how many there are.
        most: Characters at most; what does not fit is counted.
    """
    head = [f"**{as_markdown(heading(difference))}**", ""]
    for line in summary(difference):
        head += [as_markdown(line), ""]
    yield from head
    parts = list(sections(difference))
    if whole:
        yield from _bounded(parts, most - ROOM - sum(map(len, head)) - len(head))
    else:
        yield from (f"- {as_markdown(section.title)}" for section in parts)


def _bounded(parts: Sequence[Section], room: int) -> Iterator[str]:
    """The sections as far as there is room, and how much is left out.

    All titles are there; of the entries those that ask for the most attention, and then some of each section.
    """
    frames = [
        (["<details>", f"<summary>{_summary(part.title)}</summary>", ""], ["", "</details>", ""]) for part in parts
    ]
    room -= sum(_size(opening) + _size(closing) for opening, closing in frames)
    waiting = [(rank, at, number) for number, part in enumerate(parts) for at, rank in enumerate(part.ranks)]
    told: dict[tuple[int, int], list[str]] = {}
    for _, at, number in sorted(waiting):
        lines = [f"{'  ' * (line.depth - 1)}- {as_markdown(line)}" for line in parts[number].entries[at]]
        size = _size(lines)
        if size <= room:
            room -= size
            told[number, at] = lines
    for number, (opening, closing) in enumerate(frames):
        found = [line for at in range(len(parts[number].entries)) for line in told.get((number, at), ())]
        yield from (*opening, *found, *closing)
    if len(told) < len(waiting):
        left = count(len(waiting) - len(told), "change")
        yield f"_{left} left out here, for want of room; `build.py diff` tells all._"


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def as_markdown(line: Line) -> str:
    """A line, without its depth."""
    return "".join(map(_part, line.parts))


def _part(part: str | Data | Name) -> str:
    if isinstance(part, Data):
        return code(part.text)
    return escaped(part.text) if isinstance(part, Name) else part


def _summary(line: Line) -> str:
    """A line within HTML, where no Markdown is read."""
    return "".join(
        html.escape(part if isinstance(part, str) else _unlinked(part.text), quote=False) for part in line.parts
    )


def code(text: str) -> str:
    """A text as code: between more backticks in a row than it holds, so that it can't end it."""
    words = printable(text) or " "
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    pad = " " if words.startswith(("`", " ")) or words.endswith(("`", " ")) else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def escaped(text: str) -> str:
    """A text of which nothing is taken for markup, a mention, an issue or an address."""
    return MARKUP.sub(r"\\\1", html.escape(_unlinked(text), quote=False))


def _unlinked(text: str) -> str:
    """A text in which nothing that is shown becomes a link by itself."""
    mentions = MENTION.sub(rf"\1{JOINER}", printable(text))
    return ADDRESS.sub(rf"{JOINER}\1", mentions)
