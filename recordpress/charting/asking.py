"""The rows of a saved query, as a chart takes them: with the query's own defaults, read only and within bounds."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recordpress.publishing.limits import stop_after
from recordpress.publishing.queries import Query

LONGEST = 10.0  # seconds for a query
MOST_ROWS = 5_000


class AskingError(Exception):
    """The query can't be answered for a chart; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found.

    Args:
        columns: Names of the columns, in order.
        rows: Their values.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[str | int | float | None, ...]]

    def objects(self) -> list[Mapping[str, object]]:
        """The rows as objects."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(query: Query, connection: sqlite3.Connection) -> Answer:
    """The rows of a query.

    Raises:
        AskingError: It fails, takes too long, or finds more than a chart can show.
    """
    stop_after(connection, LONGEST)
    try:
        cursor = connection.execute(query.sql, {item.name: item.default for item in query.parameters})
        rows = [tuple(map(_plain, row)) for row in cursor.fetchmany(MOST_ROWS + 1)]
    except (sqlite3.Error, sqlite3.Warning) as error:
        reason = f"it takes more than {LONGEST:g} seconds" if str(error) == "interrupted" else str(error)
        raise AskingError(reason) from error
    if len(rows) > MOST_ROWS:
        message = f"it finds more than {MOST_ROWS:,} rows"
        raise AskingError(message)
    return Answer(tuple(column[0] for column in cursor.description), rows)


def _plain(value: str | float | bytes | None) -> str | int | float | None:
    return value.hex() if isinstance(value, bytes) else value
