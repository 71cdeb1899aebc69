"""Finding the records' files."""

import os
import socket
from pathlib import Path

import pytest

from recordpress.catalogue import CATALOGUE
from recordpress.problems import Problem
from recordpress.reading import files
from recordpress.reading.files import scan
from recordpress.reading.source_files import SourceFile
from recordpress.stamps import Listed, stamps

FOLDERS = {"books": "book", "people": "person"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        (tmp_path / "records" / folder).mkdir(parents=True)
    return tmp_path


def put(root: Path, path: str, text: str = "id: x\n") -> Path:
    file = root / "records" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def only_problem(root: Path, *, found: int = 0) -> Problem:
    sources, problems = scan(root, FOLDERS, 1000)
    assert len(sources) == found
    (problem,) = problems
    assert problem.code in CATALOGUE
    return problem


def test_files_are_found_in_order(root: Path) -> None:
    put(root, "people/b.yaml")
    put(root, "books/z.yaml")
    file = put(root, "books/a.b.yaml", "id: a\n")
    sources, problems = scan(root, FOLDERS)
    assert problems == ()
    assert [source.path for source in sources] == [
        "records/books/a.b.yaml", "records/books/z.yaml", "records/people/b.yaml",
    ]  # fmt: skip
    stat = file.stat()
    absolute = os.path.realpath(file)
    assert sources[0] == SourceFile("book", "records/books/a.b.yaml", absolute, 6, stat.st_mtime_ns, stat.st_ctime_ns)
    assert [source.id for source in sources] == ["a.b", "z", "b"]


@pytest.mark.parametrize("name", sorted(files.IGNORED))
def test_what_version_control_and_desktops_leave_is_passed_over(root: Path, name: str) -> None:
    put(root, name)
    put(root, f"books/{name}")
    assert scan(root, FOLDERS) == ((), ())


@pytest.mark.parametrize(
    ("path", "code", "hint"),
    [
        ("books/a.yml", "Y121", "rename it to a.yaml"),
        ("books/a.YAML", "Y121", "rename it to a.yaml"),
        ("books/a.json", "Y121", "write it as a.yaml"),
        ("books/a.yaml~", "Y121", "records have the extension .yaml"),
        ("books/README", "Y121", "records have the extension .yaml"),
        ("a.yaml", "Y122", "books, people"),
        ("films/a.yaml", "Y123", "books, people"),
        ("books/deep/a.yaml", "Y124", "directly"),
        ("books/.a.yaml.swp", "Y125", "remove"),
        (".hidden", "Y125", "remove"),
    ],
)
def test_what_is_no_record_is_a_problem(root: Path, path: str, code: str, hint: str) -> None:
    put(root, path)
    problem = only_problem(root)
    assert problem.code == code
    assert hint in problem.hint
    assert f"records/{path}".startswith(problem.path)


def test_without_folders(root: Path) -> None:
    put(root, "a.yaml")
    _, problems = scan(root, {})
    assert [problem.code for problem in problems] == ["Y122", "Y123", "Y123"]


def test_size_limit(root: Path) -> None:
    put(root, "books/a.yaml", "x" * 1000)
    put(root, "books/b.yaml", "x" * 1001)
    problem = only_problem(root, found=1)
    assert (problem.code, problem.path) == ("Y127", "records/books/b.yaml")


def test_symbolic_links(root: Path) -> None:
    inside, outside = put(root, "books/a.yaml"), root / "outside.yaml"
    outside.write_text("id: x\n", encoding="utf-8")
    (root / "records/books/b.yaml").symlink_to(inside)
    (root / "records/books/c.yaml").symlink_to(outside)
    (root / "records/books/d.yaml").symlink_to(root / "records/none.yaml")
    (root / "records/books/e.yaml").symlink_to(root / "records/people")
    (root / "records/films").symlink_to(root / "records/books")
    sources, problems = scan(root, FOLDERS)
    assert [source.path[-6:] for source in sources] == ["a.yaml", "b.yaml"]
    assert [(problem.code, problem.path[8:]) for problem in problems] == [
        ("Y126", "books/c.yaml"), ("Y126", "books/d.yaml"), ("Y126", "books/e.yaml"), ("Y126", "films"),
    ]  # fmt: skip


def test_the_dataset_may_stand_behind_a_symbolic_link(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    inside = put(root, "books/a.yaml")
    (root / "records/books/b.yaml").symlink_to(inside)
    link = tmp_path_factory.mktemp("other") / "link"
    link.symlink_to(root)
    assert len(scan(link, FOLDERS)[0]) == 2


def test_names_that_differ_by_case_alone(root: Path) -> None:
    put(root, "books/a.yaml")
    put(root, "books/A.yaml")
    put(root, "people/a.yaml")
    assert only_problem(root, found=3).code == "Y128"


@pytest.mark.parametrize("name", ["e\u0301.yaml", "a\nb.yaml", b"a\xff.yaml"])
def test_unsafe_names(root: Path, name: str | bytes) -> None:
    folder = os.fsencode(root / "records" / "books")
    Path(os.fsdecode(folder + b"/" + os.fsencode(name))).write_bytes(b"id: x\n")
    problem = only_problem(root, found=1)
    assert problem.code == "Y129"
    assert problem.path.isprintable()


def test_other_letters_in_names_are_allowed(root: Path) -> None:
    put(root, "books/\u00e9.yaml")
    assert scan(root, FOLDERS)[1] == ()


def test_special_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "records/books")
    with socket.socket(socket.AF_UNIX) as pipe:
        pipe.bind("a.yaml")
        assert only_problem(root).code == "Y130"


def test_no_records_folder(tmp_path: Path) -> None:
    problem = only_problem(tmp_path)
    assert (problem.code, problem.path) == ("Y101", "records")


class Vanished:
    """An entry of a folder that is gone when it is looked at."""

    name = "a.yaml"
    path = "/nowhere/a.yaml"

    def is_symlink(self) -> bool:
        return False

    def is_dir(self) -> bool:
        return False

    def is_file(self) -> bool:
        return True

    def stat(self) -> os.stat_result:
        raise FileNotFoundError(2, "No such file or directory")


def test_a_file_that_vanishes() -> None:
    folder = files._Folder("records/books/", [], "/nowhere", 10)
    found = folder._record(Vanished(), files.Owner("book"))  # type: ignore[arg-type]
    assert isinstance(found, Problem)
    assert found.code == "Y101"
    assert found.message == "the file can't be read: no such file or directory"


@pytest.mark.parametrize("name", ["con.yaml", "Aux.yaml", "com1.yaml", "a:b.yaml", "lpt9.yaml"])
def test_names_that_windows_cant_have_are_a_warning(root: Path, name: str) -> None:
    put(root, f"books/{name}")
    problem = only_problem(root, found=1)
    assert (problem.code, problem.severity) == ("Y129", "warning")
    assert "Windows" in problem.message


def test_names_that_only_begin_like_devices_are_fine(root: Path) -> None:
    for name in ("constable", "aux-1", "com", "lpt10", "nullity"):
        put(root, f"books/{name}.yaml")
    assert scan(root, FOLDERS)[1] == ()


def test_what_somebody_has_listed_just_now_is_taken_once(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    (root / "records" / "books").mkdir(parents=True)
    (root / "records" / "books" / "a.yaml").write_text("id: a\n", encoding="utf-8")
    listed: Listed = {}
    list(stamps(root / "records", listed=listed))
    (root / "records" / "books" / "b.yaml").write_text("id: b\n", encoding="utf-8")
    assert [file.id for file in scan(root, FOLDERS, listed=listed)[0]] == ["a"]
    assert [file.id for file in scan(root, FOLDERS, listed=listed)[0]] == ["a", "b"]
    assert scan(root, FOLDERS, listed={})[0][0] == scan(root, FOLDERS)[0][0]
