"""The command `check`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import reading_arguments, status_of
from recordpress.progress import Progress
from recordpress.reporting import report
from recordpress.unusable import UnusableError


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `check`."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="report only problems of these files and folders")
    reading_arguments(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Find problems, write nothing."""
    from recordpress.clusters import crew_at
    from recordpress.full_check import check
    from recordpress.writing.publishing import recover

    paths = [_inside(root, path) for path in arguments.paths]
    left = recover(root)
    with Progress() as progress, crew_at(arguments.dask) as crew:
        problems = (*left, *check(root, paths, progress, crew))
    report(problems, arguments.format)
    return status_of(problems)


def _inside(root: Path, path: str) -> str:
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
