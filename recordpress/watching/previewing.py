"""A package with only what pages need, made of the last one in a fraction of a second.

The tables are compared with those of the preview before, and only rows that have changed are written. What takes long
and no page needs at once (CSV, JSON, Parquet, ZIP, charts, judgement by a second program) is the build's, which
follows; until then these files are those of the last build.
"""

import io
import shutil
from collections.abc import Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.chunks import keeping
from recordpress.crew import Crew
from recordpress.garbage import collection_paused
from recordpress.metadata_reading import load_metadata
from recordpress.model import Content
from recordpress.pipeline import Gathered, Reading, gather_records
from recordpress.problems import Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.publishing.package import SUMS
from recordpress.schema.dataset import Loaded, load_schemas
from recordpress.site_reading import Site
from recordpress.stamps import stamps
from recordpress.watching.documents import Documents
from recordpress.watching.lines import Lines
from recordpress.watching.pages import SiteFiles
from recordpress.watching.tables import Tables
from recordpress.writing import sums
from recordpress.writing.files import FileInfo, copy_files, files_below, info_of, remove
from recordpress.writing.forms import rows_in
from recordpress.writing.names import DESCRIPTOR, database_name
from recordpress.writing.publishing import disk_problem
from recordpress.writing.record_lines import NAME as LINES

CURRENT = Path("dist", "current")


@dataclass(frozen=True, slots=True)
class Preview:
    """What came of looking at the dataset.

    Args:
        problems: All that were found; with an error among them there is no package.
        folder: The package; None where there are errors, or no build before to take the other files from.
        summary: One line on what is in it.
    """

    problems: tuple[Problem, ...]
    folder: Path | None = None
    summary: str = ""


class Previewer:
    """Makes previews of a dataset, one after the other.

    Args:
        root: The dataset.
        space: A folder for previews, and for the database that the next one is made of.
        crew: Who reads records.
    """

    def __init__(self, root: Path, space: Path, crew: Crew) -> None:
        self._root, self._space, self._crew = root, space, crew
        self._site = SiteFiles(root)
        self._schemas: tuple[Hashable, Loaded] | None = None
        self._tables = Tables(space / "tables.db")
        self._lines = Lines(space / LINES)
        self._documents = Documents(space / "documents")
        self._metadata: tuple[bytes, dict[str, Any]] = b"", {}
        self._count = 0

    def preview(self) -> Preview:
        """Look at the dataset as it is now.

        Raises:
            UnusableError: SQLite lacks what is needed, or a worker was ended from outside.
        """
        try:
            with collection_paused():
                return keeping.twice(self._preview)
        except OSError as error:
            return Preview((disk_problem(self._root, error, "what was there before stays"),))

    def _preview(self) -> Preview:
        metadata, problems = self._load_metadata()
        site = self._site.read()
        gathered = gather_records(
            self._root, metadata, Progress(io.StringIO()), self._crew, Reading(schemas_of=self._load_schemas)
        )
        problems += [*site.problems, *gathered.problems]
        if gathered.content is None or has_errors(problems):
            return Preview(tuple(in_order(problems)))
        self._count += 1
        folder = self._space / f"preview-{self._count}"
        with ThreadPoolExecutor(1) as beside:  # queries leave the processor to others
            begun = beside.submit(self._begin, gathered.content, folder)
            content, found = self._tables.fill(gathered.content)
            problems += found
            if not has_errors(problems):
                ended = beside.submit(self._end, gathered, site, content, folder)
                problems += self._judge(gathered, site, str(content.metadata["name"]))
                ended.result()
        told = tuple(in_order(problems))
        if not begun.result() or has_errors(told):
            remove(folder)
            return Preview(told)
        return Preview(told, folder, f"{rows_in(content):,} rows in {len(content.tables)} tables")

    def _judge(self, gathered: Gathered, site: Site, name: str) -> list[Problem]:
        """What the dataset's checks find, and what is wrong with its own pages and queries."""
        found = self._tables.check(self._root, gathered)
        return found + self._site.judge(site, gathered, name, self._tables.path)

    def _load_metadata(self) -> tuple[dict[str, Any], list[Problem]]:
        """The descriptor, read again only where it has changed."""
        text = (self._root / DESCRIPTOR).read_bytes()
        if text != self._metadata[0]:
            metadata, problems = load_metadata(self._root)
            if problems:
                return metadata, problems
            self._metadata = text, metadata
        return self._metadata[1], []

    def _load_schemas(self, root: Path) -> Loaded:
        """The schemas, read again only where they have changed."""
        seen = tuple(line for line, _ in stamps(root / "schemas"))
        if self._schemas is None or self._schemas[0] != seen:
            self._schemas = seen, load_schemas(root)
        return self._schemas[1]

    def _begin(self, content: Content, folder: Path) -> bool:
        """Begin a package with what needs no database; whether there has been a build to take the rest from."""
        remove(folder)
        (folder / "datasette").mkdir(parents=True)
        shutil.copyfile(self._root / DESCRIPTOR, folder / DESCRIPTOR)
        self._lines.write(content, folder / LINES)
        return (self._root / CURRENT).is_dir()

    def _end(self, gathered: Gathered, site: Site, content: Content, folder: Path) -> None:
        """Add the database, what tells of it, and the rest from the last build, if there has been one."""
        base = (self._root / CURRENT).resolve()
        if base.is_dir():
            name = database_name(content)
            shutil.copyfile(self._tables.path, folder / name)
            digest = self._documents.write(content, gathered, site, self._site.landed, folder)
            own = set(files_below(folder))
            copy_files(base, folder, {*own, SUMS, *(path.name for path in base.glob("*.db"))})
            new = {path: info_of(folder / path) for path in own if path != name}
            _write_sums(base, folder, {**new, name: FileInfo(0, digest)})


def _write_sums(base: Path, folder: Path, new: Mapping[str, FileInfo]) -> None:
    """`SHA256SUMS` of a preview: what was taken from the last build keeps its line."""
    lines = (line.partition("  ") for line in (base / SUMS).read_text(encoding="utf-8").splitlines())
    known = {path: FileInfo(0, digest) for digest, _, path in lines if (folder / path).is_file()}
    (folder / SUMS).write_bytes(sums.render_sums({**known, **new}))
