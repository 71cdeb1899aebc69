"""Views that are published as tables: their rows are taken once all others stand, and written like any other table.

A view in `schemas/views` becomes a table when its header names a key; columns are texts unless the header says more:

    -- key: record
    -- type earliest: date
    -- refers record: records
    -- label: label
    -- sort: -earliest
    -- facets: kind

The type is one of Table Schema; what a column refers to is a table with a key of one column.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path

from recordpress.checking import reading_only
from recordpress.model import Column, ColumnType, Content, ForeignKey, Row, Table, TableData, TableRole, Value, View
from recordpress.problems import Problem
from recordpress.writing.aside import put_aside
from recordpress.writing.blocks import USUAL
from recordpress.writing.sql import quoted

_PLAIN: Mapping[ColumnType, type | tuple[type, ...]] = {
    ColumnType.INTEGER: int,
    ColumnType.NUMBER: (int, float),
    ColumnType.BOOLEAN: int,
}


def derive(
    content: Content, connection: sqlite3.Connection, aside: Path | None = None
) -> tuple[Content, list[Problem]]:
    """The content with the rows of published views as tables, and what is wrong with these views.

    A view whose query fails is left as it is: the database says why.

    Args:
        content: Tables and views.
        connection: The tables; of the views nothing is left in it.
        aside: A folder in which the rows are kept for as long as they are needed; None for the memory.

    Raises:
        OSError: Nothing can be written there.
    """
    if not any(view.key for view in content.views):
        return content, []
    tables: list[TableData] = []
    problems: list[Problem] = []
    with _temporary(content.views, connection):
        for view in content.views:
            data, found = _table(view, content.tables, connection, aside) if view.key else (None, [])
            problems += found
            tables += [] if data is None else [data]
    made = {data.table.name for data in tables}
    views = tuple(view for view in content.views if view.name not in made)
    return replace(content, tables=(*content.tables, *tables), views=views), problems


@contextmanager
def _temporary(views: Iterable[View], connection: sqlite3.Connection) -> Iterator[None]:
    """All views as temporary ones: they may build on one another, and none stays."""
    made = []
    for view in views:
        with suppress(sqlite3.Error, sqlite3.Warning):
            connection.execute(f"CREATE TEMP VIEW {quoted(view.name)} AS {view.sql.strip().rstrip(';')}")
            made.append(view.name)
    try:
        with reading_only(connection):
            yield
    finally:
        for name in made:
            connection.execute(f"DROP VIEW temp.{quoted(name)}")


def _table(
    view: View, tables: Sequence[TableData], connection: sqlite3.Connection, aside: Path | None
) -> tuple[TableData | None, list[Problem]]:
    try:
        cursor = connection.execute(f"SELECT * FROM temp.{quoted(view.name)}")  # noqa: S608 (the name is quoted)
        columns = tuple(_columns(view, [column[0] for column in cursor.description]))
        keys = {data.table.name: data.table.primary_key for data in tables}
        problems = list(_header_problems(view, columns, keys))
        if problems:
            return None, problems
        table = _described(view, columns, keys)
        look = _Look(table)
        batches = map(look.through, iter(partial(cursor.fetchmany, USUAL), []))
        rows = list(chain.from_iterable(batches)) if aside is None else put_aside(batches, aside / view.name)
    except sqlite3.Error:
        return None, []
    problems = [] if look.is_sound else list(_row_problems(view, table, rows))
    return (None if problems else TableData(table, rows)), problems


def _described(view: View, columns: tuple[Column, ...], keys: Mapping[str, tuple[str, ...]]) -> Table:
    references = tuple(ForeignKey((column,), table, keys[table]) for column, table in view.references)
    return Table(
        name=view.name,
        title=view.title,
        description=view.description,
        role=TableRole.DERIVED,
        columns=columns,
        primary_key=view.key,
        foreign_keys=references,
        label=view.label,
        sort=view.sort,
        facets=view.facets,
    )


@dataclass(slots=True)
class _Look:
    """A quick look at rows as they come, which need not all be in memory for it.

    Args:
        table: Their table.
    """

    table: Table
    _count: int = field(init=False, default=0)
    _keys: set[int] = field(init=False, default_factory=set)
    _fits: bool = field(init=False, default=True)

    def through(self, rows: list[Row]) -> list[Row]:
        """Some rows, typed."""
        rows = _typed(self.table.columns, rows)
        cells = list(zip(*rows, strict=True))
        keys = [cells[self.table.position(name)] for name in self.table.primary_key]
        self._count += len(rows)
        self._keys.update(map(hash, zip(*keys, strict=True)))
        self._fits &= not any(None in key for key in keys)
        self._fits &= all(_misfit(*pair) is None for pair in zip(self.table.columns, cells, strict=True))
        return rows

    @property
    def is_sound(self) -> bool:
        """Whether surely nothing is wrong: keys whose hashes differ are not the same."""
        return self._fits and len(self._keys) == self._count


def _columns(view: View, names: Iterable[str]) -> Iterator[Column]:
    types, descriptions = dict(view.types), dict(view.columns)
    for name in names:
        title = name.replace("_", " ").capitalize()
        kind = ColumnType(types.get(name, "string"))
        yield Column(name, kind, title, descriptions.get(name, ""), required=name in view.key)


def _header_problems(view: View, columns: Sequence[Column], keys: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Columns that the query doesn't return, and tables that can't be referred to."""
    known = {column.name for column in columns}
    named = {*view.key, *view.facets, *dict(view.types), *dict(view.references), *({view.label} - {""})}
    for name in sorted((named | {name.removeprefix("-") for name in view.sort}) - known):
        hint = f"its columns are {', '.join(sorted(known))}"
        yield _problem(view, f"the header names the column {name}, which the query doesn't return", hint)
    for name, table in view.references:
        if len(keys.get(table, ())) != 1:
            yield _problem(view, f"{name} can't refer to {table}: there is no such table with a key of one column")


