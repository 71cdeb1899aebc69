"""From bytes to text: encoding, byte order mark, and characters that no record may contain."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from recordpress.problems import Problem

# What YAML 1.2 calls not printable (section 5.1), and unpaired surrogates: databases, CSV, XML and terminals can't all
# hold these, however they are written.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
BYTE_ORDER_MARK = "\ufeff"  # a character like others where it is written as an escape: bare, programs drop it
# Readers of YAML 1.1 take these for line breaks, those of 1.2 don't.
_DOUBTFUL_BREAKS = "\x85\u2028\u2029"
UNWANTED = re.compile(FORBIDDEN.pattern[:-1] + BYTE_ORDER_MARK + _DOUBTFUL_BREAKS + "]")
_BREAK = re.compile(r"\r\n?|\n")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text without its byte order mark, with a space for each unwanted character.

    Args:
        path: The file, relative to the dataset.
        text: The characters; places are counted in them.
        problems: What was wrong with the encoding and the characters.
        starts: Index of the first character of each line.
    """

    path: str
    text: str
    problems: tuple[Problem, ...] = ()
    starts: list[int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(match.end() for match in _BREAK.finditer(self.text))]
        object.__setattr__(self, "starts", starts)

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of a character, counted from 1."""
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1


def decode(data: bytes, path: str) -> Text:
    """Turn a file's bytes into text; whatever is not right with them is a problem, and replaced."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problem = Problem("Y102", path, "the file is not UTF-8 but probably UTF-16", 1, 1, hint="save it as UTF-8")
        return Text(path, "", (problem,))
    problems: list[Problem] = []
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        problems.append(_not_utf8(data, error, path))
        text = data.decode(errors="replace")
    if text.startswith(BYTE_ORDER_MARK):
        hint = "save the file as UTF-8 without a byte order mark (BOM)"
        problems.append(Problem("Y103", path, "the file begins with a byte order mark", 1, 1, hint=hint))
        text = text[1:]
    if UNWANTED.search(text):
        problems.extend(_unwanted(Text(path, text)))
        text = UNWANTED.sub(" ", text)
    return Text(path, text, tuple(problems))


def shown(text: str) -> str:
    """A text as it is shown in a message: in backquotes, on one line and not too long."""
    flat = "".join(char if char.isprintable() else " " for char in text[: _SHOWN + 1])
    mark = '"' if "`" in flat else "`"
    return mark + (flat[:_SHOWN] + "…" if len(flat) > _SHOWN else flat) + mark


def _not_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    line, column = Text(path, data[: error.start].decode() + " ").place(len(data[: error.start].decode()))
    message = f"the file is not UTF-8: byte {error.start} is 0x{data[error.start]:02X}"
    return Problem("Y102", path, message, line, column, hint="save the file as UTF-8")


def _unwanted(text: Text) -> list[Problem]:
    """One problem for each unwanted character, at its first place."""
    count = Counter(UNWANTED.findall(text.text))
    return [_unwanted_character(text, char, times) for char, times in count.items()]


def _unwanted_character(text: Text, char: str, times: int) -> Problem:
    if char in _DOUBTFUL_BREAKS:
        what = f"the invisible line break U+{ord(char):04X} is read differently by different programs"
        hint = f'remove it, or write "\\u{ord(char):04X}" within double quotes'
    elif char == BYTE_ORDER_MARK:
        what = f"the invisible character U+{ord(char):04X}, a byte order mark, is dropped by some programs"
        hint = f'remove it, or write "\\u{ord(char):04X}" within double quotes'
    else:
        what, hint = f"the character U+{ord(char):04X} is not allowed in YAML", "remove it"
    line, column = text.place(text.text.index(char))
    more = f" ({times} times in the file)" if times > 1 else ""
    return Problem("Y104", text.path, what + more, line, column, hint=hint)
