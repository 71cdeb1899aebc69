"""How a command ends, and what several commands do alike."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from recordpress.problems import Problem, has_errors
from recordpress.progress import Progress
from recordpress.reporting import FORMATS, report, say
from recordpress.unusable import UnusableError

if TYPE_CHECKING:
    from recordpress.crew import Crew

FINE, PROBLEMS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def status_of(problems: Sequence[Problem]) -> int:
    """The exit status of a command that found these problems."""
    return PROBLEMS if has_errors(problems) else FINE


def format_argument(command: argparse.ArgumentParser) -> None:
    """How problems are printed."""
    command.add_argument(
        "--format", choices=FORMATS, default="text", help="how problems are printed (github: annotations for Actions)"
    )


def reading_arguments(command: argparse.ArgumentParser) -> None:
    """What a command that reads the records can be told."""
    format_argument(command)
    command.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="have records read by the Dask cluster whose scheduler is there, such as tcp://127.0.0.1:8786",
    )


def baseline_argument(command: argparse.ArgumentParser) -> None:
    """The problems that are known."""
    command.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="known problems, as check --write-baseline writes them: they are counted, and don't fail; those that are "
        "mended are named",
    )


def build_and_report(root: Path, form: str = "text", dask: str | None = None) -> int:
    """Build the package of a dataset, and print its problems and what was built.

    Args:
        root: The dataset's folder.
        form: How problems are printed.
        dask: The address of a Dask cluster that reads the records, if one does.

    Returns:
        The exit status.
    """
    from recordpress.building import build
    from recordpress.editing.saving import recover

    left = recover(root)
    with Progress() as progress, crew_of(dask) as crew:
        built = build(root, progress, crew)
    problems = (*left, *built.problems)
    report(problems, form)
    if form == "text" and not has_errors(problems):
        say([built.summary])
    return status_of(problems)


@contextmanager
def crew_of(dask: str | None) -> Iterator["Crew | None"]:
    """The crew of a cluster; None where there is none, and a build starts its own when it needs one."""
    if dask is None:
        yield None
        return
    from recordpress.clusters import crew_at

    with crew_at(dask) as crew:
        yield crew


def inside(root: Path, path: str) -> str:
    """A path given on the command line, relative to the dataset.

    Raises:
        UnusableError: It is not in the dataset.
    """
    given = Path(path)
    absolute = given.resolve() if given.is_dir() else given.parent.resolve() / given.name  # a record may be a link
    if not absolute.exists() or not absolute.is_relative_to(root):
        message = f"{path} is no file or folder of the dataset in {root}"
        raise UnusableError(message)
    return absolute.relative_to(root).as_posix()