def _typed(columns: Sequence[Column], rows: list[Row]) -> list[Row]:
    """The rows with SQLite's 0 and 1 as booleans, and whole numbers as numbers, where a column says so."""
    if not any(column.type in {ColumnType.BOOLEAN, ColumnType.NUMBER} for column in columns):
        return rows
    types = [column.type for column in columns]
    return [tuple(map(_value, types, row)) for row in rows]


def _value(kind: ColumnType, value: Value) -> Value:
    if kind is ColumnType.BOOLEAN and value in {0, 1}:
        return bool(value)
    return float(value) if kind is ColumnType.NUMBER and isinstance(value, int) else value


def _row_problems(view: View, table: Table, rows: Sequence[Row]) -> Iterator[Problem]:
    """The first value of each column that isn't of its type, keys that lack a part, and keys that come twice."""
    places = [table.position(name) for name in view.key]
    seen: set[tuple[Value, ...]] = set()
    for number, row in enumerate(rows):
        key = tuple([row[place] for place in places])
        if None in key or key in seen:
            what = "lacks a part" if None in key else "comes twice"
            yield from _wrong_values(view, table, rows[:number])
            yield _problem(view, f"a row's key ({', '.join(view.key)}) {what}: {key}")
            return
        seen.add(key)
    yield from _wrong_values(view, table, rows)


def _wrong_values(view: View, table: Table, rows: Sequence[Row]) -> Iterator[Problem]:
    """The first value of each column that isn't of its type, in the order of the rows."""
    found: list[tuple[int, int, Problem]] = []
    for place, column in enumerate(table.columns):
        values = [row[place] for row in rows]
        number = _misfit(column, values)
        if number is not None:
            message = f"{column.name} is of type {column.type}, and a row has {values[number]!r}"
            found.append((number, place, _problem(view, message)))
    return (problem for *_, problem in sorted(found, key=itemgetter(0, 1)))


def _misfit(column: Column, values: Sequence[Value]) -> int | None:
    """The number of the first value that isn't of the column's type; None where all are."""
    if column.type is not ColumnType.DATE and _all_plain(column.type, set(map(type, values))):
        return None
    return next((number for number, value in enumerate(values) if not _fits(column.type, value)), None)


def _all_plain(kind: ColumnType, types: set[type]) -> bool:
    """Whether values of these types all are of a column's, told without a look at each."""
    return all(issubclass(one, _PLAIN.get(kind, str)) for one in types - {type(None)})


def _fits(kind: ColumnType, value: Value) -> bool:
    if value is None:
        return True
    if kind is ColumnType.DATE:
        return isinstance(value, str) and _is_date(value)
    return isinstance(value, _PLAIN.get(kind, str))


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _problem(view: View, message: str, hint: str = "") -> Problem:
    return Problem("S218", f"schemas/views/{view.name}.sql", message, 1, 1, hint=hint)
