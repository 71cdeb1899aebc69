import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from recordpress.model import Column, ColumnType, Content, ForeignKey, Table, TableData, TableRole, View
from recordpress.writing import database
from recordpress.writing.database import (
    PARAMETERS,
    BrokenContentError,
    UnusableSqliteError,
    add_search,
    open_for_checks,
    open_written,
    require_sqlite,
    write_database,
)
from recordpress.writing.sql import create_indexes, create_table
from tests.sample_content import BOOKS, LONG_BOOKS, ROWS, sample_content


@pytest.fixture
def written(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    assert write_database(sample_content(), tmp_path / "library.db") == (sample_content(), ())
    with closing(open_written(tmp_path / "library.db")) as connection:
        yield connection


def test_rows_are_as_they_were(written: sqlite3.Connection) -> None:
    for name, rows in ROWS.items():
        query = f"SELECT * FROM {name} ORDER BY rowid"
        assert tuple(written.execute(query)) == rows


def test_rows_of_several_statements_keep_their_order_and_values() -> None:
    columns = (Column("id"), Column("lent", ColumnType.BOOLEAN), Column("note"))
    rows = [(f"{number:04}", (True, False, None)[number % 3], None) for number in range(PARAMETERS + 1)]
    content = replace(sample_content(), tables=(TableData(Table("t", "", "", TableRole.KIND, columns, ("id",)), rows),))
    with closing(open_for_checks(replace(content, views=()))) as connection:
        assert connection.execute("SELECT * FROM t ORDER BY rowid").fetchall() == rows


def test_tables_are_strict_and_have_keys(written: sqlite3.Connection) -> None:
    strict = dict(written.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    assert all(strict[name] == 1 for name in ROWS)
    assert len(written.execute("PRAGMA foreign_key_list(books)").fetchall()) == 3
    keys = written.execute("SELECT name FROM pragma_table_info('books_chapters') WHERE pk ORDER BY pk").fetchall()
    assert keys == [("book",), ("position",)]


def test_the_file_is_the_same_everywhere(written: sqlite3.Connection) -> None:
    (page_size,) = written.execute("PRAGMA page_size").fetchone()
    (free,) = written.execute("PRAGMA freelist_count").fetchone()
    (application,) = written.execute("PRAGMA application_id").fetchone()
    assert (page_size, free, application) == (4096, 0, database.APPLICATION_ID)


def test_a_finished_file_cannot_be_changed(written: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        written.execute("DELETE FROM books")


def test_words_are_found_without_their_diacritics(written: sqlite3.Connection) -> None:
    found = written.execute("SELECT rowid FROM books_fts WHERE books_fts MATCH 'gedichté'").fetchall()
    assert found == [(3,)]


def test_views_and_statistics_are_there(written: sqlite3.Connection) -> None:
    assert written.execute("SELECT id FROM long_books").fetchall() == [("genji",)]
    assert written.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 0


def test_what_is_joined_counted_and_sorted_by_has_an_index() -> None:
    indexed = [statement.split(" ON ")[1] for statement in create_indexes(BOOKS)]
    columns = ["form", "author", "sequel_of", "language", "published", "lent"]
    assert indexed == [f'"books" ("{column}")' for column in columns]


def test_of_several_columns_that_a_table_is_sorted_by_the_first_has_an_index() -> None:
    table = replace(BOOKS, columns=(Column("id"), Column("a"), Column("b")), foreign_keys=(), facets=())
    assert len(list(create_indexes(replace(table, sort=("-a", "b"))))) == 1
    assert not list(create_indexes(replace(table, sort=("id", "a"))))


def test_names_and_values_are_quoted() -> None:
    table = Table('a"b', "", "", TableRole.KIND, (Column('select "'),), ('select "',))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(create_table(table))
        assert connection.execute("SELECT name FROM sqlite_schema").fetchone() == ('a"b',)


def test_a_table_may_have_no_key() -> None:
    table = Table("t", "", "", TableRole.EVIDENCE, (Column("a"),), (), unique_keys=(("a",), ()))
    assert "UNIQUE" in create_table(replace(table, unique_keys=(("a",),)))
    assert "PRIMARY KEY" not in create_table(replace(table, unique_keys=()))


@pytest.mark.parametrize(
    ("column", "value"),
    [("published", "2024-02-30"), ("lent", 2), ("extra", "{"), ("language", "de"), ("pages", "many"), ("title", None)],
)
def test_rows_that_contradict_their_columns_are_bugs(column: str, value: object) -> None:
    row = list(ROWS["books"][0])
    row[BOOKS.position(column)] = value  # type: ignore[call-overload]
    with pytest.raises(BrokenContentError, match="books"):
        open_for_checks(sample_content({"books": (tuple(row),)}))


def test_references_to_nothing_are_bugs() -> None:
    with pytest.raises(BrokenContentError, match="row 1 of books_chapters refers to nothing in books"):
        open_for_checks(sample_content({"books_chapters": (("nobody", 1, None),)}))


def test_a_key_twice_is_a_bug() -> None:
    with pytest.raises(BrokenContentError, match="UNIQUE"):
        open_for_checks(sample_content({"people": ROWS["people"] * 2}))


@pytest.mark.parametrize(
    ("view", "code", "words"),
    [
        (View("v", "", "", "SELECT nobody FROM books"), "W604", "no such column"),
        (View("v", "", "", "SELECT 1; DROP TABLE books"), "W604", "one statement"),
        (View("v", "", "", "DELETE FROM books"), "W604", "syntax error"),
        (View("books", "", "", "SELECT 1"), "W604", "already"),
        (View("v", "", "", "SELECT 1 AS a", (("b", "?"),)), "W605", "no column b"),
    ],
)
def test_views_that_do_not_work_are_problems(tmp_path: Path, view: View, code: str, words: str) -> None:
    content = replace(sample_content(), views=(view, LONG_BOOKS))
    _, (problem,) = write_database(content, tmp_path / "x.db")
    assert (problem.code, problem.path) == (code, f"schemas/views/{view.name}.sql")
    assert words in problem.message
    with closing(open_written(tmp_path / "x.db")) as connection:
        assert connection.execute("SELECT count(*) FROM long_books").fetchone() == (1,)


def test_checks_cannot_change_anything() -> None:
    with (
        closing(open_for_checks(sample_content())) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM books")


def test_more_can_be_searched() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE records (ref, label)")
        connection.execute("INSERT INTO records VALUES ('book/a', 'Café')")
        add_search(connection, "records", ["label"])
        found = connection.execute("SELECT rowid FROM records_fts WHERE records_fts MATCH 'cafe'").fetchall()
    assert found == [(1,)]


def test_a_sqlite_that_is_too_old_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(UnusableSqliteError, match=r"SQLite 3\.37 or newer is needed"):
        require_sqlite()


def test_a_sqlite_without_full_text_search_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(UnusableSqliteError, match="without FTS9"):
        database._probe(connection, "FTS9", "CREATE VIRTUAL TABLE probe USING fts9(text)")


def test_a_disk_that_refuses_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "x.db").mkdir()
    with pytest.raises(OSError, match="unable to open"):
        write_database(sample_content(), tmp_path / "x.db")


def test_other_errors_of_sqlite_are_bugs(tmp_path: Path) -> None:
    wrong = Table("sqlite_x", "", "", TableRole.KIND, (Column("a"),), ("a",), (ForeignKey(("a",), "sqlite_x", ("a",)),))
    with pytest.raises(sqlite3.OperationalError, match="reserved"):
        write_database(Content({}, (TableData(wrong, ()),), ()), tmp_path / "x.db")
