"""The stages in order: read, validate, link, tabulate, check; what they find, and what can be published."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from sqlite3 import Connection

from recordpress.assembling import Records, collections, names_of, path_of, registry_of, tables
from recordpress.checking import Check, load_checks, run_checks
from recordpress.chunks import keeping
from recordpress.chunks.collecting import Chunks, collect
from recordpress.chunks.making import Made
from recordpress.chunks.storing import RECORDS
from recordpress.chunks.summary import Summary, Suspect
from recordpress.crew import Crew
from recordpress.linking import claimed_findings, identity_findings, origins, reference_findings
from recordpress.locating import locate
from recordpress.model import Content
from recordpress.naming import Names
from recordpress.naming_findings import Opener, claimed_name_findings, naming_findings, repeated_findings
from recordpress.problems import Finding, Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.reading.files import SIZE_LIMIT, scan
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.schema.nodes import Scalar
from recordpress.sql_files import load_views
from recordpress.writing.database import open_filled

Metadata = dict[str, object]
FEW = 4  # chunks that stay in memory while places in their records are looked for


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the stages up to the tables came to.

    Args:
        problems: All problems found so far, by file and line.
        content: What a package can be written from; None where there are errors.
        checks: The dataset's checks in SQL, which need the built tables.
        records: Each record by `kind/id`: its kind, its file and its value.
        schemas: The dataset's schemas; None where there are errors.
        suspects: Cells of the records' rows that are a problem once they are written.
        chunks: The chunks that rows and records are in; None where there are errors.
    """

    problems: tuple[Problem, ...]
    content: Content | None = None
    checks: tuple[Check, ...] = ()
    records: Records = field(default_factory=Records)
    schemas: Schemas | None = None
    suspects: tuple[Suspect, ...] = ()
    chunks: Chunks | None = None

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of the file of each record, by path, as it was read."""
        if self.schemas is None or self.chunks is None:
            return {}
        return {
            path_of(self.schemas.kinds[some.kind], name): digest
            for some in self.chunks.summaries
            for name, digest in zip(some.ids, some.hashes, strict=True)
        }


def gather(root: Path, metadata: Metadata, progress: Progress, workers: int | None = None) -> Gathered:
    """Read, validate, link and tabulate the dataset at `root`.

    Args:
        root: The dataset.
        metadata: `datapackage.json` as edited by hand, without `resources`.
        progress: Told how far it is.
        workers: Number of processes; as many as there are processors when None.

    Raises:
        UnusableError: A worker was ended from outside.
    """
    with Crew(workers) as crew:
        return keeping.twice(lambda: _gather(root, metadata, progress, crew))


def _gather(root: Path, metadata: Metadata, progress: Progress, crew: Crew) -> Gathered:
    gathered = gather_records(root, metadata, progress, crew)
    if gathered.content is None or not any(view.key for view in gathered.content.views):
        return gathered
    progress.stage("making tables")
    connection, content, problems = open_filled(gathered.content)
    connection.close()
    found = tuple(in_order([*gathered.problems, *(problem for problem in problems if problem.code == "S218")]))
    return replace(gathered, problems=found, content=None if has_errors(found) else content)


def gather_records(root: Path, metadata: Metadata, progress: Progress, crew: Crew) -> Gathered:
    """Read, validate, link and tabulate, but for the views that are published as tables: they stay views.

    Args:
        root: The dataset.
        metadata: `datapackage.json` as edited by hand, without `resources`.
        progress: Told how far it is.
        crew: Who does it.

    Raises:
        UnusableError: A worker was ended from outside.
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
    chunks = collect(root, schemas, files, SIZE_LIMIT, crew, progress.step)
    del files  # of a million, they would be a large part of the memory
    progress.stage("linking records")
    findings += [finding for made in chunks.made for finding in made.findings]
    names = names_of(schemas, chunks.summaries, registry_of(chunks.summaries), drafts_of(chunks.made))
    findings += link(schemas, chunks.made, names)
    found = [
        *problems,
        *stray,
        *(problem for made in chunks.made for problem in made.problems),
        *locate(root, findings),
    ]
    if has_errors(found):
        return Gathered(tuple(in_order(found)))
    summaries = chunks.summaries
    content = Content(metadata, tables(schemas, summaries, names), collections(schemas, summaries), views)
    suspects = tuple(suspect for some in summaries for suspect in some.suspects)
    records = Records(schemas, summaries)
    return Gathered(tuple(in_order(found)), content, checks, records, schemas, suspects, chunks)


