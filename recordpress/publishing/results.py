"""What the queries of pages find as long as nobody chooses anything: found at build, so that a page needn't wait."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.problems import Problem
from recordpress.publishing.limits import opened, stop_after
from recordpress.publishing.metadata import parameters_of
from recordpress.publishing.pages.model import Pages, block_of
from recordpress.publishing.queries import Query

MOST_ROWS = 1_000  # as on a page of Datasette's
LONGEST = 10  # seconds for a query, at build


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


Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Question:
    """A query to ask.

    Args:
        sql: The query.
        values: A value for each of its parameters.
        path: The file that it stands in, for problems.
        line: Its line there.
    """

    sql: str
    values: Mapping[str, str]
    path: str
    line: int


def questions(queries: Iterable[Query], pages: Pages) -> Iterator[Question]:
    """What saved queries and pages ask as long as nobody chooses anything."""
    for query in queries:
        about = {"sql": query.sql, "parameters": parameters_of(query)}
        for sql, values in block_of(query.name, about).questions:
            yield Question(sql, values, query.path, query.line)
    for page in pages.own.values():
        for block in page.blocks:
            for sql, values in block.questions:
                yield Question(sql, values, page.path, block.line)


NO_RESULTS: Results = {}


def key_of(sql: str, values: Mapping[str, str]) -> str:
    """What a query with its values is known by."""
    return json.dumps([sql, dict(values)], ensure_ascii=False, sort_keys=True)


def find_results(database: Path, asked: Iterable[Question]) -> tuple[dict[str, Result], list[Problem]]:
    """Ask a built database.

    Args:
        database: The SQLite file; it is opened as immutable, with the rights that a visitor has.
        asked: What to ask.

    Returns:
        The results by `key_of`, and the queries that fail, take longer than `LONGEST` seconds, or find what is no text
        and no number.
    """
    found: dict[str, Result] = {}
    problems: list[Problem] = []
    with opened(database) as connection:
        for question in asked:
            key = key_of(question.sql, question.values)
            if key in found:
                continue
            try:
                found[key] = _result(connection, question)
            except (sqlite3.Error, TypeError) as error:
                reason = f"the query fails when it is run: {error}"
                problems.append(Problem("C308", question.path, reason, question.line, 1))
    return found, problems


def _result(connection: sqlite3.Connection, question: Question) -> Result:
    """What a query finds.

    Raises:
        sqlite3.Error: It fails, or takes too long.
        TypeError: It finds bytes.
    """
    stop_after(connection, LONGEST)
    cursor = connection.execute(question.sql, dict(question.values))
    rows = [tuple(row) for row in cursor.fetchmany(MOST_ROWS + 1)]
    if any(isinstance(value, bytes) for row in rows for value in row):
        message = "a value is neither text nor a number"
        raise TypeError(message)
    columns = tuple(column[0] for column in cursor.description)
    return Result(columns, tuple(rows[:MOST_ROWS]), len(rows) > MOST_ROWS)


def describe_results(results: Results) -> dict[str, object]:
    """Results as a JSON object, for `read_results`."""
    return {key: [list(found.columns), found.rows, found.truncated] for key, found in results.items()}


def read_results(document: Mapping[str, Any]) -> Results:
    """The results that `describe_results` made a JSON object of."""
    return {
        key: Result(tuple(columns), tuple(map(tuple, rows)), truncated)
        for key, (columns, rows, truncated) in document.items()
    }
