"""A package with only what pages need, made of the last one in a fraction of a second.

The tables are compared with those of the preview before, and only rows that have changed are written. What takes long
and no page needs at once (CSV, JSON, Parquet, ZIP, charts, judgement by a second program) is the build's, which
follows; until then these files are those of the last build.
"""

import io
import shutil
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

from recordpress.chunks import keeping
from recordpress.crew import Crew
from recordpress.garbage import collection_paused
from recordpress.metadata_reading import load_metadata
from recordpress.model import Content
from recordpress.pipeline import Gathered, Reading, gather_records
from recordpress.problems import Problem, has_errors, in_order
from recordpress.progress import Progress
from recordpress.publishing.api.openapi import write_openapi
from recordpress.publishing.codebook.model import write_codebook
from recordpress.publishing.package import SUMS
from recordpress.publishing.site_files import write_site_files
from recordpress.schema.dataset import Loaded, load_schemas
from recordpress.site_reading import Site
from recordpress.stamps import stamps
from recordpress.watching.pages import SiteFiles
from recordpress.watching.tables import Tables
from recordpress.writing import sums
from recordpress.writing.files import FileInfo, copy_files, files_below, info_of, remove
from recordpress.writing.forms import rows_in
from recordpress.writing.names import DESCRIPTOR, database_name
from recordpress.writing.publishing import disk_problem
from recordpress.writing.record_lines import NAME as LINES
from recordpress.writing.record_lines import write_record_lines

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
        metadata, problems = load_metadata(self._root)
        site = self._site.read()
        gathered = gather_records(
            self._root, metadata, Progress(io.StringIO()), self._crew, Reading(schemas_of=self._load_schemas)
        )
        problems += [*site.problems, *gathered.problems]
        if gathered.content is None or has_errors(problems):
            return Preview(tuple(in_order(problems)))
        content, found = self._tables.fill(gathered.content)
        problems += found
        if not has_errors(problems):
            problems += self._tables.check(self._root, gathered)
            problems += self._site.judge(site, gathered, str(content.metadata["name"]), self._tables.path)
        base = (self._root / CURRENT).resolve()
        if has_errors(problems) or not base.is_dir():
            return Preview(tuple(in_order(problems)))
        self._count += 1
        folder = self._space / f"preview-{self._count}"
        self._write(gathered, site, content, base, folder)
        return Preview(tuple(in_order(problems)), folder, f"{rows_in(content):,} rows in {len(content.tables)} tables")

    def _load_schemas(self, root: Path) -> Loaded:
        """The schemas, read again only where they have changed."""
        seen = tuple(line for line, _ in stamps(root / "schemas"))
        if self._schemas is None or self._schemas[0] != seen:
            self._schemas = seen, load_schemas(root)
        return self._schemas[1]

    def _write(self, gathered: Gathered, site: Site, content: Content, base: Path, folder: Path) -> None:
        name = database_name(content)
        kinds = gathered.records.kinds()
        fresh = folder.with_name(f"{folder.name}.new")
        remove(fresh)
        (fresh / "datasette").mkdir(parents=True)
        shutil.copyfile(self._tables.path, fresh / name)
        shutil.copyfile(self._root / DESCRIPTOR, fresh / DESCRIPTOR)
        write_record_lines(content, fresh / LINES)
        write_site_files(content, site.queries, fresh, kinds, self._site.landed)
        if gathered.schemas is not None:
            write_openapi(content, gathered.schemas, fresh)
            write_codebook(gathered.schemas, fresh)
        own = set(files_below(fresh))
        copy_files(base, fresh, {*own, SUMS, *(path.name for path in base.glob("*.db"))})
        _write_sums(base, fresh, own)
        fresh.rename(folder)


def _write_sums(base: Path, folder: Path, own: Iterable[str]) -> None:
    """`SHA256SUMS` of a preview: what was taken from the last build keeps its line."""
    lines = (line.partition("  ") for line in (base / SUMS).read_text(encoding="utf-8").splitlines())
    known = {path: FileInfo(0, digest) for digest, _, path in lines if (folder / path).is_file()}
    (folder / SUMS).write_bytes(sums.render_sums(known | {path: info_of(folder / path) for path in own}))
