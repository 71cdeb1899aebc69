"""Making a package from a dataset: everything is read and checked, then written aside, verified, and put in place."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recordpress.chunks import keeping
from recordpress.completing.keeping_up import keep_up
from recordpress.crew import Crew
from recordpress.freshness import Built
from recordpress.metadata_reading import load_metadata
from recordpress.model import Content, Value
from recordpress.pipeline import Gathered, Reading, as_they_are, gather_records
from recordpress.pointers import steps_of
from recordpress.problems import Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.reading.parts import read_document
from recordpress.reading.source_files import Files
from recordpress.site_reading import read_site
from recordpress.site_steps import site_steps
from recordpress.writing.building import Options, build_package
from recordpress.writing.cells import Locate, cell_problem
from recordpress.writing.database import require_sqlite
from recordpress.writing.forms import rows_in
from recordpress.writing.inputs import Inputs, stamps_of
from recordpress.writing.names import DESCRIPTOR
from recordpress.writing.package import Means


def make_package(root: Path, progress: Progress, crew: Crew, planned: Callable[[Files], Files] = as_they_are) -> Built:
    """Make the package of the dataset at `root` and publish it, unless something is wrong; the lock is held.

    Args:
        root: The dataset.
        progress: Told how far it is.
        crew: Who does the work.
        planned: From the records' files to those that are to be read.

    Raises:
        UnusableError: SQLite lacks what is needed, or a worker was ended from outside.
    """
    require_sqlite()
    return keeping.twice(lambda: _made(root, progress, crew, planned))


def _made(root: Path, progress: Progress, crew: Crew, planned: Callable[[Files], Files]) -> Built:
    seen = (root / DESCRIPTOR).read_bytes()
    stamps = stamps_of(root)
    metadata, problems = load_metadata(root)
    site = read_site(root)
    gathered = gather_records(root, metadata, progress, crew, Reading(planned))
    if planned is as_they_are:
        keep_up(root, gathered.schemas, gathered.content)
    problems += [*site.problems, *gathered.problems, *_suspect_cells(root, gathered)]
    if gathered.content is None or gathered.chunks is None or has_errors(problems):
        return Built(tuple(in_order(problems)))
    inputs, written = Inputs(root, stamps, gathered.hashes()), Noted()
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
        document = read_document(known.path, (root / known.path).read_bytes())
        below = [at for at in document.positions if at.startswith(f"{known.pointer}/")]
        texts = (value, json.dumps(value, ensure_ascii=False))  # the second as JSON has it
        written = (at for at in below if document.positions[at].raw in texts)
        named = (at for at in below if "_".join(steps_of(at.removeprefix(known.pointer))) == column)
        pointer = next(written, None) or next(named, known.pointer)
        return (known.path, *document.position_of(pointer))

    return place
