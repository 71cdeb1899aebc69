"""Records by the names that others refer to them by, where these are no ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from recordpress.publishing.kinds import KindOutline, Part
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


def with_ids(
    folder: Path, kind: KindOutline, documents: Iterable[Mapping[str, Any]]
) -> tuple[KindOutline, Iterable[Mapping[str, Any]]]:
    """A kind and documents of its records whose own properties hold ids in place of names, as tables do.

    Args:
        folder: The package.
        kind: The kind.
        documents: The documents.
    """
    named = {part.name: part for part in kind.parts if part.by and part.form in {"scalar", "list"}}
    if not named:
        return kind, documents
    names: dict[str, list[tuple[str, str, str]]] = {}
    for row in orjson.loads((folder / "json" / f"{NAMES}.json").read_bytes()):
        names.setdefault(row["name"], []).append((row["kind"], row["property"], row["record"]))
    parts = tuple(replace(part, by=()) if part.name in named else part for part in kind.parts)
    return replace(kind, parts=parts), (_with_ids(document, named, names) for document in documents)


def _with_ids(document: Mapping[str, Any], named: Mapping[str, Part], names: RecordNames) -> Mapping[str, Any]:
    record = dict(document["record"])
    for name in named.keys() & record.keys():
        value, part = record[name], named[name]
        ids = [_cell(part, item, names) for item in (value if isinstance(value, list) else [value])]
        record[name] = ids if isinstance(value, list) else ids[0]
    return {**document, "record": record}


def _cell(part: Part, value: object, names: RecordNames) -> str:
    ref = ref_of(part, value, names)
    return ref if part.qualified or not ref else ref.partition("/")[2]
