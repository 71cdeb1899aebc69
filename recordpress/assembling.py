"""From chunks to the tables of the whole: rows where they are stored, and what only the whole can tell."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from recordpress.chunks.collecting import source_origins
from recordpress.chunks.storing import RECORDS as CURATED
from recordpress.chunks.storing import Stored, items_of
from recordpress.chunks.summary import Summary
from recordpress.linking import Refs, Registry
from recordpress.model import Collection, Row, Table, TableData
from recordpress.naming import Names
from recordpress.schema.dataset import Schemas
from recordpress.schema.engine_tables import ALIASES, CLAIMS, FACTS, NAMES, ORIGINS
from recordpress.schema.nodes import Kind
from recordpress.shaping import written_out
from recordpress.tabulating.renaming import Cells, Renaming, ToldRenaming
from recordpress.walking import Known
from recordpress.writing.cells import record_place

TOLD = {FACTS: ("value",), CLAIMS: ("claimed", "accepted")}  # columns that hold values as JSON
Change = Renaming | ToldRenaming


def collections(schemas: Schemas, summaries: Sequence[Summary]) -> tuple[Collection, ...]:
    """The records of each kind as curated, by id."""
    return tuple(
        Collection(
            name,
            kind.table,
            kind.title,
            kind.description,
            items_of(runs(some for some in summaries if some.kind == name), CURATED, "id"),
        )
        for name, kind in schemas.kinds.items()
    )


def registry_of(summaries: Sequence[Summary]) -> Registry:
    """All records by id."""
    special = [entry for some in summaries for entry in some.special]
    partly = frozenset(some.kind for some in summaries if not some.is_whole)
    by_kind: dict[str, list[Summary]] = {}
    for some in summaries:
        by_kind.setdefault(some.kind, []).append(some)
    return Registry(Refs({kind: _Ids(found) for kind, found in by_kind.items()}), special, partly)


@dataclass(frozen=True, slots=True)
class _Ids(Iterable[str]):
    """The ids of the records of some chunks."""

    summaries: Sequence[Summary]

    def __iter__(self) -> Iterator[str]:
        return (name for some in self.summaries for name in some.ids)


def names_of(schemas: Schemas, summaries: Sequence[Summary], registry: Registry, drafts: Container[str] = ()) -> Names:
    """What all records are known by beside their ids.

    Args:
        schemas: The schemas.
        summaries: The chunks, by kind and id.
        registry: All records by id.
        drafts: The records that have errors, and were read all the same, as `kind/id`.
    """
    incomplete = {some.kind for some in summaries if schemas.keys.keys and _unread(some, drafts)}
    return Names(schemas.keys, registry, (told for some in summaries for told in some.keys), incomplete)


def _unread(some: Summary, drafts: Container[str]) -> bool:
    """Whether some record of a chunk can't be read."""
    part = some.stored.part(CURATED)
    curated = part.count if part else 0
    if curated == some.count:
        return not some.is_whole
    return curated + sum(f"{some.kind}/{name}" in drafts for name in some.ids) < some.count


def runs(summaries: Iterable[Summary]) -> list[list[Stored]]:
    """The chunks of kinds in the order of their records; those whose records don't follow each other, together.

    Where ids tell the files, they follow each other.
    """
    found: list[list[Stored]] = []
    last = ("", "")
    for some in sorted(summaries, key=attrgetter("kind", "least")):
        kind, end = last
        if some.is_free and some.kind == kind and some.least <= end:
            found[-1].append(some.stored)
            last = (kind, max(end, some.greatest))
        else:
            found.append([some.stored])
            last = (some.kind, some.greatest)
    return found


