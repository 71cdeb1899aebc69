import sqlite3
from pathlib import Path
from typing import Any

import pytest

from recordpress.problems import Problem
from recordpress.publishing.queries import Parameter, check_queries, parse_query, read_queries
from tests.small_package import write_query

HEADER = "-- title: T\n-- description: D\n"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "x.db"
    connection = sqlite3.connect(path)
    connection.executescript("create table books (id text, year integer); create view years as select year from books")
    connection.close()
    return path


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_no_folder_no_queries(tmp_path: Path) -> None:
    assert read_queries(tmp_path) == ((), [])


def test_header_and_sql_are_read(tmp_path: Path) -> None:
    text = (
        "-- title: Books since\n-- description: How many\n--   there are, really.\n"
        "-- param since: first year, e.g. 1900 = 1950\n-- param to: last\n\nselect :since,\n  :to;\n"
    )
    write_query(tmp_path, "since", text)
    (query,), problems = read_queries(tmp_path)
    assert problems == []
    assert (query.name, query.title, query.description) == ("since", "Books since", "How many there are, really.")
    assert query.parameters == (Parameter("since", "first year, e.g. 1900", "1950"), Parameter("to", "last"))
    assert query.sql == "select :since,\n  :to"
    assert (query.path, query.line) == ("site/queries/since.sql", 7)


def test_queries_come_by_name(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        write_query(tmp_path, name, HEADER + "select 1")
    assert [query.name for query in read_queries(tmp_path)[0]] == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["Big", "with space", "-x", "a.b"])
def test_other_names_are_a_problem(tmp_path: Path, name: Any) -> None:
    write_query(tmp_path, name, HEADER + "select 1")
    queries, problems = read_queries(tmp_path)
    assert queries == ()
    assert codes(problems) == ["C301"]


def test_other_files_are_a_problem(tmp_path: Path) -> None:
    write_query(tmp_path, "a", HEADER + "select 1").rename(tmp_path / "site/queries/a.txt")
    assert codes(read_queries(tmp_path)[1]) == ["C301"]


def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    write_query(tmp_path, "a", "").write_bytes(b"\xff\xfe")
    queries, problems = read_queries(tmp_path)
    assert queries == ()
    assert codes(problems) == ["C302"]


def test_missing_title_and_description_are_both_named() -> None:
    _, problems = parse_query("q", "select 1", "p")
    assert codes(problems) == ["C303", "C303"]
    assert [problem.message for problem in problems] == ["the header has no title", "the header has no description"]


@pytest.mark.parametrize("line", ["-- note: x", "-- parameter x: y", "-- param: x"])
def test_a_header_key_that_means_nothing_is_a_problem(line: str) -> None:
    _, problems = parse_query("q", f"{HEADER}{line}\nselect 1", "p")
    assert codes(problems) == ["C303"]


def test_a_header_alone_leaves_no_sql() -> None:
    query, _ = parse_query("q", HEADER, "p")
    assert query.sql == ""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("good", HEADER + "select count(*) from books", []),
        ("good", HEADER + "with b as (select * from books) select * from b", []),
        ("books", HEADER + "select 1", ["C304"]),
        ("years", HEADER + "select 1", ["C304"]),
        ("typo", HEADER + "select * from bokos", ["C305"]),
        ("two", HEADER + "select 1; select 2", ["C305"]),
        ("empty", HEADER, ["C305"]),
        ("write", HEADER + "delete from books", ["C305"]),
        ("outside", HEADER + "attach 'x.db' as x", ["C305"]),
        ("undescribed", HEADER + "select :year", ["C306"]),
        ("unused", HEADER + "-- param year: Y\nselect ':year'", ["C306"]),
        ("exact", HEADER + "-- param year: Y\nselect :year", []),
    ],
)
def test_queries_are_compiled_as_a_visitor_would(database: Path, name: Any, text: str, expected: Any) -> None:
    query, _ = parse_query(name, text, "p")
    assert codes(check_queries([query], database)) == expected


def test_a_failing_query_is_shown_at_its_sql(database: Path) -> None:
    query, _ = parse_query("typo", HEADER + "\nselect * from bokos", "site/queries/typo.sql")
    (problem,) = check_queries([query], database)
    assert problem.place == "site/queries/typo.sql:4:1"
    assert "no such table: bokos" in problem.message
