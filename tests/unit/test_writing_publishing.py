import errno
import json
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from recordpress.model import Content
from recordpress.problems import Problem, Severity
from recordpress.verifying import verify
from recordpress.writing import building, publishing, transaction
from recordpress.writing.building import Options, build_package
from recordpress.writing.journal import Layout, Plan, read_journal, write_journal
from recordpress.writing.locking import BlockedError, locked
from recordpress.writing.package import Means
from recordpress.writing.publishing import build_lock, disk_problem, recover
from recordpress.writing.sums import is_whole
from tests.sample_content import ROWS, changed_content, sample_content, snapshot, with_version, write_root

QUICK = Options(verified_rows=0)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "root"
    write_root(folder)
    assert build(folder, sample_content()) == ()
    return folder


@pytest.fixture
def root(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "root", symlinks=True))


def build(root: Path, content: Content, options: Options = QUICK) -> tuple[Problem, ...]:
    with build_lock(root):
        return build_package(content, root, (root / "datapackage.json").read_bytes(), options)


def times(root: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mtime_ns for path in root.rglob("*") if ".recordpress" not in path.parts}


def versions(root: Path) -> set[str]:
    return {path.name for path in (root / "dist" / "versions").iterdir()}


def test_all_is_where_it_should_be(root: Path) -> None:
    current = root / "dist" / "current"
    assert is_whole(current.resolve())
    assert snapshot(root / "data") == snapshot(current / "data")
    assert (root / "datapackage.json").read_bytes() == (current / "datapackage.json").read_bytes()
    links = {path.name: str(path.readlink()) for path in (root / "dist").iterdir() if path.is_symlink()}
    names = ("library.db", "library-1.2.0.zip", "parquet", "json", "SHA256SUMS")
    assert links == {name: f"current/{name}" for name in names} | {"current": f"versions/{current.resolve().name}"}
    assert verify(root) == ()
    assert sorted(path.name for path in (root / ".recordpress").iterdir()) == ["lock", "written.json"]


def test_nothing_is_touched_when_nothing_has_changed(root: Path) -> None:
    before = times(root)
    assert build(root, sample_content()) == ()
    assert times(root) == before


def test_a_new_package_keeps_the_one_before_and_no_other(root: Path) -> None:
    first = (root / "dist" / "current").resolve().name
    build(root, changed_content())
    second = (root / "dist" / "current").resolve().name
    assert versions(root) == {first, second}
    build(root, sample_content({"people": ROWS["people"][:1]}))
    assert versions(root) == {second, (root / "dist" / "current").resolve().name}
    build(root, changed_content())
    assert (root / "dist" / "current").resolve().name == second
    assert b"zeami" in (root / "data" / "people.csv").read_bytes()


def test_a_new_version_has_new_links(root: Path) -> None:
    text = (root / "datapackage.json").read_text(encoding="utf-8").replace("1.2.0", "2.0.0")
    (root / "datapackage.json").write_text(text, encoding="utf-8")
    assert build(root, with_version(sample_content(), "2.0.0")) == ()
    assert sorted(path.name for path in (root / "dist").glob("*.zip")) == ["library-2.0.0.zip"]


def test_what_was_lost_or_changed_is_put_back(root: Path) -> None:
    good = snapshot(root / "data")
    (root / "data" / "people.csv").write_text("changed by hand")
    (root / "dist" / "library.db").unlink()
    build(root, sample_content())
    assert snapshot(root / "data") == good
    (root / "dist" / "json").unlink()
    (root / "dist" / "json").mkdir()
    (root / "dist" / "mine").symlink_to("elsewhere")
    build(root, sample_content())
    assert str((root / "dist" / "json").readlink()) == "current/json"
    assert str((root / "dist" / "mine").readlink()) == "elsewhere"
    (root / "dist" / "current" / "library.db").write_text("damaged")
    build(root, sample_content())
    assert is_whole((root / "dist" / "current").resolve())
    shutil.rmtree(root / "dist")
    before = times(root / "data")
    build(root, sample_content())
    assert is_whole((root / "dist" / "current").resolve())
    assert times(root / "data") == before


def test_a_current_that_leads_nowhere_is_none(root: Path) -> None:
    layout = Layout(root)
    layout.current.unlink()
    layout.current.symlink_to("versions/gone")
    assert transaction.current_version(layout) == ""


def test_files_that_would_be_lost_stop_the_build(root: Path) -> None:
    before = times(root / "dist")
    (root / "data" / "notes.txt").write_text("mine")
    (root / "data" / ".DS_Store").touch()
    (problem,) = build(root, changed_content())
    assert (problem.code, problem.path) == ("W620", "data/notes.txt")
    assert times(root / "dist") == before
    assert not (root / ".recordpress" / "staging").exists()


