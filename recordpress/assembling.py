"""From chunks to the tables of the whole: rows where they are stored, and what only the whole can tell."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from recordpress.chunks.collecting import source_origins
from recordpress.chunks.storing import RECORDS as CURATED
from recordpress.chunks.storing import items_of
from recordpress.chunks.summary import Summary
from recordpress.linking import Registry
from recordpress.model import Collection, Row, TableData
from recordpress.naming import Names
from recordpress.schema.dataset import Schemas
from recordpress.schema.engine_tables import ALIASES, NAMES, ORIGINS
from recordpress.schema.nodes import Kind
from recordpress.tabulating.renaming import Renaming

Known = tuple[Kind, str, Mapping[str, Any]]


def collections(schemas: Schemas, summaries: Sequence[Summary]) -> tuple[Collection, ...]:
    """The records of each kind as curated, by id."""
    return tuple(
        Collection(
            name,
            kind.table,
            kind.title,
            kind.description,
            items_of((some.stored for some in summaries if some.kind == name), CURATED),
        )
        for name, kind in schemas.kinds.items()
    )


def registry_of(summaries: Sequence[Summary]) -> Registry:
    """All records by id."""
    special = [entry for some in summaries for entry in some.special]
    return Registry((f"{some.kind}/{name}" for some in summaries for name in some.ids), special)


def names_of(schemas: Schemas, summaries: Sequence[Summary], registry: Registry, drafts: Container[str] = ()) -> Names:
    """What all records are known by beside their ids.

    Args:
        schemas: The schemas.
        summaries: The chunks, by kind and id.
        registry: All records by id.
        drafts: The files of records that have errors, and were read all the same.
    """
    incomplete = {some.kind for some in summaries if schemas.keys.keys and _unread(schemas, some, drafts)}
    return Names(schemas.keys, registry, (told for some in summaries for told in some.keys), incomplete)


def _unread(schemas: Schemas, some: Summary, drafts: Container[str]) -> bool:
    """Whether some record of a chunk can't be read."""
    part = some.stored.part(CURATED)
    curated = part.section.count if part else 0
    if curated == len(some.ids):
        return False
    return curated + sum(path_of(schemas.kinds[some.kind], name) in drafts for name in some.ids) < len(some.ids)


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
        rows[ORIGINS] = [(source, *end) for source, end in source_origins(summaries).items()]
    for vocabulary in schemas.vocabularies:
        rows[vocabulary.table] = [
            (term.value, term.title, term.description or None, place) for place, term in enumerate(vocabulary.terms)
        ]
    if any(use.reference for use in schemas.keys.uses):
        rows[NAMES] = names.rows()
    stored = [some.stored for some in summaries]
    changes = _changes(schemas, names)
    return tuple(
        TableData(
            table,
            rows[table.name] if table.name in rows else items_of(stored, table.name, changes.get(table.name)),
        )
        for table in schemas.tables
    )


def _changes(schemas: Schemas, names: Names) -> dict[str, Renaming]:
    """What puts ids in place of names, for each table that needs it."""
    parts = (part for plan in schemas.plans.values() for part in plan.all() if part.named)
    return {
        part.table.name: Renaming(tuple((place, names.cells(reference)) for place, reference in part.named))
        for part in parts
    }


class Records(Mapping[str, Known]):
    """Each record by `kind/id`: its kind, its file and its value, which is read when it is asked for."""

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
                value = some.stored.read(CURATED)[some.ids.index(name)]
                return self._kinds[kind], path_of(self._kinds[kind], name), value
        raise KeyError(ref)

    def __iter__(self) -> Iterator[str]:
        """Each `kind/id`."""
        return (f"{kind}/{name}" for kind, found in self._summaries.items() for some in found for name in some.ids)

    def paths(self) -> Iterator[tuple[str, str]]:
        """Each `kind/id` with its file; nothing is read."""
        for ref in self:
            kind, _, name = ref.partition("/")
            yield ref, path_of(self._kinds[kind], name)

    def __len__(self) -> int:
        """How many there are."""
        return sum(len(some.ids) for found in self._summaries.values() for some in found)


def path_of(kind: Kind, name: str) -> str:
    """The file of a record, relative to the dataset."""
    return f"records/{kind.folder}/{name}.yaml"
