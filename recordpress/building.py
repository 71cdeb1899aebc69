"""From a dataset to its published package: everything is checked, then written aside, verified, and put in place."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recordpress.charting.pictures import write_charts
from recordpress.charting.specs import Chart, read_charts
from recordpress.freshness import last_build, note_build
from recordpress.garbage import collection_paused
from recordpress.locating import locate
from recordpress.model import Content, Value
from recordpress.pipeline import Gathered, check_tables, gather
from recordpress.pipeline import check as check_records
from recordpress.pointers import steps_of
from recordpress.problems import Finding, Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.publishing.api.openapi import write_openapi
from recordpress.publishing.codebook.model import write_codebook
from recordpress.publishing.package import RESERVED
from recordpress.publishing.pages.checking import check_pages
from recordpress.publishing.pages.maps import with_land
from recordpress.publishing.pages.model import Pages
from recordpress.publishing.pages.reading import read_pages
from recordpress.publishing.queries import Query, check_queries, read_queries
from recordpress.publishing.results import Result, find_results, questions
from recordpress.publishing.site_files import write_site_files
from recordpress.reading.json_document import read_json
from recordpress.reading.yaml_document import read_yaml
from recordpress.writing.building import Options, build_package
from recordpress.writing.cells import Locate
from recordpress.writing.database import open_written, require_sqlite
from recordpress.writing.inputs import Inputs, stamps_of
from recordpress.writing.locking import BlockedError
from recordpress.writing.metadata import metadata_findings
from recordpress.writing.package import database_name
from recordpress.writing.publishing import build_lock

DESCRIPTOR = "datapackage.json"
Step = Callable[[Content, Path], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    Args:
        problems: All problems, by file and line; with an error among them nothing was published.
        summary: One line on what was published.
    """

    problems: tuple[Problem, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What stands in `site/`.

    Args:
        queries: The saved queries.
        pages: The dataset's own pages, and parts of the pages of its records.
        charts: The charts.
        problems: What is wrong with the files.
    """

    queries: tuple[Query, ...]
    pages: Pages
    charts: tuple[Chart, ...]
    problems: tuple[Problem, ...]


def read_site(root: Path) -> Site:
    """Read `site/`; what needs the built database to be judged is judged later."""
    queries, problems = read_queries(root)
    by_name = {query.name: query for query in queries}
    pages, of_pages = read_pages(root, by_name)
    charts, of_charts = read_charts(root, by_name)
    return Site(queries, pages, charts, (*problems, *of_pages, *of_charts))


def load_metadata(root: Path) -> tuple[dict[str, Any], list[Problem]]:
    """`datapackage.json` as edited by hand, without its generated `resources`, and what is wrong with it."""
    document = read_json((root / DESCRIPTOR).read_bytes(), DESCRIPTOR)
    if document.problems or not isinstance(document.value, dict):
        return {}, list(document.problems) or [
            Problem("C101", DESCRIPTOR, "the descriptor must be a JSON object", 1, 1)
        ]
    metadata = {key: value for key, value in document.value.items() if key != "resources"}
    findings: list[Finding] = list(metadata_findings(metadata))
    return metadata, locate(root, findings)


@collection_paused()
def check(root: Path, paths: Sequence[str], progress: Progress) -> tuple[Problem, ...]:
    """All problems of the dataset at `root`; of the given files and folders only, where there are any."""
    require_sqlite()
    metadata, problems = load_metadata(root)
    problems += [*read_site(root).problems, *check_records(root, metadata, progress)]
    wanted = [problem for problem in problems if not paths or any(_within(problem.path, path) for path in paths)]
    return tuple(in_order(wanted))


def _within(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith(f"{folder}/")


@collection_paused()
def build(root: Path, progress: Progress) -> Built:
    """Check the dataset at `root` and publish its package; nothing is replaced unless all is well."""
    require_sqlite()
    try:
        with build_lock(root, waiting=lambda: progress.stage("waiting for another build")) as warnings:
            last = None if warnings else last_build(root)
            if last is not None:
                return Built(last[1], last[0])
            begun = time.time_ns()
            built = _build(root, progress)
            if not has_errors(built.problems):
                note_build(root, begun, built.summary, built.problems)
    except BlockedError as blocked:
        return Built((blocked.problem,))
    return replace(built, problems=tuple(in_order([*warnings, *built.problems])))


def _build(root: Path, progress: Progress) -> Built:
    seen = (root / DESCRIPTOR).read_bytes()
    stamps = stamps_of(root)
    metadata, problems = load_metadata(root)
    site = read_site(root)
    gathered = gather(root, metadata, progress)
    problems += [*site.problems, *gathered.problems]
    if gathered.content is not None and not has_errors(problems):
        options = _options(root, gathered, site, progress)
        inputs = Inputs(root, stamps, gathered.hashes)
        options = replace(options, between=(*options.between, ("inputs", inputs.write)))
        problems += build_package(gathered.content, root, seen, options)
    return Built(tuple(in_order(problems)), "" if has_errors(problems) else _summary(root, gathered))


def _options(root: Path, gathered: Gathered, site: Site, progress: Progress) -> Options:
    kinds = {kind.name: kind for kind, _, _ in gathered.records.values()}
    results: dict[str, Result] = {}

    def run_checks(content: Content, folder: Path) -> tuple[Problem, ...]:
        database = folder / database_name(content)
        with closing(open_written(database)) as connection:
            found = list(check_tables(root, gathered, connection))
        taken = RESERVED | kinds.keys() | {str(content.metadata["name"])}
        charts = {chart.name for chart in site.charts}
        properties = {name: [node.name for node in kind.root.properties] for name, kind in kinds.items()}
        found += check_pages(site.pages, database, properties, taken, charts)
        found += check_queries(site.queries, database)
        if not has_errors(found):
            answers, failures = find_results(database, questions(site.queries, site.pages))
            results.update(answers)
            found += failures
        return tuple(found)

    def write_site(content: Content, folder: Path) -> tuple[Problem, ...]:
        write_site_files(content, site.queries, folder, kinds.values(), with_land(site.pages), results)
        if gathered.schemas is not None:
            write_openapi(content, gathered.schemas, folder)
            write_codebook(gathered.schemas, folder)
        return ()

    def draw_charts(content: Content, folder: Path) -> tuple[Problem, ...]:
        database, kept = folder / database_name(content), root / ".recordpress" / "charts"
        return tuple(locate(root, write_charts(site.charts, site.queries, database, folder, progress.step, kept)))

    steps: tuple[tuple[str, Step], ...] = (("checking", run_checks), ("charts", draw_charts), ("pages", write_site))
    return Options(between=steps, locate=_cell_places(root, gathered), announce=progress.stage)


def _cell_places(root: Path, gathered: Gathered) -> Locate:
    """A function that finds the value behind a cell: by its text, or else by its name."""

    def place(ref: str, column: str, value: Value) -> tuple[str, int, int] | None:
        known = gathered.records.get(ref)
        if known is None:
            return None
        document = read_yaml((root / known[1]).read_bytes(), known[1])
        written = (at for at, position in document.positions.items() if position.raw == value)
        named = (at for at in document.positions if "_".join(steps_of(at)) == column)
        pointer = next(written, None) or next(named, "")
        return (known[1], *document.position_of(pointer))

    return place


def _summary(root: Path, gathered: Gathered) -> str:
    content = gathered.content
    if content is None:
        return ""
    records = sum(len(collection.records) for collection in content.collections)
    rows = sum(len(data.rows) for data in content.tables)
    name, version = content.metadata["name"], content.metadata["version"]
    return f"{name} {version}: {records:,} records, {rows:,} rows in {len(content.tables)} tables, in {root / 'dist'}"
