"""The command `verify`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import format_argument, status_of
from recordpress.problems import has_errors
from recordpress.progress import Progress
from recordpress.reporting import report, say


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `verify`."""
    command.add_argument(
        "package",
        nargs="?",
        type=Path,
        metavar="PACKAGE",
        help="folder, datapackage.json or ZIP file, looked at for itself unless --root is given, too "
        "(default: dist/current of the dataset, compared with the dataset's records)",
    )
    command.add_argument(
        "--partial", action="store_true", help="let files be missing, as when only some of them were downloaded"
    )
    command.add_argument(
        "--rebuild", action="store_true", help="build once more from the records and compare all files, too"
    )
    format_argument(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Check a built package."""
    from recordpress.verifying.asked import Asked, verify_as_asked

    dataset = root if hasattr(arguments, "root") or not arguments.package else None
    asked = Asked(dataset, arguments.package, arguments.partial, arguments.rebuild)
    with Progress() as progress:
        problems = verify_as_asked(asked, progress)
    report(problems, arguments.format)
    if arguments.format == "text" and not has_errors(problems):
        say([f"{'what there is of ' if arguments.partial else ''}{asked.path} is whole"])
    return status_of(problems)
