"""The rows of a block in the shape in which its form shows them; pure functions over rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isfinite
from typing import Any

from recordpress import edtf

Row = Mapping[str, Any]
LEVELS = 4  # shades of a matrix above the lightest
LONG_GAP = 3  # times the median gap


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of two dimensions.

    Args:
        columns: Headings of the columns.
        rows: Heading of each row, and for each column the row of the query and its level from 0 to 4, or None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Row, int] | None, ...]], ...]


def matrix(rows: Sequence[Row]) -> Matrix:
    """Rows with `row`, `column` and `value` as a matrix; rows and columns stand in the order of their first rows.

    The level is the column `level` where there is one; else the value's share of the greatest, in fifths.
    """
    columns = tuple(dict.fromkeys(str(row["column"]) for row in rows))
    names = dict.fromkeys(str(row["row"]) for row in rows)
    cells = {(str(row["row"]), str(row["column"])): row for row in rows}
    greatest = max((_number(row["value"]) for row in rows), default=0)

    def cell(name: str, column: str) -> tuple[Row, int] | None:
        row = cells.get((name, column))
        return None if row is None else (row, _level(row, greatest))

    return Matrix(columns, tuple((name, tuple(cell(name, column) for column in columns)) for name in names))


def _level(row: Row, greatest: float) -> int:
    if row.get("level") is not None:
        return max(0, min(LEVELS, int(_number(row["level"]))))
    value = _number(row["value"])
    return 0 if value <= 0 or greatest <= 0 else max(1, min(LEVELS, round(LEVELS * value / greatest)))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and isfinite(value) else 0.0


def groups(rows: Iterable[Row]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Rows by their column `group`, in the order of its first rows; rows without one stand together under ""."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row.get("group") or ""), []).append(row)
    return tuple((name, tuple(group)) for name, group in found.items())


def year(value: object) -> int | None:
    """The first year that a date (EDTF) can mean; None for anything else."""
    first = _first(value)
    return first.year if first else None


def _first(value: object) -> date | None:
    try:
        return date.fromisoformat(edtf.parse(str(value)).earliest or "")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a sequence.

    Args:
        row: The row of the query.
        days: Days since the item before it; None for the first, and where a date isn't known.
        level: How long that is: 0 for nothing, 1 to 5 in proportion to the longest.
        is_long: Whether it is much longer than usual in this sequence.
    """

    row: Row
    days: int | None
    level: int
    is_long: bool


def sequence(rows: Sequence[Row]) -> tuple[Item, ...]:
    """Rows with `date` with the time between them; a gap is long from three times the median on, and half a year."""
    dates = [_first(row["date"]) for row in rows]
    days = [abs((after - before).days) if before and after else None for before, after in pairwise(dates)]
    known = sorted(day for day in days if day is not None)
    bound = max(LONG_GAP * known[len(known) // 2], 183) if known else 0
    longest = known[-1] if known and known[-1] else 1
    gaps = [None, *days][: len(rows)]
    return tuple(
        Item(row, gap, 1 + 4 * gap // longest if gap else 0, gap is not None and gap >= bound)
        for row, gap in zip(rows, gaps, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Spans:
    """Bars over years.

    Args:
        years: The years that are labelled, with their places in per cent.
        bars: Row of the query, and place and width of its bar in per cent; None where the beginning isn't known.
    """

    years: tuple[tuple[int, float], ...]
    bars: tuple[tuple[Row, tuple[float, float] | None], ...]


def spans(rows: Sequence[Row]) -> Spans:
    """Rows with `start` and `end` (EDTF; an end that is missing is taken for the last day of all) as bars."""
    begins = [_first(row["start"]) for row in rows]
    ends = [_first(row.get("end")) for row in rows]
    days = [day for day in (*begins, *ends) if day]
    if not days:
        return Spans((), tuple((row, None) for row in rows))
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    whole = (last - first).days

    def place(day: date) -> float:
        return round(100 * (day - first).days / whole, 2)

    def bar(begin: date | None, end: date | None) -> tuple[float, float] | None:
        return (place(begin), max(round(place(end or last) - place(begin), 2), 0.5)) if begin else None

    step = max(1, -(-(last.year - first.year + 1) // 8))
    years = tuple((at, place(date(at, 1, 1))) for at in range(first.year, last.year + 1, step))
    return Spans(years, tuple((row, bar(begin, end)) for row, begin, end in zip(rows, begins, ends, strict=True)))
