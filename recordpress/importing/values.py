"""From the text of a cell to the value that it stands for, as the schema says."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.importing.columns import Field
from recordpress.importing.names import Names
from recordpress.reading.text import FORBIDDEN
from recordpress.schema.nodes import Reference, Scalar, ScalarList
from recordpress.suggestions import did_you_mean, one_of
from recordpress.writing.cells import INTEGERS

_INTEGER = re.compile(r"[+-]?[0-9]+(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": True, "false": False}
_SHOWN = 60  # characters


class CellError(Exception):
    """A cell that stands for no value of its field.

    Args:
        code: Code of the problem.
        message: What is wrong.
        hint: What to do about it.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


@dataclass(frozen=True, slots=True)
class Values:
    """Makes values of cells.

    Args:
        names: The records that may be referred to.
        split: What stands between the items of a list; "" where lists are JSON alone.
    """

    names: Names
    split: str = ""

    def of(self, field: Field, text: str, current: Any) -> Any:
        """The value that a cell stands for.

        Args:
            field: The field that it is of.
            text: The cell.
            current: The value that the record has now; None for none.

        Raises:
            CellError: It stands for none.
        """
        if isinstance(current, str) and current == text:
            return current
        if FORBIDDEN.search(text):
            raise CellError("Y104", f"`{field.column}` holds a control character, which no record may hold")
        if isinstance(field.node, ScalarList):
            return self._list(field, field.node, text)
        return self._scalar(field.column, field.node, text, current)

    def _list(self, field: Field, node: ScalarList, text: str) -> list[Any]:
        if text.lstrip().startswith("["):
            value = _json(field.column, text)
            if isinstance(value, list):
                return value
        if not self.split:
            raise CellError(
                "V203",
                f"`{field.column}` is a list, and {_shown(text)} is none",
                'write ["one", "two"], or say by --split what stands between items',
            )
        items = [item.strip() for item in text.split(self.split)]
        return [self._scalar(field.column, node.item, item, None) for item in items if item]

    def _scalar(self, name: str, node: Scalar, text: str, current: Any) -> Any:
        if node.reference:
            return self._reference(name, node.reference, text.strip(), current)
        if node.vocabulary:
            return _term(node, text, name)
        return CONVERSIONS.get(node.type, _text)(name, text)

    def _reference(self, name: str, reference: Reference, text: str, current: Any) -> str:
        if isinstance(current, str) and self.names.same(reference, current, text):
            return current
        found = self.names.find(reference, text)
        if len(found) == 1:
            return self.names.written(reference, found[0], text)
        if found:
            listed = " or ".join(f"`{ref if reference.qualified else ref.partition('/')[2]}`" for ref in found[:5])
            raise CellError("L322", f"`{name}`: {_shown(text)} is the name of several records", f"write {listed}")
        what = self.names.in_words(reference)
        raise CellError("L303", f"`{name}`: there is no {what} {_shown(text)}", self.names.near(reference, text))


def _term(node: Scalar, text: str, name: str) -> str:
    """The word of a vocabulary that a cell names by itself or by its title."""
    terms = node.vocabulary.terms if node.vocabulary else ()
    values = {term.value for term in terms}
    for candidate in (text, text.strip()):
        if candidate in values:
            return candidate
    word = text.strip().casefold()
    found = [term.value for term in terms if word in {term.value.casefold(), term.title.casefold()}]
    if len(found) == 1:
        return found[0]
    words = [*(term.value for term in terms), *(term.title for term in terms if term.title)]
    hint = did_you_mean(text, words) or one_of(term.value for term in terms)
    raise CellError("V204", f"`{name}` can't be {_shown(text)}", hint)


def _text(_name: str, text: str) -> str:
    return text.replace("\r\n", "\n")


def _integer(name: str, text: str) -> int:
    if not _INTEGER.fullmatch(text.strip()):
        raise CellError("V203", f"`{name}` must be a whole number, not {_shown(text)}")
    value = int(text.strip().partition(".")[0]) if len(text) < 2 * _SHOWN else INTEGERS.stop
    if value not in INTEGERS:
        raise CellError("W603", f"`{name}` is no whole number of 64 bits: {_shown(text)}")
    return value


def _number(name: str, text: str) -> int | float:
    if not _NUMBER.fullmatch(text.strip()):
        hint = "decimals come after a point, and thousands are not set off" if "," in text else ""
        raise CellError("V203", f"`{name}` must be a number, not {_shown(text)}", hint)
    if text.strip().lstrip("+-").isdigit():
        return _integer(name, text)
    value = float(text)
    if not math.isfinite(value):
        raise CellError("W603", f"`{name}` is no finite number: {_shown(text)}")
    return value


def _boolean(name: str, text: str) -> bool:
    word = text.strip().casefold()
    if word not in _BOOLEANS:
        raise CellError("V203", f"`{name}` must be a boolean, not {_shown(text)}", "write true or false")
    return _BOOLEANS[word]


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        hint = "a text stands in double quotes, a list in [ ], a map in { }"
        raise CellError("V203", f"`{name}` is no JSON: {_shown(text)}", hint) from None


CONVERSIONS: Mapping[str, Callable[[str, str], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "any": _json,
}


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: 3 and 3.0 do, 1 and true don't."""
    numbers = [isinstance(value, int | float) and not isinstance(value, bool) for value in (one, other)]
    if all(numbers):
        return bool(one == other)
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _shown(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if len(quoted) <= _SHOWN else f"{quoted[: _SHOWN - 1]}…"
