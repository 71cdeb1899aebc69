"""What the head of a column offers."""

from typing import Any
from urllib.parse import parse_qs

from datasette.utils.asgi import Request

from recordpress.publishing.column_notes import column_notes
from recordpress.publishing.outline import ColumnOutline, TableOutline

TABLE = TableOutline("books", "Books", columns={"form": ColumnOutline("form", "Form", "What it is.")})
FORM = {"name": "form", "sortable": True, "is_pk": False, "notnull": 0}


def actions(query: str, facets: tuple[str, ...] = (), **column: Any) -> dict[str, str]:
    request = Request.fake(f"/library/books?{query}")
    return dict(column_notes(TABLE, [FORM | column], facets, request)["form"].actions)


def test_every_way_is_offered_and_begins_at_the_first_row() -> None:
    found = actions("_next=5&title=x")
    assert list(found) == [
        "Sort upwards",
        "Sort downwards",
        "Count its values",
        "Only rows that have one",
        "Hide this column",
    ]
    assert parse_qs(found["Sort upwards"].partition("?")[2]) == {"title": ["x"], "_sort": ["form"]}


def test_counts_and_hidden_columns_are_added_to_those_there_are() -> None:
    found = actions("_facet=year&_nocol=id&_nocol=year")
    assert parse_qs(found["Count its values"].partition("?")[2])["_facet"] == ["year", "form"]
    assert parse_qs(found["Hide this column"].partition("?")[2])["_nocol"] == ["id", "year", "form"]


def test_what_is_done_already_is_not_offered_again() -> None:
    assert "Sort downwards" not in actions("_sort_desc=form")
    assert parse_qs(actions("_sort_desc=form")["Sort upwards"].partition("?")[2]) == {"_sort": ["form"]}
    assert "Only rows that have one" not in actions("form__notblank=1")
    assert "Count its values" not in actions("", ("form",))


def test_keys_are_not_counted_nor_hidden() -> None:
    assert list(actions("", is_pk=True, notnull=1)) == ["Sort upwards", "Sort downwards"]


def test_a_column_that_can_not_be_sorted_has_only_its_meaning() -> None:
    assert actions("", sortable=False) == {}