@pytest.mark.parametrize("text", ["{", '{"resources": [1]}', "[]"])
def test_a_broken_descriptor_lists_no_files(root: Path, text: str) -> None:
    layout = Layout(root)
    layout.descriptor.write_text(text)
    assert "people.csv" in transaction.stray_files(layout)


def test_an_edit_while_building_is_not_lost(root: Path) -> None:
    def edit(_content: Content, _folder: Path) -> tuple[()]:
        (root / "datapackage.json").write_text('{"mine": 1}')
        return ()

    (problem,) = build(root, changed_content(), replace(QUICK, means=Means(between=(("edit", edit),))))
    assert (problem.code, problem.path) == ("W621", "datapackage.json")
    assert (root / "datapackage.json").read_text() == '{"mine": 1}'


def test_errors_of_a_step_stop_the_build(root: Path) -> None:
    before = times(root)
    found = Problem("T1", "records/a.yaml", "wrong")
    steps: list[str] = []
    means = Means(between=(("checks", lambda _content, _folder: (found,)),), announce=steps.append)
    options = replace(QUICK, means=means)
    assert build(root, changed_content(), options) == (found,)
    assert (times(root), steps[-1]) == (before, "checks")


def test_files_of_a_step_become_part_of_the_package(root: Path) -> None:
    def add(_content: Content, folder: Path) -> tuple[()]:
        (folder / "more.txt").write_text("more")
        return ()

    assert build(root, sample_content(), replace(QUICK, means=Means(between=(("more", add),)))) == ()
    assert "  more.txt\n" in (root / "dist" / "SHA256SUMS").read_text()


@pytest.mark.parametrize(("row", "code"), [(("x", "half \ud800", None), "W602"), (("x", "=1+1", None), "W601")])
def test_cells_are_looked_at(root: Path, row: tuple[str, str, None], code: str) -> None:
    (problem,) = build(root, sample_content({"people": (*ROWS["people"], row)}))
    assert problem.code == code
    is_published = row[1].encode("utf-8", "replace") in (root / "data" / "people.csv").read_bytes()
    assert is_published == (problem.severity is Severity.WARNING)


def test_numbers_that_do_not_fit_stop_the_build_before_anything_is_written(root: Path) -> None:
    (problem,) = build(root, sample_content({"years": ((2**64, None),)}))
    assert problem.code == "W603"


def test_records_with_values_that_json_lacks_are_problems(root: Path) -> None:
    content = sample_content()
    book, person = content.collections
    broken = replace(book, records=[*book.records, {"id": "big", "n": 2**70}])
    (problem,) = build(root, replace(content, collections=(broken, person)))
    assert (problem.code, problem.path) == ("W603", "data/book.json")
    assert "book/big" in problem.message


