"""The records that there are: what each says, and where it stands in its file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from recordpress.moving.records import Dataset, Record, UnreadableError
from recordpress.problems import Problem
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.records import read_bytes, understand
from recordpress.reading.source_files import SourceFile


@dataclass(slots=True)
class Existing:
    """Records, each of whose files is read once, and by the quickest reader.

    Args:
        dataset: The dataset.
    """

    dataset: Dataset
    _files: dict[str, tuple[Record, ...]] = field(init=False, default_factory=dict)

    def record(self, ref: str) -> Record | None:
        """A record by `kind/id`; None where there is none.

        Raises:
            UnreadableError: Its file can't be read.
        """
        file = self.dataset.places.get(ref)
        if file is None:
            return None
        return next((record for record in self._records(file) if record.ref == ref), None)

    def records(self, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The records of a kind by id, as far as they can be read."""
        for file in self.dataset.files.values():
            if file.kind == kind:
                try:
                    yield from ((record.id, record.value) for record in self._records(file))
                except UnreadableError:
                    continue

    def _records(self, file: SourceFile) -> tuple[Record, ...]:
        if file.path not in self._files:
            self._files[file.path] = self.dataset.records_at(file.path) if file.free else (self._only(file),)
        return self._files[file.path]

    def _only(self, file: SourceFile) -> Record:
        data = read_bytes(file, SIZE_LIMIT)
        if isinstance(data, Problem):
            raise UnreadableError((data,))
        read = understand(file, data)
        if read.problems or read.value is None:
            raise UnreadableError(read.problems)
        return Record(self.dataset.schemas.kinds[file.kind], file.id, file.path, data, (), read.value)
