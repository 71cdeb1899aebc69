"""Requests that can't be answered as asked, where Datasette would take that for a failure of its own."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from datasette.utils.asgi import BadRequest, Base400, NotFound

_INTEGERS = ("_timelimit", "_ttl", "_next", "_facet_size")


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
    if isinstance(exception, (ValueError, KeyError, TypeError, OverflowError, *_SQL)):
        return next((BadRequest(message) for message in _mistakes(request)), None)
    return None


_SQL = (sqlite3.ProgrammingError, sqlite3.Warning)


def _mistakes(request: Any) -> Iterable[str]:
    for name in request.args:
        for value in request.args.getlist(name):
            if "\0" in name or "\0" in value:
                yield "A parameter holds a character that can't be searched for."
            elif not _check(name)(value):
                yield f"{name}={value} can't be understood."


def _check(name: str) -> Callable[[str], bool]:
    if name in _INTEGERS:
        return _is_integer
    if name == "_through":
        return _is_path
    if name.endswith(("__in", "__notin")):
        return _is_list
    return _never if name == "_where" else _always


def _is_integer(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _is_path(value: str) -> bool:
    found = _json(value)
    return isinstance(found, dict) and {"table", "column", "value"} <= found.keys()


def _is_list(value: str) -> bool:
    return not value.startswith("[") or isinstance(_json(value), list)


def _never(_: str) -> bool:
    """An SQL condition: where a request with one fails, it is why."""
    return False


def _always(_: str) -> bool:
    return True


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return None
