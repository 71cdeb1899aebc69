"""The functions for Python: what they give back, and the two errors that they raise."""

import dataclasses
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from recordpress import api


def break_a_record(root: Path) -> None:
    (root / "records" / "houses" / "small-house.yaml").write_text("id: small-house\nname: 12\n", encoding="utf-8")


def test_the_tables_of_a_dataset_are_those_of_its_package(built_library: Path) -> None:
    found = api.tables(built_library)
    with api.open_package(built_library) as package:
        assert sorted(package.tables) == sorted(found)
        assert {name: package.table(name) for name in package.tables} == dict(found)
        assert package.query("select count(*) from books") == [(2,)]
        assert package.query("select id from books where pages < :most", {"most": 1000}) == [("pillow-book",)]


def test_values_of_a_table_have_the_types_of_their_columns(library: Path) -> None:
    table = api.tables(library)["books"]
    types = {column.name: column.type for column in table.columns}
    book = next(row for row in table.dicts() if row["id"] == "pillow-book")
    assert (types["pages"], book["pages"]) == ("integer", 364)
    assert (types["weight"], book["weight"]) == ("number", 0.5)
    assert (types["signed"], book["signed"]) == ("boolean", False)
    assert (types["acquired"], book["acquired"]) == ("date", "2021-03-04")
    assert (types["keywords"], book["keywords"]) == ("array", ["court", "no", "1002"])
    assert (types["extra"], book["extra"]["shelf"]) == ("any", [1, 2.5, True])


def test_a_zip_file_of_the_package_is_read_like_its_folder(built_library: Path) -> None:
    archive = next((built_library / "dist" / "current").glob("*.zip"))
    with api.open_package(archive) as zipped, api.open_package(built_library) as package:
        assert (zipped.name, zipped.version, zipped.tables) == ("library", "1.0.0", package.tables)
        assert zipped.metadata["title"] == "A small library"
        assert zipped.table("books") == package.table("books")
        assert not isinstance(zipped.metadata, dict)


def test_records_are_given_as_curated(library: Path) -> None:
    houses = api.records(library, "house")
    assert [(record.kind, record.id, record.path) for record in houses] == [
        ("house", "great-house", "records/houses/great-house.yaml"),
        ("house", "small-house", "records/houses/small-house.yaml"),
    ]
    assert houses[0].value["name"] == "Great house"
    assert len(api.records(library)) == 10
    with pytest.raises(dataclasses.FrozenInstanceError):
        houses[0].id = "other"  # type: ignore[misc]


def test_problems_are_values_and_only_reading_wrong_data_raises(library: Path) -> None:
    assert api.check(library) == ()
    break_a_record(library)
    problem, *_ = api.check(library)
    assert (problem.place, problem.code) == ("records/houses/small-house.yaml:2:7", "V211")
    assert api.check(library, ["records/books"]) == ()
    built = api.build(library)
    assert api.has_errors(built.problems)
    assert (built.summary, built.package) == ("", None)
    for read in (api.records, api.tables):
        with pytest.raises(api.InvalidError, match=r"small-house\.yaml:2:7 V211") as caught:
            read(library)
        assert problem in caught.value.problems


def test_a_build_says_where_the_package_is(library: Path) -> None:
    built = api.build(str(library))
    assert built.package is not None
    assert built.summary.startswith("library 1.0.0: 10 records")
    assert api.verify(built.package) == ()
    (built.package / "data" / "books.csv").write_bytes(b"id\nx\n")
    assert api.verify(built.package)
    with api.open_package(built.package) as package, pytest.raises(api.InvalidError, match="header"):
        package.table("books")
    file = built.package / "data" / "facts.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",true,3,", ",perhaps,3,"), encoding="utf-8")
    with api.open_package(built.package) as package, pytest.raises(api.InvalidError, match="is no boolean: perhaps"):
        package.table("facts")


def test_what_cannot_be_done_as_asked_is_said_in_a_sentence(library: Path, built_library: Path, tmp_path: Path) -> None:
    for asked in (api.check, api.build, api.records, api.tables):
        with pytest.raises(api.UnusableError, match="no datapackage"):
            asked(tmp_path)
    with pytest.raises(api.UnusableError, match="no kind `shop`"):
        api.records(library, "shop")
    with pytest.raises(api.UnusableError), api.open_package(tmp_path / "nothing"):
        pass
    (tmp_path / "datapackage.json").write_text("[]", encoding="utf-8")
    with pytest.raises(api.InvalidError, match="not a JSON object"), api.open_package(tmp_path):
        pass
    with api.open_package(built_library) as package:
        with pytest.raises(api.UnusableError, match="no table `shops`"):
            package.table("shops")
        with pytest.raises(api.UnusableError, match="no such table: shops"):
            package.query("select * from shops")
        with pytest.raises(api.UnusableError, match="readonly"):
            package.query("delete from books")


def test_a_package_of_tables_alone_has_no_sql(built_library: Path, tmp_path: Path) -> None:
    archive = next((built_library / "dist" / "current").glob("*.zip"))
    with zipfile.ZipFile(archive) as unpacked:
        assert not [name for name in unpacked.namelist() if name.endswith(".db")]
    with api.open_package(archive) as package, pytest.raises(api.UnusableError, match="no SQLite file"):
        package.query("select 1")


def test_importing_the_functions_loads_nothing_heavy() -> None:
    code = "import sys, recordpress.api; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    heavy = {"datasette", "frictionless", "jsonschema_rs", "numpy", "pyarrow", "pydantic", "sqlite3", "uvicorn", "yaml"}
    assert "recordpress" in done.stdout.split()
    assert not heavy & set(done.stdout.split())
