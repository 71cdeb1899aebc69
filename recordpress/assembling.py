"""From chunks to the tables of the whole: rows where they are stored, and what only the whole can tell."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from recordpress.chunks.collecting import source_origins
from recordpress.chunks.storing import RECORDS as CURATED
from recordpress.chunks.storing import Stored, items_of
from recordpress.chunks.summary import Summary
from recordpress.linking import Registry
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
    return Registry((f"{some.kind}/{name}" for some in summaries for name in some.ids), special, partly)


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
    if curated == len(some.ids):
        return not some.is_whole
    return curated + sum(f"{some.kind}/{name}" in drafts for name in some.ids) < len(some.ids)


def runs(summaries: Iterable[Summary]) -> list[list[Stored]]:
    """The chunks of kinds in the order of their records; those whose records don't follow each other, together.

    Where ids tell the files, they follow each other.
    """
    found: list[list[Stored]] = []
    last = ("", "")
    for some in sorted(summaries, key=lambda one: (one.kind, one.ids[0])):
        kind, end = last
        if some.files and some.kind == kind and some.ids[0] <= end:
            found[-1].append(some.stored)
            last = (kind, max(end, some.ids[-1]))
        else:
            found.append([some.stored])
            last = (some.kind, some.ids[-1])
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
            if some.ids[0] <= name <= some.ids[-1] and name in some.ids:
                number = some.ids.index(name)
                path, pointer = place_of(self._kinds[kind], some, number)
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
                for number, name in enumerate(some.ids):
                    yield f"{kind}/{name}", place_of(self._kinds[kind], some, number)[0]

    def __len__(self) -> int:
        """How many there are."""
        return sum(len(some.ids) for found in self._summaries.values() for some in found)


def place_of(kind: Kind, some: Summary, number: int) -> tuple[str, str]:
    """The file of a record, relative to the dataset, and the JSON Pointer to it within that.

    Args:
        kind: The record's kind.
        some: Its chunk.
        number: Its number in that.
    """
    return some.place(number) or (f"records/{kind.origin.folder}/{some.ids[number]}.yaml", "")


def files_of(kind: Kind, some: Summary) -> tuple[str, ...]:
    """The files of a chunk, relative to the dataset."""
    return some.files or tuple(f"records/{kind.origin.folder}/{name}.yaml" for name in some.ids)
