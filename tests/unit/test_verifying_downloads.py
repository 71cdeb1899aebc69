"""What was downloaded from a site, whole or in part."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from recordpress.problems import Problem
from recordpress.verifying import Manner, verify
from recordpress.writing.files import infos_below
from recordpress.writing.sums import NAME as SUMS
from recordpress.writing.sums import render_sums

QUICK, PARTIAL = Manner(most_rows=0), Manner(most_rows=0, partial=True)


@pytest.fixture
def package(built_library: Path, tmp_path: Path) -> Path:
    """A package under a name of its reader's choice."""
    return Path(shutil.copytree(built_library / "dist" / "current", tmp_path / "downloaded"))


def sign(package: Path) -> None:
    (package / SUMS).unlink()
    (package / SUMS).write_bytes(render_sums(infos_below(package)))


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, problem.path.rpartition("downloaded/")[2]) for problem in problems]


def test_the_servers_own_files_are_not_missed_where_there_are_none(package: Path) -> None:
    shutil.rmtree(package / "datasette")
    (problem,) = verify(package, QUICK)
    assert (problem.code, problem.severity) == ("P709", "warning")
    assert "datasette/codebook.json and " in problem.message


def test_one_of_the_servers_files_is_missed(package: Path) -> None:
    (package / "datasette" / "kinds.json").unlink()
    assert told(verify(package, QUICK)) == [("P706", "datasette/kinds.json")]


def test_sums_are_missed(package: Path) -> None:
    (package / SUMS).unlink()
    assert told(verify(package, QUICK)) == [("P706", SUMS)]


def test_a_part_of_the_files_is_looked_at_if_that_is_asked_for(package: Path) -> None:
    (package / "json" / "books.json").unlink()
    (package / "data" / "people.csv").unlink()
    assert {code for code, _ in told(verify(package, QUICK))} == {"P704", "P706", "P707"}
    (problem,) = verify(package, PARTIAL)
    assert (problem.code, problem.severity) == ("P709", "warning")
    assert problem.message.endswith("data/people.csv and 1 more")
    (package / "data" / "books.csv").write_bytes(b"id\n")
    assert {("P705", "data/books.csv"), ("P706", "data/books.csv")} <= set(told(verify(package, PARTIAL)))


def test_a_file_and_the_sums_are_enough(package: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen" / "downloaded"
    chosen.mkdir(parents=True)
    for name in (SUMS, "library.db"):
        shutil.copy(package / name, chosen)
    assert {("P702", "datapackage.json"), ("P706", "datapackage.json")} <= set(told(verify(chosen, QUICK)))
    assert told(verify(chosen, PARTIAL)) == [("P709", SUMS)]
    with (chosen / "library.db").open("ab") as stream:
        stream.write(b"x")
    assert told(verify(chosen, PARTIAL)) == [("P709", SUMS), ("P706", "library.db")]


def test_one_file_is_no_package(package: Path) -> None:
    (problem,) = verify(package / "library.db")
    assert (problem.code, "verify --partial" in problem.message) == ("P701", True)
    (package / SUMS).unlink()
    assert "--partial" not in verify(package / "library.db")[0].message


def test_a_folder_without_sums_is_no_part_of_a_package(tmp_path: Path) -> None:
    (problem,) = verify(tmp_path, PARTIAL)
    assert (problem.code, problem.message) == ("P701", "there is no datapackage.json")


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        ("inputs.sha256", replaced(b"records/books/pillow-book", b"records/books/other-book"), "P760"),
        ("inputs.sha256", lambda content: content + b"nonsense\n", "P760"),
        ("inputs.sha256", lambda content: content.partition(b"\n")[2], "P760"),
        ("records.jsonl", replaced(b'"title":', b'"title2":'), "P752"),
        ("records.jsonl", lambda content: content.partition(b"\n")[2], "P752"),
        ("records.jsonl", lambda content: content + b"{}\n", "P752"),
        ("library-1.0.0.zip", lambda content: content[:100], "P708"),
    ],
)
def test_files_that_contradict_each_other_are_found_though_all_sums_fit(
    package: Path, path: str, change: Callable[[bytes], bytes], code: str
) -> None:
    (package / path).write_bytes(change((package / path).read_bytes()))
    sign(package)
    found = {problem.code for problem in verify(package, QUICK)} - {"P707"}
    assert found == {code}


def test_a_zip_file_of_another_package_is_found_though_all_sums_fit(package: Path) -> None:
    table = package / "data" / "vocabulary_form.csv"
    if not table.exists():
        table = next((package / "data").glob("vocabulary_*.csv"))
    table.write_bytes(table.read_bytes().replace(b",0\n", b",9\n", 1))
    sign(package)
    found = {(problem.code, problem.message) for problem in verify(package, QUICK)}
    assert ("P708", f"data/{table.name} is not the file of that name in the package") in found
