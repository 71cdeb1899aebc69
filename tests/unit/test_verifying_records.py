"""A package beside the records that it was built from."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordpress.building import build
from recordpress.problems import Problem
from recordpress.progress import Progress
from recordpress.unusable import UnusableError
from recordpress.verifying import asked
from recordpress.verifying.asked import Asked, verify_as_asked
from recordpress.writing.files import infos_below
from recordpress.writing.sums import NAME as SUMS
from recordpress.writing.sums import render_sums, version_id

BOOK = "records/books/tale-of-genji.yaml"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second judge has tests of its own, and takes most of the time."""
    monkeypatch.setattr("recordpress.verifying.whole.frictionless_problems", lambda *_: ())


@pytest.fixture
def root(built_library: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_library, tmp_path / "library", symlinks=True))


def found(root: Path, *, rebuild: bool = False) -> list[Problem]:
    return list(verify_as_asked(Asked(root, rebuild=rebuild), Progress()))


def places(root: Path, problems: list[Problem]) -> set[tuple[str, str]]:
    """Codes and paths, those in the package as in the package."""
    starts = (f"{root.as_posix()}/dist/current/", f"{root.as_posix()}/")
    return {(problem.code, problem.path.removeprefix(starts[0]).removeprefix(starts[1])) for problem in problems}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def publish(root: Path, package: Path) -> None:
    """Put a package into the place of the published one, with sums and a name that fit, and with all its copies."""
    for name in ("dcat.jsonld", "schema-org.jsonld", SUMS):  # the first two may be missing
        (package / name).unlink()
    sums = render_sums(infos_below(package))
    (package / SUMS).write_bytes(sums)
    shutil.rmtree(root / "dist" / "versions")
    shutil.copytree(package, root / "dist" / "versions" / version_id(sums))
    (root / "dist" / "current").unlink()
    (root / "dist" / "current").symlink_to(f"versions/{version_id(sums)}")
    shutil.rmtree(root / "data")
    shutil.copytree(package / "data", root / "data")
    shutil.copyfile(package / "datapackage.json", root / "datapackage.json")


def forge(root: Path, change: Callable[[Path], object]) -> None:
    """Publish what was built from other records as if it were built from these."""
    other = root.parent / "other"
    shutil.copytree(root, other, symlinks=True, ignore=shutil.ignore_patterns("dist", ".recordpress"))
    change(other)
    assert build(other, Progress()).summary
    package = (other / "dist" / "current").resolve()
    shutil.copyfile(root / "dist" / "current" / "inputs.sha256", package / "inputs.sha256")
    publish(root, package)


def test_a_package_fits_its_records(root: Path) -> None:
    assert found(root, rebuild=True) == []


@pytest.fixture(scope="module")
def forged_once(built_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(built_library, tmp_path_factory.mktemp("forged") / "library", symlinks=True))

    def change(other: Path) -> None:
        edit(other / BOOK, "title: ", "title: Not ")
        people = other / "records" / "people"
        text = (people / "nobody.yaml").read_text(encoding="utf-8")
        (people / "zz.yaml").write_text(text.replace("id: nobody", "id: zz"), encoding="utf-8")
        (people / "nobody.yaml").unlink()

    forge(root, change)
    return root


@pytest.fixture
def forged(forged_once: Path, tmp_path: Path) -> Path:
    """A dataset whose package was built from other records, and says that it was built from these."""
    return Path(shutil.copytree(forged_once, tmp_path / "forged", symlinks=True))


