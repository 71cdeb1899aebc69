"""Blocks with their rows, as a template shows them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from recordpress.model import ColumnType
from recordpress.publishing.kinds import page_address
from recordpress.publishing.labels import Labels, labels_of
from recordpress.publishing.pages import shapes
from recordpress.publishing.pages.maps import Map, maps
from recordpress.publishing.pages.model import Block, Filter
from recordpress.publishing.results import key_of
from recordpress.publishing.values import in_line, linked, listed, shown

Row = Mapping[str, Any]
_SHARE = re.compile(r"[\d.,]+ ?%")
_REF = re.compile(r"([a-z0-9_-]+)/[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with what the reader has chosen.

    Args:
        name: The parameter.
        about: What it is.
        value: What is chosen; "" for everything.
        choices: Values that may be chosen, with names; () for any.
    """

    name: str
    about: Filter
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A block with its rows.

    Args:
        block: The block.
        rows: Its rows, at most as many as it shows.
        columns: Names of their columns.
        labels: Names of the records that the rows refer to.
        is_cut: Whether there are more rows than are shown.
        filters: What the reader may choose.
        given: Values that the page gives for parameters of a saved query.
    """

    block: Block
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    labels: Labels = field(default_factory=dict)
    is_cut: bool = False
    filters: tuple[Choice, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def note(self) -> Markup:
        """The sentence below the heading."""
        return Markup(self.block.note)  # noqa: S704 made by markdown-it without HTML

    @property
    def groups(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The rows by `group`."""
        return shapes.groups(self.rows)

    @property
    def matrix(self) -> shapes.Matrix:
        """The rows in two dimensions."""
        return shapes.matrix(self.rows)

    @property
    def sequence(self) -> tuple[shapes.Item, ...]:
        """The rows with the time between them."""
        return shapes.sequence(self.rows)

    @property
    def spans(self) -> shapes.Spans:
        """The rows as bars over years."""
        return shapes.spans(self.rows)

    @property
    def maps(self) -> tuple[Map, ...]:
        """The rows as places."""
        return maps(self.block, self.rows)

    def is_number(self, column: str) -> bool:
        """Whether a column holds nothing but numbers and shares, such as `12.5 %`."""
        values = [row[column] for row in self.rows if row[column] is not None]
        return bool(values) and all(isinstance(value, int | float) or _SHARE.fullmatch(str(value)) for value in values)

    def facets(self, row: Row) -> tuple[tuple[str, str], ...]:
        """What a row holds of the columns that can be filtered by, for filtering without a server.

        The items of a list are separated by spaces.
        """
        named = ((choice.name, row[choice.name]) for choice in self.filters if choice.name in self.columns)
        return tuple((name, _words(value)) for name, value in named)


def _words(value: object) -> str:
    items = listed(value)
    if items is not None:
        return " ".join(map(str, items))
    return "" if value is None else str(value)


async def show(site: Any, block: Block, chosen: Mapping[str, str], given: Mapping[str, str]) -> Shown:
    """A block with its rows.

    Args:
        site: The Datasette instance.
        block: The block.
        chosen: What the reader has chosen, by parameter; what the block doesn't offer is left aside.
        given: Values that the page itself gives, such as the id of its record.

    Raises:
        sqlite3.Error: The query fails.
        QueryInterrupted: It takes too long.
    """
    if not block.sql:
        return Shown(block)
    database = site.get_database(site.package.name)
    offered = {name: item for name, item in block.filters.items() if name not in given}
    picked = {name: chosen.get(name, item.default) for name, item in offered.items()}
    result = await _execute(site, block.sql, {**given, **block.arguments, **picked})
    rows = tuple(dict(zip(result.columns, row, strict=True)) for row in result.rows)
    filters = [Choice(name, item, picked[name], await _choices(site, item.choices)) for name, item in offered.items()]
    columns = tuple(result.columns)
    kept = rows[: block.limit]
    labels = await labels_of(database, site.package.outline, _refs(site.package.kinds, columns, kept))
    is_cut = len(rows) > len(kept) or result.truncated
    told = {name: given[name] for name in block.filters if name in given}
    return Shown(block, kept, columns, labels, is_cut, tuple(filters), told)


async def _choices(site: Any, sql: str) -> tuple[tuple[str, str], ...]:
    if not sql:
        return ()
    return tuple((str(row[0]), str(row[-1])) for row in (await _execute(site, sql, {})).rows if row[0] is not None)


async def _execute(site: Any, sql: str, values: Mapping[str, str]) -> Any:
    """The result of a query: the one that was found at build, else asked for now."""
    known = site.package.results.get(key_of(sql, values))
    return known or await site.get_database(site.package.name).execute(sql, values, truncate=True)


def ref_of(kinds: Iterable[str], column: str, value: object) -> str:
    """The record that a cell stands for, as `kind/id`; "" for none.

    A cell does if it holds `kind/id`, or if its column bears the name of a kind and it holds something like an id.
    """
    if not isinstance(value, str):
        return ""
    match = _REF.fullmatch(value)
    if match:
        return value if match[1] in kinds else ""
    return f"{column}/{value}" if column in kinds and _REF.fullmatch(f"{column}/{value}") else ""


def _refs(kinds: Mapping[str, object], columns: Sequence[str], rows: Iterable[Row]) -> set[str]:
    return {ref for row in rows for column in columns if (ref := ref_of(kinds, column, row[column]))}


def cell(site: Any, labels: Labels, column: str, value: object) -> Markup:
    """A cell of a table: records by their names, lists in a line, addresses as links."""
    if value is None:
        return Markup()
    ref = ref_of(site.package.kinds, column, value)
    if ref in labels:
        return linked(page_address(site, ref), labels[ref])
    if isinstance(value, str) and value.startswith("["):
        items = in_line(value)
        if items is not None:
            return items
    if isinstance(value, int | float):
        return escape(f"{value:g}" if isinstance(value, float) else value)
    return shown(value, ColumnType.STRING)


def result_address(site: Any, part: Shown) -> str:
    """Address of the rows of a saved query as CSV, with what the reader has chosen."""
    address = f"{site.urls.query(site.package.name, part.block.query)}.csv"
    chosen = {choice.name: choice.value for choice in part.filters} | dict(part.block.arguments) | dict(part.given)
    return f"{address}?{urlencode(chosen)}" if chosen else str(address)
