import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordpress.verifying import verify
from recordpress.writing.package import Means, write_package
from tests.sample_content import DESCRIPTOR, sample_content

DESCRIPTIONS = ["croissant.json", "dcat.jsonld", "schema-org.jsonld"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original")
    assert write_package(sample_content(), folder, Means(original=DESCRIPTOR)).problems == ()
    return folder


@pytest.fixture
def package(original: Path, tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(original, tmp_path / "package"))
    (copy / "SHA256SUMS").unlink()  # else they would tell of each change, too
    return copy


def found(package: Path) -> list[tuple[str, str, str]]:
    return [(problem.code, Path(problem.path).name, problem.message) for problem in verify(package)]


def only(package: Path, name: str) -> Path:
    """A description, with the others gone, which tell of it."""
    for other in {*DESCRIPTIONS} - {name}:
        (package / other).unlink()
    return package / name


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document))


def test_descriptions_as_written_are_right(original: Path, package: Path) -> None:
    assert found(original) == found(package) == []


def test_descriptions_may_be_missing(package: Path) -> None:
    for name in DESCRIPTIONS:
        (package / name).unlink()
    assert found(package) == []


@pytest.mark.parametrize("name", DESCRIPTIONS)
@pytest.mark.parametrize("content", ["{", "[]", "{}", "null", '{"recordSet": 1, "distribution": "x"}'])
def test_a_description_that_says_nothing_is_found(package: Path, name: str, content: str) -> None:
    only(package, name).write_text(content)
    problems = found(package)
    assert {(code, path) for code, path, _ in problems} == {("P707", name)}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_file_that_is_not_what_they_say_is_found(package: Path, name: str) -> None:
    with (package / "data" / "books.csv").open("ab") as stream:
        stream.write(b"\n")
    message = "it gives data/books.csv another size or hash than the file has"
    assert ("P707", name, message) in found(package)


@pytest.mark.parametrize("address", ["data/nothing.csv", "../package/data/books.csv", "https://example.org/x.csv"])
def test_a_file_that_is_not_in_the_package_is_found(package: Path, address: str) -> None:
    edit(only(package, "croissant.json"), lambda document: document["distribution"][0].update(contentUrl=address))
    message = f"it tells of {address}, which is not in the package"
    assert found(package) == [("P707", "croissant.json", message)]


def test_a_hash_without_its_value_is_found(package: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["@graph"][1]["dcat:distribution"][0]["spdx:checksum"] = "none"

    edit(package / "dcat.jsonld", change)
    assert [problem[:2] for problem in found(package)] == [("P707", "dcat.jsonld")]


@pytest.mark.parametrize("change", ["less", "another name"])
def test_other_columns_than_the_descriptor_lists_are_found(package: Path, change: str) -> None:
    def edited(document: dict[str, Any]) -> None:
        table = next(entry for entry in document["recordSet"] if entry["name"] == "books")
        if change == "less":
            table["field"].pop()
        else:
            table["field"][0]["name"] = "key"

    edit(only(package, "croissant.json"), edited)
    message = "it knows other columns of books than the descriptor"
    assert found(package) == [("P707", "croissant.json", message)]


def test_addresses_on_the_web_are_those_of_files_here(tmp_path: Path) -> None:
    content = sample_content()
    content.metadata["homepage"] = "https://example.org/library"
    assert write_package(content, tmp_path).problems == ()
    assert verify(tmp_path) == ()
    assert "https://example.org/library/downloads/data/books.csv" in (tmp_path / "dcat.jsonld").read_text()
