"""A package against the dataset that it was built from: records to tables, and the copies that stand beside them."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import orjson

from recordpress.assembling import Records
from recordpress.metadata_reading import load_metadata
from recordpress.model import Collection, Content, Row, TableData, TableRole
from recordpress.pipeline import gather
from recordpress.problems import Problem, Severity, in_order
from recordpress.progress import Progress
from recordpress.verifying.copies import check_copies
from recordpress.verifying.described import Described, Resource, read_descriptor
from recordpress.verifying.opening import UnreadableError, opened
from recordpress.verifying.rows import MalformedError, typed_rows
from recordpress.verifying.traces import REGISTRY, registered
from recordpress.verifying.twins import MOST_DIFFERENCES
from recordpress.writing.cells import record_of
from recordpress.writing.files import info_of
from recordpress.writing.inputs import NAME as INPUTS
from recordpress.writing.inputs import hash_of, input_paths
from recordpress.writing.record_lines import NAME as LINES
from recordpress.writing.record_lines import write_record_lines
from recordpress.writing.sums import parse_sums

MOST_NAMED = 20
OWN_ROWS = {TableRole.KIND, TableRole.CHILD}  # rows that come from one record and nothing else


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed in a dataset since its package was built.

    Args:
        paths: The inputs that have changed, gone or come, sorted.
        words: What has become of each, by path.
    """

    paths: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def has_other_schemas(self) -> bool:
        """Whether a schema is among them, so that nothing can be compared."""
        return any(path.startswith("schemas/") for path in self.paths)


def check_dataset(root: Path, package: Path, progress: Progress) -> tuple[Problem, ...]:
    """Compare a package with a dataset: its inputs (P761), rows made from the records once more (P763), copies (P762).

    Args:
        root: The dataset.
        package: What `verify` takes; where nothing can be opened, it says so.
        progress: Told how far it is.

    Returns:
        What differs, with paths relative to the dataset or beginning with the package's.
    """
    try:
        with opened(package) as folder:
            described, _, _ = read_descriptor(folder)
            if described is None:
                return ()
            problems = list(check_copies(root, package, folder))
            problems += _compare(root, package, folder, described, progress)
            return tuple(in_order(problems))
    except UnreadableError:
        return ()


def changes(root: Path, listed: Mapping[str, str]) -> Since:
    """What has changed since hashes were noted."""
    words: dict[str, str] = {}
    for path in input_paths(root):
        if path not in listed:
            words[path] = "has come since"
        else:
            try:
                if hash_of(root, path) != listed[path]:
                    words[path] = "has changed since"
            except OSError:
                words[path] = "can't be read"
    words |= dict.fromkeys(sorted({path for path in listed if not (root / path).is_file()}), "has gone since")
    return Since(tuple(sorted(words)), words)


def _compare(root: Path, package: Path, folder: Path, described: Described, progress: Progress) -> Iterator[Problem]:
    if not (folder / INPUTS).is_file():
        message = f"there is no {INPUTS}, so that the package is not compared with the records"
        yield Problem("P764", package.as_posix(), message, severity=Severity.WARNING)
        return
    progress.stage("comparing inputs")
    since = changes(root, parse_sums((folder / INPUTS).read_bytes())[0])
    yield from _told(since)
    if since.has_other_schemas:
        message = "schemas have changed, so that the tables are not compared with the records"
        yield Problem("P764", package.as_posix(), message, severity=Severity.WARNING)
        return
    gathered = gather(root, load_metadata(root)[0], progress)
    if gathered.content is None:
        message = "the records have problems, so that the tables are not compared with them"
        yield Problem("P764", package.as_posix(), message, hint="run `check`", severity=Severity.WARNING)
        return
    progress.stage("comparing tables with records")
    changed = _changed_refs(gathered.records, folder, since)
    for problem in _differences(folder, described, gathered.content, changed, since):
        yield replace(problem, path=(package / problem.path).as_posix())


def _told(since: Since) -> Iterator[Problem]:
    for path in since.paths[:MOST_NAMED]:
        message = f"the file {since.words[path]} the package was built"
        yield Problem("P761", path, message, severity=Severity.WARNING)
    if len(since.paths) > MOST_NAMED:
        message = f"{len(since.paths) - MOST_NAMED:,} more inputs have changed since the package was built"
        yield Problem("P761", ".", message, severity=Severity.WARNING)


