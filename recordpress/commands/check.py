"""The command `check`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import inside, reading_arguments, status_of
from recordpress.progress import Progress
from recordpress.reporting import report


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `check`."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="report only problems of these files and folders")
    reading_arguments(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Find problems, write nothing."""
    from recordpress.clusters import crew_at
    from recordpress.editing import saving
    from recordpress.full_check import check
    from recordpress.writing.publishing import recover

    paths = [inside(root, path) for path in arguments.paths]
    left = (*saving.recover(root), *recover(root))
    with Progress() as progress, crew_at(arguments.dask) as crew:
        problems = (*left, *check(root, paths, progress, crew))
    report(problems, arguments.format)
    return status_of(problems)
