"""Names of records, by `kind/id`."""

from collections.abc import Iterable, Mapping
from typing import Any

from recordpress.publishing.outline import REGISTRY, Outline

Labels = Mapping[str, str]
AT_ONCE = 500  # labels asked for by one statement


async def labels_of(database: Any, outline: Outline, refs: Iterable[str]) -> Labels:
    """The names of the records that exist.

    Args:
        database: Datasette's database of the package.
        outline: What the site knows of its tables; without a registry there are no names.
        refs: The records.
    """
    if REGISTRY not in outline.tables:
        return {}
    wanted = sorted(set(refs))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        sql = f"select ref, label from {REGISTRY} where ref in ({', '.join('?' * len(some))})"  # noqa: S608 marks only
        found |= {row[0]: row[1] for row in (await database.execute(sql, some)).rows}
    return found
