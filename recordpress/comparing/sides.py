"""The two states that somebody wants to have compared: what was named, and how it is read."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from recordpress.comparing.datasets import read_dataset
from recordpress.comparing.packages import read_package
from recordpress.comparing.snapshot import Origin, Snapshot
from recordpress.crew import Crew
from recordpress.progress import Progress
from recordpress.reading.strays import FOLDER
from recordpress.repository import Entry, GitError, digest_of, extract, git_says, listing, revision_of
from recordpress.unusable import UnusableError
from recordpress.writing.names import DESCRIPTOR

WANTED = (DESCRIPTOR, "schemas", FOLDER)
DEFAULT = "HEAD"
MOST_NAMES = 2
KEPT = "revisions"
MOST_KEPT = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of two states.

    Args:
        package: The package; None for a revision or the working tree.
        revision: What the revision was called; "" for the working tree.
        given: What the package was called.
    """

    package: Path | None = None
    revision: str = ""
    given: str = ""


def sides_of(root: Path, names: Sequence[str]) -> tuple[Side, Side]:
    """The two states that up to two names mean, as with `git diff`.

    Args:
        root: The dataset.
        names: None for the last commit and the working tree; one for that and the working tree; or two. `A..B` is the
            same as two, `A...B` compares B with where it parted from A.

    Raises:
        UnusableError: A name means nothing, or two things.
    """
    if len(names) > MOST_NAMES:
        message = f"up to two revisions or packages are compared, and {len(names)} are named"
        raise UnusableError(message)
    if len(names) == 1 and _as_package(names[0]) is None and ".." in names[0]:
        dots = "..." if "..." in names[0] else ".."
        first, _, second = (part or DEFAULT for part in names[0].partition(dots))
        if dots == "...":
            first = git_says(root, "merge-base", "--end-of-options", first, second)
        return Side(revision=first), Side(revision=second)
    first, second = (*names, "", "")[:2] if names else (DEFAULT, "")
    return _side(root, first), _side(root, second) if second else Side()


def _side(root: Path, name: str) -> Side:
    package = _as_package(name)
    if package is None:
        return Side(revision=name)
    if "/" not in name and _is_revision(root, name):
        message = f"`{name}` is a revision and a package: write ./{name} for the package, or the commit's hash"
        raise UnusableError(message)
    return Side(package, given=name)


def _as_package(name: str) -> Path | None:
    """The package that a name means; None where it means none. A path is relative to where the command was called."""
    path = Path(name)
    try:
        is_package = (path / DESCRIPTOR).is_file() or path.is_file()
    except (OSError, ValueError):  # a name that is too long, or has a NUL
        return None
    return path if is_package else None


def _is_revision(root: Path, name: str) -> bool:
    try:
        revision_of(root, name)
    except GitError:
        return False
    return True


@contextmanager
def opened_sides(
    root: Path, sides: tuple[Side, Side], progress: Progress, crew: Crew, *, complete: bool = False
) -> Iterator[tuple[Snapshot, Snapshot]]:
    """Two states, for as long as they are open.

    Args:
        root: The dataset, which is not changed but for its cache.
        sides: What the states are.
        progress: Told how far it is.
        crew: Who reads records.
        complete: Whether tables that are made by queries are needed, even where both sides must have the same ones.

    Raises:
        UnusableError: A state can't be read at all.
    """
    with ExitStack() as stack:
        old, new = (_opened(stack, root, side, progress, crew) for side in sides)
        if complete or old.form != new.form:
            progress.stage("making tables")
            old, new = old.complete(), new.complete()
        yield old, new


def _opened(stack: ExitStack, root: Path, side: Side, progress: Progress, crew: Crew) -> Snapshot:
    if side.package is not None:
        progress.stage(f"reading {side.given}")
        return stack.enter_context(read_package(side.package, side.given))
    if not side.revision:
        return read_dataset(root, Origin("the working tree"), progress, crew)
    revision = revision_of(root, side.revision)
    progress.stage(f"reading {revision}")
    entries = listing(root, revision, is_wanted)
    folder = kept_files(root, entries)
    if folder is None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="revision-")))
        extract(root, entries, folder)
    return read_dataset(folder, Origin(str(revision), revision.commit), progress, crew)


def is_wanted(path: str) -> bool:
    """Whether a file has a say in what the records mean."""
    return path.partition("/")[0] in WANTED


def kept_files(root: Path, entries: Sequence[Entry]) -> Path | None:
    """The files of a revision, kept beside the cache for the next time, as reading them anew takes far longer.

    Returns:
        Their folder, which is named by what is in it; None where nothing can be written there.

    Raises:
        GitError: Git fails.
    """
    place = root / ".recordpress" / KEPT
    folder = place / digest_of(entries)
    if not folder.is_dir():
        try:
            place.mkdir(parents=True, exist_ok=True)
            beside = Path(tempfile.mkdtemp(prefix="new-", dir=place))
            extract(root, entries, beside)
            beside.replace(folder)
        except OSError:
            return folder if folder.is_dir() else None
    with suppress(OSError):
        os.utime(folder)
        for old in sorted(place.iterdir(), key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    return folder
