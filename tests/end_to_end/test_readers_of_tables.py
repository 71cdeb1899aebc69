"""The tables of a package, read by frictionless, datapackage, duckdb and pandas, and as JSON."""

import hashlib
import json
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import pytest

from tests.conftest import LIBRARY
from tests.end_to_end.packaged import cells, named, tables

TABLES = 22
BOOK = {
    "id": "pillow-book",
    "label": "The Pillow Book (1002~)",
    "published": "1002~",
    "published_earliest": date(1002, 1, 1),
    "published_latest": date(1002, 12, 31),
    "pages": 364,
    "weight": 0.5,
    "signed": False,
    "acquired": date(2021, 3, 4),
    "code": "007",
    "size_height": 198,
}
DTYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "string",
    "array": "string",
    "any": "string",
}


# frictionless and datapackage


@pytest.mark.parametrize("where", ["dist/current/datapackage.json", "datapackage.json", "zip"])
def test_frictionless_finds_nothing_wrong(built_library: Path, package: Path, where: str, tmp_path: Path) -> None:
    path = built_library / where
    if where == "zip":
        with zipfile.ZipFile(package / "library-1.0.0.zip") as archive:
            archive.extractall(tmp_path)
        path = tmp_path / "datapackage.json"
    report = frictionless.Package(str(path)).validate()
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == TABLES + 4
    assert report.stats["errors"] == 0


def test_frictionless_reads_typed_rows(package: Path) -> None:
    read = frictionless.Package(str(package / "datapackage.json"))
    rows = {row["id"]: row for row in read.get_resource("books").read_rows()}
    expected = {**BOOK, "weight": Decimal("0.5")}
    assert {name: rows["pillow-book"][name] for name in expected} == expected
    assert rows["pillow-book"]["keywords"] == ["court", "no", "1002"]
    assert rows["tale-of-genji"]["weight"] is None
    assert not any(row.errors for row in rows.values())
    [since] = [row for row in read.get_resource("prices").read_rows() if row["currency"] == "jpy"]
    assert (since["amount"], since["since_earliest"]) == (Decimal("1500.5"), date(2020, 1, 1))


READ_WITH_DATAPACKAGE = """
import json, sys
import datapackage
package = datapackage.Package(sys.argv[1])
assert package.valid, package.errors
for resource in package.resources:
    assert not resource.tabular or resource.check_relations(), resource.name
books = {row["id"]: row for row in package.get_resource("books").read(keyed=True)}
authors = package.get_resource("books_authors").read(keyed=True, relations=True)
print(json.dumps([books["pillow-book"], [row["person"]["name"] for row in authors]], default=str))
"""


