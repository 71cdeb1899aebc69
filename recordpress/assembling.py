"""From chunks to the tables of the whole: rows where they are stored, and what only the whole can tell."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recordpress.chunks.collecting import source_origins
from recordpress.chunks.storing import RECORDS as CURATED
from recordpress.chunks.storing import items_of
from recordpress.chunks.summary import Summary
from recordpress.model import Collection, Row, TableData
from recordpress.schema.dataset import Schemas
from recordpress.schema.engine_tables import ALIASES, ORIGINS
from recordpress.schema.nodes import Kind

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


def tables(schemas: Schemas, summaries: Sequence[Summary]) -> tuple[TableData, ...]:
    """All tables with their rows.

    Args:
        schemas: The schemas.
        summaries: The chunks, by kind and id.
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
    stored = [some.stored for some in summaries]
    return tuple(
        TableData(table, rows[table.name] if table.name in rows else items_of(stored, table.name))
        for table in schemas.tables
    )


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
