"""The stages in order: read, validate, link, tabulate, check; what they find, and what can be published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection

from recordpress.assembling import collections, tables
from recordpress.checking import Check, load_checks, run_checks
from recordpress.deriving import derive
from recordpress.linking import Registry, claimed_findings, identity_findings, origins, reference_findings
from recordpress.locating import locate
from recordpress.mapping import Mapped
from recordpress.model import Content
from recordpress.problems import Finding, Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.reading.files import SIZE_LIMIT, scan
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.schema.nodes import Kind, Scalar
from recordpress.spreading import map_files
from recordpress.sql_files import load_views
from recordpress.writing.database import open_for_checks

Metadata = dict[str, object]
Known = dict[str, tuple[Kind, str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the stages up to the tables came to.

    Args:
        problems: All problems found so far, by file and line.
        content: What a package can be written from; None where there are errors.
        checks: The dataset's checks in SQL, which need the built tables.
        records: Each record by `kind/id`: its kind, its file and its value.
        schemas: The dataset's schemas; None where there are errors.
        hashes: SHA-256 of the file of each record, by path, as it was read.
    """

    problems: tuple[Problem, ...]
    content: Content | None = None
    checks: tuple[Check, ...] = ()
    records: Known = field(default_factory=dict)
    schemas: Schemas | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)


def gather(root: Path, metadata: Metadata, progress: Progress, workers: int | None = None) -> Gathered:
    """Read, validate, link and tabulate the dataset at `root`.

    Args:
        root: The dataset.
        metadata: `datapackage.json` as edited by hand, without `resources`.
        progress: Told how far it is.
        workers: Number of processes; as many as there are processors when None.
    """
    progress.stage("reading schemas")
    schemas, problems = load_schemas(root)
    checks, findings = load_checks(root)
    views, more = load_views(root)
    findings += more
    if schemas is None:
        return Gathered(tuple(in_order([*problems, *locate(root, findings)])))
    files, stray = scan(root, schemas.folders, SIZE_LIMIT)
    progress.stage("reading records")
    mapped = map_files(root, schemas, files, SIZE_LIMIT, progress.step, workers)
    mapped.sort(key=lambda item: (item.entry.kind, item.entry.id))
    progress.stage("linking records")
    findings += [finding for item in mapped for finding in item.findings]
    findings += link(schemas, mapped)
    found = [*problems, *stray, *(problem for item in mapped for problem in item.problems), *locate(root, findings)]
    if has_errors(found):
        return Gathered(tuple(in_order(found)))
    progress.stage("making tables")
    content, findings = derive(Content(metadata, tables(schemas, mapped), collections(schemas, mapped), views))
    found += locate(root, findings)
    known = _known(schemas, mapped)
    hashes = {item.entry.path: item.sha256 for item in mapped}
    return Gathered(tuple(in_order(found)), None if findings else content, checks, known, schemas, hashes)


def _known(schemas: Schemas, mapped: Iterable[Mapped]) -> Known:
    return {
        item.entry.ref: (schemas.kinds[item.entry.kind], item.entry.path, item.record)
        for item in mapped
        if item.record is not None
    }


def link(schemas: Schemas, mapped: Sequence[Mapped]) -> list[Finding]:
    """What is wrong between the records."""
    entries = [item.entry for item in mapped]
    registry = Registry(entries)
    findings = list(identity_findings(registry, entries, schemas.kinds))
    for item in mapped:
        kind, path = schemas.kinds[item.entry.kind], item.entry.path
        if item.draft is not None:
            findings += reference_findings(registry, kind, path, item.draft)
        if item.record is None:
            continue
        if not all(map(registry.sound, item.targets)):
            findings += reference_findings(registry, kind, path, item.record)
        if any(fact.disputing for fact in item.facts):
            findings += claimed_findings(registry, kind, path, item.record)
    return [*findings, *_circles(schemas, mapped)]


def _circles(schemas: Schemas, mapped: Sequence[Mapped]) -> Iterator[Finding]:
    """Sources whose chains of originals come back to themselves."""
    original = schemas.source.role("original") if schemas.source else None
    if schemas.source is None or not isinstance(original, Scalar):
        return
    sources = {item.entry.id: item for item in mapped if item.entry.kind == schemas.source.name and item.record}
    following = {name: (item.record or {}).get(original.name) for name, item in sources.items()}
    for name in origins(following)[1]:
        message = f"the chain of originals of `{name}` comes back to itself"
        yield Finding("E407", sources[name].entry.path, f"/{original.name}", message)


def check(root: Path, metadata: Metadata, progress: Progress) -> tuple[Problem, ...]:
    """All that can be found without writing anything: the problems of `gather`, then those of the checks in SQL."""
    gathered = gather(root, metadata, progress)
    if gathered.content is None:
        return gathered.problems
    progress.stage("checking")
    with closing(open_for_checks(gathered.content)) as connection:
        return (*gathered.problems, *check_tables(root, gathered, connection))


def check_tables(root: Path, gathered: Gathered, connection: Connection) -> tuple[Problem, ...]:
    """What the dataset's checks find in the tables that were gathered and are in the database now."""
    return tuple(locate(root, run_checks(gathered.checks, connection, gathered.records)))
