"""The git repository that a dataset is in: asked by the program `git`, and read without touching the working tree."""

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from recordpress.unusable import UnusableError

LONG_AGO = 1_000_000_000  # seconds since 1970
LONGEST = 300  # seconds that git may take
LINK = "120000"  # the mode of a symbolic link
FILES = ("100644", "100755", LINK)
_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false")  # a repository's settings run no program here


class GitError(UnusableError):
    """Git can't do what is asked of it; the text is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, as somebody named it.

    Args:
        name: What it was called.
        commit: Its hash, in full.
        date: Day when it was committed, as `YYYY-MM-DD`.
    """

    name: str
    commit: str
    date: str

    def __str__(self) -> str:
        """What people call it."""
        short = self.commit[:8]
        return f"{short} ({self.date})" if self.commit.startswith(self.name) else f"{self.name} ({short}, {self.date})"


def run_git(
    root: Path, *arguments: str, stdin: bytes | None = None, environment: Mapping[str, str] | None = None
) -> bytes:
    """What git prints.

    Args:
        root: The folder that it is run in.
        arguments: Its command and arguments.
        stdin: What it is given to read.
        environment: Variables that it is given besides.

    Raises:
        GitError: It fails, or there is no git.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _WHO}
    try:
        done = subprocess.run(
            ("git", *_SETTINGS, *arguments),  # noqa: S607 - found as the user's shell finds it
            cwd=root,
            env={**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(environment or {})},
            input=b"" if stdin is None else stdin,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = "takes too long" if isinstance(error, subprocess.TimeoutExpired) else "can't be run"
        raise GitError(f"revisions are read by the program `git`, which {reason} here") from error
    if done.returncode:
        said = next((line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()), "")
        raise GitError(
            f"git {arguments[0]} fails: {said.removeprefix('fatal: ').removeprefix('error: ') or 'no reason'}"
        )
    return done.stdout


_WHO = frozenset(  # who commits may be told by variables; where to commit may not
    f"GIT_{role}_{part}" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL", "DATE")
) | {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"}


def git_says(root: Path, *arguments: str) -> str:
    """What git prints, as text without the last line's end."""
    return run_git(root, *arguments).decode("utf-8", "surrogateescape").removesuffix("\n")


def prefix_of(root: Path) -> str:
    """Where the dataset is within its repository: "" for the whole, or a path with a slash at its end.

    Raises:
        GitError: It is in no repository.
    """
    try:
        return git_says(root, "rev-parse", "--show-prefix")
    except GitError as error:
        if "not a git repository" not in str(error):
            raise
        raise GitError(f"{root} is in no git repository, so that there are no revisions to compare") from error


def revision_of(root: Path, name: str) -> Revision:
    """The commit of a name such as `HEAD~3`, `v1.0.0`, `main` or a hash.

    Raises:
        GitError: There is no such commit, or no repository.
    """
    prefix_of(root)
    try:
        wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        commit = git_says(root, *wanted).splitlines()[-1]
    except (GitError, IndexError) as error:
        raise GitError(f"`{name}` is neither a revision of this repository nor a package") from error
    return Revision(name, commit, git_says(root, "log", "-1", "--format=%cs", commit))


class Entry(NamedTuple):
    """A file of a revision: its mode, the name of its content, and its path within the dataset."""

    mode: str
    blob: str
    path: str


def listing(root: Path, revision: Revision, is_wanted: Callable[[str], bool]) -> list[Entry]:
    """The files and links of a revision that are wanted, by path.

    Args:
        root: The dataset.
        revision: The commit.
        is_wanted: Whether a path, relative to the dataset, is wanted.

    Raises:
        GitError: Git fails.
    """
    tree = f"{revision.commit}:{prefix_of(root)}"
    lines = run_git(root, "ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0")
    entries = (_entry(line) for line in lines if line)
    return [entry for entry in entries if entry.mode in FILES and _is_inside(entry.path) and is_wanted(entry.path)]


def digest_of(entries: Iterable[Entry]) -> str:
    """A name for what files hold: the same content has the same name."""
    text = "".join(f"{mode} {blob} {path}\0" for mode, blob, path in entries)
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:40]


def extract(root: Path, entries: Sequence[Entry], target: Path) -> None:
    """Write files of a revision into an empty folder, byte for byte, without regard to attributes or settings.

    Raises:
        GitError: Git fails.
        OSError: The disk refuses.
    """
    contents = run_git(root, "cat-file", "--batch", stdin="".join(f"{entry.blob}\n" for entry in entries).encode())
    place = 0
    made: set[str] = set()
    for mode, _, path in entries:
        end = contents.index(b"\n", place)
        size = int(contents[place:end].rpartition(b" ")[2])
        _write(target, path, contents[end + 1 : end + 1 + size], made, link=mode == LINK)
        place = end + size + 2


def _entry(line: bytes) -> Entry:
    """What a line of `ls-tree` says."""
    about, _, path = line.decode("utf-8", "surrogateescape").partition("\t")
    mode, _, blob = about.split(" ")
    return Entry(mode, blob, path)


def _is_inside(path: str) -> bool:
    return ".." not in PurePosixPath(path).parts and not path.startswith("/")


def _write(target: Path, path: str, content: bytes, made: set[str], *, link: bool) -> None:
    folder, _, _ = path.rpartition("/")
    if folder not in made:
        (target / folder).mkdir(parents=True, exist_ok=True)
        made.add(folder)
    if link:
        (target / path).symlink_to(os.fsdecode(content))
    else:
        (target / path).write_bytes(content)
        os.utime(target / path, (LONG_AGO, LONG_AGO))  # a file that was changed just now is not trusted by caches
