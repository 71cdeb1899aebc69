"""The ZIP file: descriptors and data, with fixed times and rights, in the order of the names.

Files are compressed in pieces, as pigz does: each piece is deflated by itself, with the end of the one before as its
dictionary, and all of them in a row are one stream of RFC 1951. So pieces can be made by several processes, and those
that the last package has already are taken from it. Where a piece ends depends on the content around alone, so that
what comes after an edit is cut as before.
"""

import hashlib
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from recordpress.crew import Inline
from recordpress.writing.blocks import Earlier, Placed, place
from recordpress.writing.files import files_below

OLDEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that ZIP knows
UNIX = 3
READABLE = 0o100644 << 16
WINDOW = 1 << 15  # bytes that deflate looks back
LEAST = 3 << 16  # bytes of a piece, but for the last one
MOST = 1 << 20
ONE_IN = 256  # lines of a piece that has as much, one ends it
KEY = 32  # hexadecimal digits
AHEAD = 16  # pieces that are made before they are needed
DEFLATE = -zlib.MAX_WBITS  # without a header


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file that is compressed by itself.

    Args:
        before: The end of what comes before it.
        data: What it is.
        is_last: Whether nothing comes after it.
    """

    before: bytes
    data: bytes
    is_last: bool

    @property
    def key(self) -> str:
        """A hash of all that its compressed form depends on."""
        total = hashlib.sha256(f"{len(self.before)}/{self.is_last}/".encode())
        total.update(self.before)
        total.update(self.data)
        return total.hexdigest()[:KEY]


def compress(piece: Piece) -> bytes:
    """The compressed form of a piece."""
    kept = zlib.compressobj(wbits=DEFLATE, zdict=piece.before) if piece.before else zlib.compressobj(wbits=DEFLATE)
    return kept.compress(piece.data) + kept.flush(zlib.Z_FINISH if piece.is_last else zlib.Z_SYNC_FLUSH)


def write_archive(folder: Path, path: Path, earlier: Earlier | None = None, executor: Executor | None = None) -> Placed:
    """Write what makes the data package: `datapackage.json`, `croissant.json` and everything in `data/`.

    The module zipfile writes each member as if it were not to be compressed; then it is told what the bytes really are.

    Args:
        folder: The folder that holds them.
        path: The ZIP file.
        earlier: The ZIP file as it was, of which pieces may be taken.
        executor: Who compresses.

    Returns:
        The pieces.

    Raises:
        OSError: The file cannot be written.
    """
    data = (f"data/{name}" for name in files_below(folder / "data"))
    placed = bytearray()
    with earlier or Earlier() as known, zipfile.ZipFile(path, "w") as archive:
        packer = _Packer(known, executor or Inline())
        for name in ("croissant.json", "datapackage.json", *data):
            placed += packer.add(archive, _entry(name, folder / name), folder / name)
        entries = archive.infolist()
    with path.open("r+b") as stream:
        for entry in entries:
            stream.seek(entry.header_offset)
            stream.write(entry.FileHeader(_is_large(entry.file_size)))
    return bytes(placed)


@dataclass(frozen=True, slots=True)
class _Packer:
    """Adds files to an archive.

    Args:
        known: The archive as it was.
        executor: Who compresses what it has not.
    """

    known: Earlier
    executor: Executor

    def add(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Placed:
        """Add a file, and return its pieces."""
        is_large = _is_large(entry.file_size)
        placed = bytearray()
        checksum = size = 0
        with path.open("rb") as source, archive.open(entry, "w", force_zip64=is_large) as target:
            offset = entry.header_offset + len(entry.FileHeader(is_large))
            for key, piece, packed in self._packed(cut(source)):
                target.write(packed)
                placed += place(key, offset, len(packed))
                offset += len(packed)
                size += len(piece.data)
                checksum = zlib.crc32(piece.data, checksum)
        entry.compress_type, entry.CRC, entry.file_size = zipfile.ZIP_DEFLATED, checksum, size
        return bytes(placed)

    def _packed(self, pieces: Iterator[Piece]) -> Iterator[tuple[str, Piece, bytes]]:
        """Each piece with its key and its compressed form, in order; some are made ahead."""
        waiting: deque[tuple[str, Piece, bytes | Future[bytes]]] = deque()
        for piece in pieces:
            key = piece.key
            taken = self.known.block(key)
            waiting.append((key, piece, self.executor.submit(compress, piece) if taken is None else taken))
            if len(waiting) > AHEAD:
                yield _made(*waiting.popleft())
        while waiting:
            yield _made(*waiting.popleft())


def _made(key: str, piece: Piece, packed: bytes | Future[bytes]) -> tuple[str, Piece, bytes]:
    return key, piece, packed if isinstance(packed, bytes) else packed.result()


def cut(source: BinaryIO) -> Iterator[Piece]:
    """The pieces of a file: each ends after a line that a hash picks, once it is long enough, and is never too long.

    Args:
        source: The file.
    """
    before, data = b"", source.read(MOST)
    while True:
        end = _end(data)
        following = source.read(end)
        piece = Piece(before, data[:end], is_last=end == len(data) and not following)
        yield piece
        if piece.is_last:
            return
        before, data = piece.data[-WINDOW:], data[end:] + following


def _end(data: bytes) -> int:
    """Where a piece ends that begins with the data, of which there is as much as it may hold, or all."""
    end = LEAST
    while (following := data.find(b"\n", end) + 1) > 0:
        if zlib.crc32(data[end:following]) % ONE_IN == 0:
            return following
        end = following
    return len(data)


def _entry(name: str, path: Path) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, OLDEST)
    entry.create_system = UNIX
    entry.external_attr = READABLE
    entry.file_size = path.stat().st_size
    return entry


def _is_large(size: int) -> bool:
    """Whether a file gets the large header, as one that could be larger once it is compressed."""
    return size > zipfile.ZIP64_LIMIT // 2
