"""Finding the records' files, and everything in their folders that is none.

`records/<folder>/<id>.yaml` is where a record stands. Nothing else may stand below `records/`, so that no record is
left out by a slip: all else is a problem, apart from the files in `IGNORED`, which version control and desktops leave
behind. A symbolic link to a file counts as that file if it stays below `records/`; one that leaves it, leads nowhere or
leads to a folder is a problem.
"""

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recordpress.problems import Problem, in_order

FOLDER = "records"
EXTENSION = ".yaml"
SIZE_LIMIT = 1 << 20  # bytes
IGNORED = frozenset({".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that holds a record.

    Args:
        kind: The record kind, by its folder.
        path: The file, relative to the dataset, with forward slashes.
        absolute: The file as the system knows it.
        size: Bytes.
        mtime_ns: When its content was last changed, in nanoseconds since 1970.
        ctime_ns: When anything about it was last changed, likewise.
    """

    kind: str
    path: str
    absolute: str
    size: int
    mtime_ns: int
    ctime_ns: int = 0

    @property
    def id(self) -> str:
        """The file's stem, which the record's `id` has to equal."""
        return self.path.rpartition("/")[2].removesuffix(EXTENSION)


Finding = SourceFile | Problem


def scan(
    root: Path, folders: Mapping[str, str], limit: int = SIZE_LIMIT
) -> tuple[tuple[SourceFile, ...], tuple[Problem, ...]]:
    """Find the files of all records.

    Args:
        root: The dataset's folder, which holds `records/`.
        folders: The kind of each folder below `records/`. A folder that does not exist holds no records.
        limit: Largest size of a file in bytes.

    Returns:
        The files by path, and the problems. A file whose name is a problem is still read, unless its
        extension is wrong.
    """
    base = Path(os.path.realpath(root)) / FOLDER
    entries, problems = _entries(base, FOLDER)
    findings: list[Finding] = []
    for entry in entries:
        if entry.name in IGNORED:
            continue
        if entry.is_dir(follow_symlinks=False) and entry.name in folders:
            findings.extend(_records(entry, folders[entry.name], str(base), limit))
        else:
            findings.append(_misplaced(entry, folders))
    problems.extend(finding for finding in findings if isinstance(finding, Problem))
    files = [finding for finding in findings if isinstance(finding, SourceFile)]
    files.sort(key=lambda file: file.path)
    return tuple(files), tuple(in_order(problems))


def too_large(path: str, limit: int) -> Problem:
    """The problem of a file that is larger than `limit` bytes."""
    message = f"the file is larger than {limit:,} bytes"
    return Problem("Y127", path, message, hint="split the record, or move long material elsewhere")


def unreadable(path: str, what: str, error: OSError) -> Problem:
    """The problem of a file or folder that the system doesn't let us read."""
    reason = (error.strerror or "unknown reason").lower()
    hint = "look at whether it exists and who may read it"
    return Problem("Y101", path, f"the {what} can't be read: {reason}", hint=hint)


def _entries(folder: Path | str, path: str) -> tuple[list[os.DirEntry[str]], list[Problem]]:
    """What stands in a folder."""
    try:
        with os.scandir(folder) as entries:
            return list(entries), []
    except OSError as error:
        return [], [unreadable(path, "folder", error)]


def _misplaced(entry: os.DirEntry[str], folders: Mapping[str, str]) -> Problem:
    """The problem of something that stands directly below `records/`."""
    path = f"{FOLDER}/{_printable(entry.name)}"
    known = ", ".join(sorted(folders))
    if entry.is_symlink():
        return Problem(
            "Y126", path, "a symbolic link can't stand for a folder of records", hint="use the folder itself"
        )
    if entry.name.startswith("."):
        return _hidden(path)
    if entry.is_dir(follow_symlinks=False):
        message = "the folder belongs to no kind of record"
        return Problem("Y123", path, message, hint=f"the folders are {known}" if known else "add a schema for it")
    return Problem(
        "Y122", path, "the file stands in no kind's folder", hint=f"move it to one of {known}" if known else ""
    )


def _hidden(path: str) -> Problem:
    return Problem("Y125", path, "a hidden file or folder stands among the records", hint="remove it")


def _records(folder: os.DirEntry[str], kind: str, base: str, limit: int) -> list[Finding]:
    """What a kind's folder holds."""
    below = f"{FOLDER}/{folder.name}/"
    entries, problems = _entries(folder.path, below[:-1])
    findings: list[Finding] = [*problems]
    for entry in entries:
        if entry.name in IGNORED:
            continue
        finding = _record(entry, kind, below, base, limit)
        findings.append(finding)
        if not (entry.name.isascii() and entry.name.isprintable()):
            findings.extend(_unsafe_name(entry.name, below))
    findings.extend(_collisions(sorted(entry.name for entry in entries), below))
    return findings


def _record(entry: os.DirEntry[str], kind: str, below: str, base: str, limit: int) -> Finding:
    name = entry.name
    path = below + (name if name.isprintable() else _printable(name))
    if problem := _unfit(entry, path, base):
        return problem
    try:
        stat = entry.stat()
    except OSError as error:
        return unreadable(path, "file", error)
    if stat.st_size > limit:
        return too_large(path, limit)
    return SourceFile(kind, path, entry.path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def _unfit(entry: os.DirEntry[str], path: str, base: str) -> Problem | None:
    """Why what stands in a kind's folder can't be a record, if it can't."""
    if entry.name.startswith("."):
        return _hidden(path)
    if entry.is_symlink() and (problem := _link(entry, path, base)):
        return problem
    if entry.is_dir():
        hint = "put the records directly into the kind's folder"
        return Problem("Y124", path, "a folder stands within a kind's folder", hint=hint)
    if not entry.is_file():
        return Problem("Y130", path, "this is neither a file nor a folder", hint="remove it")
    return None if entry.name.endswith(EXTENSION) else _extension(path)


def _link(entry: os.DirEntry[str], path: str, base: str) -> Problem | None:
    """What is wrong with a symbolic link, if anything."""
    target = os.path.realpath(entry.path)
    if not target.startswith(base + os.sep):
        message = f"the symbolic link leads out of `{FOLDER}/`"
    elif not Path(target).exists():
        message = "the symbolic link leads nowhere"
    elif Path(target).is_dir():
        message = "the symbolic link leads to a folder"
    else:
        return None
    return Problem("Y126", path, message, hint="put the file itself in its place")


def _extension(path: str) -> Problem:
    stem, _, suffix = path.rpartition(".")
    if suffix.lower() in {"yaml", "yml"}:
        message, hint = f"the extension `.{suffix}` is not read", f"rename it to {stem.rpartition('/')[2]}{EXTENSION}"
    elif suffix.lower() == "json":
        message, hint = "records are written in YAML, not in JSON", f"write it as {stem.rpartition('/')[2]}{EXTENSION}"
    else:
        message, hint = "this is not a record", f"records have the extension {EXTENSION}; move other files elsewhere"
    return Problem("Y121", path, message, hint=hint)


def _unsafe_name(name: str, below: str) -> list[Problem]:
    """The problem of a name that not all systems write alike."""
    if not name.isprintable():
        message = "the name holds characters that can't be shown"
    elif not unicodedata.is_normalized("NFC", name):
        message = "the name is not in the Unicode form NFC, so that some systems write it otherwise"
    else:
        return []
    return [Problem("Y129", below + _printable(name), message, hint="rename it, best with plain letters alone")]


def _collisions(names: list[str], below: str) -> list[Problem]:
    """Names that are one and the same where upper and lower case don't count."""
    first: dict[str, str] = {}
    found = []
    for name in names:
        other = first.setdefault(name.casefold(), name)
        if other != name:
            message = f"the name differs from `{_printable(other)}` by upper and lower case alone"
            found.append(Problem("Y128", below + _printable(name), message, hint="rename one of them"))
    return found


def _printable(name: str) -> str:
    """A file's name with escapes for what can't be shown."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in name)
