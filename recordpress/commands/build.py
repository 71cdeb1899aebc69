"""The command `build`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import (
    baseline_argument,
    build_and_report,
    crew_of,
    reading_arguments,
    status_of,
)
from recordpress.progress import Progress
from recordpress.reporting import report, say


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `build`."""
    baseline_argument(command)
    reading_arguments(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Check everything, then write the package."""
    if arguments.baseline is None:
        return build_and_report(root, arguments.format, arguments.dask)
    return _build_sound(root, arguments)


def _build_sound(root: Path, arguments: argparse.Namespace) -> int:
    """Build what is sound, beside a baseline."""
    from recordpress.baseline import in_words, read_baseline
    from recordpress.sound_building import build_sound

    baseline = read_baseline(arguments.baseline)
    with Progress() as progress:
        done = build_sound(root, baseline, progress, lambda: crew_of(arguments.dask))
    report(done.built.problems, arguments.format)
    if arguments.format == "text":
        summary = [done.built.summary] if done.built.summary else []
        say([*in_words(done.found, str(arguments.baseline)), *done.in_words(), *summary])
    return status_of(done.built.problems)
