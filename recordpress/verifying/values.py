"""Rows by themselves and among each other: types, vocabularies and keys."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from recordpress.problems import Problem
from recordpress.verifying.described import Column, ForeignKey, Resource, TableSchema
from recordpress.verifying.rows import TypedRow

Key = tuple[Any, ...]
Target = tuple[str, tuple[str, ...]]
"""A table and some of its columns, to which foreign keys point."""


@dataclass(slots=True)
class Seen:
    """What has been seen of the rows so far; filled while tables are read.

    Args:
        keys: Keys of the tables that foreign keys point to.
        references: For each foreign key (resource and number) the values in it, with the line of the first.
    """

    keys: dict[Target, set[Key]] = field(default_factory=dict)
    references: dict[tuple[str, int], dict[Key, int]] = field(default_factory=dict)


def wanted_targets(resources: Iterable[Resource]) -> Seen:
    """An empty `Seen`, which knows what foreign keys point to."""
    seen = Seen()
    for resource in resources:
        for number, key in enumerate(resource.table.foreign_keys if resource.table else ()):
            seen.keys[_target(resource, key)] = set()
            seen.references[resource.name, number] = {}
    return seen


class RowChecker:
    """Looks at the rows of a table, one after the other.

    Args:
        resource: The table.
        table: Its schema.
        seen: What has been seen of all tables.
    """

    __slots__ = ("_allowed", "_keys", "_path", "_references", "_required", "_targets", "table")

    def __init__(self, resource: Resource, table: TableSchema, seen: Seen) -> None:
        self._path = resource.path
        self.table = table
        self._allowed = [
            (n, column, set(_allowed(column))) for n, column in enumerate(table.fields) if _allowed(column)
        ]
        self._required = [(n, column.name) for n, column in enumerate(table.fields) if column.constraints.required]
        self._keys: list[tuple[str, str, tuple[int, ...], dict[Key, int]]] = [
            ("P712", "primary key", _positions(table, table.primary_key), {}),
            *(("P713", "unique key", _positions(table, key), {}) for key in _unique(table)),
        ]
        self._targets = [(_positions(table, at[1]), keys) for at, keys in seen.keys.items() if at[0] == resource.name]
        self._references = [
            (_positions(table, key.fields), seen.references[resource.name, number])
            for number, key in enumerate(table.foreign_keys)
        ]

    def look(self, row: TypedRow) -> Iterator[Problem]:
        """What is wrong with a row: types and missing values (P711), keys (P712, P713), vocabularies (P715)."""
        for position in row.wrong:
            column = self.table.fields[position]
            message = f"{column.name} is no {column.type}: {_short(row.cells[position])}"
            yield Problem("P711", self._path, message, line=row.line, column=1)
        for position, name in self._required:
            if row.values[position] is None:
                yield Problem("P711", self._path, f"{name} has no value", line=row.line, column=1)
        for position, column, allowed in self._allowed:
            if row.values[position] is not None and row.cells[position] not in allowed:
                message = f"{column.name} has a value that its vocabulary does not have: {_short(row.cells[position])}"
                yield Problem("P715", self._path, message, line=row.line, column=1)
        yield from self._look_at_keys(row)
        self._remember(row)

    def _look_at_keys(self, row: TypedRow) -> Iterator[Problem]:
        for code, title, positions, lines in self._keys:
            key = tuple(row.values[position] for position in positions)
            if not positions or (code == "P713" and None in key):
                continue
            if None in key:
                yield Problem(code, self._path, f"the {title} has an empty part", line=row.line, column=1)
            elif key in lines:
                message = f"the {title} {_shown(key)} stands in line {lines[key]} already"
                yield Problem(code, self._path, message, line=row.line, column=1)
            else:
                lines[key] = row.line

    def _remember(self, row: TypedRow) -> None:
        for positions, keys in self._targets:
            keys.add(tuple(row.values[position] for position in positions))
        for positions, references in self._references:
            key = tuple(row.values[position] for position in positions)
            if None not in key:
                references.setdefault(key, row.line)


def dangling(resources: Iterable[Resource], seen: Seen, read: Container[str]) -> Iterator[Problem]:
    """Foreign keys that point to nothing (P714), each value once, when all tables have been read.

    Args:
        resources: The tables.
        seen: What has been seen of them.
        read: Names of those that could be read to the end; nothing can be said about keys of the others.
    """
    for resource in resources:
        for number, key in enumerate(resource.table.foreign_keys if resource.table else ()):
            target = _target(resource, key)
            if target[0] not in read:
                continue
            for value, line in seen.references[resource.name, number].items():
                if value not in seen.keys[target]:
                    message = f"{', '.join(key.fields)} refers to {_shown(value)}, which {target[0]} does not have"
                    yield Problem("P714", resource.path, message, line=line, column=1)


def vocabularies(resources: Iterable[Resource]) -> Iterator[Problem]:
    """Columns whose `categories` and `enum` differ (P716): programs that read one see another vocabulary."""
    for resource in resources:
        for column in resource.table.fields if resource.table else ():
            if (
                column.labels
                and column.constraints.enum
                and set(column.labels) != set(map(str, column.constraints.enum))
            ):
                message = f"{resource.name}.{column.name}: `categories` and `enum` list different values"
                yield Problem("P716", "datapackage.json", message)


def _allowed(column: Column) -> tuple[str, ...]:
    return column.labels or tuple(str(value) for value in column.constraints.enum)


def _unique(table: TableSchema) -> list[tuple[str, ...]]:
    single = [(column.name,) for column in table.fields if column.constraints.unique]
    keys = dict.fromkeys([*single, *table.unique_keys])
    return [key for key in keys if key != table.primary_key]


def _positions(table: TableSchema, columns: Iterable[str]) -> tuple[int, ...]:
    return tuple(map(table.names.index, columns))


def _target(resource: Resource, key: ForeignKey) -> Target:
    return key.reference.resource or resource.name, key.reference.fields


def _shown(key: Key) -> str:
    return _short(", ".join(map(str, key)))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 (as long as a line of a message may be)
