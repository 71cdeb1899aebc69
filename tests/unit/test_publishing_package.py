import json
from pathlib import Path
from typing import Any

import pytest

from recordpress.publishing.package import Package, PackageError, open_package
from recordpress.publishing.site_files import INSPECT, METADATA, inspect_database
from tests.small_package import NAME, write_package, write_sums


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_package(tmp_path)
    return tmp_path


def opened(root: Path) -> Package:
    return open_package(root / "dist/current")


def test_a_package_knows_its_files_rows_and_sums(root: Path) -> None:
    package = opened(root)
    assert package.name == NAME
    assert package.database.is_file()
    assert package.files["data/books.csv"].rows == 1503
    assert package.files["parquet/authors.parquet"].rows == 2
    assert package.files["data/author.json"].rows == 2
    assert package.files["datapackage.json"].rows is None
    assert package.files["SHA256SUMS"].sha256 == ""
    assert len(package.files["data/books.csv"].sha256) == 64
    assert not [path for path in package.files if path.startswith("datasette/")]


def test_a_later_version_does_not_change_an_open_package(root: Path) -> None:
    before = opened(root)
    write_package(root, "two")
    assert before.folder.name == "one"
    assert opened(root).folder.name == "two"


def test_inspect_counts_every_table_of_the_file(root: Path) -> None:
    inspected = inspect_database(opened(root).database)
    assert inspected["size"] == opened(root).database.stat().st_size
    assert inspected["tables"]["books"] == {"count": 1503}
    assert "books_fts_data" in inspected["tables"]
    assert json.loads((root / "dist/current" / INSPECT).read_text()) == {NAME: inspected}


def test_site_files_are_the_same_bytes_for_the_same_input(root: Path, tmp_path: Path) -> None:
    first = (root / "dist/current" / METADATA).read_bytes()
    write_package(tmp_path / "again")
    assert (tmp_path / "again/dist/current" / METADATA).read_bytes() == first


def test_no_package_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="build it first"):
        opened(tmp_path)


@pytest.mark.parametrize("path", ["datapackage.json", METADATA, INSPECT, "SHA256SUMS", "data/books.csv"])
def test_a_missing_part_is_named(root: Path, path: str) -> None:
    (root / "dist/current" / path).unlink()
    with pytest.raises(PackageError, match="is missing"):
        opened(root)


@pytest.mark.parametrize("content", [b"\xff", b"[]", b"{"])
def test_a_broken_part_is_named(root: Path, content: bytes) -> None:
    (root / "dist/current" / METADATA).write_bytes(content)
    with pytest.raises(PackageError, match="is not a JSON object"):
        opened(root)


def test_broken_sums_are_named(root: Path) -> None:
    (root / "dist/current/SHA256SUMS").write_bytes(b"\xff")
    with pytest.raises(PackageError, match="SHA256SUMS"):
        opened(root)


def test_counts_of_another_build_are_refused(root: Path) -> None:
    database = root / "dist/current" / f"{NAME}.db"
    database.write_bytes(database.read_bytes() + b"x")
    write_sums(root / "dist/versions/one")
    with pytest.raises(PackageError, match="does not belong"):
        opened(root)


@pytest.mark.parametrize(
    ("name", "message"), [("", "no name"), ("a/b", "no name"), (7, "no name"), ("downloads", "own pages")]
)
def test_names_that_can_not_be_served(root: Path, name: Any, message: str) -> None:
    (root / "dist/current/datapackage.json").write_text(json.dumps({"name": name}))
    with pytest.raises(PackageError, match=message):
        opened(root)


def test_a_file_that_leads_out_of_the_package_is_not_served(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret"
    outside.write_text("x")
    file = root / "dist/current/data/books.csv"
    file.unlink()
    file.symlink_to(outside)
    with pytest.raises(PackageError, match="is missing"):
        opened(root)
