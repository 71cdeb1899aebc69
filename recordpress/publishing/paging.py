"""Pages of a sorted table that lose no row.

From the second page on, Datasette 0.65 sorts by the chosen column and then by the primary key, and goes on after the
last row of the page before. The first page it sorts by the column alone: where an index gives rows of equal value in
another order than the key's, whole stretches are skipped. Here the first page gets the same order.
"""

import re
from typing import Any

from datasette.utils import escape_sqlite

_NAME = r"\[[^\]]+\]|\w+"
_PAGE = re.compile(
    rf"select .+? from (?P<table>{_NAME}) .*order by (?:{_NAME})(?: desc)?(?P<limit> limit \d+)",  # noqa: S608 a pattern
    re.DOTALL,
)


def order_pages(database: Any) -> None:
    """Make Datasette's own queries for the first page of a table sort like the pages that follow.

    Args:
        database: A `datasette.database.Database`. Table pages ask its `execute`; a visitor's SQL comes to it through
            `Datasette.execute`, which always says whether to log errors, and stays as written.
    """
    execute = database.execute

    async def execute_in_order(sql: str, *arguments: Any, **options: Any) -> Any:
        match = None if "log_sql_errors" in options else _PAGE.fullmatch(sql)
        if match:
            sql = with_tie_breaker(sql, await database.primary_keys(match["table"].strip("[]")))
        # A visitor's slip is no news for the log; a mistake of ours ends in an exception that is.
        return await execute(sql, *arguments, **{"log_sql_errors": False, **options})

    database.execute = execute_in_order


def with_tie_breaker(sql: str, keys: list[str]) -> str:
    """The query for a page, sorted by these columns, too, where the sort column leaves the order open."""
    match = _PAGE.fullmatch(sql)
    if match is None or not keys:
        return sql
    return f"{sql[: match.start('limit')]}, {', '.join(map(escape_sqlite, keys))}{match['limit']}"
