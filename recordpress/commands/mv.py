"""The command `mv`."""

import argparse
from pathlib import Path

from recordpress.commands.changing import change_records, changing_arguments
from recordpress.moving.plans import Plan
from recordpress.moving.records import Dataset


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `mv`."""
    command.add_argument("record", metavar="RECORD", help="its id, kind/id, or its file")
    command.add_argument("new_id", metavar="NEW-ID", help="the id that it gets; the old one becomes an alias of it")
    changing_arguments(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Give a record another id.

    Raises:
        UnusableError: There is no such record, or the new id is taken.
    """
    from recordpress.moving.renaming import rename

    def planned(dataset: Dataset) -> Plan:
        return rename(dataset, dataset.named(arguments.record), arguments.new_id)

    return change_records(root, arguments, planned)
