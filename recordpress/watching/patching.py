"""Bringing a database up to date: only rows that are not the same any more are touched.

What comes out holds the same rows as a database that is written anew, but not the same bytes: rows may lie in another
order. It is for looking at; what is published is always written as a whole.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from recordpress.chunks.storing import StoredItems
from recordpress.model import Content, Row, Table, TableData
from recordpress.writing.sql import names, quoted


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed in a table.

    Args:
        table: The table.
        gone: Rows that it had.
        new: Rows that it has to have.
    """

    table: Table
    gone: Sequence[Row]
    new: Sequence[Row]


def fits(before: Content, after: Content) -> bool:
    """Whether both have the same tables and views, so that one can be made of the other by rows."""
    same_tables = [data.table for data in before.tables] == [data.table for data in after.tables]
    return same_tables and before.views == after.views


def changes(before: Iterable[TableData], after: Iterable[TableData]) -> Iterator[Change]:
    """What has changed, by table; of chunks that are the same nothing is read.

    Raises:
        SpoiledError: Rows of chunks can't be had any more.
    """
    for old, new in zip(before, after, strict=True):
        gone, come = _only(old.rows, new.rows), _only(new.rows, old.rows)
        both = gone & come
        if gone != come:
            yield Change(new.table, list((gone - both).elements()), list((come - both).elements()))


def _only(rows: Sequence[Row], others: Sequence[Row]) -> Counter[Row]:
    """The rows in chunks that the others don't have; all rows where they are in no chunks, or where these differ."""
    if not (isinstance(rows, StoredItems) and isinstance(others, StoredItems) and rows.change == others.change):
        return Counter(rows)
    known = set(others.parts)
    return Counter(replace(rows, parts=tuple(part for part in rows.parts if part not in known)))


def apply(connection: sqlite3.Connection, change: Change) -> None:
    """Change the rows of a table, and its full-text index. A row with the key of one that has gone takes its place.

    Raises:
        sqlite3.Error: The database holds other rows than were said to be in it.
    """
    table = change.table
    own = _Statements(table)
    places: dict[Row, int] = {}
    for row in change.gone:
        key = own.key_of(row)
        (place,) = connection.execute(own.find, key).fetchone() or (None,)
        if place is None:
            message = f"a row of {table.name} is not there"
            raise sqlite3.DatabaseError(message)
        places[key] = place
        if own.unsearch:
            connection.execute(own.unsearch, (place, *own.searched(row)))
        connection.execute(own.delete, (place,))
    for row in change.new:
        place = connection.execute(own.insert, (places.pop(own.key_of(row), None), *row)).lastrowid
        if own.search:
            connection.execute(own.search, (place, *own.searched(row)))


class _Statements:
    """The SQL for the rows of a table."""

    def __init__(self, table: Table) -> None:
        columns = [column.name for column in table.columns]
        keys = table.primary_key or tuple(columns)
        name, index = quoted(table.name), quoted(f"{table.name}_fts")
        where = " AND ".join(f"{quoted(key)} IS ?" for key in keys)
        self._keys = [table.position(key) for key in keys]
        self._searched = [table.position(column) for column in table.search]
        self.find = f"SELECT rowid FROM {name} WHERE {where} LIMIT 1"  # noqa: S608 (names are quoted, here and below)
        self.delete = f"DELETE FROM {name} WHERE rowid = ?"  # noqa: S608
        marks = ", ".join("?" * (len(columns) + 1))
        self.insert = f"INSERT INTO {name} (rowid, {names(columns)}) VALUES ({marks})"  # noqa: S608
        self.search = self.unsearch = ""
        if table.search:
            found, marks = names(table.search), ", ".join("?" * (len(table.search) + 1))
            self.search = f"INSERT INTO {index} (rowid, {found}) VALUES ({marks})"  # noqa: S608
            self.unsearch = f"INSERT INTO {index} ({index}, rowid, {found}) VALUES ('delete', {marks})"  # noqa: S608

    def key_of(self, row: Row) -> Row:
        """The values that a row is found by."""
        return tuple(row[place] for place in self._keys)

    def searched(self, row: Row) -> Row:
        """The values that are in the full-text index."""
        return tuple(row[place] for place in self._searched)
