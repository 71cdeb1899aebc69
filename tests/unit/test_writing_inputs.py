import hashlib
from pathlib import Path
from typing import Any

import pytest

from recordpress.building import build
from recordpress.pipeline import gather_records
from recordpress.progress import Progress
from recordpress.writing.inputs import Inputs, input_paths, stamps_of
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


def test_a_record_that_a_page_includes_is_listed_once_and_lines_are_sorted_by_path(
    library: Path, tmp_path: Path
) -> None:
    hashes = {path: hashlib.sha256(path.encode()).hexdigest() for path in ("records/a/b", "records/a-b", "records/a")}
    stamps = stamps_of(library)
    listed = [*hashes.items(), *((path, "00" * 32) for path in stamps)]
    assert not Inputs(library, stamps, iter(listed)).write(sample_content(), tmp_path)
    found = lines_of(tmp_path)
    assert list(found) == sorted({*hashes, *stamps})
    assert hashes.items() <= found.items()
    assert "00" * 32 not in found.values()


def test_inputs_that_change_while_a_build_runs_stop_it(library: Path, tmp_path: Path) -> None:
    before = Inputs(library, stamps_of(library), ())
    queries = library / "site" / "queries"
    (library / "schemas" / "book.schema.json").write_text("changed", encoding="utf-8")
    (library / "schemas" / "work.schema.json").unlink()
    (queries / "new.sql").touch()
    problems = before.write(sample_content(), tmp_path)
    assert {problem.code for problem in problems} == {"W624"}
    assert [problem.path for problem in problems] == [
        "schemas/book.schema.json",
        "schemas/work.schema.json",
        "site/queries/new.sql",
    ]
    assert not (tmp_path / "inputs.sha256").exists()


def test_a_build_that_inputs_changed_under_publishes_nothing(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(root: Path, *arguments: Any) -> Any:
        (root / "site" / "queries" / "late.sql").touch()
        return gather_records(root, *arguments)

    monkeypatch.setattr("recordpress.package_making.gather_records", late)
    built = build(library, Progress())
    assert [(problem.code, problem.path) for problem in built.problems if problem.code[0] == "W"] == [
        ("W624", "site/queries/late.sql")
    ]
    assert not (library / "dist" / "current").exists()


def test_a_record_that_changes_after_it_was_read_is_listed_as_it_was_read(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = library / "records" / "books" / "pillow-book.yaml"
    read = hashlib.sha256(book.read_bytes()).hexdigest()

    def early(root: Path, *arguments: Any) -> Any:
        gathered = gather_records(root, *arguments)
        book.write_text("changed", encoding="utf-8")
        return gathered

    monkeypatch.setattr("recordpress.package_making.gather_records", early)
    assert build(library, Progress()).summary
    assert lines_of(library / "dist" / "current")["records/books/pillow-book.yaml"] == read
