"""A small content made by hand, with everything that a package may hold: two kinds, child tables, a vocabulary …"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
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

DESCRIPTOR = """{
  "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
  "name": "library",
  "version": "1.2.0",
  "title": "Bücher & 本",
  "keywords": ["books", "people"],
  "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
  "x-own": {"b": 1, "a": [2.50, null]}
}
"""
FORMS = (Term("novel", "Novel", "A long story."), Term("poem", "Poem", "Verse."))

VOCABULARY = Table(
    name="vocabulary_form",
    title="Forms",
    description="What a book is.",
    role=TableRole.VOCABULARY,
    columns=(
        Column("value", required=True),
        Column("title"),
        Column("description"),
        Column("position", ColumnType.INTEGER),
    ),
    primary_key=("value",),
    label="title",
)
PEOPLE = Table(
    name="people",
    title="People",
    description="Who writes.",
    role=TableRole.KIND,
    columns=(Column("id", required=True), Column("name", required=True), Column("born", ColumnType.DATE)),
    primary_key=("id",),
    kind="person",
    label="name",
    search=("name",),
)
BOOKS = Table(
    name="books",
    title="Books",
    description="A book a row.",
    role=TableRole.KIND,
    columns=(
        Column("id", required=True, pattern="^[a-z][a-z0-9-]*$", description="Its id."),
        Column("title", title="Title", description="As on the cover.", required=True),
        Column("form", terms=FORMS, description="What it is."),
        Column("language", terms=(Term("en", "English", ""), Term("ja", "", "")), pattern="en|ja"),
        Column("published", ColumnType.DATE),
        Column("pages", ColumnType.INTEGER, minimum=1, maximum=10_000, unit="pages"),
        Column("weight", ColumnType.NUMBER, unit="kg"),
        Column("lent", ColumnType.BOOLEAN),
        Column("tags", ColumnType.ARRAY, item_type="string"),
        Column("shelves", ColumnType.ARRAY, item_type="integer"),
        Column("mixed", ColumnType.ARRAY),
        Column("extra", ColumnType.ANY),
        Column("url", format="uri"),
        Column("author"),
        Column("sequel_of"),
    ),
    primary_key=("id",),
    foreign_keys=(
        ForeignKey(("form",), "vocabulary_form", ("value",)),
        ForeignKey(("author",), "people", ("id",)),
        ForeignKey(("sequel_of",), "books", ("id",)),
    ),
    unique_keys=(("title", "published"),),
    kind="book",
    label="title",
    sort=("-published", "id"),
    facets=("language", "lent", "tags"),
    search=("title", "author"),
)
CHAPTERS = Table(
    name="books_chapters",
    title="Chapters",
    description="The chapters of a book.",
    role=TableRole.CHILD,
    columns=(Column("book", required=True), Column("position", ColumnType.INTEGER, required=True), Column("title")),
    primary_key=("book", "position"),
    foreign_keys=(ForeignKey(("book",), "books", ("id",)),),
    kind="book",
)
YEARS = Table(
    name="years",
    title="Years",
    description="Keyed by a number, and not in its order.",
    role=TableRole.EVIDENCE,
    columns=(Column("year", ColumnType.INTEGER, required=True), Column("note")),
    primary_key=("year",),
)

ROWS: dict[str, tuple[Row, ...]] = {
    "vocabulary_form": (("novel", "Novel", "A long story.", 0), ("poem", "Poem", "Verse.", 1)),
    "people": (("murasaki", "紫式部", "0973-01-01"), ("sappho", "Σαπφώ", None)),
    "books": (
        ("genji", '源氏物語, "the tale"', "novel", "ja", "1021-02-28", 1224, 1.5, False, '["old","長い"]', "[1,2]",
         '[1,"a",null]', '{"a":[1.5,"é"]}', "https://example.org/genji?a=1,2", "murasaki", None),
        ("genji-2", "A\nsecond\r\nline", "novel", "en", "2024-07-18", None, 2, True, '["one"]', None, None, '"text"',
         None, "murasaki", "genji"),
        ("poems", "Gedichte 'zu' 100 %", "poem", None, None, 39, 1e-07, None, None, None, None,
         "-12", None, None, None),
    ),
    "books_chapters": (("genji", 1, "桐壺"), ("genji", 2, None), ("genji-2", 1, " leading and trailing ")),
    "years": ((2024, "later"), (973, "a carriage\rreturn")),
}  # fmt: skip
RECORDS: dict[str, list[dict[str, object]]] = {
    "person": [{"id": "murasaki", "name": "紫式部", "born": "0973-01-01"}, {"id": "sappho", "name": "Σαπφώ"}],
    "book": [{"id": "genji", "chapters": [{"title": "桐壺"}, {}]}, {"id": "genji-2"}, {"id": "poems", "weight": 1e-07}],
}
LONG_BOOKS = View(
    name="long_books",
    title="Long books",
    description="Those of more than a thousand pages.",
    sql="SELECT id, title FROM books WHERE pages > 1000 ORDER BY id;\n",
    columns=(("id", "Its id."), ("title", "Its title.")),
)


def sample_content(rows: Mapping[str, tuple[Row, ...]] | None = None) -> Content:
    """The content, with other rows for some tables if wanted."""
    wanted = {**ROWS, **(rows or {})}
    tables = (VOCABULARY, PEOPLE, BOOKS, CHAPTERS, YEARS)
    return Content(
        metadata=json.loads(DESCRIPTOR),
        tables=tuple(TableData(table, wanted[table.name]) for table in tables),
        collections=(
            Collection("book", "books", "Books", "A book.", RECORDS["book"]),
            Collection("person", "people", "People", "", RECORDS["person"]),
        ),
        views=(LONG_BOOKS,),
    )


def changed_content() -> Content:
    """The content with a row more."""
    return sample_content({"people": (*ROWS["people"], ("zeami", "世阿弥", "1363-01-01"))})


def with_version(content: Content, version: str) -> Content:
    """The content in another version."""
    return replace(content, metadata={**content.metadata, "version": version})


def write_root(root: Path) -> bytes:
    """A dataset's folder with its descriptor."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "datapackage.json").write_bytes(DESCRIPTOR.encode())
    return DESCRIPTOR.encode()


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder, links to files followed."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def copied(source: Path, root: Path) -> Path:
    """A copy of what a dataset is made from, without what was made."""
    root.mkdir()
    for name in ("datapackage.json", "records", "schemas"):
        copy = shutil.copytree if (source / name).is_dir() else shutil.copy2
        copy(source / name, root / name)
    return root
