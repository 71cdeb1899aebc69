"""The package of the small library, read by programs that know nothing of the engine."""

import csv
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import frictionless
import jsonschema
import pandas as pd
import pytest
import yaml
from referencing import Registry, Resource

from recordpress.edtf import is_valid
from recordpress.validating import language_tag
from tests.conftest import LIBRARY
from tests.end_to_end.running import ROOT, copy_of_library, files, run

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


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_library(tmp_path_factory.mktemp("readers"))
    done = run("build", "--root", root)
    assert (done.returncode, done.stderr) == (0, "")
    return root


@pytest.fixture(scope="module")
def package(root: Path) -> Path:
    return (root / "dist" / "current").resolve()


@pytest.fixture(scope="module")
def descriptor(package: Path) -> dict[str, Any]:
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture
def database(package: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{(package / 'library.db').as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def tables(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    return [resource for resource in descriptor["resources"] if resource.get("type") == "table"]


def named(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    return next(resource for resource in descriptor["resources"] if resource["name"] == name)


def cells(package: Path, name: str) -> list[dict[str, str]]:
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# frictionless and datapackage


@pytest.mark.parametrize("where", ["dist/current/datapackage.json", "datapackage.json", "zip"])
def test_frictionless_finds_nothing_wrong(root: Path, package: Path, where: str, tmp_path: Path) -> None:
    path = root / where
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


def test_hand_edited_metadata_stay_to_the_letter(root: Path) -> None:
    written = (LIBRARY / "datapackage.json").read_text(encoding="utf-8").rstrip().removesuffix("}").rstrip()
    built = (root / "datapackage.json").read_text(encoding="utf-8")
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


# sqlite3


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


# The records themselves


def as_texts(value: Any) -> Any:
    """A value with its scalars as they would be written, as PyYAML's base loader gives them."""
    if isinstance(value, dict):
        return {str(key): as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


@pytest.mark.parametrize("kind", ["book", "person", "house", "work"])
def test_nested_records_are_the_yaml_read_by_another_reader(root: Path, kind: str) -> None:
    folder = {"person": "people"}.get(kind, f"{kind}s")
    published = json.loads((root / "data" / f"{kind}.json").read_text(encoding="utf-8"))
    paths = sorted((root / "records" / folder).glob("*.yaml"))
    read = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in paths]  # noqa: S506 - it makes texts only
    assert [as_texts(record) for record in published] == sorted(read, key=lambda record: record["id"])


def test_archive_holds_what_the_folder_holds(package: Path) -> None:
    with zipfile.ZipFile(package / "library-1.0.0.zip") as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    parts = ("data/", "datapackage.json", "croissant.json")
    wanted = {path: content for path, content in files(package) if path.startswith(parts)}
    assert packed == wanted


def test_sums_are_right_and_complete(package: Path) -> None:
    lines = (package / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {path: content for path, content in files(package) if path != "SHA256SUMS"}
    assert listed == {path: hashlib.sha256(content).hexdigest() for path, content in there.items()}
    assert lines == sorted(lines, key=lambda line: line[66:])


def test_data_is_the_same_beside_the_records_and_in_the_package(root: Path, package: Path) -> None:
    assert dict(files(root / "data")) == dict(files(package / "data"))
    assert (root / "datapackage.json").read_bytes() == (package / "datapackage.json").read_bytes()
    for name in ("library.db", "library-1.0.0.zip", "SHA256SUMS"):
        assert (root / "dist" / name).read_bytes() == (package / name).read_bytes()


# The jsonschema library as a second judge

# Named one by one: the library passes silently over a format that it lacks a part for.
CHECKER = jsonschema.FormatChecker(formats=("date", "email", "uuid"))
CHECKER.checks("uri")(lambda value: not isinstance(value, str) or re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]+", value))
CHECKER.checks("edtf")(lambda value: not isinstance(value, str) or is_valid(value))
CHECKER.checks("language-tag")(lambda value: not isinstance(value, str) or language_tag(value))


def validators(dataset: Path) -> dict[str, jsonschema.Draft202012Validator]:
    """A validator for each folder of a dataset's records."""
    documents = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in (dataset / "schemas").glob("*.json")
    }
    pairs = [(document["$id"], Resource.from_contents(document)) for document in documents.values()]
    registry = Registry().with_resources(pairs)
    for document in documents.values():
        jsonschema.Draft202012Validator.check_schema(document)
    return {
        document["x-record"].get("folder", f"{name.removesuffix('.schema.json')}s"): jsonschema.Draft202012Validator(
            document, registry=registry, format_checker=CHECKER
        )
        for name, document in documents.items()
        if "x-record" in document
    }


class CoreLoader(yaml.SafeLoader):
    """PyYAML with the resolver of YAML 1.2, written once more and by itself: the second reader of the records."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"null|Null|NULL|~|", "nN~"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


@pytest.mark.parametrize("dataset", [LIBRARY, ROOT], ids=["library", "repository"])
def test_a_second_judge_agrees_on_schemas_and_records(dataset: Path) -> None:
    judged = 0
    for folder, validator in validators(dataset).items():
        for path in sorted((dataset / "records" / folder).glob("*.yaml")):
            record = yaml.load(path.read_text(encoding="utf-8"), Loader=CoreLoader)  # noqa: S506 - a safe one
            found = [f"{path.name}{error.json_path}: {error.message}" for error in validator.iter_errors(record)]
            assert found == []
            judged += 1
    assert judged >= 10


@pytest.mark.parametrize(
    ("folder", "change", "path"),
    [
        ("books", {"pages": 0}, "$.pages"),
        ("books", {"pages": "12"}, "$.pages"),
        ("books", {"published": "soon"}, "$.published"),
        ("books", {"language": "tlh"}, "$.language"),
        ("books", {"acquired": "2021-02-30"}, "$.acquired"),
        ("books", {"colour": "red"}, "$"),
        ("books", {"evidence": [{"supports": ["title"]}]}, "$.evidence[0]"),
    ],
)
def test_the_second_judge_is_no_rubber_stamp(folder: str, change: dict[str, Any], path: str) -> None:
    record = {"id": "b", "title": "B", **change}
    [error] = validators(LIBRARY)[folder].iter_errors(record)
    assert error.json_path == path
