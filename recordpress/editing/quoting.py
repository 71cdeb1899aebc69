"""How a text is written in YAML: bare where that can't be misread, else in quotes, or as a block if it is long.

"Misread" is meant for readers of YAML 1.1, too, which take `no`, `1_000` and `12:30` for something else than a text.
"""

import re
from functools import lru_cache

from recordpress.reading.text import UNWANTED

WIDTH = 120  # characters of a line, which texts without spaces may exceed

# A text that may be written bare, unless it is a number or a word with a meaning: nothing in it marks anything.
_BARE = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`=~])(?![^\n]*(?::(?:\s|$)|\s#))\S(?:[^\n\t]*\S)?")
_IN_FLOW = re.compile(r"[,\[\]{}]")
_NUMERIC = re.compile(
    r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?(?:\.[0-9]|[0-9])[0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?"
    r"|[-+]?0[xo][0-9a-f_]+|[-+]?0b[01_]+|[-+]?\.(?:inf|nan)",
    re.IGNORECASE,
)
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<"})
_MARKS = ("---", "...")  # which separate documents
_NEEDS_ESCAPES = re.compile(rf"[\t\n\r]|{UNWANTED.pattern}")
_ESCAPED = re.compile(rf'["\\]|{_NEEDS_ESCAPES.pattern}')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_BREAKABLE = re.compile(r"(?<=\S) (?=\S)")
_NOT_IN_BLOCKS = re.compile(rf"[ \t](?:\n|$)|[\t\r]|{UNWANTED.pattern}")


@lru_cache(maxsize=1 << 16)
def inline(text: str, *, flow: bool = False) -> str:
    """A text on one line: bare, or in quotes.

    Quotes are single ones; double ones where these need no escapes and single ones would, or where nothing else will
    do.

    Args:
        text: The text.
        flow: Whether it stands within `[…]` or `{…}`.
    """
    escapes = bool(_NEEDS_ESCAPES.search(text))
    if not escapes and _BARE.fullmatch(text) and not (flow and _IN_FLOW.search(text)) and not _has_meaning(text):
        return text
    if escapes or ("'" in text and '"' not in text and "\\" not in text):
        return '"' + _ESCAPED.sub(_escape, text) + '"'
    return "'" + text.replace("'", "''") + "'"


def _has_meaning(text: str) -> bool:
    """Whether a bare text would be, or might be taken for, something else than a text."""
    return bool(_NUMERIC.fullmatch(text)) or text.lower() in _WORDS or text.startswith(_MARKS)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _ESCAPES.get(char) or (f"\\x{ord(char):02X}" if ord(char) <= 0xFF else f"\\u{ord(char):04X}")  # noqa: PLR2004


def block(text: str, width: int) -> tuple[str, list[str]] | None:
    """A text as a block: its header (`>-`, `|` …) and its lines without indentation.

    Args:
        text: The text.
        width: Characters that there are for a line.

    Returns:
        None where the text can't be written as a block, or gains nothing by it.
    """
    body = text.removesuffix("\n")
    if not body or body[0] in " \n" or body[-1] == "\n" or _NOT_IN_BLOCKS.search(text):
        return None
    end = "" if text != body else "-"
    lines = body.split("\n")
    if text != body or len(lines) > 1:
        if max(map(len, lines)) <= width or "\n " in body:
            return "|" + end, lines
    elif not _BREAKABLE.search(body):
        return None
    return ">" + end, _with_breaks([_fold(line, width) for line in lines])


def _fold(line: str, width: int) -> list[str]:
    """A line in parts of at most `width` characters, where spaces allow that."""
    parts: list[str] = []
    current = ""
    for word in _BREAKABLE.split(line):
        if current and len(current) + 1 + len(word) > width:
            parts.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*parts, current]


def _with_breaks(folded: list[list[str]]) -> list[str]:
    """The lines of a folded block: an empty one more than there are in the text stands for each line break."""
    lines: list[str] = []
    for number, parts in enumerate(folded):
        if number:
            lines.append("")
        lines += [part for part in parts if part]
    return lines
