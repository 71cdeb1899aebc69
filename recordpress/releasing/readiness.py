"""Whether a dataset can be released as a version: its tree, its records, its documents, and what changed."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordpress.comparing.changes import Difference
from recordpress.comparing.datasets import problems_in_words
from recordpress.documenting import write_documents, write_report
from recordpress.documenting.quality import TARGET
from recordpress.invocation import as_typed
from recordpress.metadata_reading import load_metadata
from recordpress.pipeline import gather
from recordpress.problems import Problem, Severity, has_errors
from recordpress.progress import Progress
from recordpress.releasing.changelog import NAME as CHANGELOG
from recordpress.releasing.changelog import names_version
from recordpress.releasing.versions import Reason, Version, least_after, reasons_of, version_of
from recordpress.repository import GitError, git_says
from recordpress.writing.names import DESCRIPTOR

SHOWN = 5  # reasons that are told


@dataclass(frozen=True, slots=True)
class Since:
    """The last release, and what changed since.

    Args:
        last: Its version; None where there is none yet.
        difference: What changed.
    """

    last: Version | None
    difference: Difference

    @property
    def reasons(self) -> list[Reason]:
        """Why a step of version is asked for; none for the first release."""
        return reasons_of(self.difference) if self.last else []


def last_release(root: Path) -> Version | None:
    """The highest version of which a tag leads to the last commit or one before it; None for none."""
    tags = git_says(root, "tag", "--merged", "HEAD", "--list", "v*").splitlines()
    found = [version for tag in tags if (version := version_of(tag.removeprefix("v")))]
    return max(found, default=None)


def tree_problems(root: Path, version: Version) -> Iterator[Problem]:
    """Why the repository is not ready: something is not committed, it is at no branch, the version is there already."""
    changed = git_says(root, "status", "--porcelain", "--", ":/").splitlines()
    if changed:
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        shown = ", ".join(line[3:] for line in changed[:SHOWN])
        message = f"not everything is committed: {shown}{more}"
        yield Problem("C502", ".", message, hint="commit it, or put it away with `git stash --include-untracked`")
    try:
        git_says(root, "symbolic-ref", "--quiet", "HEAD")
    except GitError:
        yield Problem("C502", ".", "the repository is at no branch", hint="switch to the branch of the release")
    if git_says(root, "tag", "--list", version.tag):
        yield Problem("C503", ".", f"the tag {version.tag} is there already", hint="choose the next version")
    changelog = root / CHANGELOG
    if changelog.is_file() and names_version(changelog.read_text(encoding="utf-8", errors="replace"), str(version)):
        yield Problem("C503", CHANGELOG, f"there is an entry of {version} already", hint="choose the next version")


def version_problems(version: Version, since: Since) -> Iterator[Problem]:
    """Why the version is contradicted by what changed since the last release."""
    last, reasons = since.last, since.reasons
    if last is None:
        return
    if not since.difference.old.is_whole:
        words = problems_in_words(since.difference.old.problems)
        message = f"{last.tag} can't be read whole any more, so that changes may be missing here ({words})"
        yield Problem("C506", DESCRIPTOR, message, severity=Severity.WARNING)
    if version <= last:
        yield _contradicted(f"{version} does not follow {last}, the last release", "choose a higher one")
    elif not reasons:
        yield _contradicted(f"nothing has changed since {last.tag}", "there is nothing to release")
    elif version < (least := least_after(last, reasons[0].level)):
        level = reasons[0].level
        alike = [reason.words for reason in reasons if reason.level is level]
        more = f"; and {len(alike) - SHOWN:,} more" if len(alike) > SHOWN else ""
        why = f"{'; '.join(alike[:SHOWN])}{more}"
        message = f"{version} is too small a step from {last}: a {level} change asks for {least} or higher ({why})"
        yield _contradicted(message, f"release {least}")


def descriptor_problems(root: Path, version: Version) -> Iterator[Problem]:
    """Why the version is contradicted by the descriptor, which may name a later one, with or without a tag."""
    named = version_of(str(load_metadata(root)[0].get("version", "")))
    if named is not None and version < named:
        yield _contradicted(
            f"{version} is lower than {named}, which the descriptor names", f"release {named} or higher"
        )


def _contradicted(message: str, hint: str) -> Problem:
    return Problem("C501", DESCRIPTOR, message, hint=hint)


def document_problems(root: Path, parser: argparse.ArgumentParser, progress: Progress) -> Iterator[Problem]:
    """Generated documents that are there and stale; the schemas and records have no errors.

    Args:
        root: The dataset.
        parser: The command line, which documents itself.
        progress: Told how far it is.
    """
    for path in write_documents(root, parser, check=True):
        if (root / path).is_file():
            yield Problem("C504", path, "the document is stale", hint=f"run `{as_typed('docs')}`, and commit")
    if (root / TARGET).is_file():
        yield from _report_problems(root, progress)


def _report_problems(root: Path, progress: Progress) -> Sequence[Problem]:
    gathered = gather(root, load_metadata(root)[0], progress)
    if gathered.content is None:
        return gathered.problems
    stale, problems = write_report(root, gathered.content, check=True)
    if stale and not has_errors(problems):
        hint = f"run `{as_typed('report')}`, and commit"
        problems.append(Problem("C504", TARGET.as_posix(), "the document is stale", hint=hint))
    return problems
