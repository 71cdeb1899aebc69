"""The command `fmt`."""

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from recordpress.commands.endings import PROBLEMS, format_argument, inside, status_of
from recordpress.reporting import report, say

if TYPE_CHECKING:
    from recordpress.editing.whole import Difference


def arguments(command: argparse.ArgumentParser) -> None:
    """Arguments of `fmt`."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="only these files and folders (default: all records)")
    command.add_argument("--check", action="store_true", help="write nothing; fail where a file is in another form")
    command.add_argument(
        "--diff", action="store_true", help="write nothing; show what would change, and fail where anything would"
    )
    format_argument(command)


def run(root: Path, arguments: argparse.Namespace) -> int:
    """Bring the files of records into their canonical form."""
    from recordpress.editing.saving import recover
    from recordpress.editing.whole import look, rewrite, unformatted
    from recordpress.problems import in_order

    left = recover(root)
    found = look(root, [inside(root, path) for path in arguments.paths])
    problems = [*left, *found.problems]
    only_looks = arguments.check or arguments.diff
    if arguments.check:
        problems += unformatted(found.differences)
    elif not arguments.diff:
        problems += rewrite(root, found.differences)
    report(in_order(problems), arguments.format)
    if arguments.diff:
        say(line for difference in found.differences for line in _diff(difference))
    elif arguments.format == "text" and not arguments.check:
        say([f"{len(found.differences):,} of {found.files:,} files brought into their form"])
    return PROBLEMS if only_looks and found.differences else status_of(problems)


def _diff(difference: "Difference") -> Iterator[str]:
    before, after = difference.before.decode(errors="replace"), difference.after.decode()
    return difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"a/{difference.path}", f"b/{difference.path}", lineterm=""
    )
