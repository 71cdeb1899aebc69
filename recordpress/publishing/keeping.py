"""What is asked of the database for page after page, asked once: the file never changes.

Datasette looks up tables, columns and keys anew for each page, and counts the rows of a table by its facets. The
answers are kept in this process, a bounded number of them, and only where no reader's SQL is part of the question:
that may ask for the time of day, or for something at random.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from datasette.utils import tilde_encode

from recordpress.publishing.lanes import runs_own_sql

MOST = 1_000  # answers that are kept; those that were not wanted for the longest time go first
LONGEST = 4_000  # characters of a question
LARGEST = 10_000  # characters of an answer, and ten for each of its rows
# Functions of Datasette's that tell of the schema.
SCHEMA = (
    "foreign_keys_for_table",
    "fts_table",
    "get_all_foreign_keys",
    "primary_keys",
    "table_column_details",
    "table_columns",
)
_FACET = "as value, count(*) as count from"
_CATALOGUE = "sqlite_master"
_COUNT = "select count(*) from "
_VERSION = "PRAGMA schema_version"  # which Datasette asks for with every request

_PATIENT: ContextVar[bool] = ContextVar("patient", default=False)


def keep_answers(database: Any) -> None:
    """Have a database of Datasette's keep what it is asked for each page.

    Args:
        database: A `datasette.database.Database` over an immutable file.
    """
    for name in SCHEMA:
        setattr(database, name, _once(getattr(database, name)))
    execute, kept = database.execute, Kept()

    async def execute_once(sql: str, params: Any = None, **options: Any) -> Any:
        key = _key(sql, params)
        if key is None:
            return await execute(sql, params, **options)
        if not kept.knows(key):
            if _PATIENT.get():
                options.pop("custom_time_limit", None)
            found = await execute(sql, params, **options)
            if _size(found.rows) > LARGEST:
                return found
            kept.put(key, found)
        return kept.get(key)

    database.execute = execute_once


class Kept:
    """Answers by their questions: the last that were wanted."""

    def __init__(self, most: int = MOST) -> None:
        self._answers: OrderedDict[object, Any] = OrderedDict()
        self._most = most

    def knows(self, key: object) -> bool:
        """Whether there is an answer."""
        return key in self._answers

    def get(self, key: object) -> Any:
        """The answer, which was wanted just now."""
        self._answers.move_to_end(key)
        return self._answers[key]

    def put(self, key: object, answer: Any) -> None:
        """Keep an answer, and no more than there may be."""
        self._answers[key] = answer
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)


def _key(sql: str, params: Any) -> object:
    """What names a question; None for one whose answer is not kept."""
    kept = sql.startswith(_COUNT) or _FACET in sql or _CATALOGUE in sql
    if sql != _VERSION and (not kept or runs_own_sql()):
        return None
    key = (sql, repr(params))
    return key if sum(map(len, key)) <= LONGEST else None


def _size(rows: Any) -> int:
    return sum(10 + sum(len(value) for value in row if isinstance(value, str | bytes)) for row in rows)


def _once(ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The function, which keeps its answers: there are as many as there are tables, or are asked for by name."""
    kept = Kept()

    async def asked(*arguments: Any) -> Any:
        if not kept.knows(arguments):
            kept.put(arguments, await ask(*arguments))
        found = kept.get(arguments)
        return found.copy() if isinstance(found, list) else found

    return asked


async def count_ahead(site: Any) -> None:
    """Count the rows of all tables by their facets, so that no reader waits for it.

    Args:
        site: The Datasette instance, with its package. Counting may take as long as a query may, and not only the
            shorter time that a page has for it.
    """
    _PATIENT.set(True)
    name = site.package.name
    for table, words in site.package.metadata["databases"][name].get("tables", {}).items():
        if words.get("facets"):
            await site.client.get(f"/{tilde_encode(name)}/{tilde_encode(table)}.json?_size=0")