def tables(schemas: Schemas, summaries: Sequence[Summary], names: Names) -> tuple[TableData, ...]:
    """All tables with their rows.

    Args:
        schemas: The schemas.
        summaries: The chunks, by kind and id.
        names: What records are known by beside their ids.
    """
    special = [entry for some in summaries for entry in some.special]
    rows: dict[str, Sequence[Row]] = {
        ALIASES: sorted((f"{entry.kind}/{alias}", entry.ref) for entry in special for alias in entry.aliases)
    }
    if schemas.source:
        rows[ORIGINS] = sorted((source, *end) for source, end in source_origins(summaries).items())
    for vocabulary in schemas.vocabularies:
        rows[vocabulary.table] = [
            (term.value, term.title, term.description or None, place) for place, term in enumerate(vocabulary.terms)
        ]
    if any(use.reference for use in schemas.keys.uses):
        rows[NAMES] = names.rows()
    stored, changes = runs(summaries), _changes(schemas, names)
    return tuple(
        TableData(
            table,
            rows[table.name]
            if table.name in rows
            else items_of(stored, table.name, record_place(table), changes.get(table.name)),
        )
        for table in schemas.tables
    )


def _changes(schemas: Schemas, names: Names) -> dict[str, Change]:
    """What puts ids in place of names, for each table that needs it."""
    parts = [part for plan in schemas.plans.values() for part in plan.all() if part.named]
    cells = {reference: names.cells(reference) for part in parts for _, reference in part.named}
    found: dict[str, Change] = {
        part.table.name: Renaming(tuple((place, cells[reference]) for place, reference in part.named)) for part in parts
    }
    if cells:
        told = (table for table in schemas.tables if table.name in TOLD)
        found |= {table.name: _told(schemas, cells, table) for table in told}
    return found


def _told(schemas: Schemas, cells: Cells, table: Table) -> ToldRenaming:
    values = tuple(table.position(column) for column in TOLD[table.name])
    return ToldRenaming(schemas.kinds, cells, table.position("field"), values)


class Records(Mapping[str, Known]):
    """Each record by `kind/id`: its kind, its file and its value, written out, which is read when it is asked for."""

    def __init__(self, schemas: Schemas | None = None, summaries: Sequence[Summary] = ()) -> None:
        """Note where the records are; all of them are valid."""
        self._kinds = schemas.kinds if schemas else {}
        self._summaries: dict[str, list[Summary]] = {}
        for some in summaries:
            self._summaries.setdefault(some.kind, []).append(some)

    def kinds(self) -> list[Kind]:
        """The kinds that have records, by name."""
        return [self._kinds[name] for name in self._summaries]

    def __getitem__(self, ref: str) -> Known:
        """The record.

        Raises:
            KeyError: There is none.
        """
        kind, _, name = str(ref).partition("/")
        for some in self._summaries.get(kind, ()):
            if some.least <= name <= some.greatest and name in some.ids:
                number = some.ids.index(name)
                path, pointer = places_of(self._kinds[kind], some)[number]
                value = written_out(self._kinds[kind].shape)(some.stored.read(CURATED)[number])
                return Known(self._kinds[kind], path, value, pointer)
        raise KeyError(ref)

    def __iter__(self) -> Iterator[str]:
        """Each `kind/id`."""
        return (f"{kind}/{name}" for kind, found in self._summaries.items() for some in found for name in some.ids)

    def paths(self) -> Iterator[tuple[str, str]]:
        """Each `kind/id` with its file; nothing is read."""
        for kind, found in self._summaries.items():
            for some in found:
                for name, (path, _) in zip(some.ids, places_of(self._kinds[kind], some), strict=True):
                    yield f"{kind}/{name}", path

    def __len__(self) -> int:
        """How many there are."""
        return sum(some.count for found in self._summaries.values() for some in found)


def places_of(kind: Kind, some: Summary) -> list[tuple[str, str]]:
    """Where the records of a chunk are: the file, relative to the dataset, and the JSON Pointer within that.

    Args:
        kind: Their kind.
        some: The chunk.
    """
    if some.is_free:
        about = some.about()
        return [(about.files[number], pointer) for number, pointer in about.places]
    return [(f"records/{kind.origin.folder}/{name}.yaml", "") for name in some.ids]


def hashes_of(schemas: Schemas, summaries: Iterable[Summary]) -> Iterator[tuple[str, str]]:
    """Each file of records, relative to the dataset, with its SHA-256."""
    for some in summaries:
        about, folder = some.about(), schemas.kinds[some.kind].origin.folder
        files = about.files or (f"records/{folder}/{name}.yaml" for name in some.ids)
        yield from zip(files, about.hashes, strict=True)
