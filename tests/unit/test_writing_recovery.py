"""A disk that fails and a build that died: nothing is lost, and the next command completes or undoes it."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from recordpress.problems import Problem, Severity
from recordpress.verifying import verify
from recordpress.writing import transaction
from recordpress.writing.journal import Layout, Plan, read_journal, write_journal
from recordpress.writing.publishing import build_lock, disk_problem, recover
from tests.sample_content import changed_content, snapshot
from tests.sample_published import build, times


def test_a_full_disk_before_the_decision_changes_nothing(sample_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = times(sample_root)
    monkeypatch.setattr(transaction, "write_journal", _no_space)
    (problem,) = build(sample_root, changed_content())
    assert problem.code == "W630"
    assert problem.message == "the file system refuses (No space left on device); nothing was replaced"
    assert times(sample_root) == before
    assert not (sample_root / ".recordpress" / "staging").exists()


def test_a_disk_that_fails_after_the_decision_is_completed_later(
    sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "point", _no_space)
        (problem,) = build(sample_root, changed_content())
        assert "the next command will complete it" in problem.message
        (problem,) = recover(sample_root)
        assert (problem.code, problem.path) == ("W630", "data/x")
    (warning,) = recover(sample_root)
    assert (warning.code, warning.severity) == ("W622", Severity.WARNING)
    assert b"zeami" in (sample_root / "data" / "people.csv").read_bytes()
    assert recover(sample_root) == ()


def _no_space(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "data/x")


def test_the_disk_is_named_with_its_file(tmp_path: Path) -> None:
    inside = OSError(errno.EACCES, "denied", str(tmp_path / "dist" / "x"))
    assert disk_problem(tmp_path, inside, "too bad").path == "dist/x"
    assert disk_problem(tmp_path, OSError("odd"), "too bad") == Problem(
        "W630", ".", "the file system refuses (odd); too bad"
    )


@pytest.fixture
def decided(sample_root: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A dataset whose build has died right after it had decided to publish."""
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "complete", _no_space)
        build(sample_root, changed_content())
    return Layout(sample_root)


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


def test_what_was_staged_and_abandoned_is_removed(sample_root: Path) -> None:
    (sample_root / ".recordpress" / "staging" / "package").mkdir(parents=True)
    assert recover(sample_root) == ()
    assert not (sample_root / ".recordpress" / "staging").exists()


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


def test_of_many_files_that_can_not_be_copied_the_first_is_told(sample_root: Path) -> None:
    failed = [
        (str(sample_root / f"data/{name}.csv"), "", f"[Errno 28] No space left on device: '{name}'") for name in "ab"
    ]
    problem = disk_problem(sample_root, shutil.Error(failed), "nothing was replaced")
    assert (problem.path, problem.message) == (
        "data/a.csv",
        "the file system refuses (No space left on device); nothing was replaced",
    )
