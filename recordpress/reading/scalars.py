"""What a plain text means: the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).

`yes`, `no`, `2024-07-18`, `1:30`, `1_000` and `0b1` are strings; `007` is the integer 7, `0o17` is 15.
"""

import math
import re
from decimal import Decimal

Scalar = str | int | float | bool | None

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
LARGEST, SMALLEST = 2**63 - 1, -(2**63)

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {**dict.fromkeys(NULLS), **BOOLEANS}
_FIRST = frozenset("0123456789+-.")
_LONGEST_NUMBER = 400  # characters; Python refuses to convert integers of several thousand digits


class NumberError(ValueError):
    """A text is a number that can't be kept as it is."""


def resolve(text: str) -> Scalar:
    """The value of a plain scalar.

    Raises:
        NumberError: It is a number that neither a signed 64-bit integer nor a finite double can hold as written.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    if _INTEGER.fullmatch(text):
        return to_integer(text)
    if _FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        return to_float(text)
    return text


def to_integer(text: str) -> int:
    """The integer that a text means.

    Raises:
        NumberError: It is none, or too large.
    """
    number = to_long_integer(text)
    if not SMALLEST <= number <= LARGEST:
        raise NumberError("is beyond what a signed 64-bit integer can hold")
    return number


def to_long_integer(text: str) -> int:
    """The integer that a text means, however large; of 400 digits at most.

    Raises:
        NumberError: It is none, or too long.
    """
    if not _INTEGER.fullmatch(text):
        raise NumberError("is not an integer")
    if len(text) > _LONGEST_NUMBER:
        raise NumberError("has too many digits")
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    return int(text[2:], base) if base != 10 else int(text)  # noqa: PLR2004


def to_float(text: str, *, exact: bool = True) -> float:
    """The floating-point number that a text means.

    Args:
        text: The text.
        exact: Whether it may not have more digits than a double keeps.

    Raises:
        NumberError: It is none, not finite, or has too many digits.
    """
    if _NOT_FINITE.fullmatch(text):
        raise NumberError("is not a finite number, which JSON can't hold")
    if not _FLOAT.fullmatch(text):
        raise NumberError("is not a number")
    if len(text) > _LONGEST_NUMBER:
        raise NumberError("has too many digits")
    number = float(text)
    if math.isinf(number):
        raise NumberError("is beyond what a floating-point number can hold")
    if exact and Decimal(text) != Decimal(repr(number)):
        raise NumberError(f"has more digits than a floating-point number keeps; it would become {number!r}")
    return number
