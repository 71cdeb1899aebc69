import shutil
from collections import Counter
from pathlib import Path

import pytest

from recordpress.publishing.downloads import Downloads, downloads
from recordpress.publishing.package import Package, open_package
from recordpress.publishing.ways import SITE, ways
from tests.small_package import write_package, write_sums

ADDRESS = "https://data.example/downloads"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_package(tmp_path)


def every_path(shown: Downloads) -> Counter[str]:
    in_tables = (
        file
        for section in shown.sections
        for entry in section.tables
        for file in (entry.csv, entry.json, *entry.parquet, entry.nested)
        if file
    )
    named = (file for file, _ in (*shown.wholes, *shown.descriptions))
    return Counter(file.path for file in (*in_tables, *named, *shown.others))


def test_every_file_is_offered_once(folder: Path) -> None:
    package = open_package(folder)
    assert every_path(downloads(package)) == Counter(list(package.files))


def test_the_largest_and_most_useful_comes_first(folder: Path) -> None:
    shown = downloads(open_package(folder))
    assert [file.path for file, _ in shown.wholes] == ["library-1.2.0.zip", "library.db", "records.jsonl"]
    assert [file.path for file, _ in shown.descriptions] == [
        "SHA256SUMS",
        "croissant.json",
        "datapackage.json",
        "dcat.jsonld",
        "schema-org.jsonld",
    ]
    assert shown.descriptions[0][1] == "SHA-256 of every file"


def test_parts_stand_below_the_table_of_their_records(folder: Path) -> None:
    shown = downloads(open_package(folder))
    sections = {
        section.title: [(entry.table.name, entry.is_part) for entry in section.tables] for section in shown.sections
    }
    assert sections == {
        "Records": [
            ("authors", False),
            ("books", False),
            ("books_chapters", True),
            ("books_chapters_verses", True),
        ],
        "Parts of any record": [("remarks", False)],
        "Evidence and registry": [("records", False), ("claims", False)],
        "Vocabularies": [("vocabulary_form", False)],
    }


def test_forms_that_the_package_lacks_are_left_out(folder: Path) -> None:
    shutil.rmtree(folder / "parquet")
    (folder / "notes").mkdir()
    (folder / "notes" / "more.txt").write_text("x")
    write_sums(folder)
    shown = downloads(open_package(folder))
    assert {entry.parquet for section in shown.sections for entry in section.tables} == {()}
    assert [file.path for file in shown.others] == ["notes/more.txt"]


def test_ways_of_use_name_the_first_table(folder: Path) -> None:
    found = {way.name: way.lines for way in ways(open_package(folder), ADDRESS)}
    assert list(found) == ["pandas", "R", "DuckDB", "frictionless", "SQLite", "curl"]
    assert all(ADDRESS in lines for lines in found.values())
    assert found["pandas"].endswith(
        'authors = pd.read_parquet("https://data.example/downloads/parquet/authors.parquet")'
    )


@pytest.mark.parametrize("address", ["", 'https://x";rm -rf ~', "https://x/$(id)", "https://x/`id`", "javascript:1"])
def test_an_address_that_is_none_is_left_to_the_reader(folder: Path, address: str) -> None:
    for way in ways(open_package(folder), address):
        assert SITE in way.lines
        assert "rm" not in way.lines.replace("parquet", "")
        assert "id" not in way.lines


def without(package: Package, *parts: str) -> list[str]:
    for path in [path for path in package.files if path.startswith(parts)]:
        (package.folder / path).unlink()
    write_sums(package.folder)
    return [way.name for way in ways(open_package(package.folder), ADDRESS)]


def test_ways_are_offered_for_the_files_there_are(folder: Path) -> None:
    assert without(open_package(folder), "parquet/", "library-") == ["R", "frictionless", "SQLite"]
