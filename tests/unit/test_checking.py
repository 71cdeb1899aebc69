"""Checks in SQL: their headers, and rows that become problems with a place."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from recordpress.checking import Check, load_checks, run_checks
from recordpress.pipeline import Gathered, check_tables
from recordpress.problems import Finding, Severity
from recordpress.sql_files import load_views, split_header
from recordpress.writing.database import open_for_checks

HEADER = "-- code: {code}\n-- severity: {severity}\n-- title: T\n-- message: {message}\n"


@pytest.fixture
def tables(gathered: Gathered) -> Iterator[sqlite3.Connection]:
    assert gathered.content is not None
    with closing(open_for_checks(gathered.content)) as connection:
        yield connection


def check(sql: str, message: str = "M", severity: Severity = Severity.ERROR) -> Check:
    return Check("schemas/checks/c.sql", "T1", severity, "T", message, "H", sql)


def run(sql: str, tables: sqlite3.Connection, gathered: Gathered, message: str = "M") -> list[Finding]:
    return run_checks([check(sql, message)], tables, gathered.records)


def test_a_row_becomes_a_finding_at_its_field(tables: sqlite3.Connection, gathered: Gathered) -> None:
    sql = "select 'book/' || id as record, 'pages' as field, pages, weight from books order by id"
    one, other = run(sql, tables, gathered, "{pages} pages, {weight} kilogram")
    assert one.message == "364 pages, 0.5 kilogram"
    assert other.message == "1216 pages, ? kilogram"
    assert (one.code, one.path, one.pointer) == ("T1", "records/books/pillow-book.yaml", "/pages")
    assert (one.hint, one.severity) == ("H", Severity.ERROR)


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("authors/painter/role", "/authors/1/role"),
        ("authors/sei-shonagon/chapters/1/title", "/authors/0/chapters/1/title"),
        ("authors/nobody/role", "/authors"),
        ("prices/jpy/since", "/prices/jpy/since"),
        ("prices/usd", "/prices"),
        ("related/tale-of-genji", "/related/0"),
        ("keywords/0", "/keywords"),
        ("title/deeper", "/title"),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_a_field_path_leads_to_the_nearest_value(
    tables: sqlite3.Connection, gathered: Gathered, field: str, place: str
) -> None:
    [finding] = run(f"select 'book/pillow-book' as record, '{field}' as field", tables, gathered)
    assert finding.pointer == place


def test_a_row_may_name_no_field(tables: sqlite3.Connection, gathered: Gathered) -> None:
    assert [finding.pointer for finding in run("select 'book/pillow-book' as record", tables, gathered)] == [""]
    nulls = run("select 'book/pillow-book' as record, null as field", tables, gathered)
    assert [finding.pointer for finding in nulls] == [""]


def test_a_row_may_be_about_the_dataset_as_a_whole(tables: sqlite3.Connection, gathered: Gathered) -> None:
    [finding] = run("select '' as record, 7 as share", tables, gathered, "only {share}")
    assert (finding.code, finding.path, finding.pointer) == ("T1", "schemas/checks/c.sql", "")
    assert finding.message == "only 7"


@pytest.mark.parametrize(
    ("sql", "message", "words"),
    [
        ("select nowhere from books", "M", "no such column: nowhere"),
        ("select 1; select 2", "M", "one statement at a time"),
        ("delete from books", "M", "the query can't be run"),
        ("select 'book/pillow-book' as ref", "M", "'record'"),
        ("select 'book/pillow-book' as record", "{pages}", "'pages'"),
        ("select 'book/none' as record", "M", "a row names `book/none`"),
        ("select null as record", "M", "a row names `None`"),
        ("select 'book/pillow-book' as record", "{", "`message` can't be filled in"),
        ("select 'book/pillow-book' as record", "{record.most}", "`message` can't be filled in"),
        ("select 'book/pillow-book' as record", "{record:%d}", "`message` can't be filled in"),
        ("select 'book/pillow-book' as record", "{}", "Replacement index 0"),
        ("", "M", ""),
    ],
)
def test_a_check_that_does_not_work_is_a_problem_of_its_own(
    tables: sqlite3.Connection, gathered: Gathered, sql: str, message: str, words: str
) -> None:
    found = run(sql, tables, gathered, message)
    assert [(finding.code, finding.path, finding.pointer) for finding in found] in (
        [("S217", "schemas/checks/c.sql", "")],
        [],
    )
    assert bool(found) == bool(sql)
    assert all(words in finding.message for finding in found), found


def test_findings_before_a_failure_are_kept(tables: sqlite3.Connection, gathered: Gathered) -> None:
    sql = "select 'book/pillow-book' as record union all select 'book/none'"
    assert [finding.code for finding in run(sql, tables, gathered)] == ["T1", "S217"]


def test_findings_get_their_lines(library: Path, gathered: Gathered, tables: sqlite3.Connection) -> None:
    sql = "select 'book/' || book as record, 'authors/' || person as field from books_authors order by position"
    problems = check_tables(library, replace(gathered, checks=(check(sql, severity=Severity.WARNING),)), tables)
    assert [problem.place for problem in problems] == [
        "records/books/pillow-book.yaml:22:5",
        "records/books/pillow-book.yaml:28:5",
    ]
    assert {problem.severity for problem in problems} == {Severity.WARNING}


def test_the_checks_of_a_dataset_are_loaded_in_order(library: Path) -> None:
    checks, findings = load_checks(library)
    assert findings == []
    assert [(found.code, found.severity) for found in checks] == [("T101", "error"), ("T102", "warning")]
    assert checks[0].hint == "look at both dates"
    assert checks[1].sql.startswith("SELECT 'book/'")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT 1", "the header lacks code, severity, title, message"),
        ("-- code: T9\n-- title:\nSELECT 1", "the header lacks severity, title, message"),
        (HEADER.format(code="T9", severity="fatal", message="M"), "`severity` must be error or warning"),
        (HEADER.format(code="T101", severity="error", message="M"), "the code T101 is taken"),
        (HEADER.format(code="V201", severity="error", message="M"), "the code V201 is taken"),
    ],
)
def test_a_header_that_is_wrong(library: Path, text: str, reason: str) -> None:
    (library / "schemas" / "checks" / "z.sql").write_text(text, encoding="utf-8")
    checks, [finding] = load_checks(library)
    assert len(checks) == 2
    assert (finding.code, finding.path, finding.message) == ("S216", "schemas/checks/z.sql", reason)


def test_what_cannot_be_read_is_a_problem(library: Path) -> None:
    (library / "schemas" / "checks" / "folder.sql").mkdir()
    (library / "schemas" / "checks" / "latin.sql").write_bytes(b"-- title: \xe9")
    (library / "schemas" / "views" / "latin.sql").write_bytes(b"-- title: \xe9")
    messages = {"the file can't be read, or is not UTF-8"}
    assert {finding.message for finding in load_checks(library)[1]} == messages
    assert [finding.path for finding in load_checks(library)[1]] == [
        "schemas/checks/folder.sql",
        "schemas/checks/latin.sql",
    ]
    assert {finding.message for finding in load_views(library)[1]} == messages


def test_views_need_a_header_and_a_query(library: Path) -> None:
    (library / "schemas" / "views" / "a.sql").write_text("-- title: T\n-- description: D\n", encoding="utf-8")
    (library / "schemas" / "views" / "b.sql").write_text("SELECT 1\n", encoding="utf-8")
    views, findings = load_views(library)
    assert [finding.message for finding in findings] == [
        "there is no query below the header",
        "the header lacks title and description",
    ]
    [view] = views
    assert (view.name, view.title) == ("authorships", "Authorships")
    assert view.columns == (("book", "Title of the book."), ("author", "Name of the author."))


@pytest.mark.parametrize(
    ("text", "header", "sql"),
    [
        ("", {}, ""),
        ("select 1;", {}, "select 1"),
        (
            "-- title: A\n--   and more\n\n-- hint: H\nselect 1\n-- code: late\n",
            {"title": "A and more", "hint": "H"},
            None,
        ),
        ("-- no header\n-- title: A\nselect 1", {}, "-- no header\n-- title: A\nselect 1"),
        ("-- title: A\n-- title: B\nselect 1", {"title": "A"}, "select 1"),
        ("-- param year: Y\nselect 1", {"param year": "Y"}, "select 1"),
    ],
)
def test_headers(text: str, header: dict[str, str], sql: str | None) -> None:
    assert split_header(text) == (header, sql if sql is not None else "select 1\n-- code: late")
