"""SQL functions that one call can keep busy for minutes, replaced by ones that refuse such calls.

SQLite looks at the time limit between steps, not within a function. Everything else is passed on to SQLite's own
function, on a connection of its own, so that the results are the same.
"""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

MOST_COMPARISONS = 10_000_000  # the product of the lengths of what is searched and what is searched for
_WIDE = re.compile(
    r"%[^%a-zA-Z]*(\*|[1-9]\d{3})"
)  # a width or precision of a thousand and more, or one that is an argument

TEXT = {str}
SqlValue = str | bytes | int | float | None
Check = Callable[[tuple[SqlValue, ...]], bool]


def guard_functions(connection: sqlite3.Connection) -> None:
    """Replace the functions on this connection.

    A refused call fails with `sqlite3.OperationalError`.
    """
    plain = sqlite3.connect(":memory:", check_same_thread=False)
    plain.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH))
    plain.text_factory = lambda raw: str(raw, "utf-8", "replace")  # as Datasette reads what is no UTF-8
    for name, harmless in GUARDED.items():
        connection.create_function(name, -1, _guarded(plain, name, harmless), deterministic=True)


def _guarded(plain: sqlite3.Connection, name: str, harmless: Check) -> Callable[..., SqlValue]:
    quick = QUICK.get(name)
    count = quick.__code__.co_argcount if quick else 0

    def call(*values: SqlValue) -> SqlValue:
        if quick and len(values) == count and {*map(type, values)} == TEXT:
            texts: Any = values
            if len(texts[0]) * len(texts[1]) <= MOST_COMPARISONS and "\0" not in "".join(texts):
                return quick(*texts)
        if not harmless(values):
            message = f"{name}() would take too long"
            raise ValueError(message)
        (result,) = plain.execute(f"select {name}({','.join('?' * len(values))})", values).fetchone()
        return result  # type: ignore[no-any-return] # of the types that SQLite has

    return call


def _few_comparisons(values: tuple[SqlValue, ...]) -> bool:
    """Whether the first argument is short enough to be compared with the second at each place."""
    return _length(values[:1]) * _length(values[1:2]) <= MOST_COMPARISONS


def _length(values: tuple[SqlValue, ...]) -> int:
    return sum(len(value) for value in values if isinstance(value, str | bytes))


def _narrow(values: tuple[SqlValue, ...]) -> bool:
    return not values or not _WIDE.search(str(values[0]))


GUARDED: dict[str, Check] = {
    "format": _narrow,
    "instr": _few_comparisons,
    "ltrim": _few_comparisons,
    "printf": _narrow,
    "replace": _few_comparisons,
    "rtrim": _few_comparisons,
    "trim": _few_comparisons,
}


def _replaced(text: str, old: str, new: str) -> str:
    """As SQLite has it; what could grow beyond its limit fails.

    Raises:
        ValueError: The result could be too large.
    """
    if len(text) * len(new) > MOST_COMPARISONS:
        message = "replace() would take too long"
        raise ValueError(message)
    return text.replace(old, new) if old else text


# What SQLite does with texts, without asking it: a view may call these for every row.
QUICK: dict[str, Callable[..., SqlValue]] = {
    "instr": lambda text, part: text.find(part) + 1,
    "ltrim": lambda text, those: text.lstrip(those) if those else text,
    "replace": _replaced,
    "rtrim": lambda text, those: text.rstrip(those) if those else text,
    "trim": lambda text, those: text.strip(those) if those else text,
}
