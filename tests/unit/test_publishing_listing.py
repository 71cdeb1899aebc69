from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from datasette.utils import MultiParams

from recordpress.publishing.listing import Listing, listing
from recordpress.publishing.outline import ColumnOutline, TableOutline

COLUMNS = ("id", "name", "start", "start_earliest", "end", "note")
TABLE = TableOutline(
    "t", "T", label="name", primary_key=("id",),
    columns={name: ColumnOutline(name, name, derived=name.endswith("earliest")) for name in COLUMNS},
)  # fmt: skip
ROWS = (("a", None, "2020", "2020-01-01", None, ""), ("b", None, None, None, None, "x"))


@dataclass(frozen=True)
class Row:
    cells: list[dict[str, Any]]


def shown(query: str = "", rows: Any = ROWS) -> Listing:
    cells = [Row([{"raw": value} for value in row]) for row in rows]
    request = SimpleNamespace(args=MultiParams(parse_qs(query)))
    return listing(TABLE, [{"name": name} for name in COLUMNS], cells, request)


def names(found: Listing) -> list[str]:
    return [COLUMNS[at] for at in found.shown]


def test_empty_and_computed_columns_are_left_out_and_counted() -> None:
    assert names(shown()) == ["name", "id", "start", "note"]
    assert shown().left_out == "1 empty in these rows, 1 computed from others"


def test_a_computed_column_that_is_empty_counts_as_empty() -> None:
    assert shown(rows=ROWS[1:]).left_out == "3 empty in these rows"


def test_key_and_label_stay() -> None:
    assert names(shown(rows=[(None,) * 6])) == ["name", "id"]


@pytest.mark.parametrize("query", ["_columns=all", "_col=name"])
def test_a_reader_who_chooses_columns_gets_them(query: str) -> None:
    assert names(shown(query)) == list(COLUMNS)
    assert shown(query).left_out == ""


@pytest.mark.parametrize("query", ["_sort=end", "_sort_desc=end", "end=x", "end__isnull=1"])
def test_columns_that_the_request_names_stay(query: str) -> None:
    assert "end" in names(shown(query))


def test_without_rows_nothing_is_left_out() -> None:
    assert names(shown(rows=[])) == list(COLUMNS)
