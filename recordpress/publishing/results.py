"""What the queries of pages find as long as nobody chooses anything: found at build, so that a page needn't wait."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.publishing.limits import limit_connection

MOST_ROWS = 1_000  # as on a page of Datasette's


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found.

    Args:
        columns: Names of the columns.
        rows: At most `MOST_ROWS`.
        truncated: Whether there are more.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


Question = tuple[str, Mapping[str, str]]  # a query, and a value for each of its parameters
Results = Mapping[str, Result]


def key_of(sql: str, values: Mapping[str, str]) -> str:
    """What a query with its values is known by."""
    return json.dumps([sql, dict(values)], ensure_ascii=False, sort_keys=True)


def find_results(database: Path, questions: Iterable[Question]) -> dict[str, Result]:
    """Ask a built database.

    Args:
        database: The SQLite file; it is opened as immutable.
        questions: What to ask; those that need values which the page of a record gives are not to be among them.

    Raises:
        sqlite3.Error: A query fails; the checks of queries and pages have found that before.
    """
    found: dict[str, Result] = {}
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?immutable=1", uri=True)) as connection:
        limit_connection(connection)
        for sql, values in questions:
            if key_of(sql, values) not in found:
                cursor = connection.execute(sql, dict(values))
                rows = [tuple(row) for row in cursor.fetchmany(MOST_ROWS + 1)]
                columns = tuple(column[0] for column in cursor.description)
                found[key_of(sql, values)] = Result(columns, tuple(rows[:MOST_ROWS]), len(rows) > MOST_ROWS)
    return found


def describe_results(results: Results) -> dict[str, object]:
    """Results as a JSON object, for `read_results`."""
    return {key: [list(found.columns), found.rows, found.truncated] for key, found in results.items()}


def read_results(document: Mapping[str, Any]) -> Results:
    """The results that `describe_results` made a JSON object of."""
    return {
        key: Result(tuple(columns), tuple(map(tuple, rows)), truncated)
        for key, (columns, rows, truncated) in document.items()
    }
