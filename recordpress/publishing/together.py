"""The records that a record refers to by several properties together."""

from collections.abc import Mapping
from typing import Any

from datasette.utils import escape_sqlite

from recordpress.model import ForeignKey, TableRole
from recordpress.publishing.kinds import KindOutline
from recordpress.publishing.outline import Outline, TableOutline


async def referred_together(database: Any, outline: Outline, kind: KindOutline, record: str) -> Mapping[str, str]:
    """The records that objects within a record refer to, as `kind/id`, by the name of the object's property.

    Args:
        database: Datasette's database of the package.
        outline: What the site knows of its tables.
        kind: The record's kind.
        record: Id of the record.
    """
    found: dict[str, str] = {}
    table = outline.table(kind.table)
    for key in table.foreign_keys:
        other, name = outline.table(key.table), _object(kind, key)
        if len(key.columns) > 1 and other.role is TableRole.KIND and name:
            for row in (await database.execute(_query(table, other, key), [record])).rows:
                found[name] = f"{other.kind}/{row[0]}"
    return found


def _object(kind: KindOutline, key: ForeignKey) -> str:
    """The object whose properties the columns hold; "" where they are of several, or of the record itself."""
    objects = (part.name for part in kind.parts if part.form == "object")
    return next((name for name in objects if all(column.startswith(f"{name}_") for column in key.columns)), "")


def _query(table: TableOutline, other: TableOutline, key: ForeignKey) -> str:
    pairs = zip(key.columns, key.target, strict=True)
    same = " and ".join(f"own.{escape_sqlite(one)} = other.{escape_sqlite(two)}" for one, two in pairs)
    return (
        f"select other.id from {escape_sqlite(table.name)} own"  # noqa: S608 our names
        f" join {escape_sqlite(other.name)} other on {same} where own.id = ?"
    )