def test_what_was_written_is_verified_before_it_is_published(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = times(root)
    wrong = Problem("P730", "library.db", "wrong")
    monkeypatch.setattr(building, "verify_files", lambda *_: (wrong,))
    assert build(root, changed_content()) == (wrong,)
    assert times(root) == before


def test_a_full_disk_before_the_decision_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = times(root)
    monkeypatch.setattr(transaction, "write_journal", _no_space)
    (problem,) = build(root, changed_content())
    assert problem.code == "W630"
    assert problem.message == "the file system refuses (No space left on device); nothing was replaced"
    assert times(root) == before
    assert not (root / ".recordpress" / "staging").exists()


def test_a_disk_that_fails_after_the_decision_is_completed_later(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "point", _no_space)
        (problem,) = build(root, changed_content())
        assert "the next command will complete it" in problem.message
        (problem,) = recover(root)
        assert (problem.code, problem.path) == ("W630", "data/x")
    (warning,) = recover(root)
    assert (warning.code, warning.severity) == ("W622", Severity.WARNING)
    assert b"zeami" in (root / "data" / "people.csv").read_bytes()
    assert recover(root) == ()


def _no_space(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "data/x")


def test_the_disk_is_named_with_its_file(tmp_path: Path) -> None:
    inside = OSError(errno.EACCES, "denied", str(tmp_path / "dist" / "x"))
    assert disk_problem(tmp_path, inside, "too bad").path == "dist/x"
    assert disk_problem(tmp_path, OSError("odd"), "too bad") == Problem(
        "W630", ".", "the file system refuses (odd); too bad"
    )


@pytest.fixture
def decided(root: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A dataset whose build has died right after it had decided to publish."""
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "complete", _no_space)
        build(root, changed_content())
    return Layout(root)


def test_an_edit_after_a_death_is_not_lost(decided: Layout) -> None:
    edited = decided.descriptor.read_text(encoding="utf-8").replace("Bücher & 本", "Edited")
    decided.descriptor.write_text(edited, encoding="utf-8")
    assert [problem.code for problem in recover(decided.root)] == ["W622"]
    document = json.loads(decided.descriptor.read_bytes())
    assert document["title"] == "Edited"
    assert verify(decided.root) == ()


def test_a_half_edited_descriptor_is_left_alone(decided: Layout) -> None:
    decided.descriptor.write_text('{"title": ')
    assert [problem.code for problem in recover(decided.root)] == ["W622"]
    assert decided.descriptor.read_text() == '{"title": '


def test_a_descriptor_that_has_gone_comes_back(decided: Layout) -> None:
    decided.descriptor.unlink()
    recover(decided.root)
    assert verify(decided.root) == ()


@pytest.mark.parametrize("damage", ["package", "journal", "other form"])
def test_what_cannot_be_completed_is_undone(decided: Layout, damage: str) -> None:
    before = times(decided.root)
    if damage == "package":
        (decided.package / "library.db").write_text("damaged")
    elif damage == "journal":
        decided.journal.write_text("[]")
    else:
        decided.journal.write_text('{"form": 0}')
    assert [problem.code for problem in recover(decided.root)] == ["W623"]
    assert times(decided.root) == before
    assert sorted(path.name for path in decided.work.iterdir()) == ["lock", "written.json"]


def test_data_that_were_put_aside_come_back(decided: Layout) -> None:
    before = snapshot(decided.data)
    decided.data.rename(decided.staging / "old-data")
    decided.journal.write_text("")
    recover(decided.root)
    assert snapshot(decided.data) == before


def test_data_that_came_back_meanwhile_are_replaced(decided: Layout) -> None:
    shutil.copytree(decided.data, decided.staging / "old-data")
    recover(decided.root)
    assert b"zeami" in (decided.data / "people.csv").read_bytes()


def test_a_build_begins_by_completing_the_last(decided: Layout) -> None:
    with build_lock(decided.root) as warnings:
        assert [problem.code for problem in warnings] == ["W622"]


def test_what_was_staged_and_abandoned_is_removed(root: Path) -> None:
    (root / ".recordpress" / "staging" / "package").mkdir(parents=True)
    assert recover(root) == ()
    assert not (root / ".recordpress" / "staging").exists()


def test_a_running_build_is_left_alone(root: Path) -> None:
    with build_lock(root):
        staging = publishing.begin(root)
        assert recover(root) == ()
        assert staging.is_dir()


def test_a_second_build_says_so(root: Path) -> None:
    with build_lock(root), pytest.raises(BlockedError) as caught, build_lock(root, wait=0):
        pass
    assert caught.value.problem.code == "W631"
    with build_lock(root, wait=0):
        pass


def test_a_second_build_waits(root: Path) -> None:
    waiting = threading.Event()
    order: list[str] = []

    def second() -> None:
        with build_lock(root, waiting=waiting.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with build_lock(root):
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_waiting_ends(tmp_path: Path) -> None:
    with locked(tmp_path / "lock", 0) as first, locked(tmp_path / "lock", 0.15) as second:
        assert (first, second) == (True, False)


def test_a_folder_that_cannot_be_written_is_one_sentence(root: Path) -> None:
    shutil.rmtree(root / ".recordpress")
    (root / ".recordpress").touch()
    with pytest.raises(BlockedError) as caught, build_lock(root):
        pass
    assert (caught.value.problem.code, caught.value.problem.path) == ("W630", ".recordpress")


def test_a_journal_is_read_as_it_was_written(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    plan = Plan(
        "v",
        "",
        {"a": "current/a"},
        replace_package=True,
        replace_data=False,
        descriptor_before="",
        descriptor_after="x",
    )
    assert read_journal(layout) is None
    layout.work.mkdir()
    write_journal(layout, plan)
    assert read_journal(layout) == plan


def test_a_first_build_needs_no_descriptor(tmp_path: Path) -> None:
    with build_lock(tmp_path):
        assert build_package(sample_content(), tmp_path, None, QUICK) == ()
    assert verify(tmp_path) == ()


def test_of_many_files_that_can_not_be_copied_the_first_is_told(root: Path) -> None:
    failed = [(str(root / f"data/{name}.csv"), "", f"[Errno 28] No space left on device: '{name}'") for name in "ab"]
    problem = disk_problem(root, shutil.Error(failed), "nothing was replaced")
    assert (problem.path, problem.message) == (
        "data/a.csv",
        "the file system refuses (No space left on device); nothing was replaced",
    )
