"""The steps that make a release. All is made aside, in a working tree of its own, before anything here changes."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from recordpress.building import build
from recordpress.invocation import as_typed
from recordpress.problems import Problem, has_errors
from recordpress.progress import Progress
from recordpress.releasing.versions import Version
from recordpress.repository import GitError, git_says, prefix_of, run_git

NO_HOOKS = ("-c", "core.hooksPath=/dev/null")  # what they would look at was looked at; aside, they may lack their tools


class RefusedError(Exception):
    """A step fails on something that a curator can mend."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Edition:
    """What is released.

    Args:
        name: Name of the dataset.
        version: The version.
        entry: What the changelog says of it.
        files: The files that change, with their new texts.
        dates: Variables that tell git the time; none for the clock's.
    """

    name: str
    version: Version
    entry: str
    files: Mapping[str, str]
    dates: Mapping[str, str]

    @property
    def title(self) -> str:
        """First line of the commit's and the tag's message."""
        return f"Release {self.name} {self.version}"


@contextmanager
def aside(root: Path) -> Iterator[Path]:
    """The dataset as it was committed last, in a working tree of its own for a while.

    Raises:
        GitError: Git fails.
    """
    prefix = prefix_of(root)
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        tree = Path(folder).resolve() / "tree"
        run_git(root, *NO_HOOKS, "worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
        try:
            yield tree / prefix
        finally:
            with suppress(GitError):
                run_git(root, "worktree", "remove", "--force", str(tree))


def write_marks(place: Path, edition: Edition) -> None:
    """Write version, day and changelog.

    Raises:
        OSError: The disk refuses.
    """
    for name, text in edition.files.items():
        (place / name).write_bytes(text.encode())


def build_aside(place: Path, edition: Edition, progress: Progress) -> None:
    """Build the package, and see that nothing but what was marked has changed by it.

    Raises:
        RefusedError: It can't be built, or the committed tables are not those of the records.
    """
    built = build(place, progress)
    if has_errors(built.problems):
        raise RefusedError(built.problems)
    top = git_says(place, "rev-parse", "--show-prefix")
    changed = git_says(place, "status", "--porcelain", "--untracked-files=all", "--", ".").splitlines()
    stale = sorted({line[3:].strip('"').removeprefix(top) for line in changed} - set(edition.files))
    if stale:
        hint = f"run `{as_typed('build')}`, and commit what it changes"
        raise RefusedError(
            [
                Problem("C505", path, "the file is not what a build of the last commit writes", hint=hint)
                for path in stale
            ]
        )


def commit(place: Path, edition: Edition) -> str:
    """Commit what was marked, aside; the commit's hash.

    Raises:
        GitError: Git fails, as where nobody has told it who commits.
    """
    run_git(place, "add", "--", *edition.files)
    run_git(place, *NO_HOOKS, "commit", "--quiet", "--message", edition.title, environment=edition.dates)
    return git_says(place, "rev-parse", "HEAD")


def add_tag(root: Path, edition: Edition, made: str) -> None:
    """Tag the commit, with what the changelog says.

    Raises:
        GitError: Git fails.
    """
    text = f"{edition.title}\n\n{edition.entry}\n".encode()
    cleanup = ("--cleanup=whitespace", "--file=-")  # a line that begins with # is none of git's
    run_git(root, "tag", "--annotate", *cleanup, edition.version.tag, made, stdin=text, environment=edition.dates)


def forward(root: Path, made: str) -> None:
    """Bring the branch and the working tree to the commit.

    Raises:
        GitError: Git fails, or something was changed meanwhile.
    """
    if git_says(root, "status", "--porcelain", "--", ":/"):
        raise GitError("files were changed while the release was made")
    run_git(root, *NO_HOOKS, "merge", "--quiet", "--ff-only", made)


def build_here(root: Path, progress: Progress) -> None:
    """Build the package of the release in its place.

    Raises:
        RefusedError: It can't be built.
    """
    built = build(root, progress)
    if has_errors(built.problems):
        raise RefusedError(built.problems)


@contextmanager
def undone_on_failure(root: Path, tag: str, made: str) -> Iterator[None]:
    """Take back the commit and its tag if something fails before all is done."""
    before = git_says(root, "rev-parse", "HEAD")
    try:
        yield
    except BaseException:
        with suppress(GitError):
            run_git(root, *NO_HOOKS, "reset", "--quiet", "--keep", before)
        with suppress(GitError):
            if git_says(root, "rev-parse", "--verify", f"refs/tags/{tag}^{{commit}}") == made:
                run_git(root, "tag", "--delete", tag)
        raise
