"""Files that are written in blocks, so that those which have not changed can be taken from the last package.

A block is what is made of the rows or records of one chunk. What it is made of has a key: where the last package has a
block of the same key, its bytes are taken, and nothing is read or made.
"""

import hashlib
import marshal
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar

from recordpress.chunks.storing import StoredItems, digest_of

PLAIN = 2  # a form that depends on the values alone
USUAL = 2_000  # items that become text at once: they fit the processor's cache
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a file.

    Args:
        key: A hash of what it is made of; "" where nothing tells.
        make: Makes it.
    """

    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the blocks of a file.

    Args:
        head: At the beginning.
        opening: Before the first block.
        between: Before each other block.
        tail: At the end.
    """

    head: bytes = b""
    opening: bytes = b""
    between: bytes = b""
    tail: bytes = b""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is to be written.

    Args:
        frame: What stands around its blocks.
        blocks: Its blocks, none of which is empty.
    """

    frame: Frame
    blocks: Sequence[Block]

    @property
    def keys(self) -> tuple[str, ...]:
        """What the blocks are made of."""
        return tuple(block.key for block in self.blocks)


Placed = bytes
"""The blocks in a file, packed, as there may be hundreds of thousands in a package: see `place`."""
_PLACE = struct.Struct("<16sQQ")


def place(key: str, offset: int, length: int) -> Placed:
    """A block in a file: a hash of its key, where it begins and how long it is, in bytes; nothing for one without."""
    return _PLACE.pack(_hash(key), offset, length) if key else b""


def places(placed: Placed) -> Iterator[tuple[bytes, int, int]]:
    """The blocks one by one."""
    return _PLACE.iter_unpack(placed)


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()[:16]


@dataclass(slots=True)
class Earlier:
    """An earlier file, of which blocks are taken; it has been seen that it is what was written.

    Args:
        path: The file; None for none.
        placed: Its blocks.
    """

    path: Path | None = None
    placed: Placed = b""
    _places: dict[bytes, tuple[int, int]] = field(init=False, default_factory=dict)
    _stream: BinaryIO | None = field(init=False, default=None)

    def __enter__(self) -> Self:
        """Open it."""
        if self.path is not None:
            self._stream = self.path.open("rb", buffering=0)
            self._places = {key: (offset, length) for key, offset, length in places(self.placed)}
        return self

    def __exit__(self, *_error: object) -> None:
        """Close it."""
        if self._stream is not None:
            self._stream.close()

    def block(self, key: str) -> bytes | None:
        """The bytes of a block; None where it has none of that key."""
        found = self._places.get(_hash(key)) if key else None
        if found is None or self._stream is None:
            return None
        self._stream.seek(found[0])
        data = self._stream.read(found[1])
        return data if len(data) == found[1] else None


def write_blocks(plan: Plan, path: Path, earlier: Earlier | None = None) -> Placed:
    """Write a file.

    Args:
        plan: How.
        path: Where to.
        earlier: The file as it was, of which blocks may be taken.

    Returns:
        Its blocks.

    Raises:
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    placed = bytearray()
    with earlier or Earlier() as known, path.open("wb") as stream:
        stream.write(plan.frame.head)
        offset, before = len(plan.frame.head), plan.frame.opening
        for block in plan.blocks:
            taken = known.block(block.key)
            data = block.make() if taken is None else taken
            stream.write(before)
            stream.write(data)
            offset += len(before)
            placed += place(block.key, offset, len(data))
            offset += len(data)
            before = plan.frame.between
        stream.write(plan.frame.tail)
    return bytes(placed)


def blocks_of(items: Sequence[Any], render: Callable[[list[Any]], bytes], usual: int = USUAL) -> list[Block]:
    """The blocks of some rows or records.

    Args:
        items: The rows or records.
        render: Makes a block of some of them.
        usual: How many make a block where they are in no chunks.
    """
    if isinstance(items, StoredItems):
        return [Block(key, partial(_rendered, render, some)) for key, some in items.keyed()]
    return [Block(_key(some), partial(_rendered, render, some)) for some in chunks(items, usual)]


def keys_of(items: Sequence[Any]) -> tuple[str, ...]:
    """Hashes of the blocks of some rows or records, as of `blocks_of`."""
    if isinstance(items, StoredItems):
        return tuple(key for key, _ in items.keyed())
    return tuple(map(_key, chunks(items)))


def _key(items: list[Any]) -> str:
    try:
        return digest_of(marshal.dumps(items, PLAIN))
    except ValueError:
        return ""


def _rendered(render: Callable[[list[Any]], bytes], items: Iterable[Any]) -> bytes:
    return render(list(items))


def chunks(items: Iterable[T], size: int = USUAL) -> Iterator[list[T]]:
    """Rows or records in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
