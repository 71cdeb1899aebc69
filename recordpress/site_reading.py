"""What stands in `site/`: queries, pages and charts. A check needs no more of the publication than this."""

from dataclasses import dataclass
from pathlib import Path

from recordpress.charting.specs import Chart, read_charts
from recordpress.problems import Problem
from recordpress.publishing.pages.model import Pages
from recordpress.publishing.pages.reading import read_pages
from recordpress.publishing.queries import Query, read_queries


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
