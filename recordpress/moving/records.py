"""The records of a dataset where they stand in their files, and which of them a name on the command line means."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.linking import kind_of
from recordpress.moving.edits import Steps
from recordpress.pointers import steps_of
from recordpress.problems import Problem
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.files import scan
from recordpress.reading.origins import Form
from recordpress.reading.parts import read_document, read_parts
from recordpress.reading.records import read_bytes
from recordpress.reading.source_files import SourceFile
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.schema.nodes import Kind
from recordpress.suggestions import nearest
from recordpress.unusable import UnusableError

MOST = 5  # records that are named where one of them has to be chosen


@dataclass(frozen=True, slots=True)
class Record:
    """A record where it stands.

    Args:
        kind: Its kind.
        id: Its id.
        path: Its file, relative to the dataset.
        data: The file's bytes.
        at: Where it is in the file; () where the file holds nothing else.
        value: What it says.
    """

    kind: Kind
    id: str
    path: str
    data: bytes
    at: Steps
    value: Mapping[str, Any]

    @property
    def ref(self) -> str:
        """The record as `kind/id`."""
        return f"{self.kind.name}/{self.id}"


class UnreadableError(Exception):
    """A file of records can't be read; `problems` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def records_in(file: SourceFile, kind: Kind, data: bytes) -> tuple[Record, ...]:
    """The records of a file, in their order.

    Raises:
        UnreadableError: It can't be read without doubt.
    """
    document = read_document(file.path, data)
    if document.problems:
        raise UnreadableError(document.problems)
    if not file.free:
        value = document.value if isinstance(document.value, dict) else {}
        return (Record(kind, file.id, file.path, data, (), value),)
    return tuple(
        Record(kind, read.id, file.path, data, _steps(kind, read.pointer), read.value)
        for read in read_parts(file, kind.origin, data).records
        if read.value is not None
    )


def _steps(kind: Kind, pointer: str) -> Steps:
    """The steps to a record in its file; the last of a list's is a number."""
    steps = steps_of(pointer)
    return (*steps[:-1], int(steps[-1])) if kind.origin.form is Form.LIST else steps


@dataclass(frozen=True, slots=True)
class Dataset:
    """Where a dataset's records are.

    Args:
        root: Its folder.
        schemas: Its schemas.
        files: The files of its records, by path.
        places: The file of each record, by `kind/id`.
    """

    root: Path
    schemas: Schemas
    files: Mapping[str, SourceFile]
    places: Mapping[str, SourceFile]

    def named(self, name: str) -> str:
        """The record that an id, a kind and an id, or a file means, as `kind/id`.

        Raises:
            UnusableError: There is none, or several have the id or are in the file.
        """
        found = [ref for ref in self.places if name in {ref, ref.partition("/")[2]}]
        what = "is the id of" if found else "holds"
        found = found or self._in_file(name)
        if len(found) == 1:
            return found[0]
        if found:
            more = f" or {len(found) - MOST:,} others" if len(found) > MOST else ""
            raise UnusableError(f"`{name}` {what} several records: write {' or '.join(sorted(found)[:MOST])}{more}")
        raise UnusableError(f"there is no record `{name}`{self._near(name)}")

    def _in_file(self, name: str) -> list[str]:
        """The records in a file, named from where the command is run or from the dataset's folder."""
        given = Path(name)
        places = [place.parent.resolve() / place.name for place in (given, self.root / given)]  # it may be a link
        paths = {place.relative_to(self.root).as_posix() for place in places if place.is_relative_to(self.root)}
        path = next((path for path in paths if path in self.files), None)
        return [ref for ref, file in self.places.items() if file.path == path] if path else []

    def _near(self, name: str) -> str:
        bare = "/" not in name
        alias = name.rpartition("/")[2]
        for record in self._readable(file for file in self.files.values() if alias.encode() in _bytes_of(file)):
            if alias in self._aliases(record) and (bare or kind_of(name) == record.kind.name):
                return f": it is an alias of {record.ref}"
        known = sorted(self.places)
        near = nearest(name, (ref.partition("/")[2] for ref in known) if bare else known)
        return f"; did you mean {' or '.join(near)}?" if near else ""

    def _aliases(self, record: Record) -> tuple[str, ...]:
        node = record.kind.role("aliases")
        found = record.value.get(node.spelled) if node else None
        return tuple(map(str, found)) if isinstance(found, list) else ()

    def record(self, ref: str) -> Record:
        """A record.

        Raises:
            UnreadableError: Its file can't be read.
        """
        return next(record for record in self.records_at(self.places[ref].path) if record.ref == ref)

    def records_at(self, path: str, data: bytes | None = None) -> tuple[Record, ...]:
        """The records of a file.

        Args:
            path: The file.
            data: Bytes to take for those of the file; those that it has when None.

        Raises:
            UnreadableError: It can't be read.
        """
        file = self.files[path]
        held = read_bytes(file, SIZE_LIMIT) if data is None else data
        if isinstance(held, Problem):
            raise UnreadableError((held,))
        return records_in(file, self.schemas.kinds[file.kind], held)

    def value(self, ref: str) -> Mapping[str, Any]:
        """What a record says; nothing where there is none, or it can't be read."""
        file = self.places.get(ref)
        found = self._readable([file]) if file else ()
        return next((record.value for record in found if record.ref == ref), {})

    def naming(self, word: str) -> Iterator[str]:
        """The files that hold a word, by path."""
        wanted = word.encode()
        return (path for path in sorted(self.files) if wanted in _bytes_of(self.files[path]))

    def _readable(self, files: Iterable[SourceFile]) -> Iterator[Record]:
        for file in files:
            try:
                yield from self.records_at(file.path)
            except UnreadableError:
                continue


def _bytes_of(file: SourceFile) -> bytes:
    data = read_bytes(file, SIZE_LIMIT)
    return data if isinstance(data, bytes) else b""


def open_dataset(root: Path) -> tuple[Dataset | None, list[Problem]]:
    """The dataset at `root`; None where its schemas have errors."""
    schemas, problems = load_schemas(root)
    if schemas is None:
        return None, problems
    files, stray = scan(root, schemas.folders, SIZE_LIMIT)
    places = {f"{file.kind}/{name}": file for file in files for name in _ids(schemas.kinds[file.kind], file)}
    return Dataset(root, schemas, {file.path: file for file in files}, places), [*problems, *stray]


def _ids(kind: Kind, file: SourceFile) -> Iterator[str]:
    """The ids of the records in a file, as far as they can be told."""
    if not file.free:
        yield file.id
        return
    yield from (read.id for read in read_parts(file, kind.origin, read_bytes(file, SIZE_LIMIT)).records if read.id)
