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
    yield _line(heading(difference))
    yield ""
    yield from map(_line, summary(difference))
    for section in sections(difference) if whole else ():
        yield ""
        yield _line(section.title)
        yield from (_line(line) for entry in section.entries for line in entry)
    if not whole:
        yield from (_line(section.title) for section in sections(difference))


def _line(line: Line) -> str:
    words = (part if isinstance(part, str) else printable(part.text) for part in line.parts)
    return "  " * line.depth + "".join(words)
