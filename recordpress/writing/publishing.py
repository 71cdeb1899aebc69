"""Publishing a staged package, and what to do about a build that died; see `recordpress.writing.transaction`."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from recordpress.model import Content
from recordpress.problems import Problem, Severity
from recordpress.writing import sums, transaction
from recordpress.writing.files import remove
from recordpress.writing.journal import Layout, read_journal
from recordpress.writing.locking import BlockedError, locked
from recordpress.writing.names import DESCRIPTOR, archive_name, database_name

WAIT = 60.0  # seconds


@contextmanager
def build_lock(
    root: Path, wait: float = WAIT, waiting: Callable[[], None] = lambda: None
) -> Iterator[tuple[Problem, ...]]:
    """Have the dataset to oneself, for a whole build: from reading to publishing.

    Args:
        root: The dataset.
        wait: Seconds to wait for another build at most.
        waiting: Called once, before waiting begins.

    Yields:
        Warnings about what an earlier build left behind (W622, W623), which has been dealt with.

    Raises:
        BlockedError: Another build is running (W631), or nothing can be written here (W630).
    """
    layout = Layout(root)
    with ExitStack() as stack:
        try:
            layout.work.mkdir(parents=True, exist_ok=True)
            held = stack.enter_context(locked(layout.lock, wait, waiting))
            warnings = _recover(layout) if held else ()
        except OSError as error:
            raise BlockedError(disk_problem(root, error, "the build has not begun")) from error
        if not held:
            message = f"another build of this dataset is running, and has not finished within {wait:g} seconds"
            raise BlockedError(Problem("W631", ".", message, hint="wait for it to end, or end it, and build again"))
        yield warnings


def recover(root: Path) -> tuple[Problem, ...]:
    """Complete or undo what a build that died left behind; to be called at the start of every command.

    Nothing is done, not even written, where there is nothing to do or a build is running.

    Returns:
        Warnings (W622, W623) about what was done, or W630 if it could not be done.
    """
    layout = Layout(root)
    if not layout.journal.exists() and not layout.staging.exists():
        return ()
    try:
        with locked(layout.lock, 0) as held:
            return _recover(layout) if held else ()
    except OSError as error:
        return (disk_problem(root, error, "an interrupted build could not be completed"),)


def begin(root: Path) -> Path:
    """An empty folder to write a package into; the lock is held.

    Raises:
        OSError: It cannot be made.
    """
    layout = Layout(root)
    remove(layout.staging)
    layout.package.mkdir(parents=True)
    return layout.package


def publish(content: Content, root: Path, seen: bytes | None) -> tuple[Problem, ...]:
    """Publish the package that was written into the folder of `begin`; the lock is held.

    Args:
        content: What it was written from.
        root: The dataset.
        seen: `datapackage.json` as it was when the build read it; None if there was none.

    Returns:
        Why it was not published (W620, W621); () if it was, or was published already, in which case nothing is touched.

    Raises:
        OSError: Something is wrong with the disk; `recover` brings it to an end.
    """
    layout = Layout(root)
    problems = tuple(_obstacles(layout, seen))
    if problems:
        remove(layout.staging)
        return problems
    plan = transaction.make_plan(layout, links_of(content), seen)
    if plan.is_needed:
        transaction.decide(layout, plan)
        transaction.complete(layout, plan)
    else:
        transaction.set_links(layout, plan.links)
        remove(layout.staging)
    return ()


def links_of(content: Content) -> dict[str, str]:
    """The names in `dist/` that stay the same from version to version, and what they point to."""
    names = (database_name(content), archive_name(content), sums.NAME, "parquet", "json")
    return {name: f"current/{name}" for name in names}


def disk_problem(root: Path, error: OSError, outcome: str) -> Problem:
    """What the system says about a file, as a problem.

    Args:
        root: The dataset.
        error: The error.
        outcome: What has become of the package.
    """
    if isinstance(error, shutil.Error) and error.args and error.args[0]:  # a list of what failed, each with its reason
        first, _, reason = error.args[0][0]
        error = OSError(0, str(reason).rpartition("] ")[2].partition(": ")[0], str(first))
    path = Path(str(error.filename)) if error.filename else root
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return Problem("W630", shown, f"the file system refuses ({error.strerror or error}); {outcome}")


def _obstacles(layout: Layout, seen: bytes | None) -> Iterator[Problem]:
    found = layout.descriptor.read_bytes() if layout.descriptor.exists() else None
    if found != seen:
        message = "the file was changed while the build ran; nothing was published"
        yield Problem("W621", DESCRIPTOR, message, hint="build again")
    if layout.data.exists() and not layout.data.is_dir():
        message = "there is a file where the package's tables are to be"
        yield Problem("W620", "data", message, hint="move it elsewhere, or delete it")
    for path in transaction.stray_files(layout):
        message = "the file is not part of the package, and replacing data/ would delete it"
        yield Problem("W620", f"data/{path}", message, hint="move it elsewhere, or delete it")


def _recover(layout: Layout) -> tuple[Problem, ...]:
    if not layout.journal.exists():
        remove(layout.staging)
        return ()
    plan = read_journal(layout)
    name = layout.journal.relative_to(layout.root).as_posix()
    if plan is not None and transaction.can_complete(layout, plan):
        transaction.complete(layout, plan)
        message = "a build was interrupted while it published; publishing has been completed"
        return (Problem("W622", name, message, severity=Severity.WARNING),)
    transaction.undo(layout)
    message = "a build was interrupted while it published and can't be completed; what it left has been removed"
    return (Problem("W623", name, message, hint="build again", severity=Severity.WARNING),)
