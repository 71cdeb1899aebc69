"""The command `diff`."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from recordpress.commands.endings import FINE, PROBLEMS
from recordpress.progress import Progress
from recordpress.reporting import say

FORMATS = ("text", "markdown", "json")


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `diff`."""
    command.add_argument(
        "sides",
        nargs="*",
        metavar="REV|PACKAGE",
        help="up to two revisions or packages (a folder with datapackage.json, or a ZIP file with it); without any, "
        "the last commit and the working tree; with one, that and the working tree; A..B and A...B as with git",
    )
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="how changes are told (markdown: for a comment on a pull request, bounded in length; "
        "default: %(default)s)",
    )
    command.add_argument("--summary", action="store_true", help="tell only how many changes there are")
    command.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="also write what brings a copy of the old tables to the state of the new ones: for each table a CSV file "
        "of rows that were added or changed, and one of keys that were deleted (replaces DIR as a whole)",
    )
    command.add_argument("--exit-code", action="store_true", help="end with 1 if anything has changed")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Tell what changed between two revisions or packages."""
    from recordpress.comparing.changes import Difference
    from recordpress.comparing.deltas import write_deltas
    from recordpress.comparing.sides import opened_sides, sides_of
    from recordpress.comparing.telling.documents import document
    from recordpress.comparing.telling.markdown import markdown_lines
    from recordpress.comparing.telling.text import text_lines
    from recordpress.comparing.whole import compare
    from recordpress.crew import Crew
    from recordpress.garbage import collection_paused

    def told(difference: Difference) -> Iterator[str]:
        if arguments.format == "json":
            return iter([json.dumps(document(difference), ensure_ascii=False, indent=2)])
        lines = markdown_lines if arguments.format == "markdown" else text_lines
        return lines(difference, whole=not arguments.summary)

    sides = sides_of(root, arguments.sides)
    complete = arguments.output is not None
    with collection_paused(), Progress() as progress, Crew() as crew:
        with opened_sides(root, sides, progress, crew, complete=complete) as (old, new):
            difference = compare(old, new)
            if arguments.output:
                write_deltas(difference, arguments.output)
        say(told(difference))
    return PROBLEMS if arguments.exit_code and not difference.is_empty else FINE
