"""The records that refer to a record, by the table and the property in which they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import escape_sqlite

from recordpress.model import TableRole
from recordpress.publishing.outline import REGISTRY, Outline, TableOutline
from recordpress.publishing.rows import Incoming, Link, link_of, links_from

MOST = 50  # records listed for one property; the table has the rest


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
    """What refers to a record, without its own parts and its evidence.

    Args:
        site: The Datasette instance, with its package.
        database: Its database.
        table: Table of the record's kind.
        record: Id of the record.
    """
    outline: Outline = site.package.outline
    found = []
    for entry, rows in await links_from(site, database, table, {"id": record}):
        if entry.table.role is TableRole.EVIDENCE:
            continue
        records = await _records(database, outline, entry)
        found.append(Referrers(link_of(site, entry, rows), records))
    return tuple(found)


async def _records(database: Any, outline: Outline, entry: Incoming) -> tuple[tuple[str, str], ...]:
    """The records whose rows these are; () for rows of no record."""
    first = entry.table.primary_key[0] if entry.table.primary_key else ""
    if REGISTRY not in outline.tables or not first:
        return ()
    ref = f"row.{escape_sqlite(first)}"
    if entry.table.kind:
        ref = f"'{entry.table.kind}/' || {ref}"
    elif entry.table.reference(first) != REGISTRY:
        return ()
    where = " and ".join(f"row.{escape_sqlite(name)} = ?" for name in entry.key.columns)
    sql = (
        f"select distinct named.ref, named.label from {escape_sqlite(entry.table.name)} row"  # noqa: S608 our names
        f" join {REGISTRY} named on named.ref = {ref} where {where} order by named.kind, named.id limit {MOST}"
    )
    return tuple((row[0], row[1]) for row in (await database.execute(sql, list(entry.values))).rows)
