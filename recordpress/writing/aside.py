"""Rows that stand in no chunk, put aside in a file, so that they are not all in memory while they are written."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from recordpress.chunks.storing import Part, StoredItems, pack
from recordpress.model import Row

ROWS = "rows"


def put_aside(batches: Iterable[list[Row]], path: Path) -> StoredItems:
    """Write rows to a file, from which they are read again as those of chunks are.

    Args:
        batches: The rows, in lists of which one after the other is in memory.
        path: The file; it has to stay for as long as the rows are needed.

    Raises:
        OSError: It can't be written.
    """
    parts: list[Part] = []
    offset = 0
    with path.open("wb") as stream:
        for batch in batches:
            payload, sections = pack({ROWS: batch})
            stream.write(payload)
            parts.append(Part(str(path), replace(sections[ROWS], offset=offset)))
            offset += len(payload)
    return StoredItems(tuple(parts))
