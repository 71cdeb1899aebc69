"""The command `check`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from recordpress.commands.endings import FINE, baseline_argument, crew_of, inside, reading_arguments, status_of
from recordpress.problems import Problem
from recordpress.progress import Progress
from recordpress.reporting import report, say
from recordpress.unusable import UnusableError


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `check`."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="report only problems of these files and folders")
    baseline_argument(command)
    command.add_argument("--write-baseline", action="store_true", help="write the problems that there are to FILE")
    reading_arguments(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Find problems, write nothing."""
    from recordpress.editing import saving
    from recordpress.full_check import check
    from recordpress.writing.publishing import recover

    _require_sense(arguments)
    paths = [inside(root, path) for path in arguments.paths]
    left = (*saving.recover(root), *recover(root))
    with Progress() as progress, crew_of(arguments.dask) as crew:
        problems = (*left, *check(root, paths, progress, crew))
    if arguments.baseline is None:
        report(problems, arguments.format)
        return status_of(problems)
    return _beside_baseline(problems, paths, arguments)


def _require_sense(arguments: argparse.Namespace) -> None:
    if arguments.write_baseline and (arguments.baseline is None or arguments.paths):
        message = "--write-baseline needs --baseline FILE, and no PATH: it writes all problems that there are"
        raise UnusableError(message)


def _beside_baseline(problems: Sequence[Problem], paths: Sequence[str], arguments: argparse.Namespace) -> int:
    """Report what is new beside a baseline, or write it."""
    from recordpress.baseline import compared, in_words, read_baseline, write_baseline

    if arguments.write_baseline:
        write_baseline(arguments.baseline, problems)
        say([f"{len(problems):,} problem{'' if len(problems) == 1 else 's'} written to {arguments.baseline}"])
        return FINE
    found = compared(problems, read_baseline(arguments.baseline), paths)
    report(found.new, arguments.format)
    if arguments.format == "text":
        say(in_words(found, str(arguments.baseline)))
    return status_of(found.new)
