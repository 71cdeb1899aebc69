"""What stands in `site/`, read and judged again only where it has changed."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from recordpress.pipeline import Gathered
from recordpress.problems import Problem, has_errors
from recordpress.publishing.package import RESERVED
from recordpress.publishing.pages.checking import check_pages
from recordpress.publishing.pages.maps import with_land
from recordpress.publishing.pages.model import NO_PAGES, Page, Pages
from recordpress.publishing.queries import check_queries
from recordpress.site_reading import Site, read_site
from recordpress.stamps import stamps

FOLDERS = ("site", "docs")  # of the documents, those that pages include


@dataclass(slots=True)
class SiteFiles:
    """The dataset's own pages, queries and charts, as they were last read.

    Args:
        root: The dataset.
        landed: The pages, with outlines of land.
    """

    root: Path
    landed: Pages = NO_PAGES
    _seen: Hashable = None
    _site: Site | None = None
    _good: dict[str, Page] = field(default_factory=dict)
    _tables: Hashable = None

    def read(self) -> Site:
        """What stands in `site/` now."""
        seen = tuple(line for folder in FOLDERS for line, _ in stamps(self.root / folder))
        if self._site is None or seen != self._seen:
            self._site, self._seen = read_site(self.root), seen
            self.landed = with_land(self._site.pages)
        return self._site

    def judge(self, site: Site, gathered: Gathered, name: str, database: Path) -> list[Problem]:
        """What is wrong with queries, and with pages that were not found to be right before.

        Args:
            site: As read.
            gathered: The records, and their kinds.
            name: The package's.
            database: The built tables.
        """
        tables = gathered.schemas and gathered.schemas.digest
        if tables != self._tables:
            self._good, self._tables = {}, tables
        kinds = {kind.name: kind for kind in gathered.records.kinds()}
        properties = {kind: [node.name for node in kinds[kind].root.properties] for kind in kinds}
        found = list(check_queries(site.queries, database))
        charts = {chart.name for chart in site.charts}
        pages = Pages(self._doubtful("", site.pages.own), self._doubtful("/", site.pages.records))
        found += check_pages(pages, database, properties, RESERVED | kinds.keys() | {name}, charts)
        if not has_errors(found):
            self._good |= {**pages.own} | {f"/{kind}": page for kind, page in pages.records.items()}
        return found

    def _doubtful(self, mark: str, pages: Mapping[str, Page]) -> dict[str, Page]:
        return {name: page for name, page in pages.items() if self._good.get(f"{mark}{name}") != page}
