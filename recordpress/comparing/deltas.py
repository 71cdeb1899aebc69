"""Deltas: what brings a copy of the old tables to the state of the new ones, as files for those who keep such a copy.

For each table that changed: `<table>.changed.csv` with the rows that were added or changed, whole, and
`<table>.deleted.csv` with the keys of those that are gone. Without the rows of either key, and with the changed ones
added, the old table has the rows of the new. A table whose columns or key changed comes as a whole.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from recordpress.comparing.changes import Difference
from recordpress.comparing.datasets import problems_in_words
from recordpress.comparing.snapshot import Document, Shape, Snapshot
from recordpress.model import Row, Value
from recordpress.unusable import UnusableError
from recordpress.verifying.opening import DESCRIPTOR
from recordpress.writing.delimited import WORDS, render_lines
from recordpress.writing.files import remove, write_file

FORM = 1
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """What became of a table.

    Args:
        name: The table.
        fate: `changed`, `new`, `replaced` (it comes as a whole, since its columns or its key changed) or `removed`.
        shape: The table as it is now, or was where it is removed.
        changed: Rows that were added or changed, or all, as they stand in a CSV file.
        deleted: Keys of rows that are gone.
    """

    name: str
    fate: str
    shape: Shape
    changed: tuple[Cells, ...] = ()
    deleted: tuple[Cells, ...] = ()


def deltas_of(old: Snapshot, new: Snapshot) -> Iterator[Delta]:
    """What became of each table that changed, by name.

    Raises:
        UnusableError: A package's file can't be read.
    """
    for name in sorted({*old.shapes, *new.shapes}):
        before, after = old.shapes.get(name), new.shapes.get(name)
        if after is None:
            yield Delta(name, "removed", old.shapes[name])
        elif before is None:
            yield Delta(name, "new", after, tuple(map(cells_of, new.table(name))))
        else:
            found = table_delta((before, old.table(name)), (after, new.table(name)))
            if found.fate != "changed" or found.changed or found.deleted:
                yield found


def table_delta(old: tuple[Shape, Iterable[Row]], new: tuple[Shape, Iterable[Row]]) -> Delta:
    """What became of a table that is in both states."""
    (before, old_rows), (after, new_rows) = old, new
    rows = [cells_of(row) for row in new_rows]
    if not after.key or before.key != after.key or list(before.columns) != list(after.columns):
        return Delta(after.name, "replaced", after, tuple(rows))
    key = _key_of(after.key_places)
    gone = [cells_of(row) for row in old_rows]
    known, wanted = {key(row): row for row in gone}, {key(row): row for row in rows}
    if len(known) < len(gone) or len(wanted) < len(rows):  # a package that breaks its own keys
        return Delta(after.name, "replaced", after, tuple(rows))
    changed = tuple(row for name, row in wanted.items() if known.get(name) != row)
    return Delta(after.name, "changed", after, changed, tuple(name for name in known if name not in wanted))


def cells_of(row: Row) -> Cells:
    """A row as it stands in a CSV file."""
    return tuple(value if isinstance(value, str) else _cell(value) for value in row)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return str(WORDS[value]) if isinstance(value, bool) else str(value)


def _key_of(places: Sequence[int]) -> Any:
    """The function from a row to its key."""
    if len(places) == 1:
        place = places[0]
        return lambda row: (row[place],)
    return itemgetter(*places)


def write_deltas(difference: Difference, folder: Path) -> None:
    """Write the deltas of all tables, with a descriptor; a folder of deltas that is there is replaced.

    Raises:
        UnusableError: There can be no deltas of these states, or no files in this folder.
    """
    for side in (difference.old, difference.new):
        if not side.is_whole:
            words = f"{side.origin.title} can't be made into tables ({problems_in_words(side.problems)})"
            raise UnusableError(f"{words}, so that there are no deltas of them")
    if not _may_be_replaced(folder):
        raise UnusableError(f"{folder} holds other files than deltas, and nothing was written: name another folder")
    beside = folder.absolute().with_name(f".{folder.absolute().name}.new")
    try:
        remove(beside)
        _write(difference, beside)
        remove(folder)
        beside.replace(folder)
    except OSError as error:
        with suppress(OSError):
            remove(beside)
        raise UnusableError(f"the deltas can't be written to {folder}: {error.strerror or error}") from error


def _may_be_replaced(folder: Path) -> bool:
    """Whether there is nothing, or nothing but deltas."""
    if not folder.exists():
        return True
    if not folder.is_dir() or folder.is_symlink():
        return False
    try:
        return not any(folder.iterdir()) or "delta" in json.loads((folder / DESCRIPTOR).read_bytes())
    except (OSError, ValueError, TypeError):
        return False


def _write(difference: Difference, folder: Path) -> None:
    resources: list[Document] = []
    fates: dict[str, str] = {}
    for delta in deltas_of(difference.old, difference.new):
        fates[delta.name] = delta.fate
        names = list(delta.shape.columns)
        if delta.changed or delta.fate in {"new", "replaced"}:
            resources.append(_write_table(folder, delta, "changed", (names, delta.changed)))
        if delta.deleted:
            resources.append(_write_table(folder, delta, "deleted", (delta.shape.key, delta.deleted)))
    text = json.dumps(_descriptor(difference, fates, resources), ensure_ascii=False, indent=2)
    write_file(folder / DESCRIPTOR, f"{text}\n".encode())


def _write_table(folder: Path, delta: Delta, what: str, table: tuple[Sequence[str], Iterable[Cells]]) -> Document:
    """Write a CSV file, and describe it."""
    names, rows = table
    path = f"{delta.name}.{what}.csv"
    write_file(folder / path, render_lines([tuple(names), *rows]))
    said = {"changed": "Rows that were added or changed", "deleted": "Keys of rows that are gone"}[what]
    columns = delta.shape.columns
    schema: dict[str, Any] = {"fields": [_field(columns[name]) for name in names], "missingValues": [""]}
    if delta.shape.key:
        schema["primaryKey"] = list(delta.shape.key)
    form = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    about = {"title": f"{said}: {delta.name}", "delta": what, "table": delta.name}
    return {"name": f"{delta.name}-{what}", "type": "table", "path": path, **about, **form, "schema": schema}


def _field(column: Document) -> Document:
    """A column, without what holds for whole tables only."""
    constraints = {name: value for name, value in column.get("constraints", {}).items() if name != "unique"}
    rest = {name: value for name, value in column.items() if name != "constraints"}
    return {**rest, "constraints": constraints} if constraints else rest


def _descriptor(difference: Difference, fates: Document, resources: Sequence[Document]) -> Document:
    name = str(difference.new.metadata.get("name", "dataset"))
    old, new = (
        {"title": side.origin.title, "version": side.metadata.get("version"), "commit": side.origin.commit or None}
        for side in (difference.old, difference.new)
    )
    return {
        "$schema": PROFILE,
        "name": f"{name}-delta",
        "title": f"Changes of {name} from {old['title']} to {new['title']}",
        "delta": {"form": FORM, "from": old, "to": new, "tables": fates},
        "resources": resources,
    }
