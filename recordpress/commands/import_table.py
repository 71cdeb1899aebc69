"""The command `import`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recordpress.commands.endings import format_argument, status_of
from recordpress.problems import Problem, has_errors
from recordpress.progress import Progress
from recordpress.reporting import report, say

if TYPE_CHECKING:
    from recordpress.importing.whole import Planned

NOTHING = "Nothing was written."


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `import`."""
    command.add_argument("kind", metavar="KIND", help="kind of the records, such as the name of its schema")
    command.add_argument("table", type=Path, metavar="TABLE", help="the table: a file .csv, .tsv, .txt or .xlsx")
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        dest="columns",
        help="what a column holds whose header is neither a column of the kind's table nor a field path; with nothing "
        "behind the =, the column is passed over; may be given several times",
    )
    command.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook that has several")
    command.add_argument(
        "--split",
        default="",
        metavar="MARK",
        help="what stands between the items of lists that are not written as JSON",
    )
    command.add_argument(
        "--source", default="", metavar="ID", help="the source that the table is from: evidence of all that is imported"
    )
    command.add_argument(
        "--clear-empty",
        action="store_true",
        help="have an empty cell take the record's value away (default: the value is kept)",
    )
    command.add_argument("--dry-run", action="store_true", help="say what would be changed, and change nothing")
    format_argument(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Make records of a table, and change those that there are."""
    from recordpress.editing.saving import recover
    from recordpress.importing.columns import wishes_of
    from recordpress.importing.whole import Planned, Wish, plan
    from recordpress.moving.records import open_dataset

    problems = list(recover(root))
    dataset, found = open_dataset(root)
    planned = Planned()
    if dataset is None:
        problems += found
    else:
        wish = Wish(
            arguments.kind,
            arguments.table,
            arguments.sheet,
            wishes_of(arguments.columns),
            arguments.split,
            arguments.source,
            clear=arguments.clear_empty,
            dry=arguments.dry_run,
        )
        with Progress() as progress:
            planned = plan(dataset, wish, progress)
        problems += planned.problems
    if not (has_errors(problems) or arguments.dry_run):
        problems += _saved(root, planned)
    report(problems, arguments.format)
    if arguments.format == "text":
        say(["", NOTHING] if has_errors(problems) else planned.lines)
    return status_of(problems)


def _saved(root: Path, planned: "Planned") -> tuple[Problem, ...]:
    from recordpress.editing.saving import Change, save

    return save(root, [Change(change.path, change.before or None, change.after) for change in planned.changes])
