"""The command `merge`."""

import argparse
from pathlib import Path

from recordpress.commands.changing import change_records, changing_arguments
from recordpress.moving.plans import Plan
from recordpress.moving.records import Dataset


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `merge`."""
    command.add_argument("gone", metavar="FROM", help="the record that goes: its id, kind/id, or its file")
    command.add_argument("into", metavar="INTO", help="the record that stays; the id of the other becomes its alias")
    command.add_argument(
        "--prefer",
        choices=("into", "from"),
        default="",
        help="whose value counts where both have one (otherwise: nothing is merged, and the fields are named)",
    )
    changing_arguments(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Make one record of two.

    Raises:
        UnusableError: There is no such record, or they are of two kinds.
    """
    from recordpress.moving.merging import merge

    def planned(dataset: Dataset) -> Plan:
        return merge(dataset, dataset.named(arguments.gone), dataset.named(arguments.into), arguments.prefer)

    return change_records(root, arguments, planned)
