"""The last package, of which the next one takes what has not changed: whole files, and blocks of others.

What each file was made of is noted after a build, as a hash of its inputs, with the hash of the file itself. A file of
which the same would be made now is taken over if it is still what was written: the same file under a further name,
where the system can do that. A note that can't be read, or is of another engine or other libraries, counts for nothing.
"""

import hashlib
import importlib.metadata
import os
import shutil
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import orjson

from recordpress.stamps import engine_digest
from recordpress.writing.blocks import Earlier, Placed, Plan, write_blocks
from recordpress.writing.files import FileInfo, info_of, remove
from recordpress.writing.journal import Layout

NAME = "written.json"
LIBRARIES = ("orjson", "pyarrow")
DIGEST = 32  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Entry:
    """What is noted of a file, or of the files that a large table is parted into.

    Args:
        about: A hash of what all its blocks depend on: its form, and the table.
        made_of: A hash of all that it was made of.
        files: Size and hash of each file, by path within the package.
        blocks: Its blocks.
    """

    about: str
    made_of: str
    files: Mapping[str, FileInfo] = field(default_factory=dict)
    blocks: Placed = b""


@dataclass(slots=True)
class Former:
    """The last package, and what is noted of the files that are written now.

    Args:
        folder: The last package; None for none.
        entries: What is noted of its files, by name.
        noted: What is noted of those that are written now.
        taken: Size and hash of each file that was taken over, by path within the package: they were just seen.
    """

    folder: Path | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)
    noted: dict[str, Entry] = field(default_factory=dict)
    taken: dict[str, FileInfo] = field(default_factory=dict)

    def of(self, stems: Iterable[str]) -> "Former":
        """As much of it as is needed to write files whose names without endings are these; nothing is noted yet."""
        wanted = set(stems)
        entries = {name: entry for name, entry in self.entries.items() if Path(name).name.partition(".")[0] in wanted}
        return Former(self.folder, entries)

    def write_blocks(self, name: str, about: object, plan: Plan, folder: Path) -> None:
        """Write a file of blocks.

        Args:
            name: Its path within the package.
            about: What it depends on beside its blocks.
            plan: How it is written.
            folder: The new package.

        Raises:
            OSError: It can't be written.
        """
        write = partial(self._write_blocks, name, about, plan, folder / name)
        self.write(name, about, plan.keys, folder, write)

    def _write_blocks(self, name: str, about: object, plan: Plan, path: Path) -> Placed:
        return write_blocks(plan, path, self.earlier(name, about))

    def earlier(self, name: str, about: object) -> Earlier | None:
        """A file of the last package to take blocks from; None where it is not what was written.

        Args:
            name: Its path within the package.
            about: What it depends on beside its blocks.
        """
        known = self.entries.get(name)
        if self.folder is None or known is None or known.about != _hash(about):
            return None
        return Earlier(self.folder / name, known.blocks) if _is(self.folder / name, known.files.get(name)) else None

    def write(self, name: str, about: object, keys: Sequence[str], folder: Path, write: Callable[[], Placed]) -> None:
        """Take over what has not changed, or write it.

        Args:
            name: Its path within the package; for a table that may be parted, that of the whole.
            about: What it depends on beside its blocks.
            keys: What its blocks are made of; "" where nothing tells.
            folder: The new package.
            write: Writes it, and returns its blocks.

        Raises:
            OSError: It can't be written.
        """
        made_of = _hash((about, *keys)) if all(keys) else ""
        known = self.entries.get(name)
        if known and made_of and known.made_of == made_of and self._take(known.files, folder):
            self.noted[name] = known
        else:
            _release(folder / name)
            self.note(name, about, write(), made_of)

    def note(self, name: str, about: object, blocks: Placed, made_of: str = "") -> None:
        """Note a file that was written.

        Args:
            name: Its path within the package.
            about: What it depends on beside its blocks.
            blocks: Its blocks.
            made_of: A hash of all that it was made of; "" where nothing tells.
        """
        self.noted[name] = Entry(_hash(about), made_of, blocks=blocks)

    def _take(self, files: Mapping[str, FileInfo], folder: Path) -> bool:
        """Take files over, unless one of them is not what was written."""
        if self.folder is None or not files:
            return False
        if not all(_is(self.folder / path, info) for path, info in files.items()):
            return False
        for path, info in files.items():
            if _linked(self.folder / path, folder / path):
                self.taken[path] = info
        return True


