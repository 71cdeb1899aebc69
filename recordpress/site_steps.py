"""The steps of a build that make the publication of what stands in `site/`.

It is a module of its own since it needs much that a check of a dataset without `site/` does not, and that takes a while
to be loaded.
"""

from contextlib import closing
from pathlib import Path

from recordpress.charting.pictures import write_charts
from recordpress.locating import locate
from recordpress.model import Content
from recordpress.pipeline import Gathered, check_tables
from recordpress.problems import Problem, has_errors
from recordpress.progress import Progress
from recordpress.publishing.api.openapi import write_openapi
from recordpress.publishing.codebook.model import write_codebook
from recordpress.publishing.package import RESERVED
from recordpress.publishing.pages.checking import check_pages
from recordpress.publishing.pages.maps import with_land
from recordpress.publishing.queries import check_queries
from recordpress.publishing.results import Result, find_results, questions
from recordpress.publishing.site_files import write_site_files
from recordpress.site_reading import Site
from recordpress.writing.database import open_written
from recordpress.writing.names import database_name
from recordpress.writing.package import Step


def site_steps(root: Path, gathered: Gathered, site: Site, progress: Progress) -> tuple[tuple[str, Step], ...]:
    """The steps between the database and the sums: the checks, the charts, and what the pages are served from."""
    kinds = {kind.name: kind for kind in gathered.records.kinds()}
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

    return ("checking", run_checks), ("charts", draw_charts), ("pages", write_site)
