"""Which files make a chunk.

A chunk holds files of one kind that follow each other by id. Where a chunk begins depends on the ids alone (content-
defined chunking), so that a file which is added or removed changes one chunk or two, and not all that come after it.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

from recordpress.reading.files import SourceFile

USUAL = 128  # files: a file in so many begins a chunk
MOST = 4 * USUAL  # files
MOST_BYTES = 8 << 20

Files = tuple[SourceFile, ...]


def by_kind_and_id(file: SourceFile) -> tuple[str, str]:
    """The order of records everywhere: in chunks, and in tables."""
    return file.kind, file.id


def cut(files: Iterable[SourceFile], usual: int = USUAL) -> Iterator[Files]:
    """The chunks of files that are sorted by kind and id.

    Args:
        files: The files.
        usual: In how many files one begins a chunk.
    """
    chunk: list[SourceFile] = []
    size = 0
    for file in files:
        if chunk and (
            file.kind != chunk[0].kind
            or crc32(file.id.encode("utf-8", "surrogateescape")) % usual == 0
            or len(chunk) >= MOST
            or size + file.size > MOST_BYTES
        ):
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(file)
        size += file.size
    if chunk:
        yield tuple(chunk)
