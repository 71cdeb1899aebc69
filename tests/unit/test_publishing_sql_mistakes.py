"""Where a mistake in SQL stands, and what may have been meant."""

import sqlite3
import time

import pytest

from recordpress.publishing.outline import ColumnOutline, Outline, TableOutline
from recordpress.publishing.sql_mistakes import SqlMistake, sql_mistake


def table(name: str, *columns: str) -> TableOutline:
    return TableOutline(name, name, columns={column: ColumnOutline(column, column) for column in columns})


TABLES = (table("books", "id", "title", "year"), table("authors", "id", "name"), TableOutline("bare", "bare"))
OUTLINE = Outline("library", {one.name: one for one in TABLES}, {}, {"since": {}})


def mistake_of(sql: str) -> SqlMistake:
    """What is said of a statement that SQLite itself refuses."""
    connection = sqlite3.connect(":memory:")
    try:
        for one in TABLES:
            connection.execute(f"create table {one.name} ({', '.join(one.columns or {'x': 0})})")
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute(sql)
    finally:
        connection.close()
    return sql_mistake(str(caught.value), sql, OUTLINE)


@pytest.mark.parametrize(
    ("sql", "word", "line", "column", "hint"),
    [
        ("select * form books", "form", 1, 10, "did you mean `from`?"),
        ("select title,\n  titel\nfrom books", "titel", 2, 3, "did you mean `title`?"),
        ("select * from boks", "boks", 1, 15, "did you mean `books`?"),
        ("select * from sinc", "sinc", 1, 15, "did you mean `since`?"),
        ("select b.yaer from books b", "b.yaer", 1, 10, "did you mean `year`?"),
        ("select name from books", "name", 1, 8, "it is a column of authors"),
        ("select * from books where title = genji", "genji", 1, 35, "text stands in single quotes, as in 'text'"),
        ("select nothing", "nothing", 1, 8, ""),
        (
            "select id from books, authors",
            "id",
            1,
            8,
            "several tables have it: write the table before it, as in table.id",
        ),
        ("select nonsense(1)", "nonsense", 1, 8, ""),
        ("select * from books where a b c", "b", 1, 29, ""),
        ("select 'it' || [titel] from books", "titel", 1, 16, "did you mean `title`?"),
        ("select (1,\n2)) from books", ")", 2, 3, ""),
        ("select 1 from from books", "from", 1, 15, ""),
    ],
)
def test_the_place_and_the_meaning_are_found(sql: str, word: str, line: int, column: int, hint: str) -> None:
    found = mistake_of(sql)
    assert (found.word, found.line, found.column, found.hint) == (word, line, column, hint)


def test_the_word_is_not_looked_for_in_texts_and_comments() -> None:
    found = mistake_of("select 'titel', -- titel\n/* titel */ titel from books")
    assert (found.line, found.column) == (2, 13)


def test_a_statement_that_ends_too_early_names_no_place() -> None:
    found = mistake_of("select (1 +")
    assert (found.message, found.line) == ("incomplete input", 0)
    assert "ends too early" in found.hint


def test_a_quote_that_is_not_closed_is_found() -> None:
    found = mistake_of('select 1,\n "unclosed from books')
    assert (found.line, found.column) == (2, 2)


@pytest.mark.parametrize("opening", ["[", "`", '"', "/*", "'"])
def test_what_opens_again_and_again_is_read_once(opening: str) -> None:
    begun = time.process_time()
    sql_mistake(f'unrecognized token: "{opening}"', f"select {opening * 60_001}", OUTLINE)
    assert time.process_time() - begun < 1  # if each began to be read anew it would be several


def test_other_errors_stay_as_they_are() -> None:
    assert sql_mistake("interrupted", "select 1", OUTLINE) == SqlMistake("interrupted")


def test_a_word_that_is_nowhere_has_no_place() -> None:
    assert sql_mistake("no such table: gone", "select 1", OUTLINE) == SqlMistake("no such table: gone", "gone")
    assert sql_mistake('near "gone": syntax error', "select 1", OUTLINE).line == 0


def test_where_no_place_is_wrong_by_itself_the_first_is_taken() -> None:
    assert sql_mistake('near "1": syntax error', "select 1, 1", OUTLINE).column == 8
