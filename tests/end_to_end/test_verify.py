"""`verify`: the forms that a package is given in, and packages that are damaged."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.running import FINE, PROBLEMS, copy_of_library, run


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with a published package, which tests leave as it is."""
    root = copy_of_library(tmp_path_factory.mktemp("built"))
    assert run("--root", root).returncode == FINE
    return root


@pytest.mark.parametrize("form", ["folder", "descriptor", "zip", "beside the records", "default"])
def test_verify_takes_a_package_in_any_form(built: Path, form: str) -> None:
    paths = {
        "folder": [built / "dist" / "current"],
        "descriptor": [built / "dist" / "current" / "datapackage.json"],
        "zip": [built / "dist" / "library-1.0.0.zip"],
        "beside the records": [built],
        "default": [],
    }
    done = run("verify", "--root", built, *paths[form])
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout.endswith(" is whole\n")


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("data/books.csv", lambda content: content.replace(b"364", b"365"), "P705"),
        ("data/books.csv", lambda content: content.replace(b"364", b"many"), "P711"),
        ("library.db", lambda content: content[:-100], "P706"),
        ("parquet/books.parquet", lambda _: b"", "P740"),
        ("datapackage.json", lambda content: content[:-20], "P702"),
    ],
)
def test_verify_finds_what_was_damaged(
    built: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes], code: str
) -> None:
    package = tmp_path / "package"
    shutil.copytree((built / "dist" / "current").resolve(), package)
    (package / name).write_bytes(change((package / name).read_bytes()))
    done = run("verify", "--root", built, package, "--format", "json")
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert code in {problem["code"] for problem in json.loads(done.stdout)}


def test_verify_of_nothing_is_a_problem(library: Path, tmp_path: Path) -> None:
    done = run("verify", "--root", library)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert " P701 " in done.stdout
    (tmp_path / "broken.zip").write_bytes(b"PK no")
    assert " P701 " in run("verify", "--root", library, tmp_path / "broken.zip").stdout
