"""The engine from Python: check and build a dataset, read its records and tables, open a package.

Everything that is given back is a plain value that nothing else changes. What a curator can get wrong is a `Problem`;
two errors are raised: `UnusableError` where nothing can be done as it was asked, and `InvalidError`, one of these,
where data that are to be read are wrong. Whatever else comes up is a bug. `docs/reference/python.md` has examples.

Importing this module loads next to nothing; each function loads what it needs when it is called.
"""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from recordpress.api.package import CURRENT, Package, open_package
from recordpress.api.values import Built, Column, InvalidError, Record, Table
from recordpress.problems import Problem, Severity, has_errors
from recordpress.unusable import UnusableError

if TYPE_CHECKING:
    from recordpress.model import TableData
    from recordpress.pipeline import Gathered

__all__ = [
    "Built",
    "Column",
    "InvalidError",
    "Package",
    "Problem",
    "Record",
    "Severity",
    "Table",
    "UnusableError",
    "build",
    "check",
    "has_errors",
    "open_package",
    "records",
    "tables",
    "verify",
]

DESCRIPTOR = "datapackage.json"
_JSON_TYPES = frozenset({"array", "object", "any"})


def check(root: Path | str, paths: Sequence[str] = (), *, workers: int | None = 1) -> tuple[Problem, ...]:
    """All problems of a dataset; nothing is written but the cache in `.recordpress/`.

    Args:
        root: The dataset's folder, which holds `datapackage.json`.
        paths: Files and folders relative to it, to be told of their problems only; all when there are none.
        workers: Number of processes; as many as there are processors when None. A script that asks for more than one
            must be importable (`if __name__ == "__main__":`).

    Returns:
        The problems by file, line and column; none where all is well. `has_errors` tells whether a build would stop.

    Raises:
        UnusableError: There is no dataset in the folder, or SQLite lacks what is needed.
    """
    from recordpress.crew import Crew
    from recordpress.full_check import check as check_dataset

    return check_dataset(_dataset(root), list(paths), _silent(), Crew(workers))


def build(root: Path | str, *, workers: int | None = 1) -> Built:
    """Check a dataset and publish its package in `dist/`; nothing is replaced unless all is well.

    Args:
        root: The dataset's folder.
        workers: As for `check`.

    Raises:
        UnusableError: As for `check`.
    """
    from recordpress.building import build as build_dataset
    from recordpress.crew import Crew

    folder = _dataset(root)
    built = build_dataset(folder, _silent(), Crew(workers))
    package = folder / CURRENT
    return Built(built.problems, built.summary, package.resolve() if package.exists() else None)


def verify(package: Path | str) -> tuple[Problem, ...]:
    """What is wrong with a published package by itself: sums, tables, types, keys, and whether its forms agree.

    Args:
        package: Its folder, its `datapackage.json`, or a ZIP file.

    Returns:
        The problems; none where it is whole. A package that can't be opened is a problem, too.
    """
    from recordpress.verifying.whole import verify as verify_package

    return verify_package(Path(package))


def records(root: Path | str, kind: str = "") -> tuple[Record, ...]:
    """The records of a dataset as they are curated, by kind and id.

    Args:
        root: The dataset's folder.
        kind: A kind, to be given its records only.

    Raises:
        InvalidError: The dataset has errors.
        UnusableError: There is no dataset in the folder, or no such kind.
    """
    gathered = _gathered(root)
    kinds = gathered.schemas.kinds if gathered.schemas else {}
    if kind and kind not in kinds:
        raise UnusableError(f"there is no kind `{kind}`; there are {', '.join(sorted(kinds))}")
    paths = dict(gathered.records.paths())
    collections = gathered.content.collections if gathered.content else ()
    return tuple(
        Record(found.kind, name := str(value["id"]), paths[f"{found.kind}/{name}"], value)
        for found in sorted(collections, key=lambda found: found.kind)
        if not kind or found.kind == kind
        for value in found.records
    )


def tables(root: Path | str) -> Mapping[str, Table]:
    """The tables that a build would publish of a dataset, by name; nothing is published.

    Raises:
        InvalidError: The dataset has errors.
        UnusableError: There is no dataset in the folder.
    """
    content = _gathered(root).content
    found = content.tables if content else ()
    return MappingProxyType({data.table.name: _table(data) for data in found})


def _dataset(root: Path | str) -> Path:
    folder = Path(root)
    if not (folder / DESCRIPTOR).is_file():
        raise UnusableError(f"there is no {DESCRIPTOR} in {folder}: is this the dataset's folder?")
    return folder.resolve()


def _silent() -> Any:
    from recordpress.progress import Progress

    return Progress(io.StringIO())


def _gathered(root: Path | str) -> "Gathered":
    """What is gathered from a dataset without errors."""
    from recordpress.metadata_reading import load_metadata
    from recordpress.pipeline import gather
    from recordpress.writing.database import require_sqlite

    folder = _dataset(root)
    require_sqlite()
    metadata, problems = load_metadata(folder)
    gathered = gather(folder, metadata, _silent(), 1)
    found = (*problems, *gathered.problems)
    if has_errors(found) or gathered.content is None:
        raise InvalidError(found)
    return gathered


def _table(data: "TableData") -> Table:
    table = data.table
    columns = tuple(Column(column.name, str(column.type), column.title, column.description) for column in table.columns)
    texts = [index for index, column in enumerate(columns) if column.type in _JSON_TYPES]
    rows = tuple(_without_texts(row, texts) for row in data.rows)
    return Table(table.name, table.title, table.description, columns, table.primary_key, rows)


def _without_texts(row: Sequence[Any], texts: Sequence[int]) -> tuple[Any, ...]:
    """A row in which the JSON texts of some columns are what they say."""
    if not texts:
        return tuple(row)
    values = list(row)
    for index in texts:
        if values[index] is not None:
            values[index] = json.loads(values[index])
    return tuple(values)
