"""Views that are published as tables."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from recordpress import deriving
from recordpress.building import build
from recordpress.chunks.storing import StoredItems
from recordpress.crew import Crew
from recordpress.model import ColumnType, TableRole
from recordpress.pipeline import Gathered, gather, gather_records
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from recordpress.writing.database import fill

HEAD = "-- title: Pages\n-- description: Pages of books.\n"
GOOD = (
    HEAD
    + """-- key: book
-- refers book: books
-- type pages: integer
-- type share: number
-- type long: boolean
-- type day: date
-- facets: long
-- label: book
-- sort: -pages
-- column pages: Number of pages.
SELECT id AS book, coalesce(pages, 0) AS pages, 1 AS share, pages > 1 AS long, '2024-02-29' AS day
FROM books ORDER BY id
"""
)


def made(library: Path, text: str) -> Gathered:
    (library / "schemas" / "views" / "pages.sql").write_text(text, encoding="utf-8")
    return gather(library, {"name": "library", "version": "1.0.0"}, Progress())


def test_a_view_with_a_key_becomes_a_table(library: Path) -> None:
    gathered = made(library, GOOD)
    assert gathered.problems == ()
    assert gathered.content is not None
    assert [view.name for view in gathered.content.views] == ["authorships"]
    data = next(data for data in gathered.content.tables if data.table.name == "pages")
    assert (data.table.role, data.table.primary_key, data.table.facets) == (TableRole.DERIVED, ("book",), ("long",))
    assert [(column.name, column.type) for column in data.table.columns] == [
        ("book", ColumnType.STRING),
        ("pages", ColumnType.INTEGER),
        ("share", ColumnType.NUMBER),
        ("long", ColumnType.BOOLEAN),
        ("day", ColumnType.DATE),
    ]
    assert (data.table.label, data.table.sort) == ("book", ("-pages",))
    assert data.table.foreign_keys[0].table == "books"
    assert data.table.columns[1].description == "Number of pages."
    books = next(data for data in gathered.content.tables if data.table.name == "books")
    assert [row[0] for row in data.rows] == [row[0] for row in books.rows]
    assert all(isinstance(row[2], float) for row in data.rows)
    assert {type(row[3]) for row in data.rows} <= {bool, type(None)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-- key: book\nSELECT id FROM books", "the header names the column book, which the query doesn't return"),
        ("-- key: id\n-- sort: -x\nSELECT id FROM books", "the header names the column x, which"),
        ("-- key: id\n-- label: x\nSELECT id FROM books", "the header names the column x, which"),
        ("-- key: id\n-- type x: date\nSELECT id FROM books", "the header names the column x, which"),
        ("-- key: id\n-- refers id: nowhere\nSELECT id FROM books", "id can't refer to nowhere"),
        ("-- key: id\n-- refers id: books_authors\nSELECT id FROM books", "id can't refer to books_authors"),
        ("-- key: id\nSELECT 'a' AS id FROM books", "a row's key (id) comes twice: ('a',)"),
        ("-- key: id\nSELECT NULL AS id FROM books", "a row's key (id) lacks a part"),
        ("-- key: id\n-- type d: date\nSELECT id, '2024-2-3' AS d FROM books", "d is of type date, and a row has"),
        ("-- key: id\n-- type d: date\nSELECT id, 'soon' AS d FROM books", "d is of type date, and a row has 'soon'"),
        ("-- key: id\n-- type n: integer\nSELECT id, 'x' AS n FROM books", "n is of type integer, and a row has 'x'"),
        ("-- key: id\nSELECT id, 7 AS n FROM books", "n is of type string, and a row has 7"),
        ("-- key: id\n-- type n: text\nSELECT id, 7 AS n FROM books", "'text', the type of n, is none of"),
    ],
)
def test_rows_and_header_must_agree(library: Path, text: str, message: str) -> None:
    gathered = made(library, HEAD + text)
    assert [(problem.code, problem.path) for problem in gathered.problems] in (
        [("S218", "schemas/views/pages.sql")],
        [("S216", "schemas/views/pages.sql")],
    )
    assert message in gathered.problems[0].message
    if gathered.problems[0].code == "S218":
        assert gathered.content is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (GOOD, 0),
        ("-- key: n\n-- type n: integer\nSELECT -rowid AS n FROM books", 0),  # -1 and -2 have the same hash
        ("-- key: id\nSELECT 'a' AS id FROM books", 1),
        ("-- key: id\n-- type n: integer\nSELECT id, iif(rowid = 2, 'x', 7) AS n FROM books", 1),
    ],
)
def test_rows_that_are_put_aside_are_judged_as_those_in_memory_and_are_the_same(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, count: int
) -> None:
    monkeypatch.setattr(deriving, "USUAL", 2)
    (library / "schemas" / "views" / "pages.sql").write_text(HEAD + text.removeprefix(HEAD), encoding="utf-8")
    with Crew(1) as crew:
        content = gather_records(library, {"name": "library", "version": "1.0.0"}, Progress(), crew).content
    assert content is not None
    found = []
    for aside in (None, tmp_path):
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            whole, problems = fill(connection, content, aside)
        found.append((whole.tables[len(content.tables) :], problems))
    assert found[0] == found[1]
    assert len(found[0][1]) == count
    assert [type(data.rows) for tables, _ in found for data in tables] == ([] if count else [list, StoredItems])


def test_a_view_that_fails_is_left_to_the_database(library: Path) -> None:
    gathered = made(library, f"{HEAD}-- key: id\nSELECT id FROM nowhere")
    assert gathered.content is not None
    assert [view.name for view in gathered.content.views] == ["authorships", "pages"]


def test_views_may_build_on_one_another_in_any_order(library: Path) -> None:
    (library / "schemas" / "views" / "a.sql").write_text(f"{HEAD}SELECT * FROM pages", encoding="utf-8")
    assert made(library, GOOD).problems == ()


@pytest.mark.asyncio
async def test_a_row_that_stands_for_a_record_leads_to_it(library: Path) -> None:
    header = "-- key: record\n-- refers record: records\n-- label: name\n-- sort: -record\n"
    text = f"{HEAD}{header}SELECT ref AS record, label AS name FROM records"
    (library / "schemas" / "views" / "pages.sql").write_text(text, encoding="utf-8")
    built = build(library, Progress())
    assert built.summary, built.problems
    site = open_site(open_package(library / "dist" / "current"))
    page = await site.client.get("/library/pages")
    assert '<td><a href="/book/pillow-book">' in page.text
    home = await site.client.get("/")
    assert '<span class="count">work/rumour</span> <a href="/work/rumour">' in home.text
    book = await site.client.get("/library/books/pillow-book")
    assert "Pages" not in book.text.split("What refers to it")[-1]
