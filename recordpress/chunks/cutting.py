"""Which files make a chunk.

A chunk holds files of one kind that follow each other by id, or by path where that doesn't tell the id. Where a chunk
begins depends on these alone (content-defined chunking), so that a file which is added or removed changes one chunk or
two, and not all that come after it. A large file of many records is a chunk of its own: an edit of it costs it alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from zlib import crc32

from recordpress.reading.source_files import Files, Folder, SourceFile, SourceFiles

USUAL = 128  # files: a file in so many begins a chunk
MOST = 4 * USUAL  # files
MOST_BYTES = 8 << 20
LARGE = 1 << 14  # bytes of a file of many records


def by_kind_and_id(file: SourceFile) -> tuple[str, str]:
    """The order of records everywhere: in chunks, and in tables."""
    return file.kind, file.key


def cut(files: Files, usual: int = USUAL) -> Iterator[Files]:
    """The chunks of files, by kind and id.

    Args:
        files: The files.
        usual: In how many files one begins a chunk; in fewer, where they hold many records.
    """
    found = files if isinstance(files, SourceFiles) else SourceFiles(others=files)
    others = groupby(sorted(found.others, key=by_kind_and_id), attrgetter("kind"))
    kinds: dict[str, Files] = {kind: tuple(some) for kind, some in others}
    kinds |= {folder.kind: folder for folder in found.folders}
    for kind in sorted(kinds):
        some = kinds[kind]
        keys = some.keys() if isinstance(some, Folder) else [file.key for file in some]
        for part in _parts(some, _starts(keys, usual // 8 if some and some[0].many else usual)):
            is_small = isinstance(part, Folder) and len(part) <= MOST and part.largest * len(part) <= MOST_BYTES
            yield from [part] if is_small else _parts(part, _within_bounds(part))


def _parts(files: Files, starts: Sequence[int]) -> Iterator[Files]:
    """Files in parts, by the number of the first one of each."""
    if isinstance(files, Folder):
        return files.parts(starts)
    return (files[start:stop] for start, stop in pairwise([*starts, len(files)]))


def _starts(keys: Iterable[str], one_in: int) -> list[int]:
    """Which files begin a chunk by their keys."""
    return [
        number
        for number, key in enumerate(keys)
        if crc32(key.encode("utf-8", "surrogateescape")) % one_in == 0 or not number
    ]


def _within_bounds(files: Files) -> list[int]:
    """Which files begin a chunk, so that none is too large."""
    starts: list[int] = []
    size = 0
    last: SourceFile | None = None
    for number, file in enumerate(files):
        is_large = last is not None and file.many and max(file.size, last.size) >= LARGE
        if last is None or number - starts[-1] >= MOST or size + file.size > MOST_BYTES or is_large:
            starts.append(number)
            size = 0
        size += file.size
        last = file
    return starts
