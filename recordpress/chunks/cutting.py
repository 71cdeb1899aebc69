"""Which files make a chunk.

A chunk holds files of one kind that follow each other by id, or by path where that doesn't tell the id. Where a chunk
begins depends on these alone (content-defined chunking), so that a file which is added or removed changes one chunk or
two, and not all that come after it. A large file of many records is a chunk of its own: an edit of it costs it alone.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

from recordpress.reading.files import SourceFile

USUAL = 128  # files: a file in so many begins a chunk
MOST = 4 * USUAL  # files
MOST_BYTES = 8 << 20
LARGE = 1 << 14  # bytes of a file of many records

Files = tuple[SourceFile, ...]


def by_kind_and_id(file: SourceFile) -> tuple[str, str]:
    """The order of records everywhere: in chunks, and in tables."""
    return file.kind, file.key


def cut(files: Iterable[SourceFile], usual: int = USUAL) -> Iterator[Files]:
    """The chunks of files that are sorted by kind and id.

    Args:
        files: The files.
        usual: In how many files one begins a chunk; in fewer, where they hold many records.
    """
    chunk: list[SourceFile] = []
    size = 0
    for file in files:
        if chunk and (
            file.kind != chunk[0].kind
            or crc32(file.key.encode("utf-8", "surrogateescape")) % (usual // 8 if file.many else usual) == 0
            or len(chunk) >= MOST
            or size + file.size > MOST_BYTES
            or (file.many and max(file.size, chunk[-1].size) >= LARGE)
        ):
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(file)
        size += file.size
    if chunk:
        yield tuple(chunk)
