"""What the files of a chunk say: their rows and records, stored, and a summary. Nothing in it depends on other records.

But for one thing: facts count the independent publishers behind them, and those are in the records of the sources. What
was counted for each source is kept with the rows, so that it can be seen whether it still holds.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

from recordpress.chunks.storing import RECORDS as CURATED
from recordpress.chunks.storing import Stored, pack, store
from recordpress.chunks.summary import ABOUT, BETWEEN, About, Summary, Suspect, Targets, Told
from recordpress.evidence.claims import fact_rows
from recordpress.linking import Entry, Target, claimed_targets, kind_of
from recordpress.mapping import Mapped, MappedFile, Mapper
from recordpress.model import Row, Table
from recordpress.problems import Finding, Problem
from recordpress.reading.records import read_bytes
from recordpress.reading.source_files import Files
from recordpress.schema.columns import RECORDS
from recordpress.schema.dataset import Schemas
from recordpress.schema.engine_tables import FACTS
from recordpress.schema.nodes import Kind, Scalar
from recordpress.writing.cells import record_of, suspects

Publishers = Mapping[str, str | None]
KEY = 24  # hexadecimal digits


class Draft(NamedTuple):
    """A record of a chunk, which may have errors.

    Args:
        path: Its file.
        place: JSON Pointer to it within the file.
        id: Its id; "" where nothing gives it one.
        value: What it says.
    """

    path: str
    place: str
    id: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A chunk as it was made.

    Args:
        summary: What is known of it.
        problems: Problems of reading, which know their lines.
        findings: Problems of the records, which don't yet.
        drafts: The records that have errors: what they refer to can still be looked at.
    """

    summary: Summary
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    drafts: tuple[Draft, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found, so that the chunk can be kept."""
        return not (self.problems or self.findings)


class Maker:
    """Makes chunks; compiled once from the schemas."""

    def __init__(self, schemas: Schemas, publishers: Publishers, limit: int) -> None:
        """Compile what each kind needs.

        Args:
            schemas: The schemas.
            publishers: The publisher of the original of each source.
            limit: Largest size of a file in bytes.
        """
        self.mapper = Mapper(schemas)
        self.kinds = schemas.kinds
        self.source = schemas.source
        self.tables = {table.name: table for table in schemas.tables}
        self.has_parts = any(kind.origin.in_parts for kind in schemas.kinds.values())
        self.publishers = publishers
        self.limit = limit

    def make(self, files: Files, contents: Sequence[bytes | Problem] | None, folder: str) -> Made:
        """The chunk of some files of one kind.

        Args:
            files: The files, sorted by id.
            contents: What is in them, where they can't be read here.
            folder: Where to store it; "" where that can't be done here.
        """
        read = list(self._mapped(files, contents))
        told = [mapped for file in read for mapped in file.records]
        mapped = sorted((one for one in told if one.entry.id), key=_by_id) if files[0].free else told
        kind = self.kinds[files[0].kind]
        rows, cited = self._rows(mapped)
        about = self._about(kind, files, read, mapped)._replace(cited=cited)
        curated = [item.record for item in mapped if item.record is not None]
        payload, sections = pack({**rows, CURATED: curated, ABOUT: list(about)})
        path = f"{folder}/{_key(files, read, cited)}-{crc32(payload):08x}"
        summary = Summary(
            kind=kind.name,
            first=files[0].key,
            names=BETWEEN.join(item.entry.id for item in mapped),
            stored=Stored(path, sections, store(path, payload) if folder else payload),
            special=tuple(item.entry for item in mapped if item.entry.aliases or item.entry.withdrawn),
            origins=tuple(self._origins(kind, mapped)),
            suspects=tuple(found for name, some in rows.items() for found in _suspects(self.tables[name], some)),
            keys=_told(item.known.keys for item in mapped),
            is_free=files[0].free,
            is_whole=not files[0].free or all(file.is_whole for file in read),
        )
        problems = tuple(problem for file in read for problem in file.problems)
        findings = [finding for file in read for finding in file.findings]
        findings += [finding for item in told for finding in item.findings]
        drafts = tuple(
            Draft(one.entry.path, one.entry.pointer, one.entry.id, one.draft) for one in told if one.draft is not None
        )
        return Made(summary, problems, tuple(findings), drafts)

    def _about(self, kind: Kind, files: Files, read: Sequence[MappedFile], mapped: Sequence[Mapped]) -> About:
        """What is known of all records, but for the sources behind their facts."""
        about = About(
            hashes=tuple(file.sha256 for file in read),
            targets=grouped(self.mapper.targets(kind.name, mapped)),
            claimed=grouped(target for item in mapped for target in _claimed(kind, item)),
            wanted=tuple(
                (name, tuple(dict.fromkeys(rows))) for name, rows in _told(item.known.wanted for item in mapped)
            ),
        )
        if not files[0].free:
            return about
        numbers = {file.path: number for number, file in enumerate(files)}
        places = tuple((numbers[item.entry.path], item.entry.pointer) for item in mapped)
        return about._replace(files=tuple(file.path for file in files), places=places)

    def _mapped(self, files: Files, contents: Sequence[bytes | Problem] | None) -> Iterator[MappedFile]:
        for index, file in enumerate(files):
            data = read_bytes(file, self.limit) if contents is None else contents[index]
            yield self.mapper.map(file, data)

    def _rows(self, mapped: Iterable[Mapped]) -> tuple[dict[str, list[Row]], dict[str, str | None]]:
        """The rows of each table, and the publishers that facts were counted for."""
        rows: dict[str, list[Row]] = {}
        cited: dict[str, str | None] = {}
        for item in mapped:
            if item.record is None:
                continue
            for name, found in item.rows.items():
                rows.setdefault(name, []).extend(found)
            rows.setdefault(RECORDS, []).append(self.registered(item.entry))
            if item.facts:
                rows.setdefault(FACTS, []).extend(fact_rows(item.entry.ref, item.facts, self.publishers, cited))
        return rows, cited

    def registered(self, entry: Entry) -> Row:
        """The row of a record in the table of all records."""
        row = entry.row()
        return (*row, self.kinds[entry.kind].origin.part_of(entry.pointer)) if self.has_parts else row

    def _origins(self, kind: Kind, mapped: Iterable[Mapped]) -> Iterator[tuple[str, str | None, str | None]]:
        if self.source is None or kind.name != self.source.name:
            return
        original, publisher = kind.role("original"), kind.role("publisher")
        for item in mapped:
            if item.full is not None:
                yield item.entry.id, _value(item.full, original), _value(item.full, publisher)


def _value(record: Mapping[str, object], node: object) -> str | None:
    value = record.get(node.name) if isinstance(node, Scalar) else None
    return value if isinstance(value, str) else None


def _claimed(kind: Kind, item: Mapped) -> Iterable[Target]:
    disputed = item.full is not None and any(fact.disputing for fact in item.facts)
    return claimed_targets(kind, item.full) if disputed and item.full is not None else ()


def grouped(targets: Iterable[Target]) -> Targets:
    """References by the kinds that they may be of, each once and in order; by none where they are of such a kind."""
    found: dict[tuple[str, ...], set[str]] = {}
    for ref, kinds in targets:
        found.setdefault(() if kind_of(ref) in kinds else kinds, set()).add(ref)
    return tuple((kinds, tuple(sorted(refs))) for kinds, refs in sorted(found.items()))


def _told(said: Iterable[Mapping[str, Sequence[tuple[Any, ...]]]]) -> Told:
    """Values by name, of all records together."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for some in said:
        for name, rows in some.items():
            found.setdefault(name, []).extend(rows)
    return tuple((name, tuple(rows)) for name, rows in found.items())


def _suspects(table: Table, rows: Sequence[Row]) -> Iterator[Suspect]:
    for code, number, index in suspects(table, rows):
        row = rows[number]
        yield Suspect(code, table.name, table.columns[index].name, record_of(table, row), str(row[index]))


def _by_id(item: Mapped) -> str:
    return item.entry.id


def _key(files: Files, read: Iterable[MappedFile], cited: Publishers) -> str:
    """A name for the chunk's file that tells its content: what is stored twice is stored in the same place."""
    total = hashlib.sha256(repr(sorted(cited.items(), key=str)).encode())
    for file, item in zip(files, read, strict=True):
        total.update(f"{file.path}\0{item.sha256}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()[:KEY]
