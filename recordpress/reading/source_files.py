"""The files of records, as they were found: of a million, little is held for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, overload

from recordpress.reading.strays import EXTENSION
from recordpress.stamps import END, line_of, read_line


class SourceFile(NamedTuple):
    """A file that holds a record, or records of one kind.

    Args:
        kind: The record kind, by its folder.
        path: The file, relative to the dataset, with forward slashes.
        absolute: The file as the system knows it.
        size: Bytes.
        mtime_ns: When its content was last changed, in nanoseconds since 1970.
        ctime_ns: When anything about it was last changed, likewise.
        free: Whether the ids of its records are not told by its name alone.
        many: Whether it may hold several records.
    """

    kind: str
    path: str
    absolute: str
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    free: bool = False
    many: bool = False

    @property
    def id(self) -> str:
        """The file's stem, which the id of its record usually has to equal."""
        return self.path.rpartition("/")[2].removesuffix(EXTENSION)

    @property
    def key(self) -> str:
        """What tells it from the other files of its kind, and orders them."""
        return self.path if self.free else self.id

    @property
    def line(self) -> str:
        """What changes with it, in a line."""
        name = self.path if self.free else self.path.rpartition("/")[2]
        return line_of(name, self.size, self.mtime_ns, self.ctime_ns)


@dataclass(frozen=True, slots=True)
class Folder(Sequence[SourceFile]):
    """Files of one kind that stand in one folder and are named by the ids of their records, or some of them, in order.

    Args:
        kind: The kind.
        below: The folder with a slash, relative to the dataset.
        absolute: The folder as the system knows it.
        largest: Bytes of the largest file of the folder.
        lines: A line for each file of the folder, sorted; see `recordpress.stamps.line_of`.
        start: The first of the lines that counts.
        stop: The one after the last.
    """

    kind: str
    below: str
    absolute: str
    largest: int
    lines: Sequence[str]
    start: int
    stop: int

    def keys(self) -> list[str]:
        """The key of each file."""
        return [line.partition(END)[0] for line in self.lines[self.start : self.stop]]

    def __len__(self) -> int:
        """How many there are."""
        return self.stop - self.start

    @overload
    def __getitem__(self, index: int) -> SourceFile: ...
    @overload
    def __getitem__(self, index: slice) -> "Folder": ...
    def __getitem__(self, index: int | slice) -> "SourceFile | Folder":
        """One file, or some that follow each other."""
        places = range(self.start, self.stop)[index]
        if isinstance(places, range):
            return replace(self, start=places.start, stop=places.stop)
        name, size, mtime_ns, ctime_ns = read_line(self.lines[places])
        return SourceFile(self.kind, self.below + name, f"{self.absolute}/{name}", size, mtime_ns, ctime_ns)


class SourceFiles(Sequence[SourceFile]):
    """All files of records, by path.

    Args:
        folders: Those that stand in folders as usual, at most one for a kind.
        others: The files of all other kinds.
    """

    def __init__(self, folders: Sequence[Folder] = (), others: Sequence[SourceFile] = ()) -> None:
        """Note them."""
        self.folders = folders
        self.others = others

    @cached_property
    def _all(self) -> list[SourceFile]:
        return sorted(chain(self.others, *self.folders), key=attrgetter("path"))

    def __iter__(self) -> Iterator[SourceFile]:
        """Each file."""
        return iter(self._all)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.others) + sum(map(len, self.folders))

    @overload
    def __getitem__(self, index: int) -> SourceFile: ...
    @overload
    def __getitem__(self, index: slice) -> list[SourceFile]: ...
    def __getitem__(self, index: int | slice) -> SourceFile | list[SourceFile]:
        """One file, or several."""
        return self._all[index]

    def __eq__(self, other: object) -> bool:
        """Whether the files are the same."""
        return isinstance(other, Sequence) and len(self) == len(other) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list
