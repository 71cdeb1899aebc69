"""What the commands that change several records do alike: plan, check what would be, say it, and do it as one."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath

from recordpress.commands.endings import PROBLEMS, format_argument, status_of
from recordpress.moving.mentions import mentions
from recordpress.moving.plans import Plan, touched
from recordpress.moving.records import Dataset, UnreadableError, open_dataset
from recordpress.problems import Problem, has_errors
from recordpress.progress import Progress
from recordpress.reporting import printable, report, say

NOTHING = "Nothing was changed."
MOST = 40  # lines of one list that are printed; a country's id may be named in thousands


def changing_arguments(command: argparse.ArgumentParser) -> None:
    """What each of these commands can be told."""
    command.add_argument("--dry-run", action="store_true", help="say what would be changed, and change nothing")
    format_argument(command)


def change_records(root: Path, arguments: argparse.Namespace, planned: Callable[[Dataset], Plan]) -> int:
    """Carry out a plan, unless it leads to problems that weren't there before.

    Args:
        root: The dataset.
        arguments: Those of `changing_arguments`.
        planned: Makes the plan.

    Returns:
        The exit status.

    Raises:
        UnusableError: What is asked for makes no sense.
    """
    from recordpress.editing.saving import recover

    problems = list(recover(root))
    dataset, found = open_dataset(root)
    problems += found
    if dataset is None:
        report(problems, arguments.format)
        return PROBLEMS
    try:
        plan = planned(dataset)
    except UnreadableError as error:
        plan = Plan(problems=error.problems)
    problems += plan.problems or _tried(dataset, plan)
    done = not has_errors(problems)
    if done and not arguments.dry_run:
        problems += _saved(root, plan)
        done = not has_errors(problems)
    report(problems, arguments.format)
    if arguments.format == "text":
        named = _named(dataset, plan)
        lines = [*_told(plan), *named, "", _summary(plan, dry=arguments.dry_run)] if done else [*named, "", NOTHING]
        say(map(printable, lines))
    return status_of(problems)


def _tried(dataset: Dataset, plan: Plan) -> Sequence[Problem]:
    from recordpress.moving.trying import new_problems

    with Progress() as progress:
        return new_problems(dataset, plan.changes, progress)


def _saved(root: Path, plan: Plan) -> Sequence[Problem]:
    from recordpress.editing.saving import Change, save

    changes: list[Change] = []
    for change in plan.changes:
        if change.new_path != change.path:
            changes.append(Change(change.path, change.before, None))
        if change.new_path is not None:
            before = change.before if change.new_path == change.path else None
            changes.append(Change(change.new_path, before, change.after, like=change.path))
    problems = save(root, changes)
    for change in plan.changes:
        if change.new_path and PurePosixPath(change.new_path).parent != PurePosixPath(change.path).parent:
            with suppress(OSError):  # a folder that holds something else stays
                (root / change.path).parent.rmdir()
    return problems


def _told(plan: Plan) -> list[str]:
    """What was done, in lines."""
    lines = _at_most([line for change in plan.changes for line in touched(change)])
    return [*lines, *(f"note: {note}" for note in plan.notes)]


def _named(dataset: Dataset, plan: Plan) -> list[str]:
    """Where an id that goes is named outside of references, in lines."""
    if not plan.left or not plan.changes:
        return []
    changes = {change.path: change for change in plan.changes}
    found = list(mentions(dataset.root, plan.left, sorted(dataset.files), changes))
    return ["", f"named elsewhere, and left alone ({len(found)}):", *_at_most(found)] if found else []


def _summary(plan: Plan, *, dry: bool) -> str:
    count = len(plan.changes)
    return f"{count} {'file' if count == 1 else 'files'} {'would be changed' if dry else 'changed'}"


def _at_most(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST
    return [*islice(lines, MOST), *([f"… and {more} more"] if more > 0 else [])]
