"""Putting the files of a new dataset into their folder: all of them, or none."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recordpress.unusable import UnusableError

SHOWN = 5  # names of what is in the way
ALLOWED = frozenset({".git"})  # a repository without files may be there


def require_room(folder: Path) -> None:
    """See that a dataset can be made in the folder.

    Raises:
        UnusableError: It is no folder, or something is in it, which is named.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise UnusableError(f"{folder} is a file: a new dataset needs a folder that is empty or not there yet")
    found = sorted(entry.name for entry in folder.iterdir() if entry.name not in ALLOWED)
    if found:
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        names = ", ".join(found[:SHOWN])
        raise UnusableError(f"{folder} is not empty: {names}{more} would be in the way of a new dataset")


def write_dataset(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files into a folder that is empty or not there yet.

    Args:
        folder: The folder.
        files: Path relative to it, with forward slashes, and content of each file.

    Returns:
        How many were written.

    Raises:
        UnusableError: Something is in the way, or the folder can't be written; nothing is left of the files then.
    """
    require_room(folder)
    count = 0
    try:
        with _aside(folder) as staging:
            made: set[Path] = set()
            for path, content in files:
                target = staging / path
                if target.parent not in made:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    made.add(target.parent)
                target.write_bytes(content)
                count += 1
            _move(staging, folder)
    except OSError as error:
        raise UnusableError(f"{folder} can't be written: {error.strerror or error}") from None
    return count


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, which is removed again."""
    parent = next(path for path in folder.resolve().parents if path.is_dir())
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.resolve().name}.", dir=parent))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _move(staging: Path, folder: Path) -> None:
    """Move what is in one folder into another, and back again if that fails."""
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    moved: list[Path] = []
    try:
        for entry in sorted(staging.iterdir()):
            _move_one(entry, folder / entry.name)
            moved.append(folder / entry.name)
    except BaseException:
        for target in moved:
            with suppress(OSError):
                target.rename(staging / target.name)
        if new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _move_one(entry: Path, target: Path) -> None:
    """Move a file or folder.

    Raises:
        FileExistsError: Something is there.
    """
    if os.path.lexists(target):
        raise FileExistsError(0, f"{target.name} has come into it meanwhile")
    entry.rename(target)
