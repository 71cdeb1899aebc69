"""A dataset in a folder as a state to be compared: read by the stages that a build reads it by, as far as they come."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from recordpress.assembling import collections, names_of, registry_of, tables
from recordpress.chunks import keeping
from recordpress.chunks.collecting import Chunks, collect
from recordpress.chunks.storing import RECORDS
from recordpress.comparing.snapshot import Origin, Record, Shape, Snapshot
from recordpress.comparing.unschemed import read_unschemed
from recordpress.crew import Crew
from recordpress.locating import locate
from recordpress.metadata_reading import load_metadata
from recordpress.model import Content, Row, TableData, TableRole
from recordpress.problems import Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.files import scan
from recordpress.relating import drafts_of, link
from recordpress.schema.dataset import load_schemas
from recordpress.sql_files import load_views
from recordpress.writing.database import open_filled
from recordpress.writing.descriptor import table_schema
from recordpress.writing.names import DESCRIPTOR


def read_dataset(root: Path, origin: Origin, progress: Progress, crew: Crew) -> Snapshot:
    """The state of the dataset at `root`; what has problems is in it as far as it can be read.

    Args:
        root: The dataset; chunks of its records are kept in it, as by a check.
        origin: What it is called.
        progress: Told how far it is.
        crew: Who reads the records.

    Raises:
        UnusableError: A worker was ended from outside.
    """
    return keeping.twice(lambda: _read_dataset(root, origin, progress, crew))


def _read_dataset(root: Path, origin: Origin, progress: Progress, crew: Crew) -> Snapshot:
    metadata, problems = load_metadata(root) if (root / DESCRIPTOR).is_file() else ({}, [])
    schemas, found = load_schemas(root)
    problems += found
    if schemas is None:
        return read_unschemed(root, origin, metadata, problems)
    files, stray = scan(root, schemas.folders, SIZE_LIMIT)
    progress.stage(f"reading records of {origin.title}")
    chunks = collect(root, schemas, files, SIZE_LIMIT, crew, progress.step)
    views, findings = load_views(root)
    findings += [finding for made in chunks.made for finding in made.findings]
    names = names_of(schemas, chunks.summaries, registry_of(chunks.summaries), drafts_of(chunks.made))
    findings += link(schemas, chunks.made, names).findings
    problems += [*stray, *(problem for made in chunks.made for problem in made.problems), *locate(root, findings)]
    whole = not has_errors(problems)
    content = Content(metadata, tables(schemas, chunks.summaries, names), collections(schemas, chunks.summaries), views)
    snapshot = Snapshot(
        origin,
        metadata,
        shapes={data.table.name: _shape(data) for data in content.tables},
        kinds=schemas.kinds,
        prints=dict(_prints(chunks)),
        read=_Reader(chunks),
        rows=_Rows(content.tables),
        problems=tuple(in_order(problems)),
        is_whole=whole,
        form=sha256(f"{schemas.digest}{views}".encode()).hexdigest(),
    )
    derives = whole and any(view.key for view in views)
    return replace(snapshot, completed=lambda: _completed(snapshot, content)) if derives else snapshot


def _completed(snapshot: Snapshot, content: Content) -> Snapshot:
    """The state with the tables that are made by queries."""
    connection, whole, _ = open_filled(content)
    with closing(connection):
        shapes = {data.table.name: _shape(data) for data in whole.tables}
        return replace(snapshot, shapes=shapes, rows=_Rows(whole.tables))


def _shape(data: TableData) -> Shape:
    table = data.table
    return Shape(table.name, table_schema(table), table.role is TableRole.VOCABULARY, table.role is TableRole.DERIVED)


def _prints(chunks: Chunks) -> Iterator[tuple[str, str]]:
    """The hash of the file of each record."""
    for some in chunks.summaries:
        about = some.about()
        numbers = [number for number, _ in about.places] if some.is_free else range(some.count)
        for name, number in zip(some.ids, numbers, strict=True):
            yield f"{some.kind}/{name}", about.hashes[number]


class _Rows:
    """Reads the rows of tables."""

    def __init__(self, made: Sequence[TableData]) -> None:
        self._rows = {data.table.name: data.rows for data in made}

    def __call__(self, name: str) -> Sequence[Row]:
        return self._rows[name]


class _Reader:
    """Reads records, from the chunks that hold them; those with errors of their own as they were written."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._drafts = drafts_of(chunks.made)

    def __call__(self, refs: Iterable[str]) -> dict[str, Record]:
        wanted: dict[str, set[str]] = {}
        for ref in refs:
            kind, _, name = ref.partition("/")
            wanted.setdefault(kind, set()).add(name)
        found: dict[str, Record] = {}
        for some in self._chunks.summaries:
            names = wanted.get(some.kind, set()).intersection(some.ids)
            if names:
                found |= self._of(some.kind, names, some.stored.read(RECORDS))
        return found

    def _of(self, kind: str, names: set[str], records: Iterable[dict[str, Any]]) -> dict[str, Record]:
        """The records of a chunk that are wanted."""
        found: dict[str, Record] = {f"{kind}/{name}": record for record in records if (name := record["id"]) in names}
        for name in names:
            draft = self._drafts.get(f"{kind}/{name}")
            if draft is not None:
                found[f"{kind}/{name}"] = draft.value
        return found


def problems_in_words(problems: Sequence[Problem]) -> str:
    """How many problems there are, and where the first is; "" for none."""
    if not problems:
        return ""
    first = problems[0]
    count = f"{len(problems):,} problem{'' if len(problems) == 1 else 's'}"
    return f"{count}, the first: {first.place} {first.code} {first.message}"
