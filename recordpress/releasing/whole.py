"""A release from its wish to its tag. Until all is made, nothing is changed; where a step fails, all is as before."""

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from recordpress.comparing.sides import Side, opened_sides
from recordpress.comparing.snapshot import EMPTY
from recordpress.comparing.whole import compare
from recordpress.crew import Crew
from recordpress.full_check import check
from recordpress.metadata_reading import load_metadata
from recordpress.problems import Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.releasing import steps
from recordpress.releasing.changelog import NAME as CHANGELOG
from recordpress.releasing.changelog import entry_lines, with_entry
from recordpress.releasing.marking import MarkingError, marked
from recordpress.releasing.readiness import (
    Since,
    descriptor_problems,
    document_problems,
    last_release,
    tree_problems,
    version_problems,
)
from recordpress.releasing.steps import Edition, RefusedError
from recordpress.releasing.versions import Version
from recordpress.repository import GitError, prefix_of
from recordpress.unusable import UnusableError
from recordpress.writing.publishing import disk_problem, recover
from recordpress.writing.sums import NAME as SUMS

EPOCH = "SOURCE_DATE_EPOCH"
Clock = Callable[[], datetime]


def now() -> datetime:
    """The time by the machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be released.

    Args:
        version: The version.
        notes: What is to stand first in the changelog's entry; "" for nothing.
        dry: Whether it is only to be told what would be done.
    """

    version: Version
    notes: str = ""
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """What a release came to.

    Args:
        problems: Why it was refused, or warnings.
        lines: What was done, or would be.
    """

    problems: tuple[Problem, ...]
    lines: tuple[str, ...] = ()


def release(
    root: Path, wish: Wish, parser: argparse.ArgumentParser, progress: Progress, clock: Clock = now
) -> Released:
    """Release a version of the dataset at `root`, or say why not.

    Args:
        root: The dataset, in a repository.
        wish: What is to be released.
        parser: The command line, whose documents are looked at.
        progress: Told how far it is.
        clock: Tells the time, unless the variable SOURCE_DATE_EPOCH does.

    Raises:
        UnusableError: There is no repository or no git, or SOURCE_DATE_EPOCH is no time.
    """
    prefix_of(root)
    time, dates = _time(clock)
    problems = [*recover(root), *tree_problems(root, wish.version), *check(root, (), progress)]
    if has_errors(problems):
        return Released(tuple(in_order(problems)))
    progress.stage("looking at documents")
    problems += document_problems(root, parser, progress)
    since = _since(root, progress)
    problems += [*version_problems(wish.version, since), *descriptor_problems(root, wish.version)]
    if has_errors(problems):
        return Released(tuple(in_order(problems)))
    try:
        edition = _edition(root, wish, since, time, dates)
        lines = _told(root, edition, since) if wish.dry else _make(root, edition, progress)
    except RefusedError as refused:
        return Released(tuple(in_order([*problems, *refused.problems])))
    return Released(tuple(in_order(problems)), lines)


def _time(clock: Clock) -> tuple[datetime, Mapping[str, str]]:
    """When it is released, and what tells git so."""
    given = os.environ.get(EPOCH)
    if given is None:
        return clock(), {}
    try:
        time = datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnusableError(f"{EPOCH} is not a number of seconds since 1970: {given!r}") from error
    return time, dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"@{int(given)} +0000")


def _since(root: Path, progress: Progress) -> Since:
    """What changed since the last release, or since nothing."""
    last = last_release(root)
    old = Side(revision=f"refs/tags/{last.tag}") if last else Side()
    with Crew() as crew, opened_sides(root, (old, Side()), progress, crew) as (before, after):
        return Since(last, compare(before if last else EMPTY, after))


def _edition(root: Path, wish: Wish, since: Since, time: datetime, dates: Mapping[str, str]) -> Edition:
    """What is released, with all texts that change.

    Raises:
        RefusedError: A text can't be changed.
    """
    day = f"{time.astimezone(UTC):%Y-%m-%d}"
    lines = entry_lines(since.difference, since.last.tag if since.last else "")
    changelog = root / CHANGELOG
    try:
        text = changelog.read_text(encoding="utf-8") if changelog.is_file() else ""
        files = dict(marked(root, str(wish.version), day))
    except MarkingError as error:
        raise RefusedError([Problem("C507", error.path, str(error))]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError([Problem("C507", CHANGELOG, f"the file can't be read: {error}")]) from error
    files[CHANGELOG] = with_entry(text, f"[{wish.version}] - {day}", wish.notes, lines)
    name = str(load_metadata(root)[0].get("name"))
    return Edition(
        name, wish.version, "\n".join([*([wish.notes.strip(), ""] if wish.notes else []), *lines]), files, dates
    )


def _told(root: Path, edition: Edition, since: Since) -> tuple[str, ...]:
    """What would be done."""
    changed = [name for name, text in edition.files.items() if not _is(root / name, text)]
    reasons = since.reasons
    asked = f"{since.last} and a {reasons[0].level} change" if since.last and reasons else "no release before it"
    return (
        f"{edition.name} {edition.version} can be released: there is {asked}.",
        f"These files change: {', '.join(changed)}.",
        f'There will be a commit "{edition.title}" and its tag {edition.version.tag}.',
        "The entry of the changelog:",
        "",
        edition.entry,
    )


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _make(root: Path, edition: Edition, progress: Progress) -> tuple[str, ...]:
    """Make the release; what was done.

    Raises:
        RefusedError: A step fails, and all is as before.
    """
    tag = edition.version.tag
    try:
        progress.stage("making the release aside")
        with steps.aside(root) as place:
            steps.write_marks(place, edition)
            steps.build_aside(place, edition, progress)
            made = steps.commit(place, edition)
            with steps.undone_on_failure(root, tag, made):
                steps.add_tag(root, edition, made)
                steps.forward(root, made)
                steps.build_here(root, progress)
    except GitError as error:
        message = f"{error}; nothing was changed"
        raise RefusedError([Problem("C508", ".", message)]) from error
    except OSError as error:
        raise RefusedError([disk_problem(root, error, "nothing was changed")]) from error
    return (
        f"{edition.name} {edition.version} is released: commit {made[:8]}, tag {tag}, the package with {SUMS} in dist/",
        f"Publish it with: git push origin HEAD {tag}",
    )
