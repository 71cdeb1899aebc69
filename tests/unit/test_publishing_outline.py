from dataclasses import replace
from typing import Any

import pytest

from recordpress.model import ForeignKey, Table, TableRole
from recordpress.publishing.metadata import site_metadata
from recordpress.publishing.outline import Outline, TableOutline, read_outline, reference
from tests.small_package import CONTENT, METADATA, NAME

TABLES = {data.table.name: data.table for data in CONTENT.tables}


@pytest.fixture
def outline() -> Outline:
    metadata: Any = site_metadata(METADATA, TABLES.values(), CONTENT.views)
    return read_outline(NAME, metadata, {"tables": {"books": {"count": 3}, "books_fts": {"count": 9}}})


def names(tables: list[TableOutline]) -> list[str]:
    return [table.name for table in tables]


def test_what_the_schemas_say_of_a_table_comes_back(outline: Outline) -> None:
    books, table = outline.table("books"), TABLES["books"]
    assert (books.title, books.description, books.role) == (table.title, table.description, TableRole.KIND)
    assert (books.kind, books.label, books.rows) == ("book", "title", 3)
    assert (books.primary_key, books.foreign_keys) == (table.primary_key, table.foreign_keys)
    assert list(books.columns or ()) == [column.name for column in table.columns]
    assert books.column("weight").unit == "stone's throw"
    assert books.column("printed").title == "Printed"
    assert books.is_computed("printed_earliest")
    assert not books.is_computed("printed")


def test_a_computed_label_is_wanted_all_the_same() -> None:
    columns = [replace(column, derived=True) for column in TABLES["authors"].columns]
    metadata: Any = site_metadata(METADATA, [replace(TABLES["authors"], columns=tuple(columns))])
    authors = read_outline(NAME, metadata, {}).table("authors")
    assert [authors.is_computed(name) for name in ("id", "name")] == [True, False]


def test_tables_by_role_and_kind(outline: Outline) -> None:
    assert names(outline.having("kind")) == ["authors", "books"]
    assert names(outline.having("child", kind="book")) == ["books_chapters", "books_chapters_verses"]
    assert names(outline.having("child", kind="")) == ["remarks"]
    assert names(outline.having("evidence", "registry")) == ["records", "claims"]
    assert names(outline.having("")) == ["years", "answering"]


def test_what_the_schemas_do_not_know_is_bare(outline: Outline) -> None:
    assert outline.table("books_fts") == TableOutline("books_fts", "books_fts")
    assert outline.table("books_fts").column("x").title == "x"
    assert outline.table("books_fts").reference("x") == ""


def test_a_package_without_details_is_read_too() -> None:
    metadata: Any = site_metadata(METADATA, TABLES.values())
    outline = read_outline(NAME, metadata | {"plugins": {}}, {})
    assert outline.table("books").title == TABLES["books"].title
    assert outline.table("books").role is None
    assert outline.kinds == {}


def test_references_lead_through_the_keys_of_parents(outline: Outline) -> None:
    assert outline.table("books").references == {"author": "authors", "form": "vocabulary_form", "answers": "records"}
    assert outline.table("books_chapters_verses").references == {"book": "books"}


def test_a_column_that_leads_to_its_own_table_twice_over_ends() -> None:
    key = ForeignKey(("a", "b"), "t", ("a", "b"))
    table = Table("t", "T", "", TableRole.CHILD, (), ("a", "b"), foreign_keys=(key,))
    assert reference({"t": table}, table, "a") == ""


@pytest.mark.parametrize(
    ("description", "summary"),
    [
        ("One. Two.", "One."),
        ("One", "One"),
        ("", ""),
        ("Ships, e.g. of the U.S. Navy, count. More.", "Ships, e.g. of the U.S. Navy, count."),
        ("As `kind/id`. More.", "As `kind/id`."),
        ("Is it so? Yes.", "Is it so?"),
        ("Version 1.2 of it. More", "Version 1.2 of it."),
    ],
)
def test_the_summary_is_the_first_sentence(description: str, summary: str) -> None:
    assert TableOutline("t", "T", description).summary == summary
