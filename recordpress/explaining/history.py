"""Which commits changed a record, or one field of it: its file's revisions, compared by what they say."""

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

LONGEST = 20  # seconds that git may take
MOST = 300  # revisions of a file that are looked at
# The fields of a commit, each after a NUL, which no text of git's can hold.
_FORMAT = "%x00%H%x00%cI%x00%D%x00%an%x00%s"
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
_LOG = (
    "-z",
    f"--format={_FORMAT}",
    "--follow",
    "--no-merges",
    "--name-status",
    "--relative",
    "--no-ext-diff",
    "--no-textconv",
    "--decorate=short",
    "--decorate-refs-exclude=*",
)
_FIELDS = 5


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that changed a record's file.

    Args:
        hash: Of the commit, in full; "" for what is not committed.
        date: When it was committed; None for what is not committed.
        author: Whose change it was.
        subject: First line of the message.
        path: The file at that time, relative to the dataset.
        is_grafted: Whether it is the oldest commit of a shallow clone, which seems to add every file.
    """

    hash: str
    date: datetime | None
    author: str
    subject: str
    path: str
    is_grafted: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision changed of a value.

    Args:
        revision: The revision.
        before: The value before; None for nothing.
        after: The value after; None for nothing.
    """

    revision: Revision
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of a file, the newest first.

    Args:
        revisions: The revisions.
        texts: What each of them holds; b"" for no file.
        silence: Why there is no history; "" where there is one.
        is_cut: Whether there are older ones that were not looked at.
    """

    revisions: tuple[Revision, ...] = ()
    texts: tuple[bytes, ...] = ()
    silence: str = ""
    is_cut: bool = False


def history_of(root: Path, path: str, *, texts: bool) -> History:
    """The revisions of a file, those under its former names too.

    Args:
        root: The dataset, in a repository or not.
        path: The file, relative to it.
        texts: Whether what they hold is wanted.
    """
    log = _git(root, "log", f"-n{MOST + 1}", *_LOG, "--", path)
    if isinstance(log, str):
        return History(silence=log)
    found = _revisions(log.decode("utf-8", "replace"), path)
    whole = [revision for revision in found[:MOST] if not revision.is_grafted]
    is_cut, found = len(whole) < len(found), whole
    if not found:
        return History(silence="the clone is without it" if is_cut else "the file is not committed yet")
    held = _texts(root, found) if texts else ()
    return History(tuple(found), held, is_cut=is_cut)


def _git(root: Path, *words: str, given: bytes = b"") -> bytes | str:
    """What git answers, or why it doesn't."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [*_GIT, *words], cwd=root, env=environment, input=given, capture_output=True, timeout=LONGEST, check=False
        )
    except FileNotFoundError:
        return "git is not installed"
    except (OSError, subprocess.TimeoutExpired):
        return "git gave no answer in time"
    if done.returncode != 0:
        first = done.stderr.decode(errors="replace").strip().splitlines()[:1]
        return "the dataset is in no git repository" if b"not a git repository" in done.stderr else "".join(first)
    return done.stdout


def _revisions(log: str, path: str) -> list[Revision]:
    """The revisions, from the output of `git log`, whose fields are apart by NULs."""
    parts = iter(log.split("\0"))
    found: list[Revision] = []
    for name in parts:
        if not name.strip():
            continue
        commit = [name, *(next(parts, "") for _ in range(_FIELDS - 1))]
        status = next(parts, "").strip() or next(parts, "").strip()
        former = next(parts, "") if status[:1] in {"R", "C"} else ""
        now = next(parts, "") or path
        date, grafted = datetime.fromisoformat(commit[1]), commit[2].startswith("grafted")
        found.append(Revision(commit[0], date, commit[3], commit[4], now, is_grafted=grafted))
        if former and status[:1] == "R":
            path = former
    return found


def _texts(root: Path, revisions: Sequence[Revision]) -> tuple[bytes, ...]:
    """What the file held at each revision, by one process of git."""
    asked = "".join(f"{revision.hash}:./{revision.path}\n" for revision in revisions)
    answer = _git(root, "cat-file", "--batch", given=asked.encode())
    rest = answer if isinstance(answer, bytes) else b""
    found: list[bytes] = []
    for _ in revisions:
        head, _, rest = rest.partition(b"\n")
        words = head.split(b" ")
        size = int(words[-1]) if words[-1].isdigit() else 0
        found.append(rest[:size])
        rest = rest[size + 1 :] if words[-1].isdigit() else rest
    return tuple(found)


def changes_of(history: History, now: bytes, path: str, value_in: Callable[[bytes], Any]) -> list[Change]:
    """The revisions that changed a value, the newest first, beginning with what is not committed.

    Args:
        history: The revisions of the file, with their texts.
        now: What the file holds now.
        path: Where it is.
        value_in: Finds the value in what a file holds; None for nothing.
    """
    here = Revision("", None, "", "not committed yet", path)
    values = [value_in(text) if text else None for text in (now, *history.texts)]
    if not history.is_cut:
        values.append(None)
    revisions = (here, *history.revisions)
    pairs = zip(revisions, values[:-1], values[1:], strict=False)
    return [Change(revision, before, after) for revision, after, before in pairs if before != after]
