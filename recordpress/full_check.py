"""The check of a whole dataset: its descriptor, its site, its schemas and its records.

What finds problems takes a while to be loaded, so a check of what was checked before is spared that.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recordpress.completing.places import KEPT_UP
from recordpress.freshness import INPUTS
from recordpress.garbage import collection_paused
from recordpress.problems import Problem, in_order
from recordpress.progress import Progress
from recordpress.remembering import found_before, note_found, state_of
from recordpress.stamps import Listed
from recordpress.writing.names import DESCRIPTOR

if TYPE_CHECKING:
    from recordpress.crew import Crew
    from recordpress.reading.source_files import Files

NAME = "check"
SITE = ("site", "docs")  # of the documents, those that pages include


@collection_paused()
def check(
    root: Path,
    paths: Sequence[str],
    progress: Progress,
    crew: "Crew | None" = None,
    planned: "Callable[[Files], Files] | None" = None,
) -> tuple[Problem, ...]:
    """All problems of the dataset at `root`.

    Args:
        root: The dataset.
        paths: Files and folders whose problems are wanted; all problems where there are none.
        progress: Told how far it is.
        crew: Who does the work; as many processes as there are processors when None.
        planned: From the records' files to those that are to be read in their place.
    """
    problems = _found(root, progress, crew, planned=planned) if planned else _found_or_known(root, progress, crew)
    return tuple(problem for problem in problems if not paths or any(_within(problem.path, path) for path in paths))


def _found_or_known(root: Path, progress: Progress, crew: "Crew | None") -> tuple[Problem, ...]:
    """All problems, those that were found before where nothing has changed since."""
    listed: Listed = {}
    state = state_of(root, (*INPUTS, DESCRIPTOR), listed)
    known = found_before(root, NAME, state, _kept_up(root))
    if known is not None:
        return known
    problems = _found(root, progress, crew, listed=listed)
    if state.is_settled and _is_lasting(root):
        note_found(root, NAME, state, problems, _kept_up(root))
    return problems


def _found(
    root: Path,
    progress: Progress,
    crew: "Crew | None",
    planned: "Callable[[Files], Files] | None" = None,
    listed: Listed | None = None,
) -> tuple[Problem, ...]:
    """All problems, by file and line."""
    from recordpress.chunks import keeping  # noqa: PLC0415 - as said above
    from recordpress.crew import Crew  # noqa: PLC0415
    from recordpress.metadata_reading import load_metadata  # noqa: PLC0415
    from recordpress.pipeline import Reading, as_they_are, check  # noqa: PLC0415
    from recordpress.writing.database import require_sqlite  # noqa: PLC0415

    require_sqlite()
    reading = Reading(planned or as_they_are, listed=listed or {})
    metadata, problems = load_metadata(root)
    problems += _site_problems(root)
    with crew or Crew() as workers:
        problems += keeping.twice(lambda: check(root, metadata, progress, workers, reading))
    return tuple(in_order(problems))


def _site_problems(root: Path) -> tuple[Problem, ...]:
    """What is wrong in `site/`. What looks at it takes a while to be loaded, so it is looked at when it has changed."""
    if not (root / "site").exists():
        return ()
    state = state_of(root, SITE)
    known = found_before(root, "site", state)
    if known is not None:
        return known
    from recordpress.site_reading import read_site  # noqa: PLC0415

    problems = read_site(root).problems
    note_found(root, "site", state, problems)
    return problems


def _kept_up(root: Path) -> str:
    """What tells whether files that a check keeps up are still as it left them."""
    return state_of(root, KEPT_UP).digest


def _is_lasting(root: Path) -> bool:
    """Whether the dataset's own queries find the same each time: none asks what time it is, or for chance."""
    from recordpress.sql_files import is_lasting, read_sql  # noqa: PLC0415 - as said above

    return all(is_lasting(read_sql(file) or "") for file in (root / "schemas").glob("*/*.sql"))


def _within(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith(f"{folder}/")
