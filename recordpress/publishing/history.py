"""When each record's file changed, and why: what the repository tells of it, read once by one `git log`.

A package is made from the records alone, so that the same records give the same bytes; the history is no part of it. It
is read where a server starts, and is empty where there is no repository, no git, or no answer in time.
"""

import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

LONGEST = 20  # seconds that git may take; 4,500 files of 70 commits take 0.03
RECORDS = "records"
# The fields of a commit, each after a NUL, which no text of git's can hold.
_FORMAT = "%x00%H%x00%cI%x00%D%x00%s"
_COMMAND = (
    "git",
    "-c",
    "core.fsmonitor=false",  # a repository's settings run no program here
    "-c",
    "log.showSignature=false",
    "log",
    "-z",
    f"--format={_FORMAT}",
    "--name-status",
    "--relative",
    "--find-renames",
    "-l1000",  # comparing more files than that by pairs takes too long
    "--no-ext-diff",
    "--no-textconv",
    "--decorate=short",
    "--decorate-refs-exclude=*",
    "--",
    RECORDS,
)
_PAIRED = frozenset("RC")  # changes that name two files: renamed, copied
_GRAFTED = "grafted"  # the oldest commit of a shallow clone, which seems to add every file


@dataclass(frozen=True, slots=True)
class Commit:
    """A change of a file.

    Args:
        hash: Of the commit, in full.
        date: When it was committed, with its offset from UTC.
        subject: First line of its message.
    """

    hash: str
    date: datetime
    subject: str


History = Mapping[str, tuple[Commit, ...]]
NO_HISTORY: History = MappingProxyType({})


def read_history(root: Path) -> History:
    """The history of a dataset's records.

    Args:
        root: The dataset's folder, in a repository or not.

    Returns:
        The changes of each file, newest first, by its path within the dataset; those under a former name are among
        them. What a shallow clone leaves out is left out here. {} where nothing can be told.
    """
    return history_of(git_log(root))


def git_log(root: Path) -> bytes:
    """What git says of a dataset's records, as `history_of` reads it; nothing where git says nothing."""
    try:
        done = subprocess.run(
            _COMMAND,
            cwd=root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def history_of(log: bytes) -> History:
    """The changes by file, from the output of `git log`, which names the newest commit first."""
    found: dict[str, list[Commit]] = defaultdict(list)
    later: dict[str, str] = {}  # what a file is called now, by a former name
    for commit, changes in _commits(iter(log.decode("utf-8", "replace").split("\0"))):
        now = {change.path: later.get(change.path, change.path) for change in changes}
        for name in now.values():
            found[name].append(commit)
        for change in changes:
            if change.is_new:
                later.pop(change.path, None)  # what bore the name before was another file
        later |= {change.former: now[change.path] for change in changes if change.former}
    return {path: tuple(commits) for path, commits in found.items()}


@dataclass(frozen=True, slots=True)
class _Change:
    """What a commit does to a file, and the name that the file had before if it got another."""

    path: str
    is_new: bool
    former: str = ""


def _commits(fields: Iterator[str]) -> Iterator[tuple[Commit, list[_Change]]]:
    for name in fields:
        if not name:
            continue  # commits are apart by one or two
        date, decoration, subject = (next(fields, "") for _ in range(3))
        changes = list(_changes(fields))
        if not decoration.startswith(_GRAFTED):
            yield Commit(name, datetime.fromisoformat(date), subject), changes


def _changes(fields: Iterator[str]) -> Iterator[_Change]:
    """The changes that follow a commit, up to an empty field; git begins the first with a line's end."""
    for status in fields:
        kind = status.strip()[:1]
        if not kind:
            return
        former = next(fields, "") if kind in _PAIRED else ""
        yield _Change(next(fields, ""), kind == "A", former if kind == "R" else "")


def _environment() -> dict[str, str]:
    """Ours without what would lead git to another repository, as within one of its hooks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def latest(history: History) -> date | None:
    """Day of the newest change of any file, in UTC; None for no history."""
    dates = (commits[0].date for commits in history.values())
    newest = max(dates, default=None)
    return newest.astimezone(UTC).date() if newest else None
