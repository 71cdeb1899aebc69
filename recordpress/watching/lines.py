"""`records.jsonl` of previews: lines of records whose chunks are the same are those of the preview before."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from recordpress.chunks.storing import Merged, Part, StoredItems
from recordpress.model import Content, TableData
from recordpress.schema.columns import RECORDS
from recordpress.schema.engine_tables import FACTS
from recordpress.writing.record_lines import Grouped, write_lines, write_record_lines

Block = Part | Merged
Owned = Mapping[str, Block]
"""The rows of a table by the file of the chunk that holds them."""


@dataclass(slots=True)
class Lines:
    """The lines of the last preview.

    Args:
        path: A file of one's own, in which they are kept.
    """

    path: Path
    _places: dict[Block, tuple[int, int]] = field(default_factory=dict)

    def write(self, content: Content, target: Path) -> None:
        """Write what `write_record_lines` would.

        Raises:
            OSError: The file cannot be written.
            SpoiledError: Records or rows of chunks can't be had any more.
        """
        places, self._places = self._places, {}
        stored = [some.records for some in content.collections]
        if not all(isinstance(records, StoredItems) for records in stored):
            write_record_lines(content, target)
            return
        found = self._write(content, target, places)
        self.path.unlink(missing_ok=True)
        try:
            os.link(target, self.path)
        except OSError:
            shutil.copyfile(target, self.path)
        self._places = found

    def _write(
        self, content: Content, target: Path, places: Mapping[Block, tuple[int, int]]
    ) -> dict[Block, tuple[int, int]]:
        tables = {data.table.name: data for data in content.tables}
        registry, facts = tables[RECORDS], tables.get(FACTS)
        own = [_owned(registry), _owned(facts)]
        found: dict[Block, tuple[int, int]] = {}
        with target.open("wb") as stream, self.path.open("rb") if places else nullcontext() as before:
            for some in sorted(content.collections, key=lambda some: f"{some.kind}/"):
                for block in some.records.parts if isinstance(some.records, StoredItems) else ():
                    start = stream.tell()
                    if before and block in places:
                        before.seek(places[block][0])
                        stream.write(before.read(places[block][1]))
                    else:
                        records = replace(some, records=StoredItems((block,)))
                        grouped = [
                            _grouped(data, of, block, name)
                            for data, of, name in zip((registry, facts), own, ("ref", "record"), strict=True)
                        ]
                        write_lines(stream, records, *grouped)
                    found[block] = (start, stream.tell() - start)
        return found


def _files(block: Block) -> Iterator[str]:
    for part in block.parts if isinstance(block, Merged) else (block,):
        yield part.path


def _owned(data: TableData | None) -> Owned:
    parts = data.rows.parts if data and isinstance(data.rows, StoredItems) else ()
    return {file: part for part in parts for file in _files(part)}


def _grouped(data: TableData | None, owned: Owned, block: Block, name: str) -> Grouped:
    """The rows of a table on the records of a block."""
    if data is None:
        return Grouped(None, name)
    parts = dict.fromkeys(owned[file] for file in _files(block) if file in owned)
    return Grouped(replace(data, rows=StoredItems(tuple(parts))), name)
