"""Saving edits: all files change or none, whatever happens meanwhile."""

import os
from pathlib import Path

import pytest

from recordpress.editing import saving
from recordpress.editing.saving import Change, recover, replace_record, save
from recordpress.writing.journal import Layout
from recordpress.writing.locking import locked

OLD = {"records/a.yaml": b"a", "records/b.yaml": b"b"}
CHANGES = [
    Change("records/a.yaml", b"a", b"A"),
    Change("records/b.yaml", b"b", None),
    Change("records/new/c.yaml", None, b"c"),
]
NEW = {"records/a.yaml": b"A", "records/new/c.yaml": b"c"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two files."""
    (tmp_path / "records").mkdir()
    for path, data in OLD.items():
        (tmp_path / path).write_bytes(data)
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in (root / "records").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_files_are_changed_made_and_removed_and_nothing_is_left_behind(root: Path) -> None:
    (root / "records" / "a.yaml").chmod(0o640)
    assert save(root, CHANGES) == ()
    assert files(root) == NEW
    assert (root / "records" / "a.yaml").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in (root / ".recordpress").iterdir()] == ["edits.lock"]
    assert save(root, [Change("records/a.yaml", b"A", b"A")]) == ()


def test_nothing_is_written_if_a_file_was_changed_meanwhile_or_stands_in_the_way(root: Path) -> None:
    changes = [*CHANGES, Change("records/b.yaml", None, b""), Change("records", None, b"")]
    (root / "records" / "a.yaml").write_bytes(b"other")
    problems = save(root, changes)
    assert [(problem.code, problem.path) for problem in problems] == [
        ("W640", "records/a.yaml"),
        ("W640", "records/b.yaml"),
        ("W640", "records"),
    ]
    assert files(root) == {**OLD, "records/a.yaml": b"other"}


def test_a_command_that_was_ended_after_it_had_decided_is_completed_by_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced: list[Path] = []
    replace = Path.replace

    def once(self: Path, target: Path) -> Path:
        if "edits" in self.parts:
            if replaced:
                raise KeyboardInterrupt
            replaced.append(self)
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", once)
        with pytest.raises(KeyboardInterrupt):
            save(root, CHANGES)
    assert files(root) not in (OLD, NEW)
    (problem,) = recover(root)
    assert problem.code == "W642"
    assert files(root) == NEW
    assert recover(root) == ()


def test_a_disk_that_refuses_after_the_decision_has_the_next_command_write_the_rest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refusing(self: Path, *, missing_ok: bool = False) -> None:
        if self.name == "b.yaml":
            raise OSError(30, "Read-only file system", str(self))
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refusing)
        (problem,) = save(root, CHANGES)
    assert (problem.code, problem.path) == ("W643", "records/b.yaml")
    assert problem.hint.startswith("some files were written")
    assert files(root) == {**OLD, "records/a.yaml": b"A"}
    assert [problem.code for problem in recover(root)] == ["W642"]
    assert files(root) == NEW


def test_a_disk_that_refuses_before_the_decision_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(root / "records" / "a.yaml"))

    monkeypatch.setattr(saving, "sync_tree", full)
    (problem,) = save(root, CHANGES)
    assert (problem.code, problem.path) == ("W643", "records/a.yaml")
    assert problem.hint.startswith("nothing was written")
    assert files(root) == OLD
    assert not (root / ".recordpress" / "edits").exists()
    monkeypatch.setattr(saving, "locked", full)
    (root / ".recordpress" / "edits.json").write_text("[]", encoding="utf-8")
    assert recover(root)[0].code == "W643"


def test_another_command_that_saves_is_waited_for_and_then_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "WAIT", 0.0)
    Layout(root).work.mkdir()
    with locked(root / ".recordpress" / "edits.lock", 0):
        (problem,) = save(root, CHANGES)
    assert problem.code == "W641"
    assert files(root) == OLD


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights elsewhere")
def test_a_link_stays_a_link(root: Path) -> None:
    link = root / "records" / "link.yaml"
    link.symlink_to("a.yaml")
    link.chmod(0o600)
    replace_record(root, "records/link.yaml", b"A")
    assert link.is_symlink()
    assert (root / "records" / "a.yaml").read_bytes() == b"A"
    assert (root / "records" / "a.yaml").stat().st_mode & 0o777 == 0o600
    replace_record(root, "records/made.yaml", b"m")
    assert files(root)["records/made.yaml"] == b"m"
