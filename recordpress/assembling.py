"""From what each file says to the tables of the whole: rows put together, the registry, the origins of sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from recordpress.linking import origins
from recordpress.mapping import Mapped
from recordpress.model import Collection, Row, TableData
from recordpress.schema.columns import RECORDS
from recordpress.schema.dataset import Schemas
from recordpress.schema.engine_tables import ALIASES, FACTS, ORIGINS
from recordpress.schema.nodes import Kind, Scalar


def collections(schemas: Schemas, mapped: Sequence[Mapped]) -> tuple[Collection, ...]:
    """The records of each kind as curated, by id."""
    found: dict[str, list[dict[str, object]]] = {name: [] for name in schemas.kinds}
    for item in mapped:
        if item.record is not None:
            found[item.entry.kind].append(dict(item.record))
    return tuple(
        Collection(name, kind.table, kind.title, kind.description, found[name]) for name, kind in schemas.kinds.items()
    )


def tables(schemas: Schemas, mapped: Sequence[Mapped]) -> tuple[TableData, ...]:
    """All tables with their rows.

    Args:
        schemas: The schemas.
        mapped: The records, by kind and id.
    """
    rows: dict[str, list[Row]] = {table.name: [] for table in schemas.tables}
    for item in mapped:
        for name, found in item.rows.items():
            rows[name].extend(found)
    entries = [item.entry for item in mapped]
    rows[RECORDS] = [
        (entry.ref, entry.kind, entry.id, entry.label, entry.path, f"/{entry.ref}", state, entry.replaced_by)
        for entry in entries
        for state in ("withdrawn" if entry.withdrawn else "current",)
    ]
    rows[ALIASES] = sorted((f"{entry.kind}/{alias}", entry.ref) for entry in entries for alias in entry.aliases)
    if schemas.source:
        ends = source_origins(schemas.source, mapped)
        rows[ORIGINS] = [(source, *end) for source, end in ends.items()]
        rows[FACTS] = list(_facts(mapped, {source: publisher for source, (_, publisher) in ends.items()}))
    for vocabulary in schemas.vocabularies:
        rows[vocabulary.table] = [
            (term.value, term.title, term.description or None, place) for place, term in enumerate(vocabulary.terms)
        ]
    return tuple(TableData(table, rows[table.name]) for table in schemas.tables)


def source_origins(source: Kind, mapped: Iterable[Mapped]) -> dict[str, tuple[str, str | None]]:
    """For each source its original and the original's publisher; see `linking.origins`."""
    records = {item.entry.id: item.record for item in mapped if item.entry.kind == source.name and item.record}
    original, publisher = source.role("original"), source.role("publisher")
    ends, _ = origins({name: _value(record, original) for name, record in records.items()})
    return {name: (end, _value(records[end], publisher) if end in records else None) for name, end in ends.items()}


def _value(record: Mapping[str, object], node: object) -> str | None:
    value = record.get(node.name) if isinstance(node, Scalar) else None
    return value if isinstance(value, str) else None


def _facts(mapped: Iterable[Mapped], publishers: Mapping[str, str | None]) -> Iterator[Row]:
    for item in mapped:
        for fact in item.facts:
            behind, against = _publishers(fact.sources, publishers), _publishers(fact.disputing, publishers)
            counts = (len(fact.sources), behind, len(fact.disputing), against)
            state = _state(supported=bool(fact.sources), disputed=bool(fact.disputing), unresolved=fact.unresolved)
            yield (item.entry.ref, fact.field, fact.value, fact.needed, *counts, state)


def _publishers(sources: Iterable[str], publishers: Mapping[str, str | None]) -> int:
    """In how many independent publishers; a source whose publisher is unknown counts for none."""
    return len({publisher for source in sources if (publisher := publishers.get(source)) is not None})


def _state(*, supported: bool, disputed: bool, unresolved: bool) -> str:
    if unresolved:
        return "unresolved"
    if disputed:
        return "disputed"
    return "supported" if supported else "unsupported"
