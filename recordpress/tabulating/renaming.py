"""Rows whose cells hold the ids of records in place of the names that stand in the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recordpress.model import Row


@dataclass(frozen=True, slots=True)
class Renaming:
    """Puts ids in place of names.

    Args:
        columns: Positions of the columns that hold names, each with the cell for a name; others stay as they are.
    """

    columns: tuple[tuple[int, Mapping[str, str]], ...]

    def __call__(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with ids."""
        return [self._row(row) for row in rows]

    def _row(self, row: Row) -> Row:
        cells = list(row)
        for position, names in self.columns:
            value = cells[position]
            if isinstance(value, str):
                cells[position] = names.get(value, value)
        return tuple(cells)
