"""Sizes and times of files: what tells whether anything has changed, without reading it.

Both times count: that of the content, which can be set at will, and that of the entry, which can't.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENGINE = Path(__file__).parent
END = "\0"  # of a part of a line: no name can hold it, and it comes before all that a name can hold
BLOCK = 1 << 20  # characters that become bytes at once


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a folder.

    Args:
        text: A line for each plain file, as of `line_of`, sorted: by the name without its extension. They are one text,
            since there may be a million.
        count: How many files that are.
        odd: What is no plain file: folders, links and others.
        largest: Bytes of the largest file.
        newest: When a content was last changed, in nanoseconds since 1970.
    """

    text: str
    count: int
    odd: list[os.DirEntry[str]]
    largest: int
    newest: int

    @property
    def is_plain(self) -> bool:
        """Whether nothing but plain files is in it, none of which has a line break in its name."""
        return not self.odd and self.text.count("\n") == self.count


Listed = dict[str, Looked]
"""What is in folders, by their paths as the system knows them."""


def stamp(about: os.stat_result) -> str:
    """What changes with a file."""
    return f"{about.st_size}/{about.st_mtime_ns}/{about.st_ctime_ns}"


def line_of(name: str, size: int, mtime_ns: int, ctime_ns: int) -> str:
    """What changes with a file, in a line: its name in two parts, its size and its times.

    Args:
        name: Its name, with the extension.
        size: Bytes.
        mtime_ns: When its content was last changed, in nanoseconds since 1970.
        ctime_ns: When anything about it was last changed, likewise.
    """
    stem, dot, extension = name.rpartition(".")
    return f"{stem}{END}{dot}{extension}{END}{size}/{mtime_ns}/{ctime_ns}"


def read_line(line: str) -> tuple[str, int, int, int]:
    """What `line_of` made a line of."""
    stem, extension, about = line.split(END)
    size, mtime_ns, ctime_ns = about.split("/")
    return stem + extension, int(size), int(mtime_ns), int(ctime_ns)


def look_at(folder: str) -> Looked:
    """What is in a folder.

    Raises:
        OSError: It can't be looked at.
    """
    lines: list[str] = []
    odd: list[os.DirEntry[str]] = []
    largest = newest = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                about = entry.stat(follow_symlinks=False) if entry.is_file(follow_symlinks=False) else None
            except OSError:  # it may just have gone: whoever needs it looks once more
                about = None
            if about is None:
                odd.append(entry)
                continue
            # As `line_of`, and as `stamp`: this is done for each of a million files.
            size, changed = about.st_size, about.st_mtime_ns
            stem, dot, extension = entry.name.rpartition(".")
            lines.append(f"{stem}{END}{dot}{extension}{END}{size}/{changed}/{about.st_ctime_ns}\n")
            if changed > newest:  # noqa: PLR1730 - a call takes longer
                newest = changed
            if size > largest:  # noqa: PLR1730 - likewise
                largest = size
    lines.sort()
    return Looked("".join(lines), len(lines), odd, largest, newest)


def stamps(path: Path, *, with_folders: bool = False, listed: Listed | None = None) -> Iterator[tuple[bytes, int]]:
    """What changes with the files at or below a path, folder by folder.

    Args:
        path: A file or a folder; need not exist.
        with_folders: Whether the times of folders count, too. They tell that a file was there for a while only.
        listed: Gets what is in each folder, so that nobody has to look again.

    Yields:
        What changes with what is in a folder, or a part of it, and the newest time of change of a content in it, in
        nanoseconds.

    Raises:
        OSError: Something can't be looked at.
    """
    waiting = [str(path)]
    while waiting:  # rather than by recursion: folders may be deeper than that reaches
        folder = waiting.pop()
        try:
            looked = look_at(folder)
        except NotADirectoryError:
            about = os.stat(folder)  # noqa: PTH116 - a path is a text here
            text, newest = stamp(about), about.st_mtime_ns
        except FileNotFoundError:
            text, newest = "absent", 0
        else:
            if listed is not None:
                listed[folder] = looked
            odd, newest = _odd_lines(looked, waiting)
            if with_folders:
                about = os.stat(folder)  # noqa: PTH116 - likewise
                odd.append(stamp(about))
                newest = max(newest, about.st_mtime_ns)
            text = f"{looked.text}\n{END.join(odd)}" if odd else looked.text
        yield f"{folder.removeprefix(str(path))}\n{len(text)}\n".encode("utf-8", "surrogateescape"), newest
        for start in range(0, len(text), BLOCK):
            yield text[start : start + BLOCK].encode("utf-8", "surrogateescape"), newest


def _odd_lines(looked: Looked, waiting: list[str]) -> tuple[list[str], int]:
    """A line for each file that is not a plain one, sorted, and the newest time of all files.

    The folders are added to those that wait.
    """
    lines: list[str] = []
    newest = looked.newest
    inner: list[str] = []
    for entry in looked.odd:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                inner.append(entry.path)
            continue
        about = entry.stat(follow_symlinks=False)
        lines.append(f"{entry.name}{END}{stamp(about)}")
        newest = max(newest, about.st_mtime_ns)
        if entry.is_symlink():
            for line, changed in _target(Path(entry.path)):
                lines.append(f"{entry.name}{END}{line}")
                newest = max(newest, changed)
    waiting += sorted(inner)
    return sorted(lines), newest


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