def test_a_package_that_was_forged_as_a_whole_is_found(forged: Path) -> None:
    root = forged
    problems = found(root, rebuild=True)
    assert {code for code, _ in places(root, problems)} == {"P760", "P763", "P765"}
    assert {("P763", path) for path in ("data/books.csv", "data/book.json", "records.jsonl")} <= places(root, problems)
    assert {("P765", path) for path in ("library.db", "parquet/books.parquet")} <= places(root, problems)
    (message,) = (problem.message for problem in problems if problem.path.endswith("/books.csv") and problem.line)
    assert message == "the records give another label, title"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: [*lines, lines[-1].replace("sei-shonagon", "zz")], "from here on the records give no rows"),
        (lambda lines: lines[:-1], "the records give more rows than were published"),
        (lambda lines: [lines[0], '"'], ""),
    ],
)
def test_rows_too_many_and_too_few_are_found(
    root: Path, change: Callable[[list[str]], list[str]], message: str
) -> None:
    package = Path(shutil.copytree(root / "dist" / "current", root.parent / "package"))
    table = package / "data" / "people.csv"
    lines = change(table.read_text(encoding="utf-8").splitlines(keepends=True))
    table.write_text("".join(lines), encoding="utf-8")
    publish(root, package)
    told = [problem.message for problem in found(root) if problem.code == "P763"]
    assert told == ([message] if message else []), "a file that can't be read was told of already"


