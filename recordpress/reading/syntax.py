"""Syntax errors of YAML in words that help, from those of the parser."""

from yaml import MarkedYAMLError

from recordpress.problems import Problem
from recordpress.reading.text import Text, shown

_QUOTE = "put the whole text into quotes"
_CLOSE = "close the text with the same mark"
_UNCLOSED = "a quotation mark opens a text that is never closed"
_BACKSLASH = r"write \\ for a backslash, or use single quotes"
_ALIGN = "keys of one map begin in the same column, below each other; indent with spaces"
# What the parser says (part of "context; problem"), whether the place where the thing began is the better one, what
# is said instead, and what to do. The first that fits counts.
_EXPLAINED = (
    ("quoted scalar; found unexpected end", True, _UNCLOSED, _CLOSE),
    ("quoted scalar; found unexpected document", True, _UNCLOSED, _CLOSE),
    ("unknown escape", False, "unknown escape after a backslash within double quotes", _BACKSLASH),
    (
        "Unicode character escape",
        False,
        "the escape is no character (half of a surrogate pair, or beyond U+10FFFF)",
        "write the character itself",
    ),
    ("expected hexdecimal", False, "the escape lacks hexadecimal digits", _BACKSLASH),
    ("escape sequence of", False, "the escape lacks hexadecimal digits", _BACKSLASH),
    (
        "mapping values are not allowed",
        False,
        "a colon and a space make a second key here",
        'put a text that contains ": " into quotes; if it is a key, look at the indentation',
    ),
    (
        "could not find expected ':'",
        True,
        "this line is not `key: value`",
        "write a colon and a space after a key; a text that goes on in a new line must be indented",
    ),
    ("alias; ", False, "a text begins with *, which marks an alias", _QUOTE),
    ("anchor; ", False, "a text begins with &, which marks an anchor", _QUOTE),
    ("undefined tag", False, "a text begins with !, which marks a tag", _QUOTE),
    (" tag; ", False, "a text begins with !, which marks a tag", _QUOTE),
    ("cannot start any token", False, "a text can't begin with this character", _QUOTE),
    (
        "block sequence entries are not allowed",
        False,
        "an item of a list (`- `) can't begin here",
        "put each item on a line of its own below the key",
    ),
    (
        "flow sequence; ",
        True,
        "a list that opens with [ is not closed, or lacks a comma",
        "close it with ], with commas between the items; put a text with brackets or commas into quotes",
    ),
    (
        "flow mapping; ",
        True,
        "a map that opens with { is not closed, or lacks a comma",
        "close it with }, with commas between the entries; put a text with braces or commas into quotes",
    ),
    (
        "block mapping; ",
        False,
        "this does not fit in the map around it",
        _ALIGN + "; nothing may follow a text in quotes",
    ),
    (
        "block collection; ",
        False,
        "this does not fit in the list around it",
        "each item begins with `- ` in the same column",
    ),
    (
        "block scalar; ",
        False,
        "this does not fit a text block (| or >)",
        "nothing but a comment may follow | or >, and the text is indented with spaces",
    ),
    ("directive", False, "a line can't begin with %", _QUOTE),
    (
        "incompatible YAML document",
        False,
        "the file says that it is of another version of YAML",
        "remove the line that begins with %YAML",
    ),
    (
        "expected node content",
        False,
        "a value is missing in front of this",
        "write the value, or remove a comma or bracket too many",
    ),
    ("mapping keys are not allowed", False, "a text begins with `? `, which marks a key", _QUOTE),
    ("document start", False, "this stands outside of the map that the file holds", _ALIGN),
)


def explain(error: MarkedYAMLError, text: Text) -> Problem:
    """The problem that a parser's error means."""
    said = f"{error.context or ''}; {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    message, hint = f"this is not YAML: {error.problem or 'unreadable'}", "check the indentation and the quotes"
    for part, from_start, words, advice in _EXPLAINED:
        if part in said:
            mark = (from_start and error.context_mark) or mark
            message, hint = words, advice
            break
    if mark is None:
        return Problem("Y106", text.path, message, hint=hint)
    character = text.text[mark.index : mark.index + 1]
    if character == "\t" or "tab" in (error.problem or ""):
        return tab(text.path, text.place(mark.index), 1)
    if "begin with this character" in message:
        message = f"a text can't begin with {shown(character)}"
    line, column = text.place(mark.index)  # not the mark's own, which is beyond the last line at the end of a file
    return Problem("Y106", text.path, message, line, column, hint=hint)


def tab(path: str, place: tuple[int, int], lines: int) -> Problem:
    """The problem of tabs, the first of which stands at `place`."""
    more = f", and on {lines - 1} more lines" if lines > 1 else ""
    message = f"a tab stands where only spaces may stand{more}"
    return Problem("Y105", path, message, *place, hint="indent and separate with spaces")
