"""A chunk's file: lists of rows and records, each a section that is read by itself, whenever it is asked for.

Where a section stands, how long it is and its checksum are in the chunk's summary, not in the file. A section that is
not what was written is never used: the chunk is made again.
"""

import hashlib
import marshal
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol, overload
from zlib import crc32

from recordpress.unusable import UnusableError

DIGEST = 32  # hexadecimal digits
RECORDS = "/records"  # the section of the records as curated: no table has such a name


class SpoiledError(UnusableError):
    """A chunk's file is gone, or is not what was written: damaged, or removed by a build that ran meanwhile."""

    def __init__(self, path: str) -> None:
        """Note which file it is."""
        super().__init__(f"{path} was changed or removed by another program: run the command again")
        self.path = path

    def __reduce__(self) -> tuple[type["SpoiledError"], tuple[str]]:
        """How it comes from another process."""
        return SpoiledError, (self.path,)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chunk's file.

    Args:
        offset: Where it begins, in bytes.
        length: How long it is, in bytes.
        count: How many rows or records it holds.
        checksum: CRC-32 of its bytes.
        digest: A strong hash of its bytes: what is made of them is known by it.
    """

    offset: int
    length: int
    count: int
    checksum: int
    digest: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section, where it is kept.

    Args:
        path: The chunk's file.
        section: Where it stands in it.
        payload: The file's bytes, where it could not be written; None where it was.
    """

    path: str
    section: Section
    payload: bytes | None = None

    @property
    def count(self) -> int:
        """How many items it holds."""
        return self.section.count

    @property
    def digest(self) -> str:
        """A strong hash of its items."""
        return self.section.digest

    @property
    def paths(self) -> tuple[str, ...]:
        """The chunk's file."""
        return (self.path,)

    def read(self) -> list[Any]:
        """Its items.

        Raises:
            SpoiledError: They can't be had.
        """
        data = self._bytes()
        if crc32(data) != self.section.checksum:
            raise SpoiledError(self.path)
        try:
            items: list[Any] = marshal.loads(data)  # noqa: S302 - times of files and the checksum show that we wrote it
        except (EOFError, TypeError, ValueError):
            raise SpoiledError(self.path) from None
        return items

    def _bytes(self) -> bytes:
        section = self.section
        if self.payload is not None:
            return self.payload[section.offset : section.offset + section.length]
        try:
            descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            try:
                os.lseek(descriptor, section.offset, os.SEEK_SET)
                return os.read(descriptor, section.length)
            finally:
                os.close(descriptor)
        except OSError:
            raise SpoiledError(self.path) from None


@dataclass(frozen=True, slots=True)
class Merged:
    """The sections of some chunks whose records don't follow each other, as if of one: in order of the records.

    Args:
        parts: The sections, each in order.
        key: Where an item names its record: the place in a row, or the property of a record.
    """

    parts: tuple[Part, ...]
    key: int | str

    @property
    def count(self) -> int:
        """How many items there are."""
        return sum(part.count for part in self.parts)

    @property
    def digest(self) -> str:
        """A strong hash of the items."""
        return digest_of(repr((self.key, *(part.digest for part in self.parts))).encode())

    @property
    def paths(self) -> tuple[str, ...]:
        """The chunks' files."""
        return tuple(part.path for part in self.parts)

    def read(self) -> list[Any]:
        """The items.

        Raises:
            SpoiledError: They can't be had.
        """
        items = [item for part in self.parts for item in part.read()]
        items.sort(key=itemgetter(self.key))  # which takes what is in order already as it is
        return items


@dataclass(frozen=True, slots=True)
class Stored:
    """A chunk's rows and records, where they are kept.

    Args:
        path: The file.
        sections: Its sections by name: tables, and `RECORDS`.
        payload: The file's bytes, where it could not be written; None where it was.
    """

    path: str
    sections: Mapping[str, Section]
    payload: bytes | None = None

    def part(self, name: str) -> Part | None:
        """A section; None where there is none."""
        section = self.sections.get(name)
        return Part(self.path, section, self.payload) if section else None

    def read(self, name: str) -> list[Any]:
        """The items of a section; an empty list where there is none.

        Raises:
            SpoiledError: They can't be had.
        """
        part = self.part(name)
        return part.read() if part else []


