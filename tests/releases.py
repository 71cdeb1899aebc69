"""A library that was released once, and what a release of it may change."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recordpress.building import build
from recordpress.command_line import parser
from recordpress.progress import Progress
from recordpress.releasing.versions import Version
from recordpress.releasing.whole import Released, Wish, release
from tests.conftest import LIBRARY
from tests.end_to_end.running import files, run
from tests.repositories import commit, git, replaced
from tests.served import once

NEXT = Version(1, 0, 1)


def first_release(factory: pytest.TempPathFactory) -> Path:
    """The library, released as 1.0.0; made once, and not to be changed."""
    return once(factory, "released", _release_first) / "library"


def corrected_library(factory: pytest.TempPathFactory, folder: Path) -> Path:
    """The same with a correction, built and committed; a copy that a test may change."""
    source = once(factory, "corrected", lambda target: _correct(first_release(factory), target))
    return Path(shutil.copytree(source / "library", folder / "corrected", symlinks=True))


def _release_first(folder: Path) -> None:
    root = folder / "library"
    shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    citation = "cff-version: 1.2.0\nversion: 0.9.0\ndate-released: 2020-01-01\n"
    (root / "CITATION.cff").write_text(citation, encoding="utf-8")
    changelog = "# Changelog\n\n## [Unreleased]\n\n- Written by hand.\n"
    (root / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    assert build(root, Progress()).summary
    commit(root)
    done = run("release", "1.0.0", cwd=root, SOURCE_DATE_EPOCH="1772600000")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def _correct(source: Path, folder: Path) -> None:
    root = Path(shutil.copytree(source, folder / "library", symlinks=True))
    replaced(root, "records/books/pillow-book.yaml", ("pages: 364", "pages: 365"))
    build(root, Progress())
    commit(root, "Correct a number")


def released(root: Path, version: Version = NEXT, *, dry: bool = False) -> Released:
    """Release a version on a day of its own."""
    clock = lambda: datetime(2026, 5, 6, 23, 59, tzinfo=UTC)  # noqa: E731 - said in a line
    return release(root, Wish(version, "Some notes.", dry=dry), parser(), Progress(), clock)


def codes(done: Released) -> list[str]:
    """The codes of what stands against a release."""
    return [problem.code for problem in done.problems]


def state(root: Path) -> tuple[object, ...]:
    """All that a release may change."""
    words = ("rev-parse HEAD", "branch", "tag -n9", "status -s", "worktree list")
    kept = {path: content for path, content in files(root) if not path.startswith((".git/", ".recordpress/"))}
    return (*(git(root, *line.split()) for line in words), (root / "dist" / "current").readlink(), kept)