def test_tables_that_are_not_those_of_the_schemas_are_found(root: Path) -> None:
    package = Path(shutil.copytree(root / "dist" / "current", root.parent / "package"))
    document = json.loads((package / "datapackage.json").read_bytes())
    resources = {resource["name"]: resource for resource in document["resources"]}
    column = resources["people"]["schema"]["fields"][-2]
    edit(package / "data" / "people.csv", f",{column['name']},", ",other,")
    column["name"] = "other"
    document["resources"].remove(resources["aliases"])
    (package / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    publish(root, package)
    told = {problem.path.rpartition("/")[2]: problem.message for problem in found(root) if problem.code == "P763"}
    assert told == {
        "people.csv": "the schemas give the table other columns",
        "aliases.csv": "the records give a table that the package does not have",
    }


def test_forged_files_of_the_server_are_found_by_building_again(root: Path) -> None:
    package = Path(shutil.copytree(root / "dist" / "current", root.parent / "package"))
    edit(package / "datasette" / "metadata.json", "title", "tittle")
    (package / "datasette" / "more.json").write_text("{}")
    publish(root, package)
    assert found(root) == []
    told = {(problem.code, problem.path.rpartition("/")[2], problem.message) for problem in found(root, rebuild=True)}
    assert told == {
        ("P765", "metadata.json", "building again gives another file"),
        ("P765", "more.json", "building again does not give the file"),
    }


def test_records_that_changed_since_are_a_warning_of_their_own(root: Path) -> None:
    edit(root / BOOK, "title: ", "title: The ")
    problems = found(root, rebuild=True)
    assert places(root, problems) == {("P761", BOOK), ("P764", "dist/current")}
    assert {problem.severity for problem in problems} == {"warning"}


def test_records_that_came_or_went_since_are_named(root: Path) -> None:
    people = root / "records" / "people"
    text = (people / "nobody.yaml").read_text(encoding="utf-8")
    (people / "nobody.yaml").unlink()
    (people / "somebody.yaml").write_text(text.replace("id: nobody", "id: somebody"), encoding="utf-8")
    told = {(problem.path, problem.message, problem.severity) for problem in found(root)}
    end = "since the package was built"
    assert told == {
        ("records/people/nobody.yaml", f"the file has gone {end}", "warning"),
        ("records/people/somebody.yaml", f"the file has come {end}", "warning"),
    }


def test_rows_of_other_records_are_compared_all_the_same(forged: Path) -> None:
    root = forged
    edit(root / "records" / "books" / "pillow-book.yaml", "title: ", "title: A ")
    told = places(root, found(root))
    assert {("P761", "records/books/pillow-book.yaml"), ("P763", "data/books.csv"), ("P763", "data/book.json")} <= told
    assert ("P763", "records.jsonl") not in told, "it comes from all records"
    assert not [line for line in found(root) if line.code == "P763" and "pillow" in line.message]


def test_many_changes_are_counted(root: Path) -> None:
    for number in range(30):
        (root / "site" / "queries" / f"more-{number}.sql").write_text("", encoding="utf-8")
    problems = [problem for problem in found(root) if problem.code == "P761"]
    assert len(problems) == 21
    assert problems[0].message == "10 more inputs have changed since the package was built"


def test_other_schemas_say_nothing_of_the_package(root: Path) -> None:
    edit(root / "schemas" / "person.schema.json", '"title"', '"title" ')
    assert places(root, found(root)) == {("P761", "schemas/person.schema.json"), ("P764", "dist/current")}


def test_records_with_problems_say_nothing_of_the_package(root: Path) -> None:
    edit(root / BOOK, "title: ", "titel: ")
    problems = found(root)
    assert places(root, problems) == {("P761", BOOK), ("P764", "dist/current")}
    assert [problem.hint for problem in problems if problem.code == "P764"] == ["run `check`"]


def test_a_package_that_does_not_say_what_it_was_made_from_is_not_compared(root: Path) -> None:
    package = Path(shutil.copytree(root / "dist" / "current", root.parent / "package"))
    (package / "inputs.sha256").unlink()
    publish(root, package)
    assert places(root, found(root)) == {("P764", "dist/current")}


@pytest.mark.parametrize("content", [b"", b"{}", b'{"resources": 1}', b"\xff"])
def test_a_copy_of_the_descriptor_that_is_none_is_found(root: Path, content: bytes) -> None:
    (root / "datapackage.json").write_bytes(content)
    assert ("P762", "datapackage.json") in places(root, found(root))


def test_copies_that_differ_are_found(root: Path) -> None:
    edit(root / "data" / "books.csv", "364", "365")
    (root / "data" / "people.csv").unlink()
    (root / "data" / "more.csv").touch()
    edit(root / "datapackage.json", '"bytes": ', '"bytes": 1')
    (root / "dist" / "library.db").unlink()
    shutil.copyfile(root / "dist" / "current" / "library.db", root / "dist" / "library.db")
    (root / "dist" / SUMS).unlink()
    paths = (
        "data/books.csv",
        "data/people.csv",
        "data/more.csv",
        "datapackage.json",
        "dist/library.db",
        f"dist/{SUMS}",
    )
    assert places(root, found(root)) == {("P762", path) for path in paths}


def test_words_of_the_descriptor_may_change(root: Path) -> None:
    edit(root / "datapackage.json", '"version": "1.0.0"', '"version": "1.1.0"')
    assert places(root, found(root)) == {("P761", "datapackage.json")}


def test_a_package_without_a_dataset_is_looked_at_for_itself(root: Path) -> None:
    edit(root / BOOK, "title: ", "title: The ")
    package = root / "dist" / "current"
    assert verify_as_asked(Asked(None, package), Progress()) == ()
    with pytest.raises(UnusableError, match="--rebuild needs the dataset"):
        verify_as_asked(Asked(None, package, rebuild=True), Progress())


@pytest.mark.parametrize("content", [None, b"{"])
def test_where_there_is_no_package_nothing_is_compared(root: Path, content: bytes | None) -> None:
    package = root / "dist" / "current"
    if content is None:
        package.unlink()
        expected = {("P701", "dist/current")}
    else:
        (package / "datapackage.json").write_bytes(content)
        expected = {("P702", "datapackage.json"), ("P706", "datapackage.json"), ("P764", "dist/current")}
    assert places(root, list(verify_as_asked(Asked(root, rebuild=True), Progress()))) == expected


def test_a_build_that_publishes_meanwhile_is_no_fault(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    original = asked._beside

    def meanwhile(*given: Any) -> tuple[Problem, ...]:
        tries.append(1)
        if len(tries) == 1:
            (root / "datapackage.json").touch()
            return (Problem("P762", "datapackage.json", "not those in the package"),)
        return original(*given)

    monkeypatch.setattr(asked, "_beside", meanwhile)
    monkeypatch.setattr(asked, "PAUSE", 0)
    assert verify_as_asked(Asked(root), Progress()) == ()
    assert len(tries) == 2
