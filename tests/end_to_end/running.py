"""Runs the command as people do, in a process of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conftest import LIBRARY

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build.py"
LONGEST = 120  # seconds
FINE, PROBLEMS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130  # how the command may end


def copy_of_library(folder: Path) -> Path:
    """A copy of the small library that a test may change."""
    root = folder / "library"
    shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    return root


def command(*arguments: str | Path) -> list[str]:
    """The command with its arguments."""
    return [sys.executable, str(BUILD), *map(str, arguments)]


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        cwd=cwd,
        timeout=LONGEST,
        env={**os.environ, **environment},
    )


@contextlib.contextmanager
def started(*arguments: str | Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """The command under way; ended when the test is over."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    with subprocess.Popen(command(*arguments), **pipes) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def broken(root: Path, *, text: str = "id: tale-of-genji\ntitle: 12\n") -> Path:
    """Break a record of the library."""
    record = root / "records" / "books" / "tale-of-genji.yaml"
    record.write_text(text, encoding="utf-8")
    return record


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files below a folder, by path, with their bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def many_records(root: Path, number: int) -> None:
    """Add books to the library, and a few mistakes that are only warnings."""
    for index in range(number):
        pages = 5 if index % 100 == 7 else 100 + index
        lines = [
            f"id: book-{index:05}",
            f"title: Book number {index}",
            f"published: '{1900 + index % 100}'",
            f"pages: {pages}",
            "authors:",
            "  - {person: painter, role: art}",
            "prices:",
            f"  eur: {{amount: {index % 40}.5}}",
            "evidence:",
            "  - source: encyclopedia",
            "    supports: [title, published, authors]",
        ]
        path = root / "records" / "books" / f"book-{index:05}.yaml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
