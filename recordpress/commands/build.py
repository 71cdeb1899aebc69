"""The command `build`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import build_and_report, reading_arguments


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `build`."""
    reading_arguments(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Check everything, then write the package."""
    return build_and_report(root, arguments.format, arguments.dask)
