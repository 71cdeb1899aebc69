"""A small package as a build leaves it: books and authors, some of them hostile."""

from functools import partial
from pathlib import Path

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
from recordpress.publishing.queries import read_queries
from recordpress.publishing.site_files import write_site_files
from recordpress.writing import package as writing

EVIL = "<script>alert(1)</script>"
NAME = "library"
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
    ),
    primary_key=("id",),
    foreign_keys=(ForeignKey(("author",), "authors", ("id",)), ForeignKey(("form",), "vocabulary_form", ("value",))),
    kind="book",
    label="title",
    sort=("-year", "id"),
    facets=("form", "tags", "author"),
    search=("title",),
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
BOOK_ROWS: tuple[Row, ...] = (
    ("b1", "A hymn", "a1", 1900, 0.5, "poem", '["old","song"]', "https://example.org/b1"),
    ("b2", f"Novel {EVIL}", "a2", 1950, 1.25, "novel", '["old"]', "javascript:alert(1)"),
    ("b3", "Novel of the sea", "a1", 2000, None, "novel", None, None),
    *((f"c{number:04}", f"Copy {number}", "a1", 1800, 1.0, "novel", None, None) for number in range(1500)),
)
AUTHOR_ROWS: tuple[Row, ...] = (("a1", "Ann Author"), ("a2", f'Bo "{EVIL}"'))
AUTHOR_RECORDS: list[dict[str, object]] = [{"id": "a1", "name": "Ann Author"}, {"id": "a2", "name": f'Bo "{EVIL}"'}]
FORM_ROWS: tuple[Row, ...] = (("novel", "Novel"), ("poem", "Poem"))

CONTENT = Content(
    metadata=METADATA,
    tables=(TableData(AUTHORS, AUTHOR_ROWS), TableData(BOOKS, BOOK_ROWS), TableData(FORM_TABLE, FORM_ROWS)),
    collections=(Collection("author", "authors", "Author", "An author.", AUTHOR_RECORDS),),
    views=(YEARS,),
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
    assert writing.write_package(CONTENT, folder, between=[("site", partial(_write_site, root))]) == ()
    current = root / "dist" / "current"
    current.unlink(missing_ok=True)
    current.symlink_to(Path("versions") / version)
    return folder


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
    writing.write_sums(CONTENT, folder)
