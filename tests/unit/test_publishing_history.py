"""The history of the records' files: what a repository tells, and silence where it can't."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from recordpress.publishing import history
from recordpress.publishing.history import NO_HISTORY, history_of, latest, read_history

WHO = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str, when: str = "2024-05-01T12:00:00+09:00") -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    stamps = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    command = ["git", *WHO, *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True, env={**clean, **stamps})


def write(root: Path, name: str, text: str) -> None:
    path = root / "records" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    write(root, "books/old.yaml", "id: old\n" + "note: a line\n" * 20)
    write(root, "books/naïve name.yaml", "id: b\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Add <two> books\n\nWhy it was done.")
    git(root, "mv", "records/books/old.yaml", "records/books/new.yaml")
    git(root, "commit", "-qm", "Name the book as others do", when="2024-05-02T12:00:00+00:00")
    write(root, "books/old.yaml", "id: old\nanother: book\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Add another under the old name", when="2024-05-03T23:30:00-05:00")
    (root / "README.md").write_text("Not a record.\n", encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Say what it is")
    return root


def subjects(root: Path, path: str) -> list[str]:
    return [commit.subject for commit in read_history(root).get(path, ())]


def test_changes_are_told_newest_first_and_under_former_names(repository: Path) -> None:
    assert subjects(repository, "records/books/new.yaml") == ["Name the book as others do", "Add <two> books"]
    assert subjects(repository, "records/books/old.yaml") == ["Add another under the old name"]
    assert subjects(repository, "records/books/naïve name.yaml") == ["Add <two> books"]
    assert "README.md" not in read_history(repository)


def test_a_commit_has_its_hash_and_a_date_with_its_offset(repository: Path) -> None:
    commit = read_history(repository)["records/books/old.yaml"][0]
    assert len(commit.hash) == 40
    assert commit.date.isoformat() == "2024-05-03T23:30:00-05:00"
    assert latest(read_history(repository)) == date(2024, 5, 4)
    assert latest(NO_HISTORY) is None


def test_a_dataset_within_a_repository_sees_its_own_files(repository: Path) -> None:
    write(repository / "inner", "books/x.yaml", "id: x\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "Add an inner dataset")
    assert set(read_history(repository / "inner")) == {"records/books/x.yaml"}


def test_a_worktree_has_the_history_too(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other")
    assert subjects(tmp_path / "tree", "records/books/new.yaml") == ["Name the book as others do", "Add <two> books"]


def test_a_shallow_clone_does_not_claim_that_its_oldest_commit_added_everything(
    repository: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", repository.as_uri(), "shallow")
    assert dict(read_history(tmp_path / "shallow")) == {}
    git(tmp_path, "clone", "-q", "--depth", "3", repository.as_uri(), "deeper")
    found = read_history(tmp_path / "deeper")
    assert {path: [commit.subject for commit in commits] for path, commits in found.items()} == {
        "records/books/old.yaml": ["Add another under the old name"]
    }


def test_a_branch_called_as_git_calls_a_cut_changes_nothing(repository: Path) -> None:
    git(repository, "branch", "grafted", "HEAD~1")
    assert subjects(repository, "records/books/old.yaml") == ["Add another under the old name"]


def test_a_hook_s_variables_lead_to_no_other_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    (tmp_path / "plain").mkdir()
    assert read_history(tmp_path / "plain") == {}


def test_there_is_no_history_without_a_repository_a_folder_or_git(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_history(tmp_path) == {}
    assert read_history(tmp_path / "nowhere") == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(repository) == {}


def test_git_is_not_waited_for_for_ever(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(history, "LONGEST", 0.2)
    assert read_history(repository) == {}


def test_two_changes_of_names_in_one_commit_are_told_apart() -> None:
    fields = ["", "b" * 40, "2024-05-02T00:00:00+00:00", "", "Move and fill the gap", "\nA", "records/a.yaml"]
    fields += ["R090", "records/a.yaml", "records/b.yaml", ""]
    fields += ["", "a" * 40, "2024-05-01T00:00:00+00:00", "", "", "\nA", "records/a.yaml", ""]
    found = history_of("\0".join(fields).encode())
    assert [commit.hash[0] for commit in found["records/b.yaml"]] == ["b", "a"]
    assert [commit.hash[0] for commit in found["records/a.yaml"]] == ["b"]


def test_a_copy_and_bytes_that_are_no_text_are_read() -> None:
    fields = ["", "c" * 40, "2024-05-02T00:00:00+00:00", "", "Copy", "\nC100", "records/a.yaml", "records/c.yaml", ""]
    found = history_of("\0".join(fields).encode().replace(b"Copy", b"Cop\xff"))
    assert list(found) == ["records/c.yaml"]
    assert found["records/c.yaml"][0].subject == "Cop\ufffd"
    assert history_of(b"") == {}
