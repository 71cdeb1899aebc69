"""A small package as a build leaves it: books and authors, some of them hostile."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from recordpress.crew import Inline
from recordpress.model import (
    Collection,
    Column,
    ColumnType,
    Content,
    ForeignKey,
    Row,
    Table,
    TableData,
    TableRole,
    Term,
    View,
)
from recordpress.problems import Problem
from recordpress.publishing.package import Package, open_package
from recordpress.publishing.queries import read_queries
from recordpress.publishing.site import open_site
from recordpress.publishing.site_files import write_site_files
from recordpress.writing import package as writing
from recordpress.writing.files import Hashes

EVIL = "<script>alert(1)</script>"
NAME = "library"
# Addresses that no file may come from.
HOSTILE_PATHS = [
    "/downloads/..%2f..%2f..%2fsite%2fqueries%2fsince.sql",
    "/downloads/../../../site/queries/since.sql",
    "/downloads/data/../../../../etc/passwd",
    "/downloads//etc/passwd",
    "/downloads/%2fetc%2fpasswd",
    "/downloads/data/books.csv%00",
    "/downloads/data%5c..%5cbooks.csv",
    "/downloads/%ff%fe",
    "/downloads/data",
    "/downloads/datasette/metadata.json",
    "/downloads/nothing.csv",
    "/downloads/" + "a" * 5000,
]
FORMS = (Term("novel", "Novel", "A long story."), Term("poem", "Poem", "Verse."))

METADATA: dict[str, object] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": NAME,
    "title": "A library",
    "description": f"Books & their authors {EVIL}",
    "version": "1.2.0",
    "homepage": "https://example.org/library",
    "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "sources": [{"title": "The shelves", "path": "https://example.org/shelves"}],
}

AUTHORS = Table(
    name="authors",
    title="Authors",
    description="A row is an author.",
    role=TableRole.KIND,
    columns=(
        Column("id", description="Id of the author.", required=True),
        Column("name", description="Name in full."),
    ),
    primary_key=("id",),
    kind="author",
    label="name",
    sort=("name",),
    search=("name",),
)
BOOKS = Table(
    name="books",
    title=f"Books {EVIL}",
    description=f"A row is a book {EVIL}",
    role=TableRole.KIND,
    columns=(
        Column("id", description="Id of the book.", required=True),
        Column("title", description=f"Title as printed {EVIL}"),
        Column("author", description="Who wrote it."),
        Column("year", ColumnType.INTEGER, description="Year of the first edition."),
        Column("weight", ColumnType.NUMBER, description="Weight of a copy.", unit="stone's throw"),
        Column("form", description="What it is.", terms=FORMS),
        Column("tags", ColumnType.ARRAY, title="Tags"),
        Column("page", description="Where to read about it."),
        Column("printed", title="Printed", description="When, as `YYYY` or so."),
        Column("printed_earliest", ColumnType.DATE, title="Printed, earliest", description="First day.", derived=True),
        Column("answers", title="Answers to", description="What it answers to, as `kind/id`."),
        Column("lent", ColumnType.BOOLEAN, title="Lent", description="Whether it is out."),
        Column("never", title="Never", description="Nobody fills this in."),
    ),
    primary_key=("id",),
    foreign_keys=(
        ForeignKey(("author",), "authors", ("id",)),
        ForeignKey(("form",), "vocabulary_form", ("value",)),
        ForeignKey(("answers",), "records", ("ref",)),
    ),
    kind="book",
    label="title",
    sort=("-year", "id"),
    facets=("form", "tags", "author"),
    search=("title",),
)
CHAPTERS = Table(
    name="books_chapters",
    title="Book: chapters",
    description=f"Chapters of a book, e.g. the first {EVIL} one. More words.",
    role=TableRole.CHILD,
    columns=(
        Column("book", title="Book", required=True),
        Column("position", ColumnType.INTEGER, title="Position", required=True),
        Column("title", title="Title"),
        Column("speaker", title="Speaker"),
    ),
    primary_key=("book", "position"),
    foreign_keys=(ForeignKey(("book",), "books", ("id",)), ForeignKey(("speaker",), "authors", ("id",))),
    kind="book",
)
VERSES = Table(
    name="books_chapters_verses",
    title="Book: verses",
    description="Verses of a chapter.",
    role=TableRole.CHILD,
    columns=(
        Column("book", title="Book", required=True),
        Column("chapters_position", ColumnType.INTEGER, title="Chapter", required=True),
        Column("number", ColumnType.INTEGER, title="Number", required=True),
    ),
    primary_key=("book", "chapters_position", "number"),
    foreign_keys=(ForeignKey(("book", "chapters_position"), "books_chapters", ("book", "position")),),
    kind="book",
)
REMARKS = Table(
    name="remarks",
    title="Remarks",
    description="Remarks on a record of any kind.",
    role=TableRole.CHILD,
    columns=(Column("record", title="Record", required=True), Column("remark", title="Remark", required=True)),
    primary_key=("record", "remark"),
    foreign_keys=(ForeignKey(("record",), "records", ("ref",)),),
)
RECORDS = Table(
    name="records",
    title="Records",
    description="Every record.",
    role=TableRole.REGISTRY,
    columns=(
        Column("ref", title="Reference", required=True),
        Column("kind", required=True),
        Column("id", required=True),
        Column("label", title="Label", required=True),
    ),
    primary_key=("ref",),
    label="label",
    search=("label",),
)
CLAIMS = Table(
    name="claims",
    title="Claims",
    description="Who says what.",
    role=TableRole.EVIDENCE,
    columns=(
        Column("record", title="Record", required=True),
        Column("position", ColumnType.INTEGER, title="Position", required=True),
        Column("source", title="Source"),
        Column("claimed", ColumnType.ANY, title="Claimed"),
    ),
    primary_key=("record", "position"),
    foreign_keys=(ForeignKey(("record",), "records", ("ref",)), ForeignKey(("source",), "authors", ("id",))),
)
FORM_TABLE = Table(
    name="vocabulary_form",
    title="Vocabulary: form",
    description="Forms of books.",
    role=TableRole.VOCABULARY,
    columns=(Column("value", description="The value."), Column("title", description="In words.")),
    primary_key=("value",),
    label="title",
)
YEARS = View(
    name="years",
    title="Years",
    description="Books by year.",
    sql="select year, count(*) as books from books group by year",
    columns=(("year", "Year of the edition."), ("books", f"How many {EVIL}")),
)
ANSWERS = (
    ("1900", "1900-01-01", "book/b2", True, None),
    (None, None, "author/a2", False, None),
    (None, None, None, None, None),
)
ANSWERING = View(
    name="answering",
    title="Answers",
    description="What answers to what.",
    sql="select id, answers from books where answers is not null",
    columns=(("id", "Its id."), ("answers", "What it answers to.")),
)
BOOK_ROWS: tuple[Row, ...] = (
    ("b1", "A hymn", "a1", 1900, 0.5, "poem", '["old","song"]', "https://example.org/b1", *ANSWERS[0]),
    ("b2", f"Novel {EVIL}", "a2", 1950, 1.25, "novel", '["old"]', "javascript:alert(1)", *ANSWERS[1]),
    ("b3", "Novel of the sea", "a1", 2000, None, "novel", None, None, *ANSWERS[2]),
    *((f"c{number:04}", f"Copy {number}", "a1", 1800, 1.0, "novel", None, None, *ANSWERS[2]) for number in range(1500)),
)
CHAPTER_ROWS: tuple[Row, ...] = (("b1", 1, "Dawn", None), ("b1", 2, "Dusk", "a2"))
VERSE_ROWS: tuple[Row, ...] = (("b1", 1, 1), ("b1", 1, 2))
REMARK_ROWS: tuple[Row, ...] = (("book/b1", "Read twice."), ("book/b2", EVIL))
CLAIM_ROWS: tuple[Row, ...] = (("book/b1", 0, "a2", '"1901"'), ("book/b1", 1, "a1", '{"from":[1,2]}'))
RECORD_ROWS: tuple[Row, ...] = (
    ("author/a1", "author", "a1", "Ann Author"),
    ("author/a2", "author", "a2", f'Bo "{EVIL}"'),
    ("book/b1", "book", "b1", "A hymn"),
    ("book/b2", "book", "b2", f"Novel {EVIL}"),
    ("book/b3", "book", "b3", "Novel of the sea"),
)
AUTHOR_ROWS: tuple[Row, ...] = (("a1", "Ann Author"), ("a2", f'Bo "{EVIL}"'))
AUTHOR_RECORDS: list[dict[str, object]] = [{"id": "a1", "name": "Ann Author"}, {"id": "a2", "name": f'Bo "{EVIL}"'}]
FORM_ROWS: tuple[Row, ...] = (("novel", "Novel"), ("poem", "Poem"))

CONTENT = Content(
    metadata=METADATA,
    tables=(
        TableData(AUTHORS, AUTHOR_ROWS),
        TableData(BOOKS, BOOK_ROWS),
        TableData(CHAPTERS, CHAPTER_ROWS),
        TableData(VERSES, VERSE_ROWS),
        TableData(REMARKS, REMARK_ROWS),
        TableData(RECORDS, RECORD_ROWS),
        TableData(CLAIMS, CLAIM_ROWS),
        TableData(FORM_TABLE, FORM_ROWS),
    ),
    collections=(Collection("author", "authors", "Author", "An author.", AUTHOR_RECORDS),),
    views=(YEARS, ANSWERING),
)
QUERY = """-- title: Books since a year
-- description: How many books there are of each form.
-- param since: first year to count = 1950
select form, count(*) as books from books where year >= cast(:since as integer) group by form;
"""


def write_package(root: Path, version: str = "one") -> Path:
    """Write the package under `root/dist/versions` and point `root/dist/current` at it; its folder."""
    folder = root / "dist" / "versions" / version
    folder.mkdir(parents=True)
    write_query(root, "since", QUERY)
    assert (
        writing.write_package(CONTENT, folder, writing.Means(between=(("site", partial(_write_site, root)),))).problems
        == ()
    )
    current = root / "dist" / "current"
    current.unlink(missing_ok=True)
    current.symlink_to(Path("versions") / version)
    return folder


@contextmanager
def small_site(root: Path) -> Iterator[Any]:
    """The site of the package, which is written there, until it is no longer needed."""
    write_package(root)
    with opened_site(open_package(root / "dist/current")) as site:
        yield site


@contextmanager
def opened_site(package: Package) -> Iterator[Any]:
    """The site of a package, until it is no longer needed."""
    site = open_site(package)
    yield site
    site.executor.shutdown()
    for database in site.databases.values():
        database.close()


def _write_site(root: Path, content: Content, folder: Path) -> tuple[Problem, ...]:
    queries, problems = read_queries(root)
    write_site_files(content, queries, folder)
    return tuple(problems)


def write_query(root: Path, name: str, text: str) -> Path:
    """Write a saved query; its file."""
    file = root / "site" / "queries" / f"{name}.sql"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def write_sums(folder: Path) -> None:
    """Write the checksums of a package's files anew."""
    (folder / "SHA256SUMS").unlink()
    writing.write_sums(CONTENT, folder, Hashes(folder, Inline()))
