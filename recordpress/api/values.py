"""The values that the functions for Python give back, and the error that they raise for wrong data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.problems import Problem, Severity
from recordpress.unusable import UnusableError


class InvalidError(UnusableError):
    """Data that are to be read are wrong.

    Args:
        problems: What is wrong, by file and line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Note the problems; the text of the error is the first of them, and how many more there are."""
        self.problems = tuple(problems)
        wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
        more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        super().__init__(f"{wrong[0].place} {wrong[0].code} {wrong[0].message}{more}")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    Args:
        problems: All problems, by file and line; with an error among them nothing was published.
        summary: One line on what was published; "" where nothing was.
        package: The folder of the current package: this build's, or where nothing was published the last one's; None
            where there is none.
    """

    problems: tuple[Problem, ...]
    summary: str
    package: Path | None


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is curated.

    Args:
        kind: Its kind.
        id: Its id, by which with the kind other records refer to it.
        path: Its file, relative to the dataset, with forward slashes.
        value: What the file says: maps, lists, texts, numbers, `True` and `False`.
    """

    kind: str
    id: str
    path: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        name: Its name.
        type: Its type by Table Schema: `string`, `integer`, `number`, `boolean`, `date`, `array` or `any`.
        title: Its name in words; "" where it has none.
        description: What it holds.
    """

    name: str
    type: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows.

    Args:
        name: Its name.
        title: Its name in words.
        description: What a row is.
        columns: Its columns.
        primary_key: Names of the columns that identify a row.
        rows: A tuple per row with a value per column: `str` (dates too, as ISO 8601 texts), `int`, `float`, `bool`,
            lists and maps where the column's type is `array` or `any`, and `None` where there is no value.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def dicts(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary by names of columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)
