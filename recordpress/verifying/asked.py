"""What the command `verify` does."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from recordpress.chunks import keeping
from recordpress.problems import Problem
from recordpress.progress import Progress
from recordpress.unusable import UnusableError
from recordpress.verifying.dataset import check_dataset
from recordpress.verifying.rebuilding import check_rebuilt
from recordpress.verifying.whole import Manner, verify
from recordpress.writing.journal import Layout
from recordpress.writing.publishing import recover

TRIES = 3
PAUSE = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """What to verify.

    Args:
        dataset: The dataset to compare with; None to look at the package for itself.
        package: The package; None for the dataset's own.
        partial: Whether files may be missing.
        rebuild: Whether to build once more.
    """

    dataset: Path | None
    package: Path | None = None
    partial: bool = False
    rebuild: bool = False

    @property
    def path(self) -> Path:
        """The package."""
        return self.package or (self.dataset or Path()) / "dist" / "current"


def verify_as_asked(asked: Asked, progress: Progress) -> tuple[Problem, ...]:
    """What is wrong with a package, by itself and beside the dataset it comes from.

    Raises:
        UnusableError: It is to be built once more, and there is nothing to build it from.
    """
    root = asked.dataset
    if root is None:
        if asked.rebuild:
            message = "--rebuild needs the dataset: name it with --root, or leave out PACKAGE"
            raise UnusableError(message)
        return verify(asked.path, Manner(partial=asked.partial, progress=progress))
    left = recover(root)
    problems: tuple[Problem, ...] = ()
    for _ in range(TRIES):
        before = _published(root)
        problems = keeping.twice(lambda: _beside(root, asked, progress))
        if before is not None and before == _published(root):
            break
        time.sleep(PAUSE)  # a build has published meanwhile, so that one part was compared with another's
    return (*left, *problems)


def _beside(root: Path, asked: Asked, progress: Progress) -> tuple[Problem, ...]:
    problems = [*verify(asked.path, Manner(partial=asked.partial, progress=progress))]
    problems += check_dataset(root, asked.path, progress)
    if asked.rebuild:
        problems += check_rebuilt(root, asked.path, progress)
    return tuple(problems)


def _published(root: Path) -> tuple[str, int] | None:
    """What tells whether a build has published; None while one does."""
    layout = Layout(root)
    if layout.journal.exists():
        return None
    changed = layout.descriptor.stat().st_mtime_ns if layout.descriptor.exists() else 0
    return os.path.realpath(layout.current), changed
