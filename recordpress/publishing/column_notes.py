"""What the head of a column offers: its meaning, and the ways to sort, count, narrow and hide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import path_with_replaced_args

from recordpress.publishing.outline import ColumnOutline, TableOutline

Pairs = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A column in the head of a table.

    Args:
        column: What it is.
        actions: What can be done with it: words, and the address.
    """

    column: ColumnOutline
    actions: tuple[tuple[str, str], ...]


def column_notes(
    table: TableOutline, columns: Sequence[Mapping[str, Any]], facets: Iterable[str], request: Any
) -> dict[str, ColumnNote]:
    """The notes on the columns of a page of rows, by name.

    Args:
        table: The table or view.
        columns: Datasette's columns of the page.
        facets: Columns whose values are counted on the page already.
        request: The reader's request, which the addresses go on from.
    """
    counted = set(facets)
    return {
        column["name"]: ColumnNote(table.column(column["name"]), tuple(_actions(column, counted, request)))
        for column in columns
    }


def _actions(column: Mapping[str, Any], counted: set[str], request: Any) -> Iterator[tuple[str, str]]:
    name = column["name"]
    if not column["sortable"]:
        return
    for words, parameter, other in (("Sort upwards", "_sort", "_sort_desc"), ("Sort downwards", "_sort_desc", "_sort")):
        if request.args.get(parameter) != name:
            yield words, _address(request, [(parameter, name), (other, None)])
    if name not in counted and not column["is_pk"]:
        yield "Count its values", _address(request, _added(request, "_facet", name))
    if request.args.get(f"{name}__notblank") != "1" and not column["notnull"]:
        yield "Only rows that have one", _address(request, [(f"{name}__notblank", "1")])
    if not column["is_pk"]:
        yield "Hide this column", _address(request, _added(request, "_nocol", name))


def _added(request: Any, parameter: str, value: str) -> Pairs:
    return [*((parameter, held) for held in request.args.getlist(parameter)), (parameter, value)]


def _address(request: Any, pairs: Pairs) -> str:
    """The page of the request with other parameters, from its first row."""
    return str(path_with_replaced_args(request, [*pairs, ("_next", None)]))
