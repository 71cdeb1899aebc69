"""The files that let a package be served as it is, in `datasette/`.

```
metadata.json    titles, descriptions, facets and saved queries, as Datasette has them
inspect.json     the database's hash and the counts of its tables, likewise
kinds.json       what the page of a record needs to know of its kind
pages.json       the dataset's own pages, with blocks and outlines of land
results.json     what the queries of pages find as long as nobody chooses anything
openapi.json     the addresses for programs (`api.openapi`)
codebook.json    properties and vocabularies of the schemas (`codebook.model`)
charts.json      the charts that were drawn, with charts/<name>.svg, .dark.svg and .csv (`charting.pictures`)
```

They are written with the package, so that a start needs no schemas and counts no rows, and so that words and counts
always belong to the very database beside them. `SHA256SUMS` names them, too; the downloads leave them out.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from recordpress.model import Content
from recordpress.publishing.kinds import describe_kinds
from recordpress.publishing.metadata import site_metadata
from recordpress.publishing.pages.model import NO_PAGES, Pages, describe_pages
from recordpress.publishing.queries import Query
from recordpress.publishing.results import NO_RESULTS, Results, describe_results
from recordpress.schema.nodes import Kind

FOLDER = "datasette"
METADATA = f"{FOLDER}/metadata.json"
INSPECT = f"{FOLDER}/inspect.json"
KINDS = f"{FOLDER}/kinds.json"
OPENAPI = f"{FOLDER}/openapi.json"
PAGES = f"{FOLDER}/pages.json"
RESULTS = f"{FOLDER}/results.json"


def write_site_files(
    content: Content,
    queries: Iterable[Query],
    staging: Path,
    kinds: Iterable[Kind] = (),
    pages: Pages = NO_PAGES,
    results: Results = NO_RESULTS,
) -> tuple[Path, ...]:
    """Write metadata, counts, kinds, pages and results into a package that has its database already.

    Args:
        content: What the package was written from.
        queries: Saved queries to offer.
        staging: The package's folder, with `<name>.db`; to be called before sums and archive are made.
        kinds: The kinds whose records have pages.
        pages: The dataset's own pages.
        results: What is found without any choice; what is not among it is asked for by the server.

    Returns:
        The files written, relative to `staging`. The same database and content give the same bytes.
    """
    tables = (data.table for data in content.tables)
    name = str(content.metadata["name"])
    documents = {
        METADATA: site_metadata(content.metadata, tables, content.views, queries, pages.own),
        KINDS: describe_kinds(kinds),
        PAGES: describe_pages(pages),
        RESULTS: describe_results(results),
    }
    (staging / FOLDER).mkdir(exist_ok=True)
    for path, document in documents.items():
        _write(document, staging / path)
    write_inspection(name, staging)
    return tuple(Path(path) for path in (*documents, INSPECT))


def write_inspection(name: str, staging: Path) -> str:
    """Write the hash and the counts of the database alone, and return its SHA-256."""
    found = inspect_database(staging / f"{name}.db")
    _write({name: found}, staging / INSPECT)
    return str(found["hash"])


def _write(document: object, path: Path) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def inspect_database(database: Path) -> dict[str, object]:
    """What `datasette inspect` would tell about a database.

    Args:
        database: A SQLite file that nothing writes to.

    Returns:
        Its SHA-256 in hexadecimal, its size in bytes, its file's name, and the row count of every table, the tables
        of full-text indexes included: Datasette lists the tables that it finds here.
    """
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?immutable=1", uri=True)
    try:
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        tables = {name: {"count": _count(connection, name)} for name in sorted(names)}
    finally:
        connection.close()
    with database.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"hash": digest, "size": database.stat().st_size, "file": database.name, "tables": tables}


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    (count,) = connection.execute(f'select count(*) from "{quoted}"').fetchone()  # noqa: S608 the name is quoted
    return int(count)
