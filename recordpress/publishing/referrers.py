"""The records that refer to a record, by the table and the property in which they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite

from recordpress.model import TableRole
from recordpress.publishing.outline import REGISTRY, Outline, TableOutline
from recordpress.publishing.rows import Incoming, Link, link_of, links_from

MOST = 50  # records listed for one property; the table has the rest
AT_ONCE = 15  # properties asked for by one statement, 50 records each: no more rows than Datasette gives

_Named = tuple[tuple[str, str], ...]  # records, as `kind/id` and name


@dataclass(frozen=True, slots=True)
class Referrers:
    """Records that refer in one way.

    Args:
        link: Leads to the rows in the table.
        records: The records, as `kind/id` and name, by id.
    """

    link: Link
    records: tuple[tuple[str, str], ...]


async def referrers(site: Any, database: Any, table: TableOutline, record: str) -> Sequence[Referrers]:
    """What refers to a record, without its own parts, names and evidence.

    Args:
        site: The Datasette instance, with its package.
        database: Its database.
        table: Table of the record's kind.
        record: Id of the record.
    """
    found = await links_from(site, database, table, {"id": record})
    links = [(entry, rows) for entry, rows in found if _is_told(entry.table)]
    records = await _records(database, site.package.outline, [entry for entry, _ in links])
    return tuple(Referrers(link_of(site, *link), records.get(at, ())) for at, link in enumerate(links))


def _is_told(table: TableOutline) -> bool:
    """Whether rows of a table refer to a record as something else does: not as its evidence, names or register."""
    return table.role not in {TableRole.EVIDENCE, TableRole.REGISTRY}


async def _records(database: Any, outline: Outline, entries: Sequence[Incoming]) -> Mapping[int, _Named]:
    """The records whose rows these are, by the entry's place: all asked for at once, and none where that takes long."""
    asked = [(at, sql, entry.values) for at, entry in enumerate(entries) if (sql := _query(outline, entry))]
    found: dict[int, _Named] = {}
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        sql = " union all ".join(f"select {at}, * from ({sql})" for at, sql, _ in some)  # noqa: S608 numbers, our names
        try:
            result = await database.execute(sql, [value for _, _, values in some for value in values])
        except QueryInterrupted:
            return found
        for at, ref, label in result.rows:
            found[at] = (*found.get(at, ()), (ref, label))
    return found


def _query(outline: Outline, entry: Incoming) -> str:
    """A query for `ref` and `label` of the records whose rows these are; "" for rows of no record."""
    first = entry.table.primary_key[0] if entry.table.primary_key else ""
    if REGISTRY not in outline.tables or not first:
        return ""
    ref = f"row.{escape_sqlite(first)}"
    if entry.table.kind:
        ref = f"'{entry.table.kind}/' || {ref}"
    elif entry.table.reference(first) != REGISTRY:
        return ""
    where = " and ".join(f"row.{escape_sqlite(name)} = ?" for name in entry.key.columns)
    return (
        f"select distinct named.ref, named.label from {escape_sqlite(entry.table.name)} row"  # noqa: S608 our names
        f" join {REGISTRY} named on named.ref = {ref} where {where} order by named.kind, named.id limit {MOST}"
    )
