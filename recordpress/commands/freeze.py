"""The command `freeze`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import PROBLEMS, build_and_report, format_argument, status_of
from recordpress.progress import Progress
from recordpress.reporting import report, say


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `freeze`."""
    command.add_argument(
        "--base-url",
        type=_address,
        metavar="URL",
        help="address that the site will have (default: the homepage in datapackage.json). Links between pages are "
        "relative and need none; feeds, sitemap and canonical addresses do",
    )
    command.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="folder to write to, replaced as a whole (default: dist/site)",
    )
    format_argument(command)


def _address(text: str) -> str:
    """An address as an argument."""
    if not text.startswith(("http://", "https://")):
        message = f"{text} is no address: it starts with https:// or http://"
        raise argparse.ArgumentTypeError(message)
    return text


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Build, then write the site as plain files, and check its links."""
    from recordpress.freezing.whole import freeze

    status = build_and_report(root)
    if status == PROBLEMS:
        return status
    with Progress() as progress:
        frozen = freeze(root, progress, arguments.base_url or "", arguments.output)
    report(frozen.problems, arguments.format)
    if arguments.format == "text" and frozen.summary:
        say([frozen.summary])
    return status_of(frozen.problems)
