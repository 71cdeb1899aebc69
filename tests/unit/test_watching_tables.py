"""The database of previews: brought up to date, it holds what one that is written anew holds."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from recordpress.crew import Crew
from recordpress.pipeline import Gathered, gather_records
from recordpress.problems import Finding
from recordpress.progress import Progress
from recordpress.watching import rechecking
from recordpress.watching.rechecking import ANYTHING, Remembered, tables_read
from recordpress.watching.tables import Tables
from recordpress.writing.database import write_database

BOOK = "records/books/pillow-book.yaml"
VIEW = """-- title: Readers
-- description: Who wrote something.
-- key: person
-- refers person: people
SELECT person FROM books_authors GROUP BY person
"""


@pytest.fixture
def tables(library: Path, tmp_path: Path) -> Tables:
    (library / "schemas/views/writers.sql").write_text(VIEW, encoding="utf-8")
    made = Tables(tmp_path / "tables.db")
    made.fill(content_of(library))
    return made


def gathered_of(library: Path) -> Gathered:
    return gather_records(library, {"name": "library", "version": "1.0.0"}, Progress(), Crew(1))


def content_of(library: Path) -> object:
    content = gathered_of(library).content
    assert content is not None
    return content


def replace(library: Path, old: str, new: str, path: str = BOOK) -> None:
    text = (library / path).read_text(encoding="utf-8")
    assert old in text
    (library / path).write_text(text.replace(old, new), encoding="utf-8")


def mark(tables: Tables) -> None:
    with closing(sqlite3.connect(tables.path)) as connection:
        connection.execute("PRAGMA user_version = 7")
        connection.commit()


def is_marked(tables: Tables) -> bool:
    with closing(sqlite3.connect(tables.path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone() == (7,)


def add(library: Path) -> None:
    (library / "records/books/third-book.yaml").write_text(
        "id: third-book\ntitle: The Third Book\nauthors:\n  - {person: painter, role: text}\n"
        "evidence:\n  - {source: encyclopedia, supports: [title, authors]}\n",
        encoding="utf-8",
    )


def remove_author(library: Path) -> None:
    replace(library, "  - person: painter\n    role: art\n", "")
    text = (library / BOOK).read_text(encoding="utf-8")
    (library / BOOK).write_text(text.replace("      - field: authors/painter/role\n", "      - field: pages\n"))
    replace(library, "        claimed: text\n        claimed_text: the painter wrote it\n", "        claimed: 9\n")


def remove_alias(library: Path) -> None:
    replace(library, "aliases: [makura]\n", "aliases: [makura-no-soshi, makura]\n")


def rows_of(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]
        plain = [name for name in names if "_fts" not in name and not name.startswith("sqlite_")]
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in plain}


CHANGES: dict[str, Callable[[Path], None]] = {
    "a value": lambda root: replace(root, "title: The Pillow Book", "title: A Pillow Book"),
    "a comment": lambda root: replace(root, "# A book", "# Some book"),
    "a new record": add,
    "items": remove_author,
    "other ids": remove_alias,
    "evidence": lambda root: replace(root, "supports: [title]", "supports: [title, pages]"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_patched_tables_are_those_that_are_written_anew(
    library: Path, tables: Tables, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    mark(tables)
    change(library)
    whole, problems = tables.fill(content_of(library))
    fresh, _ = write_database(content_of(library), tmp_path / "fresh.db")
    assert problems == ()
    assert is_marked(tables), "the database was written anew"
    assert rows_of(tables.path) == rows_of(tmp_path / "fresh.db")
    assert [data.table for data in whole.tables] == [data.table for data in fresh.tables]
    assert [sorted(map(repr, data.rows)) for data in whole.tables] == [
        sorted(map(repr, data.rows)) for data in fresh.tables
    ]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("records/concerts/spring.yaml", "conductor: The Lark", "conductor: Ben Ode"),
        ("records/singers/ben.yaml", "teacher: Ada Ling", "stage_names: [The Larch]"),
        ("records/singers/ada.yaml", "The Lark", "The Larch"),
    ],
)
def test_names_become_ids_in_patched_tables(choir: Path, tmp_path: Path, path: str, old: str, new: str) -> None:
    if new == "The Larch":
        replace(choir, "conductor: The Lark", "conductor: Ada Ling", "records/concerts/spring.yaml")
    tables = Tables(tmp_path / "tables.db")
    tables.fill(content_of(choir))
    mark(tables)
    replace(choir, old, new, path)
    tables.fill(content_of(choir))
    write_database(content_of(choir), tmp_path / "fresh.db")
    assert is_marked(tables)
    assert rows_of(tables.path) == rows_of(tmp_path / "fresh.db")


def test_full_text_search_finds_what_is_new_and_not_what_has_gone(library: Path, tables: Tables) -> None:
    replace(library, "title: The Pillow Book", "title: A Cushion")
    tables.fill(content_of(library))
    with closing(sqlite3.connect(tables.path)) as connection:
        searched = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'")
        ]
        for name in searched:
            connection.execute(f'INSERT INTO "{name}" ("{name}", rank) VALUES (\'integrity-check\', 1)')
        found = [
            connection.execute(f'SELECT count(*) FROM "{name}" WHERE "{name}" MATCH ?', (word,)).fetchone()[0]
            for word in ("cushion", "pillow")
            for name in ("records_fts",)
        ]
    assert len(searched) > 1
    assert found == [1, 0]


def test_records_that_have_gone_are_gone_and_come_back(library: Path, tables: Tables) -> None:
    add(library)
    before = rows_of(tables.path)
    tables.fill(content_of(library))
    (library / "records/books/third-book.yaml").unlink()
    tables.fill(content_of(library))
    assert rows_of(tables.path) == before


def test_other_tables_are_written_anew(library: Path, tables: Tables) -> None:
    (library / "schemas/views/writers.sql").unlink()
    mark(tables)
    tables.fill(content_of(library))
    assert not is_marked(tables)
    assert "writers" not in rows_of(tables.path)


def test_a_database_that_is_not_what_it_was_is_written_anew(library: Path, tables: Tables, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tables.path)) as connection:
        connection.execute("DELETE FROM books")
        connection.commit()
    replace(library, "pages: 364", "pages: 365")
    tables.fill(content_of(library))
    write_database(content_of(library), tmp_path / "fresh.db")
    assert rows_of(tables.path) == rows_of(tmp_path / "fresh.db")


def test_chunks_that_are_gone_are_no_reason_to_fail(library: Path, tables: Tables) -> None:
    shutil.rmtree(library / ".recordpress")
    replace(library, "pages: 364", "pages: 365")
    tables.fill(content_of(library))
    assert any("365" in row for row in rows_of(tables.path)["books"])


def test_checks_are_run_again_where_their_tables_have_changed(
    library: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    run = rechecking.run_checks

    def noted(checks: list[rechecking.Check], *rest: object) -> list[Finding]:
        asked.extend(check.code for check in checks)
        return run(checks, *rest)

    monkeypatch.setattr(rechecking, "run_checks", noted)
    assert tables.check(library, gathered_of(library)) == []
    every, asked[:] = sorted(asked), []
    assert every == ["T101", "T102"]
    replace(library, "pages: 364", "pages: 3")
    gathered = gathered_of(library)
    tables.fill(gathered.content)
    assert [(problem.code, problem.line) for problem in tables.check(library, gathered)] == [("T102", 10)]
    assert "T102" in asked
    asked.clear()
    assert len(tables.check(library, gathered)) == 1
    assert asked == []


def test_a_query_that_cant_be_run_reads_anything() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE a (x)")
        connection.execute("CREATE VIEW b AS SELECT x FROM a")
        assert tables_read(connection, "SELECT * FROM b") == {"a", "b"}
        assert tables_read(connection, "SELECT * FROM c") == ANYTHING
        remembered = Remembered()
        assert remembered.stale_views((), connection, {"a"}) == set()
