"""From a dataset to its published package: everything is checked, then written aside, verified, and put in place."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recordpress.chunks import keeping
from recordpress.crew import Crew
from recordpress.freshness import inputs_of, last_build, note_build
from recordpress.garbage import collection_paused
from recordpress.locating import locate
from recordpress.model import Content, Value
from recordpress.pipeline import Gathered, gather_records
from recordpress.pipeline import check as check_records
from recordpress.pointers import steps_of
from recordpress.problems import Finding, Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.reading.json_document import read_json
from recordpress.reading.reference import read_yaml
from recordpress.sound import note_sound, sound_before
from recordpress.writing.cells import Locate, cell_problem
from recordpress.writing.database import require_sqlite
from recordpress.writing.forms import rows_in
from recordpress.writing.inputs import Inputs, stamps_of
from recordpress.writing.locking import BlockedError
from recordpress.writing.publishing import build_lock

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    Args:
        problems: All problems, by file and line; with an error among them nothing was published.
        summary: One line on what was published.
    """

    problems: tuple[Problem, ...]
    summary: str = ""


def load_metadata(root: Path) -> tuple[dict[str, Any], list[Problem]]:
    """`datapackage.json` as edited by hand, without its generated `resources`, and what is wrong with it."""
    text = (root / DESCRIPTOR).read_bytes()
    document = read_json(text, DESCRIPTOR)
    if document.problems or not isinstance(document.value, dict):
        return {}, list(document.problems) or [
            Problem("C101", DESCRIPTOR, "the descriptor must be a JSON object", 1, 1)
        ]
    metadata = {key: value for key, value in document.value.items() if key != "resources"}
    if sound_before(root, [text]):
        return metadata, []
    from recordpress.writing.metadata import metadata_findings  # noqa: PLC0415 - as below, where it isn't needed

    findings: list[Finding] = list(metadata_findings(metadata))
    if not findings:
        note_sound(root, [text], DESCRIPTOR)
    return metadata, locate(root, findings)


def _site_problems(root: Path) -> tuple[Problem, ...]:
    """What is wrong in `site/`. What looks at it takes a while to be loaded, so a dataset without it is spared that."""
    if not (root / "site").exists():
        return ()
    from recordpress.site_reading import read_site  # noqa: PLC0415

    return read_site(root).problems


@collection_paused()
def check(root: Path, paths: Sequence[str], progress: Progress, crew: Crew | None = None) -> tuple[Problem, ...]:
    """All problems of the dataset at `root`; of the given files and folders only, where there are any."""
    require_sqlite()
    metadata, problems = load_metadata(root)
    problems += _site_problems(root)
    with crew or Crew() as workers:
        problems += keeping.twice(lambda: check_records(root, metadata, progress, workers))
    wanted = [problem for problem in problems if not paths or any(_within(problem.path, path) for path in paths)]
    return tuple(in_order(wanted))


def _within(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith(f"{folder}/")


@collection_paused()
def build(root: Path, progress: Progress, crew: Crew | None = None) -> Built:
    """Check the dataset at `root` and publish its package; nothing is replaced unless all is well.

    Args:
        root: The dataset.
        progress: Told how far it is.
        crew: Who does the work; as many processes as there are processors when None.

    Raises:
        UnusableError: SQLite lacks what is needed, or a worker was ended from outside.
    """
    require_sqlite()
    try:
        with build_lock(root, waiting=lambda: progress.stage("waiting for another build")) as warnings:
            last = None if warnings else last_build(root)
            if last is not None:
                return Built(last[1], last[0])
            begun, before = time.time_ns(), inputs_of(root)
            with crew or Crew() as workers:
                built = keeping.twice(lambda: _build(root, progress, workers))
            if not has_errors(built.problems):
                note_build(root, begun, before, (built.summary, built.problems))
    except BlockedError as blocked:
        return Built((blocked.problem,))
    return replace(built, problems=tuple(in_order([*warnings, *built.problems])))


def _build(root: Path, progress: Progress, crew: Crew) -> Built:
    from recordpress.site_reading import read_site  # noqa: PLC0415 - a build with nothing to do needs none of it
    from recordpress.site_steps import site_steps  # noqa: PLC0415
    from recordpress.writing.building import Options, build_package  # noqa: PLC0415
    from recordpress.writing.package import Means  # noqa: PLC0415

    seen = (root / DESCRIPTOR).read_bytes()
    stamps = stamps_of(root)
    metadata, problems = load_metadata(root)
    site = read_site(root)
    gathered = gather_records(root, metadata, progress, crew)
    problems += [*site.problems, *gathered.problems, *_suspect_cells(root, gathered)]
    if gathered.content is None or gathered.chunks is None or has_errors(problems):
        return Built(tuple(in_order(problems)))
    inputs, written = Inputs(root, stamps, gathered.hashes), Noted()
    steps = (*site_steps(root, gathered, site, progress), ("inputs", inputs.write), ("summary", written.note))
    means = Means(between=steps, locate=_cell_places(root, gathered), announce=progress.stage, crew=crew)
    problems += build_package(gathered.content, root, seen, Options(means))
    keeping.clear(gathered.chunks.folder, gathered.chunks.summaries)
    return Built(tuple(in_order(problems)), "" if has_errors(problems) else f"{written.summary}, in {root / 'dist'}")


@dataclass(slots=True)
class Noted:
    """What was written, in a line: the tables that are made of views are known only then."""

    summary: str = ""

    def note(self, content: Content, _folder: Path) -> tuple[Problem, ...]:
        """Note it; a step of writing a package."""
        records = sum(len(collection.records) for collection in content.collections)
        name, version = content.metadata["name"], content.metadata["version"]
        count = f"{records:,} records, {rows_in(content):,} rows in {len(content.tables)} tables"
        self.summary = f"{name} {version}: {count}"
        return ()


def _suspect_cells(root: Path, gathered: Gathered) -> Iterator[Problem]:
    """Cells that no file can hold, or that a spreadsheet would run, at the values of the records."""
    place = _cell_places(root, gathered)
    for cell in gathered.suspects:
        where = place(cell.ref, cell.column, cell.value) or (f"data/{cell.table}.csv", 1, 1)
        yield cell_problem(cell.code, f"{cell.table}.{cell.column}", cell.ref, cell.value, where)


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