def _linked(path: Path, target: Path) -> bool:
    """Put a file under a further name, or copy it where that can't be: a copy is read once more, as all that is new."""
    if not target.parent.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
    _release(target)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
        return False
    return True


def _release(path: Path) -> None:
    """See that nothing is there, which could be another name of a file that is published and must not be written to."""
    if path.exists():
        path.unlink()


def former_of(root: Path) -> Former:
    """The last package of a dataset."""
    layout = Layout(root)
    folder = Path(os.path.realpath(layout.current))
    try:
        return Former(folder, dict(_entries(layout.work / NAME))) if folder.is_dir() else Former()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Former()


def note_package(root: Path, noted: Mapping[str, Entry], infos: Mapping[str, FileInfo]) -> None:
    """Note what the files of a package were made of. A disk that is full costs the note only.

    Args:
        root: The dataset.
        noted: What is known of the files that were written.
        infos: Size and hash of all files of the package.
    """
    layout = Layout(root)
    with suppress(OSError, TypeError):  # a name that is no text is none that JSON can hold
        layout.staging.mkdir(exist_ok=True)  # whatever is left there is removed by the next command
        aside = layout.staging / NAME
        _write_note(aside, ((name, _whole(name, entry, infos)) for name, entry in noted.items()))
        if (layout.work / NAME).is_dir():
            remove(layout.work / NAME)
        aside.replace(layout.work / NAME)
    with suppress(OSError):
        remove(layout.staging)


def _whole(name: str, entry: Entry, infos: Mapping[str, FileInfo]) -> Entry:
    """What is noted of a file, with size and hash of it, or of each of its parts."""
    folder = f"{Path(name).with_suffix('')}/"
    found = [name] if name in infos else [path for path in infos if path.startswith(folder)]
    return replace(entry, files={path: infos[path] for path in found})


def _write_note(path: Path, noted: Iterable[tuple[str, Entry]]) -> None:
    """Write a line for each file, after the hash of all of them: of a large package, each line may have a megabyte."""
    total = _total()
    with path.open("wb") as stream:
        stream.write(f"{total.hexdigest()}\n".encode())  # as long as the one that replaces it
        for name, entry in noted:
            files = {path: [info.size, info.sha256] for path, info in entry.files.items()}
            said = [name, entry.about, entry.made_of, files, entry.blocks.hex()]
            line = orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)
            total.update(line)
            stream.write(line)
        stream.seek(0)
        stream.write(total.hexdigest().encode())


def _entries(path: Path) -> Iterator[tuple[str, Entry]]:
    """What a note says of each file.

    Raises:
        OSError: It can't be read.
        ValueError: It isn't what was written, or other programs wrote it, which is seen at the end.
        TypeError: Likewise.
    """
    total = _total()
    with path.open("rb") as stream:
        digest = stream.readline()
        for line in stream:
            total.update(line)
            name, about, made_of, files, blocks = orjson.loads(line)
            infos = {path: FileInfo(*info) for path, info in files.items()}
            yield name, Entry(about, made_of, infos, bytes.fromhex(blocks))
    if digest != f"{total.hexdigest()}\n".encode():
        raise ValueError(path)


def _total() -> "hashlib._Hash":
    return hashlib.sha256(makers().encode())


@cache
def makers() -> str:
    """A hash of all programs that have a say in what files look like."""
    versions = [importlib.metadata.version(name) for name in LIBRARIES]
    return _hash((engine_digest(), sys.version, zlib.ZLIB_RUNTIME_VERSION, sqlite3.sqlite_version, *versions))


def _is(path: Path, info: FileInfo | None) -> bool:
    """Whether a file is what was written."""
    with suppress(OSError):
        return info is not None and path.stat().st_size == info.size and info_of(path) == info
    return False


def _hash(what: object) -> str:
    return hashlib.sha256(repr(what).encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST]
