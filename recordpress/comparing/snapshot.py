"""A state of a dataset, in the form in which two of them are compared: a revision, the working tree or a package."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recordpress.model import Row
from recordpress.problems import Problem
from recordpress.schema.nodes import Kind

Record = Mapping[str, Any]
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table looks like.

    Args:
        name: Its name.
        schema: Its Table Schema.
        is_vocabulary: Whether its rows are the terms of a vocabulary.
        is_derived: Whether its rows come from a query over other tables.
    """

    name: str
    schema: Document
    is_vocabulary: bool = False
    is_derived: bool = False

    @property
    def columns(self) -> dict[str, Document]:
        """The columns by name."""
        return {column["name"]: column for column in self.schema.get("fields", ())}

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that identify a row."""
        key = self.schema.get("primaryKey", ())
        return (key,) if isinstance(key, str) else tuple(key)

    @property
    def key_places(self) -> tuple[int, ...]:
        """Where these columns stand in a row."""
        names = list(self.columns)
        return tuple(names.index(name) for name in self.key)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a state comes from.

    Args:
        title: What people call it.
        commit: Hash of the commit; "" for what is none.
        package: The package's path as it was given; "" for what is none.
    """

    title: str
    commit: str = ""
    package: str = ""


def no_rows(_: str) -> Sequence[Row]:
    """The rows of a state that has no tables."""
    return ()


def no_records(_: Iterable[str]) -> dict[str, Record]:
    """The records of a state that has none."""
    return {}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state of a dataset.

    Args:
        origin: Where it comes from.
        metadata: The descriptor without its resources.
        shapes: The tables by name; none where none could be made.
        kinds: The kinds by name; None in place of a kind whose schema isn't known, as in a package.
        prints: What tells whether a record is the same as another of the same origin, by `kind/id`.
        read: A function that reads records as curated, by `kind/id`.
        rows: A function that reads the rows of a table.
        problems: What is wrong with it.
        is_whole: Whether all of it could be read and made into tables.
        form: Digest of schemas and queries: two states of the same form have the same tables; "" where not known.
        completed: The state with the tables that are made by queries, where they were left out; None where not.
    """

    origin: Origin
    metadata: Document = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    kinds: Mapping[str, Kind | None] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[Iterable[str]], dict[str, Record]] = no_records
    rows: Callable[[str], Sequence[Row]] = no_rows
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True
    form: str = ""
    completed: "Callable[[], Snapshot] | None" = None

    def complete(self) -> "Snapshot":
        """This state with all its tables, those that are made by queries included."""
        return self.completed() if self.completed else self

    def table(self, name: str) -> Sequence[Row]:
        """The rows of a table; none where there is no such table."""
        return self.rows(name) if name in self.shapes else ()


EMPTY = Snapshot(Origin("nothing"))
