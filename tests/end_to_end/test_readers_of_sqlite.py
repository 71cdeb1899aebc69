"""The database of a package, read by plain SQLite."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.packaged import cells, tables


@pytest.fixture
def database(package: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{(package / 'library.db').as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_the_database_is_whole(database: sqlite3.Connection) -> None:
    assert [tuple(row) for row in database.execute("pragma integrity_check")] == [("ok",)]
    assert database.execute("pragma foreign_key_check").fetchall() == []


def test_every_table_is_strict_with_a_key_and_the_rows_of_the_csv(
    database: sqlite3.Connection, package: Path, descriptor: dict[str, Any]
) -> None:
    strict = {row["name"]: row["strict"] for row in database.execute("pragma table_list")}
    for resource in tables(descriptor):
        name, schema = resource["name"], resource["schema"]
        columns = database.execute(f"pragma table_info({name})").fetchall()
        assert strict[name] == 1
        key = sorted((row["pk"], row["name"]) for row in columns if row["pk"])
        assert [column for _, column in key] == schema["primaryKey"]
        assert [row["name"] for row in columns] == [field["name"] for field in schema["fields"]]
        found = [
            {column: "" if value is None else str(value) for column, value in dict(row).items()}
            for row in database.execute(f"select * from {name}")
        ]
        kinds = {field["name"]: field["type"] for field in schema["fields"]}
        assert [as_text(row, kinds) for row in found] == [as_text(row, kinds) for row in cells(package, name)]


def as_text(row: dict[str, str], kinds: dict[str, str]) -> dict[str, Any]:
    words = {"0": "false", "1": "true"}
    return {
        name: words.get(text, text)
        if kinds[name] == "boolean"
        else float(text or 0)
        if kinds[name] == "number"
        else text
        for name, text in row.items()
    }


def test_the_database_has_the_foreign_keys_of_the_descriptor(
    database: sqlite3.Connection, descriptor: dict[str, Any]
) -> None:
    for resource in tables(descriptor):
        rows = database.execute(f"pragma foreign_key_list({resource['name']})").fetchall()
        found: dict[int, tuple[str, list[tuple[str, str]]]] = {}
        for row in rows:
            found.setdefault(row["id"], (row["table"], []))[1].append((row["from"], row["to"]))
        wanted = [
            (
                key["reference"]["resource"] or resource["name"],
                list(zip(key["fields"], key["reference"]["fields"], strict=True)),
            )
            for key in resource["schema"].get("foreignKeys", [])
        ]
        assert sorted(found.values()) == sorted(wanted)


def test_the_database_refuses_what_the_schema_forbids(package: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes((package / "library.db").read_bytes())
    statements = [
        "update books set pages = 'many' where id = 'pillow-book'",
        "update books set signed = 2 where id = 'pillow-book'",
        "update books set language = 'tlh' where id = 'pillow-book'",
        "update books set acquired = 'yesterday' where id = 'pillow-book'",
        "update books set keywords = 'no json' where id = 'pillow-book'",
        "update books set title = null where id = 'pillow-book'",
        "insert into books_related values ('pillow-book', 'nowhere')",
        "insert into books_related values ('pillow-book', 'tale-of-genji')",
    ]
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("pragma foreign_keys = on")
        for statement in statements:
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)


def test_search_views_and_json_work_in_plain_sqlite(database: sqlite3.Connection) -> None:
    found = database.execute(
        "select b.id from books_fts join books b on b.rowid = books_fts.rowid where books_fts match 'opinions'"
    ).fetchall()
    assert [row["id"] for row in found] == ["pillow-book"]
    authorships = [tuple(row) for row in database.execute("select * from authorships")]
    assert authorships == [("The Pillow Book", "Sei Shōnagon"), ("The Pillow Book", "A painter")]
    words = database.execute("select value from books, json_each(keywords) where books.id = 'pillow-book'").fetchall()
    assert [row["value"] for row in words] == ["court", "no", "1002"]
