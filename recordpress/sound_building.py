"""Building a dataset that has known problems: what is sound in it is published, the rest is left out and named."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from recordpress.baseline import Compared, Entry, compared
from recordpress.building import build
from recordpress.crew import Crew
from recordpress.freshness import Built
from recordpress.full_check import check
from recordpress.problems import Problem, Severity, has_errors
from recordpress.progress import Progress
from recordpress.reading.source_files import Files
from recordpress.reading.strays import FOLDER

MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class SoundBuilt:
    """What a build beside a baseline came to.

    Args:
        built: The build; its problems are those that are not known.
        found: The problems beside the baseline.
        faulty: The files left out because of known problems.
        referring: The files left out because they refer to those.
    """

    built: Built
    found: Compared
    faulty: tuple[str, ...] = ()
    referring: tuple[str, ...] = ()

    def in_words(self) -> list[str]:
        """What was left out, in lines."""
        lines = [_listed("left out because of known problems", self.faulty)] if self.faulty else []
        return [*lines, *([_listed("left out because they refer to those", self.referring)] if self.referring else [])]


def build_sound(
    root: Path, baseline: Counter[Entry], progress: Progress, crew: Callable[[], AbstractContextManager[Crew | None]]
) -> SoundBuilt:
    """Publish what is sound in the dataset at `root`, if nothing is wrong but what is known.

    A file with a known error is left out as a whole, and so is, one after the other, what refers to what is left out.

    Args:
        root: The dataset.
        baseline: The known problems.
        progress: Told how far it is.
        crew: Opens the crew of a cluster, or None.
    """
    with crew() as workers:
        found = compared(check(root, [], progress, workers), baseline)
    errors = [problem for problem in found.known if problem.severity is Severity.ERROR]
    fixed = [problem for problem in errors if not _is_of_record(problem)]  # without schemas nothing can be built
    if has_errors(found.new) or fixed:
        return SoundBuilt(Built((*found.new, *fixed)), found)
    faulty = {problem.path for problem in errors}
    left, built = set(faulty), Built(())
    while not built.summary:
        with crew() as workers:
            built = build(root, progress, workers, _without(left) if left else None)
        further = {problem.path for problem in built.problems if _blocks(problem)} - left
        if has_errors(built.problems) and not further:
            break
        left |= further
    told = compared(built.problems, baseline).new
    return SoundBuilt(Built(told, built.summary), found, _sorted(faulty), _sorted(left - faulty))


def _is_of_record(problem: Problem) -> bool:
    return problem.path.startswith(f"{FOLDER}/")


def _blocks(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR and _is_of_record(problem)


def _without(left: Collection[str]) -> Callable[[Files], Files]:
    """What takes some files out of those that are read."""
    gone = frozenset(left)
    return lambda files: tuple(file for file in files if file.path not in gone)


def _sorted(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(paths))


def _listed(what: str, paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - MOST_NAMED:,} more" if len(paths) > MOST_NAMED else ""
    return f"{len(paths):,} {what}: {', '.join(paths[:MOST_NAMED])}{more}"
