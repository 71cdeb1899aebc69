"""From a dataset to its published package, as far as anything has changed since the last build.

What makes a package takes a while to be loaded, so a build with nothing to do is spared that.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordpress.freshness import Built, forget_build, inputs_of, last_build, note_build
from recordpress.garbage import collection_paused
from recordpress.problems import has_errors, in_order
from recordpress.progress import Progress
from recordpress.writing.locking import BlockedError
from recordpress.writing.publishing import build_lock

if TYPE_CHECKING:
    from recordpress.crew import Crew
    from recordpress.reading.source_files import Files

Planned = Callable[["Files"], "Files"]


@collection_paused()
def build(root: Path, progress: Progress, crew: "Crew | None" = None, planned: Planned | None = None) -> Built:
    """Check the dataset at `root` and publish its package; nothing is replaced unless all is well.

    Args:
        root: The dataset.
        progress: Told how far it is.
        crew: Who does the work; as many processes as there are processors when None.
        planned: From the records' files to those that are to be read, where these are not all; such a build is not
            noted, so that the next one begins anew.

    Raises:
        UnusableError: SQLite lacks what is needed, or a worker was ended from outside.
    """
    try:
        with build_lock(root, waiting=lambda: progress.stage("waiting for another build")) as warnings:
            last = None if warnings or planned else last_build(root)
            if last is not None:
                return last
            begun, before = time.time_ns(), inputs_of(root)
            built = _made(root, progress, crew, planned)
            if planned:
                forget_build(root)
            elif not has_errors(built.problems):
                note_build(root, begun, before, built)
    except BlockedError as blocked:
        return Built((blocked.problem,))
    return replace(built, problems=tuple(in_order([*warnings, *built.problems])))


def _made(root: Path, progress: Progress, crew: "Crew | None", planned: Planned | None) -> Built:
    from recordpress.crew import Crew  # noqa: PLC0415 - as said above
    from recordpress.package_making import make_package  # noqa: PLC0415
    from recordpress.pipeline import as_they_are  # noqa: PLC0415

    with crew or Crew() as workers:
        return make_package(root, progress, workers, planned or as_they_are)
