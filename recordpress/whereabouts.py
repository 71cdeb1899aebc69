"""Where a record stands: its file, its place in that, and its lines, however many records a file holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordpress.chunks import keeping
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.files import SourceFile, scan
from recordpress.reading.parts import read_parts
from recordpress.reading.records import read_bytes
from recordpress.reading.spans import Span, spans_of
from recordpress.reading.text import decode
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Kind


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a record stands.

    Args:
        kind: Its kind.
        id: Its id.
        path: Its file, relative to the dataset, with forward slashes.
        pointer: JSON Pointer to it within the file; "" where the file holds nothing else.
        span: Its lines and characters; None where the file can't be taken apart.
    """

    kind: str
    id: str
    path: str
    pointer: str
    span: Span | None


def whereabouts(root: Path, schemas: Schemas, kind: str, name: str) -> Whereabouts | None:
    """Where a record stands; None where there is none of that id.

    Args:
        root: The dataset.
        schemas: Its schemas.
        kind: The record's kind.
        name: Its id.
    """
    files = [file for file in scan(root, schemas.folders)[0] if file.kind == kind]
    for file in _likely(root, schemas, files, name):
        for found in records_in(file, schemas.kinds[kind]):
            if found.id == name:
                return found
    return None


def records_in(file: SourceFile, kind: Kind) -> tuple[Whereabouts, ...]:
    """Where the records of a file stand, in its order; those without an id are left out.

    Args:
        file: The file, as `scan` finds it.
        kind: The kind of its records.
    """
    data = read_bytes(file, SIZE_LIMIT)
    if not isinstance(data, bytes):
        return ()
    parts = read_parts(file, kind.origin, data)
    places = {read.pointer: read.id for read in parts.records if read.id}
    spans = spans_of(decode(data, file.path), places)
    return tuple(Whereabouts(kind.name, name, file.path, at, spans.get(at)) for at, name in places.items())


def _likely(root: Path, schemas: Schemas, files: Sequence[SourceFile], name: str) -> Iterator[SourceFile]:
    """The files that may hold a record, without those of which it is known that they don't."""
    if not any(file.free for file in files):
        yield from (file for file in files if file.id == name)
        return
    kept = keeping.load(keeping.cache_folder(root, schemas.digest)).values()
    known: dict[tuple[str, str], set[str]] = {}
    for some in kept:
        for path, stamp in zip(some.files, some.stamps, strict=bool(some.files)):
            known[path, stamp] = set()
        for (number, _), one in zip(some.places, some.ids, strict=bool(some.files)):
            known[some.files[number], some.stamps[number]].add(one)
    for file in files:
        ids = known.get((file.path, keeping.seen(file)))
        if ids is None or name in ids:
            yield file
