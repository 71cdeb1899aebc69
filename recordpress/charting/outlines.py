"""What a server needs to know of the charts of a package: `datasette/charts.json`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LISTED = "datasette/charts.json"
PICTURES = "datasette/charts"


@dataclass(frozen=True, slots=True)
class ChartOutline:
    """A chart that was drawn.

    Args:
        name: Last part of its address.
        title: What it shows.
        description: What to see in it.
        query: Name of the saved query whose rows it shows.
        columns: Of its data.
        rows: How many rows its data have.
        width: Of the picture, in pixels.
        height: The same.
        sha256: Of each of its files, by the file's name.
    """

    name: str
    title: str
    description: str
    query: str
    columns: tuple[str, ...]
    rows: int
    width: int
    height: int
    sha256: Mapping[str, str]

    @property
    def words(self) -> str:
        """What stands in for the picture where it can't be seen."""
        return f"{self.title.rstrip('.')}. {self.description}"


def described(chart: ChartOutline) -> dict[str, object]:
    """A chart for `charts.json`."""
    return {key: value for key, value in asdict(chart).items() if key != "name"}


def read_outlines(document: Mapping[str, Any]) -> dict[str, ChartOutline]:
    """The charts by name, from `charts.json`."""
    return {
        name: ChartOutline(name, **{**entry, "columns": tuple(entry["columns"])}) for name, entry in document.items()
    }