def digest_of(data: bytes) -> str:
    """A strong hash, short enough to be kept by thousands."""
    return hashlib.sha256(data).hexdigest()[:DIGEST]


def pack(lists: Mapping[str, list[Any]]) -> tuple[bytes, dict[str, Section]]:
    """The bytes of a chunk's file, and its sections."""
    parts: list[bytes] = []
    sections: dict[str, Section] = {}
    offset = 0
    for name, items in lists.items():
        part = marshal.dumps(items)
        sections[name] = Section(offset, len(part), len(items), crc32(part), digest_of(part))
        parts.append(part)
        offset += len(part)
    return b"".join(parts), sections


def store(path: str, payload: bytes) -> bytes | None:
    """Write a chunk's file in one step; the payload itself where that fails: a full disk costs memory and time only."""
    beside = f"{path}.{os.getpid()}"
    try:
        Path(beside).write_bytes(payload)
        os.replace(beside, path)  # noqa: PTH105 - a path is a text here
    except OSError:
        with suppress(OSError):
            os.unlink(beside)  # noqa: PTH108 - likewise
        return payload
    return None


class Change(Protocol):
    """What becomes of items when they are read."""

    def __call__(self, items: list[Any], /) -> list[Any]:
        """The items as they are to be."""

    @property
    def digest(self) -> str:
        """A strong hash of all that it depends on."""


@dataclass(frozen=True, eq=False)
class StoredItems(Sequence[Any]):
    """Rows or records in the order of their chunks, read anew each time that they are gone through.

    Args:
        parts: The section of each chunk that has it, or those of several together.
        change: What becomes of them when they are read; None for nothing.
    """

    parts: tuple[Part | Merged, ...]
    change: Change | None = None

    def blocks(self) -> Iterator[list[Any]]:
        """The items of one chunk after the other."""
        if self.change is None:
            return (part.read() for part in self.parts)
        return (self.change(part.read()) for part in self.parts)

    def keyed(self) -> Iterator[tuple[str, "StoredItems"]]:
        """The items of one chunk after the other that has any, after a strong hash of them; they are not read."""
        after = f"/{self.change.digest}" if self.change else ""
        for part in self.parts:
            if part.count:
                yield f"{part.digest}{after}", replace(self, parts=(part,))

    def __iter__(self) -> Iterator[Any]:
        """Each item."""
        for block in self.blocks():
            yield from block

    def __len__(self) -> int:
        """How many there are, without reading them."""
        return sum(part.count for part in self.parts)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        """One item, or several; only the chunk of a single one is read."""
        if isinstance(index, slice):
            return list(islice(self, *index.indices(len(self)))) if (index.step or 1) > 0 else list(self)[index]
        place = index + len(self) if index < 0 else index
        for part in self.parts:
            if 0 <= place < part.count:
                return (self.change or list)(part.read()[place : place + 1])[0]
            place -= part.count
        raise IndexError(index)

    def __eq__(self, other: object) -> bool:
        """Whether the items are the same, wherever they are kept."""
        return isinstance(other, Sequence) and len(self) == len(other) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


def items_of(
    chunks: Iterable[Stored | Sequence[Stored]],
    name: str,
    key: int | str = 0,
    change: Change | None = None,
) -> StoredItems:
    """The rows of a table in all chunks, or their records.

    Args:
        chunks: The chunks in order; those whose records don't follow each other, together.
        name: The table.
        key: Where an item names its record, as in `Merged`.
        change: What becomes of them when they are read; None for nothing.
    """
    parts: list[Part | Merged] = []
    for chunk in chunks:
        several = (chunk,) if isinstance(chunk, Stored) else chunk
        found = tuple(part for one in several if (part := one.part(name)) is not None)
        parts += found if len(found) < 2 else (Merged(found, key),)  # noqa: PLR2004
    return StoredItems(tuple(parts), change)
