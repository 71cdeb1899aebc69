"""What stands beside the SQL editor."""

import sqlite3
from dataclasses import replace

from recordpress.model import ForeignKey, TableRole
from recordpress.publishing.outline import ColumnOutline, Outline, TableOutline
from recordpress.publishing.sql_help import examples, first_statement, schema_groups

COLUMNS = {name: ColumnOutline(name, name.title()) for name in ("id", "title", "form", "author")}
BOOKS = TableOutline(
    "books",
    "Book",
    role=TableRole.KIND,
    kind="book",
    label="title",
    columns=COLUMNS,
    foreign_keys=(ForeignKey(("author",), "authors", ("id",)),),
)
CHAPTERS = TableOutline("books_chapters", "Chapters", role=TableRole.CHILD, kind="book")
AUTHORS = TableOutline("authors", "Author", role=TableRole.KIND, kind="author")
REMARKS = TableOutline("remarks", "Remarks", role=TableRole.CHILD)
FORMS = TableOutline("vocabulary_form", "Forms", role=TableRole.VOCABULARY)


def outline(*tables: TableOutline) -> Outline:
    return Outline("library", {table.name: table for table in tables}, {}, {})


def test_tables_of_records_come_first_with_their_parts_and_empty_groups_are_left_out() -> None:
    groups = schema_groups(outline(FORMS, CHAPTERS, BOOKS, AUTHORS, REMARKS))
    assert [(group.title, [table.name for table in group.tables]) for group in groups] == [
        ("Records", ["books", "books_chapters", "authors"]),
        ("Parts of any record", ["remarks"]),
        ("Vocabularies", ["vocabulary_form"]),
    ]


def test_the_editor_begins_with_records_or_any_table_or_nothing() -> None:
    assert first_statement(outline(FORMS, BOOKS)) == "select * from books limit 10"
    assert first_statement(outline(FORMS)) == "select * from vocabulary_form limit 10"
    assert first_statement(outline()) == "select sqlite_version()"


def test_examples_run() -> None:
    found = examples(outline(AUTHORS, BOOKS), {"books": {"facets": [{"array": "tags"}, "form"]}})
    assert [title for title, _ in found] == ["Book by form", "Book with author"]
    connection = sqlite3.connect(":memory:")
    connection.executescript("create table books (id, title, form, author); create table authors (id, name)")
    for _, sql in found:
        connection.execute(sql)
    connection.close()


def test_a_dataset_without_facets_and_references_has_no_examples() -> None:
    assert examples(outline(AUTHORS, replace(BOOKS, foreign_keys=())), {}) == ()
