"""The stages in order: read, validate, link, tabulate, check; what they find, and what can be published."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from sqlite3 import Connection

from recordpress.assembling import Records, collections, hashes_of, names_of, registry_of, tables
from recordpress.checking import Check, load_checks, run_checks
from recordpress.chunks import keeping
from recordpress.chunks.collecting import Chunks, collect, keep
from recordpress.chunks.summary import Suspect
from recordpress.completing.keeping_up import keep_up
from recordpress.crew import Crew
from recordpress.locating import locate
from recordpress.model import Content
from recordpress.problems import Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.files import scan
from recordpress.reading.source_files import Files
from recordpress.relating import drafts_of, link
from recordpress.schema.dataset import Loaded, Schemas, load_schemas
from recordpress.sql_files import load_views
from recordpress.stamps import Listed
from recordpress.writing.database import open_filled

Metadata = dict[str, object]


def as_they_are(files: Files) -> Files:
    """The files that were found, none of them in place of another."""
    return files


@dataclass(frozen=True, slots=True)
class Reading:
    """How a dataset is read.

    Args:
        planned: From the files that are there to those that are to be read, for changes that are only planned.
        schemas_of: Reads the schemas.
        listed: What is in folders that somebody has looked at just now.
    """

    planned: Callable[[Files], Files] = as_they_are
    schemas_of: Callable[[Path], Loaded] = load_schemas
    listed: Listed = field(default_factory=dict)


AS_IT_IS = Reading()


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

    def hashes(self) -> Iterator[tuple[str, str]]:
        """The file of each record, with its SHA-256, as it was read.

        Raises:
            SpoiledError: They can't be had.
        """
        return (
            iter(()) if self.schemas is None or self.chunks is None else hashes_of(self.schemas, self.chunks.summaries)
        )


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


def gather_records(
    root: Path,
    metadata: Metadata,
    progress: Progress,
    crew: Crew,
    reading: Reading = AS_IT_IS,
) -> Gathered:
    """Read, validate, link and tabulate, but for the views that are published as tables: they stay views.

    Args:
        root: The dataset.
        metadata: `datapackage.json` as edited by hand, without `resources`.
        progress: Told how far it is.
        crew: Who does it.
        reading: How the dataset is read.

    Raises:
        UnusableError: A worker was ended from outside.
    """
    progress.stage("reading schemas")
    schemas, problems = reading.schemas_of(root)
    checks, findings = load_checks(root)
    views, more = load_views(root)
    findings += more
    if schemas is None:
        return Gathered(tuple(in_order([*problems, *locate(root, findings)])))
    files, stray = scan(root, schemas.folders, SIZE_LIMIT, reading.listed)
    progress.stage("reading records")
    chunks = collect(root, schemas, reading.planned(files), SIZE_LIMIT, crew, progress.step)
    del files  # of a million, they would be a large part of the memory
    progress.stage("linking records")
    findings += [finding for made in chunks.made for finding in made.findings]
    names = names_of(schemas, chunks.summaries, registry_of(chunks.summaries), drafts_of(chunks.made))
    linked = link(schemas, chunks.made, names)
    chunks = keep(replace(chunks, made=linked.made))
    findings += linked.findings
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


def check(
    root: Path, metadata: Metadata, progress: Progress, crew: Crew, reading: Reading = AS_IT_IS
) -> tuple[Problem, ...]:
    """All that can be found without writing anything: the problems of `gather`, then those of the checks in SQL."""
    gathered = gather_records(root, metadata, progress, crew, reading)
    content = gathered.content
    if reading.planned is as_they_are:
        keep_up(root, gathered.schemas, content)
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
