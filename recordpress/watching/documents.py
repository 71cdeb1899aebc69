"""What pages know of schemas, words and the dataset's own pages: written anew only where one of them has changed."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.model import Content
from recordpress.pipeline import Gathered
from recordpress.publishing.api.openapi import write_openapi
from recordpress.publishing.codebook.model import write_codebook
from recordpress.publishing.pages.model import Pages
from recordpress.publishing.site_files import FOLDER, INSPECT, write_inspection, write_site_files
from recordpress.site_reading import Site
from recordpress.writing.files import copy_files, remove


@dataclass(slots=True)
class Documents:
    """The documents of the last preview.

    Args:
        folder: A folder of one's own, in which they are kept.
    """

    folder: Path
    _told: tuple[Any, ...] = ()

    def write(self, content: Content, gathered: Gathered, site: Site, landed: Pages, staging: Path) -> str:
        """Write them into a package that has its database, and return the SHA-256 of that.

        Raises:
            OSError: A file cannot be written.
        """
        tables = tuple(data.table for data in content.tables)
        told = (site, landed, content.metadata, content.views, gathered.schemas, tables, _ids(gathered))
        if told == self._told:
            copy_files(self.folder, staging / FOLDER)
            return write_inspection(str(content.metadata["name"]), staging)
        self._told = ()
        write_site_files(content, site.queries, staging, gathered.records.kinds(), landed)
        if gathered.schemas is not None:
            write_openapi(content, gathered.schemas, staging)
            write_codebook(gathered.schemas, staging)
        remove(self.folder)
        copy_files(staging / FOLDER, self.folder, {Path(INSPECT).name})
        self._told = told
        return write_inspection(str(content.metadata["name"]), staging)


def _ids(gathered: Gathered) -> Hashable:
    """Which records there are, some of which serve as examples."""
    return tuple(some.names for some in gathered.chunks.summaries) if gathered.chunks else ()
