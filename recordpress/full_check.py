"""The check of a whole dataset: its descriptor, its site, its schemas and its records."""

from collections.abc import Callable, Sequence
from pathlib import Path

from recordpress.chunks import keeping
from recordpress.crew import Crew
from recordpress.garbage import collection_paused
from recordpress.metadata_reading import load_metadata
from recordpress.pipeline import Files, as_they_are
from recordpress.pipeline import check as check_records
from recordpress.problems import Problem, in_order
from recordpress.progress import Progress
from recordpress.writing.database import require_sqlite


@collection_paused()
def check(
    root: Path,
    paths: Sequence[str],
    progress: Progress,
    crew: Crew | None = None,
    planned: Callable[[Files], Files] = as_they_are,
) -> tuple[Problem, ...]:
    """All problems of the dataset at `root`.

    Args:
        root: The dataset.
        paths: Files and folders whose problems are wanted; all problems where there are none.
        progress: Told how far it is.
        crew: Who does the work; as many processes as there are processors when None.
        planned: From the records' files to those that are to be read in their place.
    """
    require_sqlite()
    metadata, problems = load_metadata(root)
    problems += _site_problems(root)
    with crew or Crew() as workers:
        problems += keeping.twice(lambda: check_records(root, metadata, progress, workers, planned))
    wanted = [problem for problem in problems if not paths or any(_within(problem.path, path) for path in paths)]
    return tuple(in_order(wanted))


def _site_problems(root: Path) -> tuple[Problem, ...]:
    """What is wrong in `site/`. What looks at it takes a while to be loaded, so a dataset without it is spared that."""
    if not (root / "site").exists():
        return ()
    from recordpress.site_reading import read_site  # noqa: PLC0415

    return read_site(root).problems


def _within(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith(f"{folder}/")
