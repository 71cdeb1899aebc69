"""Sizes and times of files: what tells whether anything has changed, without reading it.

Both times count: that of the content, which can be set at will, and that of the entry, which can't.
"""

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ENGINE = Path(__file__).parent


def stamp(about: os.stat_result) -> str:
    """What changes with a file."""
    return f"{about.st_size}/{about.st_mtime_ns}/{about.st_ctime_ns}"


def stamps(path: Path) -> Iterator[tuple[bytes, int]]:
    """A line for each file at or below a path, sorted, with the time of change of its content in nanoseconds."""
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except NotADirectoryError:
        about = path.stat()
        yield f"{path.name}\0{stamp(about)}\n".encode(), about.st_mtime_ns
        return
    except FileNotFoundError:
        yield f"{path.name}\0absent\n".encode(), 0
        return
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield f"{entry.name}/\n".encode("utf-8", "surrogateescape"), 0
            yield from stamps(Path(entry.path))
        else:
            about = entry.stat(follow_symlinks=False)
            yield f"{entry.name}\0{stamp(about)}\n".encode("utf-8", "surrogateescape"), about.st_mtime_ns
            if entry.is_symlink():
                yield from _target(Path(entry.path))


def _target(link: Path) -> Iterator[tuple[bytes, int]]:
    """What a link leads to: a file, or a folder with all that is in it, but for links within."""
    found = [link, *(link.rglob("*") if link.is_dir() else ())]
    for path in sorted(found):
        if path.exists():
            about = path.stat()
            yield f"{path.name}\0{stamp(about)}\n".encode("utf-8", "surrogateescape"), about.st_mtime_ns


@cache
def engine_digest() -> str:
    """A hash that changes with the engine's files."""
    total = hashlib.sha256()
    for line, _ in stamps(ENGINE):
        total.update(line)
    return total.hexdigest()