def test_the_datapackage_library_reads_the_tables_and_their_relations(package: Path) -> None:
    # In a process of its own: the library, which is no longer kept up, leaves files open.
    command = [sys.executable, "-W", "ignore", "-c", READ_WITH_DATAPACKAGE, str(package / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    book, authors = json.loads(done.stdout)
    expected = {name: str(value) if isinstance(value, date) else value for name, value in BOOK.items()}
    assert {name: book[name] for name in expected} == {**expected, "weight": "0.5"}
    assert authors == ["Sei Shōnagon", "A painter"]


def test_the_descriptor_keeps_to_the_standard(descriptor: dict[str, Any], package: Path) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    names = [resource["name"] for resource in descriptor["resources"]]
    assert len(names) == len(set(names)) == TABLES + 4
    for resource in descriptor["resources"]:
        content = (package / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    for resource in tables(descriptor):
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert all(field["title"] and field["description"] for field in fields.values()), resource["name"]
        assert set(resource["schema"]["primaryKey"]) <= set(fields)
    language = next(field for field in named(descriptor, "books")["schema"]["fields"] if field["name"] == "language")
    assert language["constraints"]["enum"] == ["en", "ja", "ko"]
    assert [category["label"] for category in language["categories"]] == ["English", "Japanese", "Korean"]


def test_hand_edited_metadata_stay_to_the_letter(built_library: Path) -> None:
    written = (LIBRARY / "datapackage.json").read_text(encoding="utf-8").rstrip().removesuffix("}").rstrip()
    built = (built_library / "datapackage.json").read_text(encoding="utf-8")
    assert built.startswith(f"{written},\n")
    assert json.loads(built).keys() - json.loads(f"{written}}}").keys() == {"resources"}


# duckdb and pandas


def test_duckdb_reads_csv_and_parquet_alike(package: Path, descriptor: dict[str, Any]) -> None:
    with closing(duckdb.connect()) as connection:
        for resource in tables(descriptor):
            name = resource["name"]
            plain = f"read_csv('{package}/data/{name}.csv', header=true, all_varchar=true, delim=',', quote='\"')"
            typed = f"'{package}/parquet/{name}.parquet'"
            described = connection.execute(f"describe select * from {typed}").fetchall()
            assert [row[0] for row in described] == [field["name"] for field in resource["schema"]["fields"]]
            cast = ", ".join(f'{as_type(row[0], row[1])} as "{row[0]}"' for row in described)
            for one, other in (
                (f"select {cast} from {plain}", f"from {typed}"),
                (f"from {typed}", f"select {cast} from {plain}"),
            ):
                assert connection.execute(f"({one}) except all ({other})").fetchall() == [], name


def as_type(column: str, kind: str) -> str:
    """SQL that turns the text of a CSV cell into the type that Parquet gives the column."""
    return f'"{column}"::json::{kind}' if kind.endswith("[]") else f'"{column}"::{kind}'


def test_duckdb_sees_types_in_parquet(package: Path) -> None:
    with closing(duckdb.connect()) as connection:
        books = f"from '{package}/parquet/books.parquet'"
        kinds = {row[0]: row[1] for row in connection.execute(f"describe {books}").fetchall()}
        [values] = connection.execute(f"{books} where id = 'pillow-book'").fetchall()
        prices = connection.execute(
            f"""select p.title, sum(a.amount) from '{package}/parquet/prices.parquet' a
            join '{package}/parquet/books.parquet' p on p.id = a.book group by 1"""
        ).fetchall()
    row = dict(zip(kinds, values, strict=True))
    assert {name: row[name] for name in BOOK} == BOOK
    assert row["keywords"] == ["court", "no", "1002"]
    assert kinds["published_earliest"] == "DATE"
    assert (kinds["pages"], kinds["weight"], kinds["signed"]) == ("BIGINT", "DOUBLE", "BOOLEAN")
    assert prices == [("The Pillow Book", 1512.5)]


def test_duckdb_guesses_the_types_of_the_csv_right(package: Path) -> None:
    with closing(duckdb.connect()) as connection:
        books = f"select id, pages, signed, acquired from '{package}/data/books.csv' order by id"
        kinds = [row[1] for row in connection.execute(f"describe {books}").fetchall()]
        assert kinds == ["VARCHAR", "BIGINT", "BOOLEAN", "DATE"]
        assert connection.execute(books).fetchall()[0] == ("pillow-book", 364, False, date(2021, 3, 4))


def test_pandas_reads_every_table_by_the_descriptor(package: Path, descriptor: dict[str, Any]) -> None:
    for resource in tables(descriptor):
        fields = resource["schema"]["fields"]
        frame = pd.read_csv(
            package / resource["path"],
            dtype={field["name"]: DTYPES[field["type"]] for field in fields},
            keep_default_na=False,
            na_values=resource["schema"]["missingValues"],
        )
        assert list(frame.columns) == [field["name"] for field in fields]
        assert not frame.duplicated(resource["schema"]["primaryKey"]).any()
        for field in fields:
            column = frame[field["name"]].dropna()
            if field.get("constraints", {}).get("required"):
                assert len(column) == len(frame), (resource["name"], field["name"])
            if "categories" in field and field["type"] == "string":
                assert set(column) <= {category["value"] for category in field["categories"]}
            if field["type"] in {"array", "any"}:
                assert all(json.loads(text) is not None for text in column)
            if field["type"] == "date":
                assert all(date.fromisoformat(text) for text in column)


def test_pandas_keeps_leading_zeros_and_joins_by_the_keys(package: Path) -> None:
    books = pd.read_csv(package / "data" / "books.csv", dtype={"code": "string", "pages": "Int64"})
    chapters = pd.read_csv(package / "data" / "books_authors_chapters.csv", dtype={"pages": "Int64"})
    joined = chapters.merge(books, left_on="book", right_on="id", suffixes=("", "_book"))
    assert books.set_index("id").loc["pillow-book", "code"] == "007"
    assert list(joined["title_book"]) == ["The Pillow Book"] * 2
    assert list(joined["pages"].isna()) == [False, True]


def test_the_json_of_a_table_is_its_rows(package: Path, descriptor: dict[str, Any]) -> None:
    for resource in tables(descriptor):
        rows = json.loads((package / "json" / f"{resource['name']}.json").read_text(encoding="utf-8"))
        kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for row, text in zip(rows, cells(package, resource["name"]), strict=True):
            assert list(row) == list(text)
            for name, value in row.items():
                assert written(value, kinds[name]) == (text[name] or None), (resource["name"], name)


def written(value: Any, kind: str) -> str | None:
    """A JSON value as it stands in a CSV cell."""
    if value is None:
        return None
    if kind in {"array", "any"}:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return {True: "true", False: "false"}[value] if kind == "boolean" else str(value)
