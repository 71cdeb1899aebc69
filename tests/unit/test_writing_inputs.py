import hashlib
import os
from pathlib import Path

import pytest

from recordpress.building import build
from recordpress.progress import Progress
from recordpress.writing import inputs
from recordpress.writing.inputs import hashes_of, input_paths, inputs_now, stamps_of
from recordpress.writing.sums import parse_sums
from tests.sample_content import sample_content


def lines_of(folder: Path) -> dict[str, str]:
    hashes, bad = parse_sums((folder / "inputs.sha256").read_bytes())
    assert not bad
    return hashes


def test_every_record_schema_and_file_of_the_site_is_listed_with_its_hash(library: Path) -> None:
    assert build(library, Progress()).summary
    listed = lines_of(library / "dist" / "current")
    expected = {
        path.relative_to(library).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("records", "schemas", "site")
        for path in (library / folder).rglob("*")
        if path.is_file()
    }
    assert listed == expected


def test_documents_that_pages_include_are_inputs_and_what_desktops_leave_is_none(library: Path) -> None:
    (library / "docs").mkdir()
    for name in ("included.md", "other.md"):
        (library / "docs" / name).write_text("Words.\n", encoding="utf-8")
    pages = library / "site" / "pages"
    (pages / "more.md").write_text("---\ntitle: More\ninclude: 'docs/included.md'\n---\n", encoding="utf-8")
    (pages / "none.md").write_text("---\ntitle: None\ninclude: docs/none.md\n---\n", encoding="utf-8")
    (library / "site" / ".DS_Store").touch()
    paths = input_paths(library)
    assert "docs/included.md" in paths
    assert not {"docs/other.md", "docs/none.md", "site/.DS_Store"} & set(paths)


def test_inputs_that_change_while_a_build_runs_stop_it(library: Path, tmp_path: Path) -> None:
    before = inputs_now(library)
    books = library / "records" / "books"
    (books / "pillow-book.yaml").write_text("changed", encoding="utf-8")
    (books / "tale-of-genji.yaml").unlink()
    (books / "new.yaml").touch()
    problems = before.write(sample_content(), tmp_path)
    assert {problem.code for problem in problems} == {"W624"}
    assert [problem.path.rpartition("/")[2] for problem in problems] == [
        "new.yaml",
        "pillow-book.yaml",
        "tale-of-genji.yaml",
    ]
    assert not (tmp_path / "inputs.sha256").exists()


@pytest.fixture
def old_library(library: Path) -> Path:
    """A library whose files have not changed for long."""
    for path in input_paths(library):
        os.utime(library / path, (10**9, 10**9))
    return library


def test_hashes_of_files_that_did_not_change_are_kept(old_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    hash_of = inputs.hash_of

    def counted(root: Path, path: str) -> str:
        read.append(path)
        return hash_of(root, path)

    monkeypatch.setattr(inputs, "hash_of", counted)
    first = hashes_of(old_library, stamps_of(old_library))
    assert len(read) == len(first)
    read.clear()
    book = old_library / "records" / "books" / "pillow-book.yaml"
    book.write_text("changed", encoding="utf-8")
    again = hashes_of(old_library, stamps_of(old_library))
    assert read == ["records/books/pillow-book.yaml"]
    assert {path for path in first if first[path] != again[path]} == {"records/books/pillow-book.yaml"}
    hashes_of(old_library, stamps_of(old_library))
    assert read == ["records/books/pillow-book.yaml"] * 2, "a file that was just changed is not relied on"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b'{"a": [1, 2, 3]}'])
def test_kept_hashes_that_nobody_can_read_cost_time_only(old_library: Path, content: bytes) -> None:
    expected = hashes_of(old_library, stamps_of(old_library))
    (old_library / ".recordpress" / "inputs.json").write_bytes(content)
    assert hashes_of(old_library, stamps_of(old_library)) == expected
