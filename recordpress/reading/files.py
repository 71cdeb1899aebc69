"""Finding the records' files, and everything in their folders that is none.

`records/<folder>/<id>.yaml` is where a record usually stands; a kind may say otherwise by patterns (`origins.Origin`).
Nothing else may stand below `records/`, so that no record is left out by a slip: all else is a problem, apart from the
files in `IGNORED`, which version control and desktops leave behind; what an editor works with is a warning only. A
symbolic link to a file counts as that file if it stays below `records/`; one that leaves it, leads nowhere or leads to
a folder is a problem.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from recordpress.problems import Problem, in_order
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.origins import ANY_FOLDERS, Origin, matches
from recordpress.reading.source_files import Folder, SourceFile, SourceFiles
from recordpress.reading.strays import (
    EXTENSION,
    FOLDER,
    are_sound,
    collisions,
    misnamed,
    printable,
    stray_file,
    stray_folder,
    unfit,
    unreadable,
    unsafe_names,
)
from recordpress.reading.working_files import milder
from recordpress.stamps import END, Listed, Looked, look_at, read_line

_OF_RECORD = f"{END}{EXTENSION}{END}"
IGNORED = frozenset({".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Owner:
    """The kind that files belong to.

    Args:
        kind: Its name.
        free: As in `SourceFile`.
        many: As in `SourceFile`.
    """

    kind: str
    free: bool = False
    many: bool = False


Finding = SourceFile | Problem
Way = tuple[tuple[str, ...], Owner]
"""What is left of a pattern below a folder, and whose files it leads to."""


def scan(
    root: Path, folders: Mapping[str, str | Owner], limit: int = SIZE_LIMIT, listed: Listed | None = None
) -> tuple[SourceFiles, tuple[Problem, ...]]:
    """Find the files of all records.

    Args:
        root: The dataset's folder, which holds `records/`.
        folders: The kind of each folder below `records/`, or the owner of the files that fit a pattern. What does not
            exist holds no records.
        limit: Largest size of a file in bytes.
        listed: What is in folders that somebody has looked at just now; each is taken from it once.

    Returns:
        The files by path, and the problems. A file whose name is a problem is still read, unless its
        extension is wrong.
    """
    base = os.path.realpath(root / FOLDER)
    ways = [_way(pattern, owner) for pattern, owner in folders.items()]
    waiting = [(base, f"{FOLDER}/", tuple(ways))]
    plain: list[Folder] = []
    findings: list[Finding] = []
    while waiting:  # rather than by recursion: folders may be deeper than that reaches
        path, below, ways_here = waiting.pop()
        folder = _Folder(below, ways_here, base, limit)
        usual = folder.usual and folder.of_plain_files(path, listed.pop(path, None) if listed else None)
        if usual:
            plain.append(usual)
        else:
            entries, unread = _entries(path, below[:-1])
            findings += [*unread, *folder.look(entries, waiting)]
    problems = [finding for finding in findings if isinstance(finding, Problem)]
    return _by_kind(plain, findings), tuple(in_order(milder(problems)))


def _by_kind(plain: Sequence[Folder], findings: Iterable[Finding]) -> SourceFiles:
    """All files; those of a kind that are not all in one plain folder, one by one."""
    others = [finding for finding in findings if isinstance(finding, SourceFile)]
    count = Counter([*(folder.kind for folder in plain), *{file.kind for file in others}])
    others += [file for folder in plain if count[folder.kind] > 1 for file in folder]
    folders = sorted((folder for folder in plain if count[folder.kind] == 1), key=attrgetter("kind"))
    return SourceFiles(folders, others)


def owners(origins: Mapping[str, Origin]) -> dict[str, str | Owner]:
    """The folders and patterns of kinds, as `scan` wants them."""
    found: dict[str, str | Owner] = {}
    for kind, origin in origins.items():
        if origin.folder is not None:
            found[origin.folder] = kind
        else:
            found |= dict.fromkeys(origin.files, Owner(kind, free=True, many=origin.many))
    return found


def _way(pattern: str, owner: str | Owner) -> Way:
    if isinstance(owner, str):
        return (pattern, f"*{EXTENSION}"), Owner(owner)
    return tuple(pattern.split("/")), owner


def too_large(path: str, limit: int) -> Problem:
    """The problem of a file that is larger than `limit` bytes."""
    message = f"the file is larger than {limit:,} bytes"
    return Problem("Y127", path, message, hint="split the record, or move long material elsewhere")


class _Folder:
    """A folder below `records/`, or that itself: what may stand in it."""

    def __init__(self, below: str, ways: Iterable[Way], base: str, limit: int) -> None:
        """Note what may stand here.

        Args:
            below: Its path with a slash, relative to the dataset.
            ways: What leads here.
            base: `records/` as the system knows it.
            limit: Largest size of a file in bytes.
        """
        self.below, self.base, self.limit = below, base, limit
        self.ways = tuple(dict.fromkeys(_at(ways)))
        self.files = [(steps[0], owner) for steps, owner in self.ways if len(steps) == 1]
        self.is_top = below == f"{FOLDER}/"
        # As nearly always: files that are told by their extension, of one kind.
        self.usual = self.files[0] if len(self.files) == 1 and self.files[0][0] == f"*{EXTENSION}" else None

    def of_plain_files(self, path: str, looked: Looked | None) -> Folder | None:
        """The folder, if nothing but files stands in it that are of the usual names and sizes; else None.

        Args:
            path: Where it is.
            looked: What is in it, if somebody has looked just now.
        """
        if self.usual is None or self.usual[1].free:
            return None
        try:
            looked = looked or look_at(path)
        except OSError:
            return None
        if not looked.is_plain or looked.largest > self.limit:
            return None
        text, count = looked.text, looked.count
        if text.count(_OF_RECORD) < count:
            lines = [f"{line}\n" for line in text.split("\n")[:-1] if read_line(line)[0] not in IGNORED]
            text, count = "".join(lines), len(lines)
            if text.count(_OF_RECORD) < count:
                return None
        folder = Folder(self.usual[1].kind, self.below, path, looked.largest, text, 0, len(text), count)
        return folder if are_sound(folder.keys(), self.below) else None

    def look(
        self, entries: Iterable[os.DirEntry[str]], waiting: list[tuple[str, str, tuple[Way, ...]]]
    ) -> list[Finding]:
        """What is found here; folders that may hold more are added to those that wait."""
        findings: list[Finding] = []
        entries = [entry for entry in entries if entry.name not in IGNORED]
        for entry in entries:
            owner = self._owner(entry.name)
            if owner is not None and not entry.is_dir(follow_symlinks=False):
                findings.append(self._record(entry, owner))
            elif inner := self._enter(entry):
                waiting.append((entry.path, f"{self.below}{entry.name}/", inner))
            else:
                findings.append(self._stray(entry))
        if not self.is_top:
            names = [entry.name for entry in entries]
            findings += [*unsafe_names(names, self.below), *collisions(names, self.below)]
        return findings

    def _owner(self, name: str) -> Owner | None:
        if self.usual:
            return self.usual[1] if name.endswith(EXTENSION) else None
        for pattern, owner in self.files:
            if matches(pattern, name):
                return owner
        return None

    def _enter(self, entry: os.DirEntry[str]) -> tuple[Way, ...]:
        """What leads further into a folder; nothing where it holds no records, or is none."""
        name = entry.name
        inner = tuple(
            (steps if steps[0] == ANY_FOLDERS else steps[1:], owner)
            for steps, owner in self.ways
            if len(steps) > 1 and (steps[0] == ANY_FOLDERS or matches(steps[0], name))
        )
        return inner if inner and not name.startswith(".") and entry.is_dir(follow_symlinks=False) else ()

    def _record(self, entry: os.DirEntry[str], owner: Owner) -> Finding:
        name = entry.name
        path = self.below + (name if name.isprintable() else printable(name))
        if problem := unfit(entry, path, self.base):
            return problem
        try:
            stat = entry.stat()
        except OSError as error:
            return unreadable(path, "file", error)
        if stat.st_size > self.limit:
            return too_large(path, self.limit)
        free, many = owner.free, owner.many
        return SourceFile(owner.kind, path, entry.path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, free, many)

    def _stray(self, entry: os.DirEntry[str]) -> Problem:
        path = self.below + printable(entry.name)
        known = {steps[0] for steps, _ in self.ways if len(steps) > 1 and "*" not in steps[0]}
        if self.files and not self.is_top:
            if not entry.is_dir(follow_symlinks=False):
                return unfit(entry, path, self.base) or misnamed(path, [pattern for pattern, _ in self.files])
            return stray_folder(entry, path, known, below=True)
        if entry.is_dir(follow_symlinks=False):
            return stray_folder(entry, path, known, below=False)
        return stray_file(entry, path, known)


def _at(ways: Iterable[Way]) -> Iterable[Way]:
    """What leads to a folder, with what follows where any folders may be none."""
    for steps, owner in ways:
        yield steps, owner
        if steps[0] == ANY_FOLDERS:
            yield from _at([(steps[1:], owner)])


def _entries(folder: str, path: str) -> tuple[list[os.DirEntry[str]], list[Problem]]:
    """What stands in a folder."""
    try:
        with os.scandir(folder) as entries:
            return list(entries), []
    except OSError as error:
        return [], [unreadable(path, "folder", error)]
