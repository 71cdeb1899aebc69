"""Pages of a sorted table that lose no row.

From the second page on, Datasette 0.65 sorts by the chosen column and then by the primary key, and goes on after the
last row of the page before. The first page it sorts by the column alone: where an index gives rows of equal value in
another order than the key's, whole stretches are skipped. Here the first page gets the same order.

The pages after it of a table that is sorted downwards ask for rows without a value, too, which come last. That makes
SQLite sort the whole table for each page; they are asked for where the other rows don't fill a page.

The key makes SQLite's planner sort more than it has to. It is told two things that it does not know: that a page is
long enough to be worth an index, and which values are common.
"""

import re
from collections.abc import Mapping
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite

ENOUGH = 101  # rows; with fewer to find the planner reads the whole table instead of an index
OFTEN = 4  # times that an index in the order of the page has to be the shorter way
_NAME = r"\[[^\]]+\]|\w+"
_PAGE = re.compile(
    rf"select .+? from (?P<rows>(?P<table>{_NAME}) .*)order by (?:{_NAME})(?: desc)?(?P<limit> limit (?P<size>\d+))",  # noqa: S608 a pattern
    re.DOTALL,
)
_NEXT = re.compile(
    rf"(?P<before>select .+\((?P<column>{_NAME}) < (?P<value>:p\d+))(?P<nothing> or (?P=column) is null)"
    rf"(?P<after> or \((?P=column) = (?P=value) and .+ order by (?P=column) desc, .+ limit (?P<size>\d+))",
    re.DOTALL,
)
_FILTER = r"\"[^\"]+\" = :p\d+"
_FILTERS = re.compile(rf"({_NAME}) where {_FILTER}(?: and {_FILTER})* ")


def order_pages(database: Any, counts: Mapping[str, int]) -> None:
    """Make Datasette's own queries for the first page of a table sort like the pages that follow.

    Args:
        database: A `datasette.database.Database`. Table pages ask its `execute`; a visitor's SQL comes to it through
            `Datasette.execute`, which always says whether to log errors, and stays as written.
        counts: The rows of its tables.
    """
    execute = database.execute

    async def execute_in_order(sql: str, *arguments: Any, **options: Any) -> Any:
        if "log_sql_errors" in options:
            return await execute(sql, *arguments, **options)
        # A visitor's slip is no news for the log; a mistake of ours ends in an exception that is.
        options["log_sql_errors"] = False
        filled = without_nothing(sql)
        if filled:
            results = await execute(filled, *arguments, **options)
            if len(results.rows) >= int(sql.rpartition(" ")[2]):
                return results
        return await execute(await _in_order(database, counts, sql, *arguments), *arguments, **options)

    database.execute = execute_in_order


async def _in_order(database: Any, counts: Mapping[str, int], sql: str, *arguments: Any) -> str:
    match = _PAGE.fullmatch(sql)
    if match is None:
        return sql
    table = match["table"].strip("[]")
    ordered = with_tie_breaker(sql, await database.primary_keys(table))
    if not _FILTERS.fullmatch(match["rows"]):
        return ordered
    try:  # Datasette asks the same afterwards
        found = await database.execute(f"select count(*) from {match['rows']}", *arguments)  # noqa: S608 as Datasette does
    except QueryInterrupted:
        return ordered
    return with_likelihood(ordered, found.rows[0][0], counts.get(table, 0))


def with_tie_breaker(sql: str, keys: list[str]) -> str:
    """The query for a page, sorted by these columns, too, where the sort column leaves the order open."""
    match = _PAGE.fullmatch(sql)
    if match is None or not keys:
        return sql
    ordered = f"{sql[: match.start('limit')]}, {', '.join(map(escape_sqlite, keys))}"
    if int(match["size"]) >= ENOUGH:
        return f"{ordered}{match['limit']}"
    return f"select * from ({ordered} limit {ENOUGH}){match['limit']}"  # noqa: S608 Datasette's query


def without_nothing(sql: str) -> str:
    """The query for a further page of a table sorted downwards, without the rows that have no value to sort by.

    Returns:
        "" for any other query.
    """
    match = _NEXT.fullmatch(sql)
    return f"{match['before']}{match['after']}" if match else ""


def with_likelihood(sql: str, found: int, rows: int) -> str:
    """The query for a page of rows with certain values, saying whether these values are common.

    Args:
        sql: The query.
        found: Rows that have the values.
        rows: All rows. Where every so-and-so-manyth of them is found, an index in the order of the page leads to a
            page full of them sooner than sorting all that have the values.
    """
    if not found or found * found < OFTEN * ENOUGH * rows:
        return sql
    return re.sub(_FILTER, lambda match: f"likelihood({match[0]}, 0.9)", sql)
