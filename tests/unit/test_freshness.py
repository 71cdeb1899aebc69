"""A build with nothing to do does nothing; anything that has changed is seen."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordpress import freshness
from recordpress.building import build
from recordpress.freshness import Built
from recordpress.pipeline import gather_records
from recordpress.progress import Progress
from recordpress.stamps import Looked

LONG_AGO = 1_600_000_000


def age(root: Path) -> None:
    """Make all inputs old, so that their times can be relied on."""
    for folder in freshness.INPUTS:
        for path in (root / folder).rglob("*"):
            os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture(autouse=True)
def unverified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out reading the package back, which other tests are about."""
    monkeypatch.setattr("recordpress.writing.building.verify", lambda _folder: ())


@pytest.fixture
def built(library: Path) -> Path:
    age(library)
    result = build(library, Progress())
    assert not result.problems
    assert freshness.last_build(library) == Built((), result.summary)
    return library


def test_a_second_build_reads_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "recordpress.package_making.gather_records", lambda *_: pytest.fail("the records were read again")
    )
    before = (built / "dist" / "current").readlink()
    assert build(built, Progress()).summary.startswith("library 1.0.0: 10 records")
    assert (built / "dist" / "current").readlink() == before


def touch(root: Path) -> None:
    (root / "records" / "people" / "painter.yaml").touch()


def add(root: Path) -> None:
    (root / "records" / "people" / "new.yaml").write_text("id: new\nname: New\n")


def remove(root: Path) -> None:
    (root / "records" / "houses" / "small-house.yaml").unlink()


def describe(root: Path) -> None:
    path = root / "datapackage.json"
    path.write_text(path.read_text().replace("A small library", "A smaller library"))


def check(root: Path) -> None:
    (root / "schemas" / "checks" / "short-books.sql").unlink()


def query(root: Path) -> None:
    (root / "site" / "queries").mkdir(parents=True, exist_ok=True)
    (root / "site" / "queries" / "all.sql").write_text("-- title: All\n-- description: All.\nSELECT 1 AS one\n")


def lose_table(root: Path) -> None:
    (root / "data" / "books.csv").unlink()


def lose_package(root: Path) -> None:
    (root / "dist" / "current").unlink()


@pytest.mark.parametrize("change", [touch, add, remove, describe, check, query, lose_table, lose_package])
def test_a_change_of_anything_is_seen(built: Path, change: Callable[[Path], None]) -> None:
    change(built)
    assert freshness.last_build(built) is None


def test_a_file_that_changed_just_now_is_not_relied_on(library: Path) -> None:
    age(library)
    touch(library)
    build(library, Progress())
    assert freshness.last_build(library) is None
    assert not freshness.note_path(library).exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"state": "x"}', "\x00"])
def test_a_note_that_is_none_costs_time_only(built: Path, text: str) -> None:
    freshness.note_path(built).write_text(text)
    assert freshness.last_build(built) is None
    assert not build(built, Progress()).problems


def test_warnings_are_told_again(library: Path) -> None:
    book = library / "records" / "books" / "tale-of-genji.yaml"
    book.write_text(book.read_text().replace("pages: 1216", "pages: 3"))
    age(library)
    first = build(library, Progress())
    assert [problem.code for problem in first.problems] == ["T102"]
    assert freshness.last_build(library) == first


def test_a_build_that_fails_is_not_noted(built: Path) -> None:
    (built / "records" / "people" / "bad.yaml").write_text("id: other\n")
    age(built)
    assert build(built, Progress()).problems
    assert freshness.last_build(built) is None


def test_what_stands_in_the_place_of_the_note_is_replaced(built: Path) -> None:
    freshness.note_path(built).unlink()
    freshness.note_path(built).mkdir()
    age(built)
    first = build(built, Progress())
    assert freshness.last_build(built) == first


def test_a_note_that_cannot_be_written_is_left_out(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(freshness, "remove", full)
    freshness.note_path(built).unlink()
    age(built)
    assert build(built, Progress()).summary
    assert freshness.last_build(built) is None


def test_an_old_file_that_came_while_a_build_ran_is_not_taken_for_built(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = built.parent / "other.yaml"
    book = built / "records" / "books" / "tale-of-genji.yaml"
    other.write_text(book.read_text(encoding="utf-8").replace("title: ", "title: New "), encoding="utf-8")
    (built / "records" / "books" / "tale-of-genji.yaml").touch()
    age(built)
    os.utime(other, ns=(time.time_ns() - 3_600_000_000_000,) * 2)

    def and_then(*arguments: Any) -> Any:
        gathered = gather_records(*arguments)
        other.replace(book)  # as `mv` does it: its times are of before the build
        return gathered

    with monkeypatch.context() as patch:
        patch.setattr("recordpress.package_making.gather_records", and_then)
        build(built, Progress())
    assert freshness.last_build(built) is None


def test_the_target_of_a_link_counts(built: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "note.md").write_text("one", encoding="utf-8")
    (built / "docs").mkdir(exist_ok=True)
    (built / "docs" / "linked").symlink_to(shared)
    (built / "docs" / "gone").symlink_to(shared / "nothing")
    before = freshness.inputs_of(built)
    assert freshness.inputs_of(built) == before
    (shared / "note.md").write_text("other", encoding="utf-8")
    assert freshness.inputs_of(built) != before


def test_what_can_not_be_looked_at_is_not_noted(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def vanished(*_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(freshness, "stamps", vanished)
    assert freshness.inputs_of(built)[0] == ""


def test_a_descriptor_edited_at_the_end_of_a_build_is_seen(built: Path) -> None:
    before = freshness.inputs_of(built)
    text = (built / "datapackage.json").read_text(encoding="utf-8")
    (built / "datapackage.json").write_text(text.replace("small", "tiny") + "\n", encoding="utf-8")
    freshness.note_build(built, time.time_ns(), before, Built((), "summary"))
    assert freshness.last_build(built) is None


def test_a_file_that_vanishes_while_it_is_looked_at_makes_no_folder_absent(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built / "records" / "vanishing").write_text("", encoding="utf-8")
    with os.scandir(built / "records") as entries:
        [entry] = [entry for entry in entries if entry.name == "vanishing"]
    Path(entry.path).unlink()
    monkeypatch.setattr("recordpress.stamps.look_at", lambda _: Looked("", 0, [entry], 0, 0))
    assert freshness.inputs_of(built)[0] == ""
