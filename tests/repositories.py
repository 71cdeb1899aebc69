"""Datasets in git repositories, and what changed between two of them."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

from recordpress.comparing.changes import Difference, RecordChange
from recordpress.comparing.datasets import read_dataset
from recordpress.comparing.snapshot import Origin
from recordpress.comparing.whole import compare
from recordpress.crew import Crew
from recordpress.progress import Progress

WHO = ("-c", "user.name=A curator", "-c", "user.email=curator@library.example", "-c", "commit.gpgsign=false")
Change = Callable[[Path], object]


def git(root: Path, *arguments: str) -> str:
    """What git prints in a test's repository."""
    done = subprocess.run(["git", *WHO, *arguments], cwd=root, capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout.strip()


def commit(root: Path, message: str = "A change") -> str:
    """Commit everything; the commit's hash. The repository is made where there is none."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
        git(root, "config", "user.name", "A curator")
        git(root, "config", "user.email", "curator@library.example")
        (root / ".gitignore").write_text("/dist/\n.recordpress/\n", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")


def replaced(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    """Replace texts in a file, each of which is there."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, f"{old!r} is not in {path}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def changed(root: Path, change: Change, before: Change = lambda _: None) -> Difference:
    """What changed between a dataset before and after a change."""
    before(root)
    old = copytree(root, root.parent / "before")
    change(root)
    with Crew(1) as crew:
        sides = [read_dataset(folder, Origin(name), Progress(), crew) for folder, name in ((old, "old"), (root, "new"))]
        return compare(*(side.complete() for side in sides))


def of(difference: Difference, ref: str) -> RecordChange:
    """What became of a record."""
    [found] = [change for change in difference.records if change.ref == ref]
    return found
