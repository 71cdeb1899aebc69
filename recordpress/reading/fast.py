"""The accelerator: a parser several times as fast, for text of which it is known to mean what the reference means.

It is used if `oryaml` can be imported. Any doubt sends a file to the reference, `recordpress.reading.yaml_document`:
what stands here may refuse too much, but must not let pass what the reference would read otherwise or find fault with.
A look at the bytes refuses marks whose meaning differs (tags, anchors, merge keys, directives, several documents,
escapes, tabs, control characters); a look at the value refuses keys that are no strings, and strings and numbers that
may have been written in a way that the two parsers read differently.
"""

import re
from collections.abc import Callable
from typing import Any

from recordpress.reading.document import MAX_DEPTH, SIZE_LIMIT
from recordpress.reading.scalars import LARGEST, SMALLEST

try:
    import oryaml
except ImportError:  # pragma: no cover
    _loads: Callable[[bytes], object] | None = None
else:
    _loads = oryaml.loads

# Bytes that need no look; of what is left without them, that which is never read fast.
_ORDINARY = bytes(sorted({*range(0x20, 0x7F), 0x0A} - set(b"\\!&?%<")))
_REFUSED = re.compile(
    rb"[\x00-\x1f\x7f\\]|<<|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]",
)
# What these may mean at the beginning of a value or key: a tag, an anchor, a complex key, a directive. An alias (`*`)
# alone is no doubt: without an anchor it is an error for both parsers.
_MARKS = (b"!", b"&", b"?", b"%")
_BEFORE_VALUES = b"[{,:-?\"'"
# Numbers with an exponent or a base, after digits have become 0 and these letters e; and numbers of many digits.
_LETTERS = bytes.maketrans(b"123456789Ebox", b"000000000eeee")
_WITH_LETTERS = (b"0e", b"0.e")
_DIGITS = bytes.maketrans(b"123456789.", b"0000000000")
_MANY_DIGITS = b"0" * 16
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_KEYS = frozenset({str})
_COLLECTIONS = frozenset({dict, list})
_NUMBERS = frozenset({int, float})
# The accelerator takes time by the square of unclosed brackets, 20 seconds for 100,000.
_LARGEST = 1 << 16  # bytes
_SMALL = 1 << 12  # bytes, for which brackets need not be counted
_MOST_BRACKETS = 1000


def load(data: bytes) -> dict[str, object] | None:
    """The map that a file holds, or `None` if the reference has to read it."""
    value = _load(data, _LARGEST)
    return value if isinstance(value, dict) else None


def load_many(data: bytes) -> dict[str, object] | list[object] | None:
    """The map or list that a file of many records holds, or `None` if the reference has to read it."""
    value = _load(data, SIZE_LIMIT)
    return value if isinstance(value, dict | list) else None


def _load(data: bytes, largest: int) -> object:
    if _loads is None or not _is_ordinary(data, largest):
        return None
    try:
        value = _loads(data)
    except Exception:  # noqa: BLE001 - whatever it says, the reference says it better
        return None
    return value if isinstance(value, dict | list) and _is_certain(value, data) else None


def _is_ordinary(data: bytes, largest: int) -> bool:
    """Whether nothing in the bytes can mean different things to the two parsers."""
    if len(data) > _SMALL and (len(data) > largest or data.count(b"[") + data.count(b"{") > _MOST_BRACKETS):
        return False
    left = data.translate(None, _ORDINARY)
    if left and (_REFUSED.search(left) or any(mark in left and _begins_value(mark, data) for mark in _MARKS)):
        return False
    return b"\n---" not in data and b"\n..." not in data


def _begins_value(mark: bytes, data: bytes) -> bool:
    """Whether a mark stands anywhere where a value or key may begin, rather than within a text."""
    index = data.find(mark)
    while index >= 0:
        before = data[data.rfind(b"\n", 0, index) + 1 : index].rstrip(b" ")
        if not before or before[-1] in _BEFORE_VALUES:
            return True
        index = data.find(mark, index + 1)
    return False


def _is_certain(value: dict[str, object] | list[object], data: bytes) -> bool:
    """Whether each part of the value can only have been meant so."""
    level: list[Any] | None = [value]
    keys: list[Any] = []
    numbers: list[int | float] = []
    depth = 0
    while level:
        depth += 1
        level = _below(level, keys, numbers)
    if level is None or depth > MAX_DEPTH or not _are_certain_keys(keys):
        return False
    return not numbers or _are_certain_numbers(numbers, data)


def _below(level: list[Any], keys: list[Any], numbers: list[int | float]) -> list[Any] | None:
    """The lists and maps within those of a level; `None` if a string in them is not certain.

    Keys and numbers are added to the lists of these, for a look at all of them together. Exact types and one loop, as
    this is done for every value of every record.
    """
    below = []
    for parent in level:
        parts = parent
        if type(parent) is dict:
            keys += parent
            parts = parent.values()
        for part in parts:
            kind = type(part)
            if kind is str:
                if part < ":" and _NUMBER.fullmatch(part):  # digits, signs and the point stand before the colon
                    return None
            elif kind in _COLLECTIONS:
                below.append(part)
            elif kind in _NUMBERS:
                numbers.append(part)
    return below


def _are_certain_keys(keys: list[Any]) -> bool:
    """Whether keys are strings, none of which looks like a number."""
    if not _KEYS.issuperset(map(type, keys)):
        return False
    return min(keys, default=":") >= ":" or not any(map(_NUMBER.fullmatch, keys))


def _are_certain_numbers(numbers: list[int | float], data: bytes) -> bool:
    """Whether none of the numbers may be written in a way that the reference reads otherwise."""
    if not all(SMALLEST <= number <= LARGEST for number in numbers):  # as the infinite and `.nan` are not
        return False
    letters = data.translate(_LETTERS)
    if any(mark in letters for mark in _WITH_LETTERS):
        return False
    return float not in map(type, numbers) or _MANY_DIGITS not in data.translate(_DIGITS)