def link(schemas: Schemas, chunks: Sequence[Made], names: Names) -> list[Finding]:
    """What is wrong between the records."""
    summaries = [made.summary for made in chunks]
    registry, special = names.registry, [entry for some in summaries for entry in some.special]
    findings = list(identity_findings(registry, special, schemas.kinds))
    for made in chunks:
        kind = schemas.kinds[made.summary.kind]
        for path, draft in made.drafts:
            findings += reference_findings(registry, kind, path, draft)
            findings += naming_findings(names, kind, path, PurePosixPath(path).stem, draft)
        if not _all_sound(names, made.summary):
            for path, record in _curated(schemas, made):
                findings += reference_findings(registry, kind, path, record)
                findings += claimed_findings(registry, kind, path, record)
                findings += naming_findings(names, kind, path, PurePosixPath(path).stem, record)
                findings += claimed_name_findings(names, kind, path, record)
    findings += repeated_findings(names, opener(schemas, chunks)) if schemas.keys.keys else []
    return [*findings, *_circles(schemas, summaries)]


def drafts_of(chunks: Iterable[Made]) -> dict[str, Mapping[str, object]]:
    """The records that have errors, by file."""
    return {path: draft for made in chunks for path, draft in made.drafts}


def opener(schemas: Schemas, chunks: Sequence[Made]) -> Opener:
    """A function from a record, as `kind/id`, to its file and its value, which may have errors."""
    drafts = drafts_of(chunks)

    @lru_cache(FEW)
    def chunk(number: int) -> dict[str, Mapping[str, object]]:
        return dict(_curated(schemas, chunks[number]))

    def opened(ref: str) -> tuple[str, Mapping[str, object]]:
        kind, _, name = ref.partition("/")
        path = path_of(schemas.kinds[kind], name)
        places = (at for at, made in enumerate(chunks) if made.summary.kind == kind and name in made.summary.ids)
        return path, drafts[path] if path in drafts else chunk(next(places))[path]

    return opened


def _all_sound(names: Names, summary: Summary) -> bool:
    targets = (*summary.targets, *summary.claimed)
    return all(names.registry.all_sound(kinds, refs) for kinds, refs in targets) and names.all_sound(summary.wanted)


def _curated(schemas: Schemas, made: Made) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The records of a chunk that have no errors of their own, each with its file."""
    for record in made.summary.stored.read(RECORDS):
        yield path_of(schemas.kinds[made.summary.kind], str(record["id"])), record


def _circles(schemas: Schemas, summaries: Iterable[Summary]) -> Iterator[Finding]:
    """Sources whose chains of originals come back to themselves."""
    original = schemas.source.role("original") if schemas.source else None
    if schemas.source is None or not isinstance(original, Scalar):
        return
    following = {source: end for some in summaries for source, end, _ in some.origins}
    for name in origins(following)[1]:
        message = f"the chain of originals of `{name}` comes back to itself"
        yield Finding("E407", path_of(schemas.source, name), f"/{original.name}", message)


def check(root: Path, metadata: Metadata, progress: Progress, crew: Crew) -> tuple[Problem, ...]:
    """All that can be found without writing anything: the problems of `gather`, then those of the checks in SQL."""
    gathered = gather_records(root, metadata, progress, crew)
    content = gathered.content
    if content is None or not (gathered.checks or content.views):
        return gathered.problems
    progress.stage("checking")
    connection, _, problems = open_filled(content)
    with closing(connection):
        problems = tuple(problem for problem in problems if problem.code == "S218")
        found = () if has_errors(problems) else check_tables(root, gathered, connection)
    return (*gathered.problems, *problems, *found)


def check_tables(root: Path, gathered: Gathered, connection: Connection) -> tuple[Problem, ...]:
    """What the dataset's checks find in the tables that were gathered and are in the database now."""
    return tuple(locate(root, run_checks(gathered.checks, connection, gathered.records)))
