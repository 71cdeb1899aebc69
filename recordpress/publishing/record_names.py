"""Records by the names that others refer to them by, where these are no ids."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from recordpress.publishing.kinds import Part
from recordpress.publishing.outline import Outline
from recordpress.schema.engine_tables import NAMES
from recordpress.schema.key_targets import ID

RecordNames = Mapping[str, Sequence[tuple[str, str, str]]]
"""By name the records that have it: kind, property and `kind/id`."""

AT_ONCE = 500  # names asked for by one statement


async def names_of(database: Any, outline: Outline, written: Iterable[str]) -> RecordNames:
    """The records that have some names.

    Args:
        database: Datasette's database of the package.
        outline: What the site knows of its tables; without names there are none.
        written: The names.
    """
    if NAMES not in outline.tables:
        return {}
    wanted = sorted(set(written))
    found: dict[str, list[tuple[str, str, str]]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"select name, kind, property, record from {NAMES} where name in ({marks})"  # noqa: S608 marks only
        for name, *row in (await database.execute(sql, some)).rows:
            found.setdefault(name, []).append(tuple(row))
    return found


def ref_of(part: Part, value: object, names: RecordNames) -> str:
    """The record that a value refers to, as `kind/id`; "" for a value that is no reference."""
    if not part.by or part.refers is None:
        return part.ref(value)
    for kind, name, record in names.get(str(value), ()):
        if kind in part.refers and name in part.by:
            return record
    return part.by_id(value) if ID in part.by else ""
