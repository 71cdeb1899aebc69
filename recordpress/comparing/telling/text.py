"""A difference as plain text for a terminal."""

from collections.abc import Iterator

from recordpress.comparing.changes import Difference
from recordpress.comparing.telling.outline import heading, sections, summary
from recordpress.comparing.telling.words import Line
from recordpress.reporting import printable


def text_lines(difference: Difference, *, whole: bool = True) -> Iterator[str]:
    """The lines.

    Args:
        difference: What changed.
        whole: Whether each change is told, and not only how many there are.
    """
    yield as_text(heading(difference))
    yield ""
    yield from map(as_text, summary(difference))
    for section in sections(difference) if whole else ():
        yield ""
        yield as_text(section.title)
        yield from (as_text(line) for entry in section.entries for line in entry)
    if not whole:
        yield from (as_text(section.title) for section in sections(difference))


def as_text(line: Line) -> str:
    """A line, with nothing in it that moves a cursor."""
    words = (part if isinstance(part, str) else printable(part.text) for part in line.parts)
    return "  " * line.depth + "".join(words)
