"""The command `withdraw`."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from recordpress.commands.changing import change_records, changing_arguments
from recordpress.moving.plans import Plan
from recordpress.moving.records import Dataset
from recordpress.unusable import UnusableError


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `withdraw`."""
    command.add_argument("record", metavar="RECORD", help="its id, kind/id, or its file")
    command.add_argument(
        "--reason", type=_words, required=True, metavar="TEXT", help="why it is no longer held to be right"
    )
    command.add_argument("--replaced-by", metavar="RECORD", help="the record that takes its place")
    command.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="since when (default: today, in UTC)")
    command.add_argument(
        "--redirect",
        action="store_true",
        help="have what refers to it refer to the record that takes its place (no sound record may refer to a "
        "withdrawn one)",
    )
    changing_arguments(command)


def _words(text: str) -> str:
    if not text.strip():
        message = "say why, in words"
        raise argparse.ArgumentTypeError(message)
    return text


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        message = f"{text} is no day such as 2024-07-31"
        raise argparse.ArgumentTypeError(message) from error


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Withdraw a record.

    Raises:
        UnusableError: There is no such record, or it can't be withdrawn.
    """
    from recordpress.moving.withdrawing import withdraw

    if arguments.redirect and not arguments.replaced_by:
        raise UnusableError("--redirect needs --replaced-by")
    why = (arguments.date or datetime.now(UTC).date().isoformat(), arguments.reason)

    def planned(dataset: Dataset) -> Plan:
        replacement = dataset.named(arguments.replaced_by) if arguments.replaced_by else ""
        return withdraw(dataset, dataset.named(arguments.record), why, replacement, to_replacement=arguments.redirect)

    return change_records(root, arguments, planned)
