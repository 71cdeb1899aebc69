"""The command `why`."""

import argparse
from pathlib import Path

from recordpress.commands.endings import FINE, PROBLEMS
from recordpress.reporting import printable, report, say


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `why`."""
    command.add_argument("record", metavar="RECORD", help="its id, kind/id, or its file")
    command.add_argument("field", nargs="?", default="", metavar="FIELD", help="a field path, as evidence names it")
    command.add_argument("--format", choices=("text", "json"), default="text", help="how the answer is printed")


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Say who supports and who disputes a record, and which commits changed it.

    Raises:
        UnusableError: There is no such record or field.
    """
    from recordpress.explaining.answers import answer
    from recordpress.explaining.telling import as_json, as_text
    from recordpress.locating import locate
    from recordpress.moving.records import UnreadableError, open_dataset

    dataset, problems = open_dataset(root)
    if dataset is None:
        report(problems, arguments.format)
        return PROBLEMS
    try:
        found = answer(dataset, dataset.named(arguments.record), arguments.field)
    except UnreadableError as error:
        report(error.problems, arguments.format)
        return PROBLEMS
    wrong = locate(root, found.findings)
    if arguments.format == "json":
        say([as_json(found, wrong)])
    else:
        report(wrong, arguments.format)
        say(map(printable, [*(["", "What can be read all the same:", ""] if wrong else []), *as_text(found)]))
    return PROBLEMS if wrong else FINE
