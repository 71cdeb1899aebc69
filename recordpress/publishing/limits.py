"""What a visitor's SQL may do to the server: read, within bounds.

Datasette opens the file as immutable, accepts SELECT statements only and ends a query after a time limit. These
bounds stand behind that: an allow list of actions (SQLite's authorizer), SQLite's own limits
(<https://www.sqlite.org/limits.html>), and a bound on the size of a result in memory.
"""

import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from recordpress.publishing.functions import guard_functions

LONGEST_VALUE = 1_000_000  # bytes; a record's file is smaller, so that every stored value fits
HEAP = 64_000_000  # bytes that SQLite may take for all connections of a process; caches take about 20 of them
STEPS = 10_000  # of SQLite's machine between two looks at the clock
LARGEST_RESULT = 10_000_000  # characters and bytes in all rows of one result

LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 500),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 100),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 100),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
    (sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 5_000),  # Datasette asks for a page's labels with a variable each
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
)
READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
PRAGMAS = frozenset(
    {
        "data_version",  # FTS5 asks for it
        "database_list",
        "foreign_key_list",
        "function_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "page_count",
        "page_size",
        "schema_version",
        "table_info",
        "table_xinfo",
    }
)
FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer", "randomblob", "zeroblob"})
FORBIDDEN_TABLES = frozenset({"pragma_database_list"})  # would tell where the file lies on this machine


def limit_connection(connection: sqlite3.Connection) -> None:
    """Bound what statements of this connection may do; for connections that only ever read."""
    for limit, bound in LIMITS:
        connection.setlimit(limit, bound)
    guard_functions(connection)
    connection.set_authorizer(authorize)
    connection.row_factory = BoundedRows()


def limit_memory() -> None:
    """Bound what SQLite takes in this process (<https://www.sqlite.org/pragma.html#pragma_hard_heap_limit>).

    A value is bounded, but a row may have hundreds of them, and some aggregates grow without asking. What would need
    more ends in a `MemoryError`.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"pragma hard_heap_limit = {HEAP}")


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that nothing writes to any more, with the rights that a visitor has; for builds."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?immutable=1", uri=True)
    try:
        limit_connection(connection)
        yield connection
    finally:
        connection.close()


def stop_after(connection: sqlite3.Connection, seconds: float) -> None:
    """Have what this thread runs on the connection fail after that much computing; for files that a build asks.

    Time spent waiting does not count: a build must not fail since other programs are busy.
    """
    end = time.thread_time() + seconds
    connection.set_progress_handler(lambda: time.thread_time() > end, STEPS)


def authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's question whether a statement may do something; asked while it is compiled.

    Args:
        action: One of SQLite's action codes.
        first: For a read the table, for a pragma its name.
        second: For a function its name, for a pragma its argument.

    Returns:
        `SQLITE_OK` or `SQLITE_DENY`.
    """
    if action in READING:
        allowed = second not in FORBIDDEN_FUNCTIONS and first not in FORBIDDEN_TABLES
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = first in PRAGMAS
    else:
        # Opening a full-text index asks for this and does not do it; a statement that would, fails at SQLite's own bar.
        allowed = (action, first) == (sqlite3.SQLITE_UPDATE, "sqlite_master")
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


class BoundedRows:
    """A row factory that ends a result which grows too large for memory.

    SQLite bounds a value, Datasette the number of rows, and nothing their product.
    """

    __slots__ = ("_cursor", "_left")

    def __init__(self) -> None:
        self._cursor: weakref.ref[sqlite3.Cursor] | None = None
        self._left = LARGEST_RESULT

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[object, ...]) -> sqlite3.Row:
        """The row as `sqlite3.Row`.

        Raises:
            sqlite3.OperationalError: The rows of this cursor hold more than `LARGEST_RESULT`.
        """
        if self._cursor is None or self._cursor() is not cursor:
            self._cursor = weakref.ref(cursor)
            self._left = LARGEST_RESULT
        self._left -= sum(len(value) for value in row if isinstance(value, str | bytes))
        if self._left < 0:
            message = f"the result is larger than {LARGEST_RESULT // 1_000_000} MB: ask for fewer or shorter values"
            raise sqlite3.OperationalError(message)
        return sqlite3.Row(cursor, row)
