"""What a column holds, guessed from its cells; a guess is taken only if every cell keeps its value.

Declared types (Table Schema, https://datapackage.org/standard/table-schema/) go before guesses, where all cells fit.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from recordpress.drafting.given import Cell, Head
from recordpress.edtf import is_valid
from recordpress.reading.scalars import NumberError, to_float, to_integer

MOST_TERMS = 20
TIMES = 3  # that each value of an enumeration occurs on average, at least
LONGEST_TERM = 60
_INTEGER = re.compile(r"-?[1-9][0-9]*|0")
_NUMBER = re.compile(r"-?(?:[1-9][0-9]*|0)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "false": False}
Make = Callable[[Cell], Any]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column holds.

    Args:
        keywords: Its type as keywords of JSON Schema.
        make: Makes the value of a record of a cell.
        says: What was guessed, in words.
        terms: Values of its enumeration, the most frequent ones first.
    """

    keywords: dict[str, Any]
    make: Make
    says: str
    terms: tuple[str, ...] = field(default=())


def guess(cells: Sequence[Cell], head: Head, *, typed: bool = False) -> Guess:
    """What a column holds.

    Args:
        cells: Its cells.
        head: What is said of it.
        typed: Whether texts are texts, so that `"12"` is no number.
    """
    values = [cell for cell in cells if cell is not None]
    if not values:
        return Guess({"type": "string"}, _same, "has no values: taken for a text")
    if not all(isinstance(value, str) for value in values):
        return _of_values(values)
    distinct = Counter(values)
    order = _BY_TYPE.get(head.type, _ALL) if head.type else _DATES if typed else _ALL
    for test in order:
        if found := test(distinct):
            return found
    return _terms(distinct, head) or Guess({"type": "string"}, _same, "text")


def _same(cell: Cell) -> Any:
    return cell


def _of_values(values: Sequence[Cell]) -> Guess:
    """What a column of JSON values holds."""
    types = {type(value) for value in values}
    if types == {bool}:
        return Guess({"type": "boolean"}, _same, "true or false")
    if types <= {int, float}:
        return Guess({"type": "integer" if types == {int} else "number"}, _same, "numbers")
    if types == {list} and (item := _items(values)):
        return Guess({"type": "array", "items": {"type": item}}, _same, f"lists of {item}s")
    return Guess({}, _same, "values of several forms, kept as JSON")


def _items(values: Sequence[list[Any]]) -> str:
    """The type of the items of all lists; "" where there is no single one."""
    types = {type(item) for value in values for item in value}
    if types == {str}:
        return "string"
    if types == {bool}:
        return "boolean"
    return "" if not types <= {int, float} else "integer" if types == {int} else "number"


def _boolean(distinct: Iterable[str]) -> Guess | None:
    if all(text.lower() in _WORDS for text in distinct):
        return Guess({"type": "boolean"}, lambda cell: _WORDS[cell.lower()], "true or false")
    return None


def _integer(distinct: Iterable[str]) -> Guess | None:
    with suppress(NumberError):
        if all(_INTEGER.fullmatch(text) and to_integer(text) is not None for text in distinct):
            return Guess({"type": "integer"}, int, "whole numbers")
    return None


def _number(distinct: Iterable[str]) -> Guess | None:
    with suppress(NumberError):
        if all(_NUMBER.fullmatch(text) and to_float(text) is not None for text in distinct):
            return Guess({"type": "number"}, _as_number, "numbers")
    return None


def _as_number(cell: str) -> int | float:
    return int(cell) if _INTEGER.fullmatch(cell) else float(cell)


def _date(distinct: Iterable[str]) -> Guess | None:
    with suppress(ValueError):
        if all(_DATE.fullmatch(text) and date.fromisoformat(text) for text in distinct):
            return Guess({"type": "string", "format": "date"}, _same, "dates")
    return None


def _edtf(distinct: Iterable[str]) -> Guess | None:
    """Dates as exactly as they are known; years alone are numbers, unless some have a mark or a month."""
    texts = list(distinct)
    if all(map(is_valid, texts)) and not all(text.isdigit() for text in texts):
        return Guess({"type": "string", "format": "edtf"}, _same, "dates, some of them not to the day (EDTF)")
    return None


def _json(distinct: Iterable[str]) -> Guess | None:
    """Values in JSON text, as the CSV files of a package hold them."""
    try:
        values = [json.loads(text) for text in distinct]
    except ValueError:
        return None
    if any(
        value in (None, "", [], {}) or text != _compact(value) for text, value in zip(distinct, values, strict=True)
    ):
        return None
    found = _of_values(values)
    return Guess(found.keywords, json.loads, found.says)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


Test = Callable[[Iterable[str]], Guess | None]
_DATES: tuple[Test, ...] = (_date, _edtf)
_ALL: tuple[Test, ...] = (_boolean, _integer, _number, *_DATES)
_BY_TYPE: dict[str, tuple[Test, ...]] = {
    "string": (),  # a text is one, whatever it looks like
    "boolean": (_boolean,),
    "integer": (_integer,),
    "year": (_integer,),
    "number": (_number,),
    "date": (_date, _edtf),
    "yearmonth": (_edtf,),
    "array": (_json,),
    "object": (_json,),
    "any": (_json, *_ALL),
}


def _terms(distinct: Counter[str], head: Head) -> Guess | None:
    """An enumeration, declared or guessed of few values that come again and again."""
    if head.terms and distinct.keys() <= head.terms.keys():
        terms = tuple(head.terms)
        return Guess({"type": "string"}, _same, "an enumeration, as declared", terms)
    few = len(distinct) <= MOST_TERMS and distinct.total() >= TIMES * max(len(distinct), 2)
    if few and all(len(text) <= LONGEST_TERM and text.isprintable() and text.strip() == text for text in distinct):
        terms = tuple(text for text, _ in distinct.most_common())
        return Guess({"type": "string"}, _same, f"an enumeration of {len(terms)} values", terms)
    return None
