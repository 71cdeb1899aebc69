"""Files and folders: hashes, copies, and names that change in one step.

A name is replaced by renaming something finished onto it, so that a reader sees the old or the new
and never a part. What is renamed is on the disk before: otherwise a power cut could leave an empty file.
"""

import hashlib
import os
import shutil
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

ENOUGH = 8 << 20  # bytes that a process is to read at once


@dataclass(frozen=True, slots=True)
class FileInfo:
    """Size and hash of a file.

    Args:
        size: Length in bytes.
        sha256: SHA-256 of the content, 64 hexadecimal digits.
    """

    size: int
    sha256: str


def info_of(path: Path) -> FileInfo:
    """Size and hash of a file.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return FileInfo(stream.tell(), digest)


def files_below(folder: Path) -> Iterator[str]:
    """Paths of all files below a folder, relative, with forward slashes, sorted."""
    found = [
        os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")  # noqa: PTH118 (fifty times faster)
        for parent, _, names in os.walk(folder)
        for name in names
    ]
    yield from sorted(found)


def infos_below(folder: Path) -> dict[str, FileInfo]:
    """Size and hash of all files below a folder, by path relative to it."""
    return {path: info_of(folder / path) for path in files_below(folder)}


class Hashes:
    """Sizes and hashes of the files of a package that is being written: each file is read once.

    Args:
        folder: The package. What is in it is not changed any more; files may be added.
        executor: Who reads many files.
        known: Those of files that were just read.
    """

    def __init__(self, folder: Path, executor: "Executor", known: Mapping[str, FileInfo] | None = None) -> None:
        """Read nothing yet."""
        self.folder, self.executor = folder, executor
        self._known = dict(known or {})

    def below(self, start: str = "") -> dict[str, FileInfo]:
        """Size and hash of all files, or of those in a folder, by path relative to the package."""
        paths = [f"{start}/{path}" if start else path for path in files_below(self.folder / start)]
        new = [path for path in paths if path not in self._known]
        if new:
            groups = list(_groups(self.folder, new))
            for group, found in zip(
                groups, self.executor.map(_infos, [self.folder] * len(groups), groups), strict=True
            ):
                self._known.update(zip(group, found, strict=True))
        return {path: self._known[path] for path in paths}


def _groups(folder: Path, paths: Sequence[str]) -> Iterator[list[str]]:
    """The paths in groups that are worth being sent to another process."""
    group: list[str] = []
    size = 0
    for path in paths:
        group.append(path)
        size += (folder / path).stat().st_size
        if size >= ENOUGH:
            yield group
            group, size = [], 0
    if group:
        yield group


def _infos(folder: Path, paths: Sequence[str]) -> list[FileInfo]:
    return [info_of(folder / path) for path in paths]


def write_file(path: Path, content: bytes) -> None:
    """Write a file, with the folder that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def sync_file(path: Path) -> None:
    """Have the system put a file on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the system put the names in a folder on the disk; Windows does so by itself."""
    if os.name == "posix":
        sync_file(folder)


def sync_tree(folder: Path) -> None:
    """Have the system put a folder and everything below it on the disk."""
    for parent, _, names in os.walk(folder):
        for name in names:
            sync_file(Path(parent, name))
        sync_folder(Path(parent))


def replace_file(path: Path, content: bytes, beside: Path) -> None:
    """Replace a file in one step.

    Args:
        path: The file.
        content: Its new content.
        beside: Where the content is put first; on the same file system.
    """
    write_file(beside, content)
    sync_file(beside)
    beside.replace(path)
    sync_folder(path.parent)


def point(link: Path, target: str) -> None:
    """Make a symbolic link, or have it point elsewhere, in one step; nothing is done if it is right.

    Args:
        link: The link.
        target: What it says, relative to the folder that it is in.
    """
    if link.is_symlink() and os.readlink(link) == target:  # noqa: PTH115 (a path would lose the exact text)
        return
    beside = link.with_name(f".{link.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    beside.replace(link)
    sync_folder(link.parent)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with everything in it; nothing is done if there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def copy_files(folder: Path, target: Path, without: Container[str] = ()) -> None:
    """Put the files of a folder into another one: the same files under other names where the system can do that.

    Args:
        folder: Whose files; none of them is changed any more.
        target: Where to; made if it is missing.
        without: Files that are left out, by path within the folder.

    Raises:
        OSError: A file can't be read, or the disk is full.
    """
    wanted = [path for path in files_below(folder) if path not in without]
    for parent in {path.rpartition("/")[0] for path in wanted}:
        (target / parent).mkdir(parents=True, exist_ok=True)
    for path in wanted:
        names = f"{folder}/{path}", f"{target}/{path}"
        try:
            os.link(*names)
        except OSError:
            shutil.copy2(*names)
