"""From a dataset to its published package, as far as anything has changed since the last build.

What makes a package takes a while to be loaded, so a build with nothing to do is spared that.
"""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordpress.freshness import Built, inputs_of, last_build, note_build
from recordpress.garbage import collection_paused
from recordpress.problems import has_errors, in_order
from recordpress.progress import Progress
from recordpress.writing.locking import BlockedError
from recordpress.writing.publishing import build_lock

if TYPE_CHECKING:
    from recordpress.crew import Crew


@collection_paused()
def build(root: Path, progress: Progress, crew: "Crew | None" = None) -> Built:
    """Check the dataset at `root` and publish its package; nothing is replaced unless all is well.

    Args:
        root: The dataset.
        progress: Told how far it is.
        crew: Who does the work; as many processes as there are processors when None.

    Raises:
        UnusableError: SQLite lacks what is needed, or a worker was ended from outside.
    """
    try:
        with build_lock(root, waiting=lambda: progress.stage("waiting for another build")) as warnings:
            last = None if warnings else last_build(root)
            if last is not None:
                return last
            begun, before = time.time_ns(), inputs_of(root)
            built = _made(root, progress, crew)
            if not has_errors(built.problems):
                note_build(root, begun, before, built)
    except BlockedError as blocked:
        return Built((blocked.problem,))
    return replace(built, problems=tuple(in_order([*warnings, *built.problems])))


def _made(root: Path, progress: Progress, crew: "Crew | None") -> Built:
    from recordpress.crew import Crew  # noqa: PLC0415 - as said above
    from recordpress.package_making import make_package  # noqa: PLC0415

    with crew or Crew() as workers:
        return make_package(root, progress, workers)
