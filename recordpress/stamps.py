"""Sizes and times of files: what tells whether anything has changed, without reading it.

Both times count: that of the content, which can be set at will, and that of the entry, which can't.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ENGINE = Path(__file__).parent
Listed = dict[str, list[os.DirEntry[str]]]
"""What is in folders, by their paths as the system knows them; an entry remembers what was asked of it."""


def stamp(about: os.stat_result) -> str:
    """What changes with a file."""
    return f"{about.st_size}/{about.st_mtime_ns}/{about.st_ctime_ns}"


def stamps(path: Path, *, with_folders: bool = False, listed: Listed | None = None) -> Iterator[tuple[bytes, int]]:
    """What changes with the files at or below a path, folder by folder.

    Args:
        path: A file or a folder; need not exist.
        with_folders: Whether the times of folders count, too. They tell that a file was there for a while only.
        listed: Gets what is in each folder, so that nobody has to look again.

    Yields:
        What changes with what is in a folder, and the newest time of change of a content in it, in nanoseconds.

    Raises:
        OSError: Something can't be looked at.
    """
    waiting = [str(path)]
    while waiting:  # rather than by recursion: folders may be deeper than that reaches
        folder = waiting.pop()
        try:
            entries = os.scandir(folder)
        except NotADirectoryError:
            about = os.stat(folder)  # noqa: PTH116 - a path is a text here
            lines, newest = [stamp(about)], about.st_mtime_ns
        except FileNotFoundError:
            lines, newest = ["absent"], 0
        else:
            with entries:
                lines, newest, kept = _look(entries, waiting, keep=listed is not None)
            if listed is not None:
                listed[folder] = kept
            if with_folders:
                about = os.stat(folder)  # noqa: PTH116 - likewise
                lines.append(stamp(about))
                newest = max(newest, about.st_mtime_ns)
        yield "\n".join((folder.removeprefix(str(path)), *lines, "")).encode("utf-8", "surrogateescape"), newest


def _look(
    entries: Iterable[os.DirEntry[str]], waiting: list[str], *, keep: bool
) -> tuple[list[str], int, list[os.DirEntry[str]]]:
    """A line for each file in a folder, sorted, the newest time, and all entries where these are to be kept.

    The folders in it are added to those that wait.
    """
    lines: list[str] = []
    newest = 0
    inner: list[str] = []
    kept: list[os.DirEntry[str]] = []
    for entry in entries:
        if keep:
            kept.append(entry)
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                inner.append(entry.path)
            continue
        about = entry.stat(follow_symlinks=False)
        lines.append(f"{entry.name}\0{stamp(about)}")
        newest = max(newest, about.st_mtime_ns)
        if entry.is_symlink():
            for line, changed in _target(Path(entry.path)):
                lines.append(f"{entry.name}\0{line}")
                newest = max(newest, changed)
    waiting += sorted(inner)
    return sorted(lines), newest, kept


def _target(link: Path) -> Iterator[tuple[str, int]]:
    """What a link leads to: a file, or a folder with all that is in it, but for links within."""
    found = [link, *(link.rglob("*") if link.is_dir() else ())]
    for path in sorted(found):
        if path.exists():
            about = path.stat()
            yield f"{path.name}\0{stamp(about)}", about.st_mtime_ns


@cache
def engine_digest() -> str:
    """A hash that changes with the engine's files."""
    total = hashlib.sha256()
    for line, _ in stamps(ENGINE):
        total.update(line)
    return total.hexdigest()
