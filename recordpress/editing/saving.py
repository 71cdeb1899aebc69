"""Saving edits: several files change as one, all of them or none.

New contents are put into `.recordpress/edits` first. Then a journal is renamed into place, which decides: before it,
nothing has changed; after it, whoever comes next completes what it says. Every step can be repeated.
"""

import json
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from recordpress.problems import Problem, Severity
from recordpress.writing.files import remove, replace_file, sync_folder, sync_tree, write_file
from recordpress.writing.journal import Layout
from recordpress.writing.locking import locked

WAIT = 10.0  # seconds for another command that saves
_HINT = "nothing was written; run the command again"
_BEGUN = "some files were written: once that is mended, the next command that edits records writes the others"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of a file. A file that is moved is removed at one path and made at another.

    Args:
        path: The file, relative to the dataset, with forward slashes.
        before: Its bytes as they were read; None if there was no such file.
        after: Its new bytes; None to remove it.
        like: The file whose permissions it gets if it is new: the one that was moved here; "" for none.
    """

    path: str
    before: bytes | None
    after: bytes | None
    like: str = ""


def save(root: Path, changes: Sequence[Change]) -> tuple[Problem, ...]:
    """Save changes of files, of each path one at most.

    Args:
        root: The dataset.
        changes: What is to become of the files.

    Returns:
        Why nothing was written; () if all was.
    """
    layout = Layout(root)
    try:
        layout.work.mkdir(parents=True, exist_ok=True)
        with locked(_lock(layout), WAIT) as held:
            if not held:
                message = "another command is saving its edits"
                return (Problem("W641", layout.work.name, message, hint=_HINT),)
            _complete(layout)
            problems = tuple(_changed_meanwhile(root, changes))
            if not problems:
                _save(layout, [change for change in changes if change.before != change.after])
            return problems
    except OSError as error:
        remove_quietly(layout)
        return (refused(root, error, _BEGUN if _journal(layout).exists() else _HINT),)


def recover(root: Path) -> tuple[Problem, ...]:
    """Complete what a command that was ended while it saved has left; a warning tells of it.

    Args:
        root: The dataset.
    """
    layout = Layout(root)
    if not _journal(layout).exists():
        return ()
    try:
        with locked(_lock(layout), WAIT) as held:
            done = held and _complete(layout)
    except OSError as error:
        return (refused(root, error, _BEGUN),)
    message = "a command was interrupted while it saved its edits; they have been completed"
    name = _journal(layout).relative_to(root).as_posix()
    return (Problem("W642", name, message, severity=Severity.WARNING),) if done else ()


def replace_record(root: Path, path: str, data: bytes) -> None:
    """Replace one file in one step; a symbolic link stays one.

    Args:
        root: The dataset.
        path: The file, relative to the dataset.
        data: Its new content.

    Raises:
        OSError: The system refuses.
    """
    place, mode = Path(os.path.realpath(root / path)), _mode(root, path)
    beside = Layout(root).work / f"edit-{os.getpid()}"
    replace_file(place, data, beside) if mode is None else _replace_with_mode(place, data, beside, mode)


def remove_quietly(layout: Layout) -> None:
    """Forget what was put aside, unless it has been decided for."""
    if not _journal(layout).exists():
        remove(_staging(layout))


def _replace_with_mode(place: Path, data: bytes, beside: Path, mode: int) -> None:
    write_file(beside, b"")
    beside.chmod(mode)
    replace_file(place, data, beside)


def _changed_meanwhile(root: Path, changes: Sequence[Change]) -> Iterator[Problem]:
    for change in changes:
        place = root / change.path
        found = place.read_bytes() if place.is_file() else None
        if found != change.before or (found is None and place.exists()):
            what = "there is a file of that name already" if change.before is None else "the file was changed meanwhile"
            yield Problem("W640", change.path, what, hint=_HINT)


def _save(layout: Layout, changes: Sequence[Change]) -> None:
    if not changes:
        return
    staging = _staging(layout)
    remove(staging)
    for number, change in enumerate(changes):
        if change.after is not None:
            mode = next((mode for mode in map(partial(_mode, layout.root), (change.path, change.like)) if mode), None)
            if mode is not None:  # before there is anything in it that others may not read
                write_file(staging / str(number), b"")
                (staging / str(number)).chmod(mode | stat.S_IWUSR)
            write_file(staging / str(number), change.after)
            if mode is not None:
                (staging / str(number)).chmod(mode)
    staging.mkdir(parents=True, exist_ok=True)
    sync_tree(staging)
    steps = [{"path": change.path, "removed": change.after is None} for change in changes]
    replace_file(_journal(layout), json.dumps(steps).encode(), layout.work / "edits.new")
    _complete(layout)


def _mode(root: Path, path: str) -> int | None:
    """The permissions of a file; None where there is none."""
    place = Path(os.path.realpath(root / path))
    return place.stat().st_mode & 0o7777 if path and place.is_file() else None


def _complete(layout: Layout) -> bool:
    """Do what the journal says, as far as it is not done yet; whether there was one. The lock is held."""
    journal = _journal(layout)
    if not journal.exists():
        return False
    for number, step in enumerate(json.loads(journal.read_bytes())):
        place = Path(os.path.realpath(layout.root / step["path"]))
        staged = _staging(layout) / str(number)
        if step["removed"]:
            (layout.root / step["path"]).unlink(missing_ok=True)
        elif staged.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(place)
        sync_folder(place.parent)
    journal.unlink()
    remove(_staging(layout))
    return True


def refused(root: Path, error: OSError, hint: str, path: str = "") -> Problem:
    """The problem of a file that the system doesn't let us write.

    Args:
        root: The dataset.
        error: What the system says.
        hint: What was written all the same, and what to do.
        path: The file, relative to the dataset; the one that the system names if it is not given.
    """
    named = Path(str(error.filename)) if error.filename else root
    shown = path or (named.relative_to(root).as_posix() if named.is_relative_to(root) else str(named))
    return Problem("W643", shown, f"the file system refuses: {(error.strerror or str(error)).lower()}", hint=hint)


def _lock(layout: Layout) -> Path:
    return layout.work / "edits.lock"


def _journal(layout: Layout) -> Path:
    return layout.work / "edits.json"


def _staging(layout: Layout) -> Path:
    return layout.work / "edits"
