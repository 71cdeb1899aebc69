"""The files of records, as they were found: of a million, little is held for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, islice, pairwise
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


Files = Sequence[SourceFile]
"""Some files, which may be made of what little is held of them each time that they are gone through."""


@dataclass(frozen=True, slots=True)
class Folder(Sequence[SourceFile]):
    """Files of one kind that stand in one folder and are named by the ids of their records, or some of them, in order.

    Args:
        kind: The kind.
        below: The folder with a slash, relative to the dataset.
        absolute: The folder as the system knows it.
        largest: Bytes of the largest file of the folder.
        text: A line for each file of the folder, in order; see `recordpress.stamps.line_of`.
        start: Where the first line that counts begins in it.
        stop: Where the last one ends.
        number: How many there are.
    """

    kind: str
    below: str
    absolute: str
    largest: int
    text: str
    start: int
    stop: int
    number: int

    @property
    def lines(self) -> str:
        """A line for each file."""
        return self.text[self.start : self.stop]

    def keys(self) -> list[str]:
        """The key of each file."""
        return [line.partition(END)[0] for line in self._lines()]

    def parts(self, starts: Sequence[int]) -> Iterator["Folder"]:
        """The files in several parts.

        Args:
            starts: The number of the first file of each.
        """
        places = list(accumulate((len(line) + 1 for line in self._lines()), initial=self.start))
        for first, after in pairwise([*starts, self.number]):
            yield replace(self, start=places[first], stop=places[after], number=after - first)

    def _lines(self) -> list[str]:
        return self.lines.split("\n")[:-1]

    def __iter__(self) -> Iterator[SourceFile]:
        """Each file, which is made now."""
        for line in self._lines():
            name, size, mtime_ns, ctime_ns = read_line(line)
            yield SourceFile(self.kind, self.below + name, f"{self.absolute}/{name}", size, mtime_ns, ctime_ns)

    def __len__(self) -> int:
        """How many there are."""
        return self.number

    @overload
    def __getitem__(self, index: int) -> SourceFile: ...
    @overload
    def __getitem__(self, index: slice) -> list[SourceFile]: ...
    def __getitem__(self, index: int | slice) -> SourceFile | list[SourceFile]:
        """One file, or several."""
        return list(self)[index] if isinstance(index, slice) or index < 0 else next(islice(self, index, None))


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
