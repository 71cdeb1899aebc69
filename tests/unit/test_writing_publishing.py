"""A package takes the place of the last: what is replaced, what is kept, and what stops the build."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from recordpress.model import Content
from recordpress.problems import Problem, Severity
from recordpress.verifying import verify
from recordpress.writing import building, transaction
from recordpress.writing.building import build_package
from recordpress.writing.journal import Layout
from recordpress.writing.package import Means
from recordpress.writing.publishing import build_lock
from recordpress.writing.sums import is_whole
from tests.sample_content import ROWS, changed_content, sample_content, snapshot, with_version
from tests.sample_published import QUICK, build, times


def versions(root: Path) -> set[str]:
    return {path.name for path in (root / "dist" / "versions").iterdir()}


def test_all_is_where_it_should_be(sample_root: Path) -> None:
    current = sample_root / "dist" / "current"
    assert is_whole(current.resolve())
    assert snapshot(sample_root / "data") == snapshot(current / "data")
    assert (sample_root / "datapackage.json").read_bytes() == (current / "datapackage.json").read_bytes()
    links = {path.name: str(path.readlink()) for path in (sample_root / "dist").iterdir() if path.is_symlink()}
    names = ("library.db", "library-1.2.0.zip", "parquet", "json", "SHA256SUMS")
    assert links == {name: f"current/{name}" for name in names} | {"current": f"versions/{current.resolve().name}"}
    assert verify(sample_root) == ()
    assert sorted(path.name for path in (sample_root / ".recordpress").iterdir()) == ["lock", "written.json"]


def test_nothing_is_touched_when_nothing_has_changed(sample_root: Path) -> None:
    before = times(sample_root)
    assert build(sample_root, sample_content()) == ()
    assert times(sample_root) == before


def test_a_new_package_keeps_the_one_before_and_no_other(sample_root: Path) -> None:
    first = (sample_root / "dist" / "current").resolve().name
    build(sample_root, changed_content())
    second = (sample_root / "dist" / "current").resolve().name
    assert versions(sample_root) == {first, second}
    build(sample_root, sample_content({"people": ROWS["people"][:1]}))
    assert versions(sample_root) == {second, (sample_root / "dist" / "current").resolve().name}
    build(sample_root, changed_content())
    assert (sample_root / "dist" / "current").resolve().name == second
    assert b"zeami" in (sample_root / "data" / "people.csv").read_bytes()


def test_a_new_version_has_new_links(sample_root: Path) -> None:
    text = (sample_root / "datapackage.json").read_text(encoding="utf-8").replace("1.2.0", "2.0.0")
    (sample_root / "datapackage.json").write_text(text, encoding="utf-8")
    assert build(sample_root, with_version(sample_content(), "2.0.0")) == ()
    assert sorted(path.name for path in (sample_root / "dist").glob("*.zip")) == ["library-2.0.0.zip"]


def test_what_was_lost_or_changed_is_put_back(sample_root: Path) -> None:
    good = snapshot(sample_root / "data")
    (sample_root / "data" / "people.csv").write_text("changed by hand")
    (sample_root / "dist" / "library.db").unlink()
    build(sample_root, sample_content())
    assert snapshot(sample_root / "data") == good
    (sample_root / "dist" / "json").unlink()
    (sample_root / "dist" / "json").mkdir()
    (sample_root / "dist" / "mine").symlink_to("elsewhere")
    build(sample_root, sample_content())
    assert str((sample_root / "dist" / "json").readlink()) == "current/json"
    assert str((sample_root / "dist" / "mine").readlink()) == "elsewhere"
    (sample_root / "dist" / "current" / "library.db").write_text("damaged")
    build(sample_root, sample_content())
    assert is_whole((sample_root / "dist" / "current").resolve())
    shutil.rmtree(sample_root / "dist")
    before = times(sample_root / "data")
    build(sample_root, sample_content())
    assert is_whole((sample_root / "dist" / "current").resolve())
    assert times(sample_root / "data") == before


def test_a_current_that_leads_nowhere_is_none(sample_root: Path) -> None:
    layout = Layout(sample_root)
    layout.current.unlink()
    layout.current.symlink_to("versions/gone")
    assert transaction.current_version(layout) == ""


def test_files_that_would_be_lost_stop_the_build(sample_root: Path) -> None:
    before = times(sample_root / "dist")
    (sample_root / "data" / "notes.txt").write_text("mine")
    (sample_root / "data" / ".DS_Store").touch()
    (problem,) = build(sample_root, changed_content())
    assert (problem.code, problem.path) == ("W620", "data/notes.txt")
    assert times(sample_root / "dist") == before
    assert not (sample_root / ".recordpress" / "staging").exists()


@pytest.mark.parametrize("text", ["{", '{"resources": [1]}', "[]"])
def test_a_broken_descriptor_lists_no_files(sample_root: Path, text: str) -> None:
    layout = Layout(sample_root)
    layout.descriptor.write_text(text)
    assert "people.csv" in transaction.stray_files(layout)


def test_an_edit_while_building_is_not_lost(sample_root: Path) -> None:
    def edit(_content: Content, _folder: Path) -> tuple[()]:
        (sample_root / "datapackage.json").write_text('{"mine": 1}')
        return ()

    (problem,) = build(sample_root, changed_content(), replace(QUICK, means=Means(between=(("edit", edit),))))
    assert (problem.code, problem.path) == ("W621", "datapackage.json")
    assert (sample_root / "datapackage.json").read_text() == '{"mine": 1}'


def test_errors_of_a_step_stop_the_build(sample_root: Path) -> None:
    before = times(sample_root)
    found = Problem("T1", "records/a.yaml", "wrong")
    steps: list[str] = []
    means = Means(between=(("checks", lambda _content, _folder: (found,)),), announce=steps.append)
    options = replace(QUICK, means=means)
    assert build(sample_root, changed_content(), options) == (found,)
    assert (times(sample_root), steps[-1]) == (before, "checks")


def test_files_of_a_step_become_part_of_the_package(sample_root: Path) -> None:
    def add(_content: Content, folder: Path) -> tuple[()]:
        (folder / "more.txt").write_text("more")
        return ()

    assert build(sample_root, sample_content(), replace(QUICK, means=Means(between=(("more", add),)))) == ()
    assert "  more.txt\n" in (sample_root / "dist" / "SHA256SUMS").read_text()


@pytest.mark.parametrize(("row", "code"), [(("x", "half \ud800", None), "W602"), (("x", "=1+1", None), "W601")])
def test_cells_are_looked_at(sample_root: Path, row: tuple[str, str, None], code: str) -> None:
    (problem,) = build(sample_root, sample_content({"people": (*ROWS["people"], row)}))
    assert problem.code == code
    is_published = row[1].encode("utf-8", "replace") in (sample_root / "data" / "people.csv").read_bytes()
    assert is_published == (problem.severity is Severity.WARNING)


def test_numbers_that_do_not_fit_stop_the_build_before_anything_is_written(sample_root: Path) -> None:
    (problem,) = build(sample_root, sample_content({"years": ((2**64, None),)}))
    assert problem.code == "W603"


def test_records_with_values_that_json_lacks_are_problems(sample_root: Path) -> None:
    content = sample_content()
    book, person = content.collections
    broken = replace(book, records=[*book.records, {"id": "big", "n": 2**70}])
    (problem,) = build(sample_root, replace(content, collections=(broken, person)))
    assert (problem.code, problem.path) == ("W603", "data/book.json")
    assert "book/big" in problem.message


def test_what_was_written_is_verified_before_it_is_published(
    sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = times(sample_root)
    wrong = Problem("P730", "library.db", "wrong")
    monkeypatch.setattr(building, "verify_files", lambda *_: (wrong,))
    assert build(sample_root, changed_content()) == (wrong,)
    assert times(sample_root) == before


def test_a_first_build_needs_no_descriptor(tmp_path: Path) -> None:
    with build_lock(tmp_path):
        assert build_package(sample_content(), tmp_path, None, QUICK) == ()
    assert verify(tmp_path) == ()
