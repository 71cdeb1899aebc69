"""Folders of packages that a server shows: they stay as they are until nobody asks for them, whatever is built."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from recordpress.writing.locking import locked

FOLDER = Path(".recordpress", "watch")
LOCK = "lock"


@contextmanager
def space_of(root: Path) -> Iterator[Path]:
    """A folder of one's own for as long as one watches; what others have left who were killed is removed.

    Args:
        root: The dataset.
    """
    shared = root / FOLDER
    shared.mkdir(parents=True, exist_ok=True)
    for left in shared.iterdir():
        _remove_if_left(left)
    space = Path(mkdtemp(dir=shared))
    try:
        with locked(space / LOCK, 0):
            yield space
    finally:
        shutil.rmtree(space, ignore_errors=True)


def _remove_if_left(space: Path) -> None:
    with suppress(OSError), locked(space / LOCK, 0) as held:
        if held:
            shutil.rmtree(space, ignore_errors=True)
