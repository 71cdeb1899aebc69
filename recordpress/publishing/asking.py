"""Requests that can't be answered as asked: which parameter is why, and what it may hold."""

import json
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from datasette.utils.asgi import BadRequest, Base400, NotFound

from recordpress.publishing.outline import TableOutline
from recordpress.suggestions import did_you_mean

MOST_ROWS = 1_000  # on a page
MOST_DIGITS = 18  # of a number that SQLite can hold; Python refuses to read ones of thousands of digits
_INTEGERS = ("_timelimit", "_ttl", "_next", "_facet_size")  # `_next` of a view, which has no key
_FACETS = ("_facet", "_facet_array", "_facet_date")
_COLUMNS = ("_sort", "_sort_desc", *_FACETS, "_col", "_nocol")
_WHOLE = "it is a whole number"
_THROUGH = "it is a JSON object with a table, a column and a value"
_LIST = "it is a list with commas, or one in JSON"
_SQL = (sqlite3.ProgrammingError, sqlite3.Warning)


def mistake(request: Any, exception: Exception) -> Base400 | None:
    """What is wrong with a request that ended in an exception.

    Args:
        request: Datasette's request.
        exception: What it ended in.

    Returns:
        An exception that names the mistake; None if the request is not to blame, so that the failure is one of ours.
    """
    if isinstance(exception, sqlite3.ProgrammingError) and "did not supply a value" in str(exception):
        return NotFound("There is no such row: its key has more parts.")
    if isinstance(exception, sqlite3.DataError):  # Python's: the statement is longer than its connection allows
        return BadRequest("More is asked for than fits into one query: ask for less at a time.")
    if isinstance(exception, (ValueError, KeyError, TypeError, OverflowError, *_SQL)):
        return next((BadRequest(message) for message in _mistakes(request)), None)
    return None


def advice(request: Any, table: TableOutline, message: str) -> str:
    """What is wrong with the parameters of a request for a table's rows, and what they may hold.

    Args:
        request: Datasette's request, which was refused.
        table: The table that it asks.
        message: What was said when it was refused.

    Returns:
        A sentence for each mistake; "" where none is seen, so that the message has to do.
    """
    found = dict.fromkeys([*_mistakes(request, ("_next", "_where")), *_unfit(request, table)])
    return " ".join(found or _suspects(request, message))


def require_facets(request: Any, columns: Container[str]) -> None:
    """See that what a table's rows are to be counted by are its columns.

    Args:
        request: Datasette's request for the table.
        columns: Those of the table.

    Raises:
        BadRequest: One is none. Datasette would begin to count the others, and leave that work lying about.
    """
    for name in (name for name in request.args if name in _FACETS):
        for value in request.args.getlist(name):
            if value not in columns or value.startswith("{"):
                message = f"{name}={value} names no column of this table."
                raise BadRequest(message)


def _suspects(request: Any, message: str) -> Iterator[str]:
    """What may be why where nothing else is wrong, unless the message says so itself."""
    for name, why in (("_where", f"is no condition in SQL: {message}"), ("_next", "is not from a link to a next page")):
        if not message.startswith(name):
            yield from (f"{name}={value} {why}." for value in request.args.getlist(name))


def _mistakes(request: Any, without: Container[str] = ()) -> Iterable[str]:
    for name, value in _given(request):
        if name in without:
            continue
        if "\0" in name or "\0" in value:
            yield "A parameter holds a character that can't be searched for."
        elif wrong := _check(name)(value):
            yield f"{name}={value} can't be understood: {wrong}."


def _unfit(request: Any, table: TableOutline) -> Iterator[str]:
    """Parameters that fit no table, or not this one."""
    columns = list(table.columns or ())
    for name, value in _given(request):
        if name == "_size" and not (_is_integer(value) and int(value) <= MOST_ROWS) and value != "max":
            yield f"_size={value} can't be used: it is a whole number up to {MOST_ROWS:,}, or max."
        elif name in _COLUMNS and columns:
            yield from (_no_column(f"{name}={value}", one, columns) for one in value.split(",") if one not in columns)
        elif columns and not name.startswith("_") and name.partition("__")[0] not in columns:
            yield _no_column(name, name.partition("__")[0], columns)
    if {"_sort", "_sort_desc"} <= set(request.args):
        yield "_sort and _sort_desc can't be used together: rows are sorted by one column, upwards or downwards."


def _no_column(asked: str, column: str, columns: Iterable[str]) -> str:
    hint = did_you_mean(column, columns)
    return f"{asked} names no column of this table{f': {hint}' if hint else '.'}"


def _given(request: Any) -> Iterator[tuple[str, str]]:
    return ((name, value) for name in request.args for value in request.args.getlist(name))


def _check(name: str) -> Callable[[str], str]:
    """A check of a parameter's values: what a wrong one should be, "" for a right one."""
    if name in _INTEGERS:
        return lambda value: "" if _is_integer(value) else _WHOLE
    if name == "_through":
        return lambda value: "" if _is_path(value) else _THROUGH
    if name.endswith(("__in", "__notin")):
        return lambda value: "" if _is_list(value) else _LIST
    return _never if name == "_where" else _always


def _is_integer(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS


def _is_path(value: str) -> bool:
    found = _json(value)
    return isinstance(found, dict) and {"table", "column", "value"} <= found.keys()


def _is_list(value: str) -> bool:
    return not value.startswith("[") or isinstance(_json(value), list)


def _never(_: str) -> str:
    """An SQL condition: where a request with one fails, it is why."""
    return "it is one condition in SQL"


def _always(_: str) -> str:
    return ""


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return None
