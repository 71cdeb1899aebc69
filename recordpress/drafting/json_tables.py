"""Tables in JSON: a list of objects, or an object whose values are such lists, or an object of objects by key."""

from pathlib import Path
from typing import Any

from recordpress.drafting.delimited import read_bytes
from recordpress.drafting.given import MOST_COLUMNS, MOST_ROWS, Given, Head, Sheet, shown
from recordpress.reading.json_document import read_json
from recordpress.unusable import UnusableError

WANTED = "a list of objects, or an object that holds such lists by name"


def read_json_tables(path: Path) -> Given:
    """The tables in a file.

    Raises:
        UnusableError: It is no JSON, or no tables.
    """
    return tables_in(json_value(path), path)


def json_value(path: Path) -> Any:
    """What a JSON file says.

    Raises:
        UnusableError: It is no JSON.
    """
    document = read_json(read_bytes(path), path.name)
    if document.problems:
        problem = document.problems[0]
        raise UnusableError(f"{problem.place}: {problem.message}")
    return document.value


def tables_in(value: Any, path: Path) -> Given:
    """The tables that a JSON value holds.

    Raises:
        UnusableError: It holds none.
    """
    lists = {path.stem: value} if isinstance(value, list) else value
    if isinstance(value, dict) and value and all(isinstance(item, dict) for item in value.values()):
        lists = {path.stem: [{"id": key, **item} for key, item in value.items()]}
    if not isinstance(lists, dict) or not lists or not all(_is_table(items) for items in lists.values()):
        raise UnusableError(f"{path.name} holds no table: {WANTED}")
    return Given(tuple(_sheet(name, items) for name, items in lists.items()))


def _is_table(items: object) -> bool:
    return isinstance(items, list) and bool(items) and all(isinstance(item, dict) for item in items)


def _sheet(name: str, items: list[dict[str, Any]]) -> Sheet:
    headers = list(dict.fromkeys(key for item in items for key in item))
    if len(headers) > MOST_COLUMNS or len(items) > MOST_ROWS:
        raise UnusableError(f"{name} has more than {MOST_COLUMNS} columns or {MOST_ROWS:,} rows")
    rows = [[item.get(header) for header in headers] for item in items]
    return Sheet(name, tuple(Head(shown(header)) for header in headers), rows, typed=True)