def _changed_refs(records: Records, folder: Path, since: Since) -> set[str]:
    """The records that stand, or stood when the package was built, in files that have changed, come or gone."""
    changed = set(since.paths)
    if not changed:
        return set()
    before = {ref for ref, path, _ in registered(folder / REGISTRY) if path in changed}
    return before | {ref for ref, path in records.paths() if path in changed}


def _differences(
    folder: Path, described: Described, content: Content, changed: set[str], since: Since
) -> Iterator[Problem]:
    """Where the published tables and nested records are not what the records give.

    Args:
        folder: The package.
        described: Its descriptor.
        content: What the records give now.
        changed: Records that may not be what they were, by `kind/id`; nothing is said of them.
        since: All that has changed; with anything in it, only what comes from one record is compared.
    """
    resources = {resource.name: resource for resource in described.resources}
    for data in content.tables:
        if not since.paths or data.table.role in OWN_ROWS:
            yield from _table(folder, resources.get(data.table.name), data, changed)
    for collection in content.collections:
        yield from _collection(folder, resources.get(f"{collection.kind}-json"), collection, changed)
    if not since.paths and (folder / LINES).is_file():
        yield from _lines(folder, content)


def _table(folder: Path, resource: Resource | None, data: TableData, skip: set[str]) -> Iterator[Problem]:
    path = f"data/{data.table.name}.csv"
    if resource is None or resource.table is None or not (folder / path).is_file():
        yield Problem("P763", path, "the records give a table that the package does not have")
        return
    if resource.table.names != tuple(column.name for column in data.table.columns):
        yield Problem("P763", path, "the schemas give the table other columns")
        return
    try:
        published = (
            (row.line, tuple(row.values))
            for row in typed_rows(folder / path, resource.table)
            if record_of(data.table, row.values) not in skip
        )
        made = (_plain(row) for row in data.rows if record_of(data.table, row) not in skip)
        yield from _rows(path, published, made, resource.table.names)
    except MalformedError:
        return  # verifying the package has told of it


def _plain(row: Row) -> Row:
    return tuple(None if value == "" else value for value in row)


def _rows(
    path: str, published: Iterable[tuple[int, Row]], made: Iterable[Row], names: tuple[str, ...]
) -> Iterator[Problem]:
    count = 0
    for found, wanted in zip_longest(published, made):
        if found is None:
            yield Problem("P763", path, "the records give more rows than were published")
            return
        line, row = found
        if wanted is None:
            yield Problem("P763", path, "from here on the records give no rows", line=line, column=1)
            return
        if row != wanted:
            columns = [name for name, one, two in zip(names, row, wanted, strict=True) if one != two]
            yield Problem("P763", path, f"the records give another {', '.join(columns)}", line=line, column=1)
            count += 1
            if count == MOST_DIFFERENCES:
                return


def _collection(folder: Path, resource: Resource | None, collection: Collection, skip: set[str]) -> Iterator[Problem]:
    path = f"data/{collection.kind}.json"
    try:
        published = orjson.loads((folder / path).read_bytes()) if resource else []
        kept = [record for record in published if f"{collection.kind}/{_id(record)}" not in skip]
    except (OSError, ValueError, TypeError):
        return  # verifying the package has told of it
    made = (record for record in collection.records if f"{collection.kind}/{record['id']}" not in skip)
    different = [_id(one) or _id(other) for one, other in zip_longest(kept, made) if one != other]
    for name in different[:MOST_DIFFERENCES]:
        yield Problem("P763", path, f"the records give another {collection.kind}/{name}")


def _id(record: Any) -> str:
    return str(record.get("id", "")) if isinstance(record, dict) else ""


def _lines(folder: Path, content: Content) -> Iterator[Problem]:
    with tempfile.TemporaryDirectory(prefix="lines-") as temporary:
        made = Path(temporary) / LINES
        write_record_lines(content, made)
        if info_of(made) != info_of(folder / LINES):
            yield Problem("P763", LINES, "the records give other lines")
