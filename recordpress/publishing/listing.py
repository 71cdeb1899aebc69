"""Table pages: which columns a page shows, and how some cells read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from recordpress.model import ColumnType, TableRole
from recordpress.publishing.outline import REGISTRY, TableOutline
from recordpress.publishing.rows import record_address, reference_address
from recordpress.publishing.values import in_line, is_empty, linked

_REF = re.compile(r"[\w-]+/[\w.-]+")
ALL = ("_columns", "all")  # what a reader who wants to see every column adds to the address


@dataclass(frozen=True, slots=True)
class Listing:
    """The columns of a page of rows.

    Args:
        shown: Positions of the columns to show: the rows' names first, so that they are in sight on a narrow screen.
        empty: How many are left out because they are empty in all rows of the page.
        computed: How many are left out because they only say again what others say.
    """

    shown: tuple[int, ...]
    empty: int = 0
    computed: int = 0

    @property
    def left_out(self) -> str:
        """What is left out, in words; "" for nothing."""
        parts = [(self.empty, "empty in these rows"), (self.computed, "computed from others")]
        return ", ".join(f"{count:,} {why}" for count, why in parts if count)


def listing(table: TableOutline, columns: Sequence[Mapping[str, Any]], rows: Sequence[Any], request: Any) -> Listing:
    """Choose the columns of a page.

    Args:
        table: The table or view.
        columns: Datasette's columns of the page.
        rows: Datasette's rows of the page, with cells in the order of the columns.
        request: The reader's request; columns that it names are shown in any case.
    """
    every = tuple(range(len(columns)))
    if not rows or "_col" in request.args or request.args.get(ALL[0]) == ALL[1]:
        return Listing(every)
    kept = _named(request) | {table.label, *table.primary_key, "Link"}
    cells = [row.cells for row in rows]
    other = [at for at in every if columns[at]["name"] not in kept]
    empty = {at for at in other if all(is_empty(row[at]["raw"]) for row in cells)}
    computed = {at for at in other if table.is_computed(columns[at]["name"])} - empty
    kept_at = (at for at in every if at not in empty | computed)
    return Listing(tuple(sorted(kept_at, key=lambda at: columns[at]["name"] != table.label)), len(empty), len(computed))


def _named(request: Any) -> set[str]:
    """Columns that the request filters or sorts by."""
    sorted_by: Iterable[str | None] = (request.args.get("_sort"), request.args.get("_sort_desc"))
    return {key.partition("__")[0] for key in request.args} | {name for name in sorted_by if name}


def cell(site: Any, table: TableOutline, row: Any, column: str, value: Any) -> Markup | None:
    """A cell of a table page, where Datasette's own way would not do.

    Args:
        site: The Datasette instance.
        table: The table or view.
        row: The row, by column.
        column: The cell's column.
        value: The cell's value; for a reference that Datasette has looked up, a dict of `value` and `label`.

    Returns:
        Markup; None to leave it to Datasette. A reference to any record leads to that record and not to its entry in
        the registry, and so do the label of a row that stands for a record and a `kind/id` in a view; lists are read
        as lists.
    """
    if isinstance(value, dict) and table.reference(column) == REGISTRY:
        link = linked(reference_address(site, REGISTRY, value["value"]), value["label"])
        return Markup("{}&nbsp;<em>{}</em>").format(link, value["value"])
    ref = _ref(table, row, column, value)
    if ref and (address := record_address(site, ref)):
        return linked(address, value)
    return in_line(value) if table.column(column).type is ColumnType.ARRAY and not is_empty(value) else None


def _ref(table: TableOutline, row: Any, column: str, value: Any) -> str:
    """The record that a cell names although no foreign key says so; "" for none."""
    key = table.primary_key
    if column == table.label and len(key) == 1:
        named = row[key[0]]
        held = named["value"] if isinstance(named, dict) else named
        if REGISTRY in {table.name, table.reference(key[0])}:
            return str(held)
        if table.role is TableRole.KIND:
            return f"{table.kind}/{held}"
    return value if table.role is None and isinstance(value, str) and _REF.fullmatch(value) else ""
