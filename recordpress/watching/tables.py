"""The tables of the last preview as a database, brought up to date for the next one."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from recordpress.chunks.storing import SpoiledError
from recordpress.deriving import derive
from recordpress.locating import locate
from recordpress.model import Content, TableData
from recordpress.pipeline import Gathered
from recordpress.problems import Problem, has_errors
from recordpress.watching.patching import Change, apply, changes, fits
from recordpress.watching.rechecking import Remembered, only
from recordpress.writing.database import open_written, write_database
from recordpress.writing.files import remove

_UNSAVED = ("journal_mode = MEMORY", "synchronous = OFF", "ignore_check_constraints = ON")


@dataclass(frozen=True, slots=True)
class Filled:
    """What the database holds.

    Args:
        given: As it was gathered.
        whole: With the tables that are made of views.
    """

    given: Content
    whole: Content


class Tables:
    """A database that follows what is gathered.

    Args:
        path: Its file, which nobody else uses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: Filled | None = None
        self._remembered = Remembered()
        self._changed: set[str] = set()

    def fill(self, content: Content) -> tuple[Content, tuple[Problem, ...]]:
        """Have the database hold what was gathered; returned as `write_database` does."""
        held, self._held = self._held, None
        whole = self._patched(content, held) if held and fits(held.given, content) else None
        problems: tuple[Problem, ...] = ()
        if whole is None:
            remove(self.path)
            self._remembered.forget()
            whole, problems = write_database(content, self.path)
        if not has_errors(problems):
            self._held = Filled(content, whole)
        return whole, problems

    def check(self, root: Path, gathered: Gathered) -> list[Problem]:
        """What the dataset's checks find in the tables."""
        with closing(open_written(self.path)) as connection:
            found = self._remembered.check(gathered.checks, connection, gathered.records, self._changed)
        self._changed.clear()
        return list(locate(root, found))

    def _patched(self, content: Content, held: Filled) -> Content | None:
        """The content with its tables of views, once all rows are as it says; None where that can't be done."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            for pragma in _UNSAVED:
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            try:
                changed = self._apply(connection, list(changes(held.given.tables, content.tables)))
                made = self._derived(connection, content, held, changed)
                self._apply(connection, list(changes(held.whole.tables[len(content.tables) :], made)))
                connection.execute("COMMIT")
            except (sqlite3.Error, SpoiledError, ValueError):  # what it was made of is gone, or it is another
                return None
        return replace(content, tables=(*content.tables, *made), views=held.whole.views)

    def _apply(self, connection: sqlite3.Connection, found: Sequence[Change]) -> set[str]:
        for change in found:
            apply(connection, change)
        names = {change.table.name for change in found}
        self._changed |= names
        return names

    def _derived(
        self, connection: sqlite3.Connection, content: Content, held: Filled, changed: set[str]
    ) -> list[TableData]:
        """The tables that are made of views.

        Raises:
            ValueError: One can't be made.
        """
        known = {data.table.name: data for data in held.whole.tables[len(content.tables) :]}
        stale = self._remembered.stale_views(content.views, connection, changed)
        if stale:
            whole, problems = derive(replace(content, views=only(content.views, stale)), connection)
            if problems:
                raise ValueError("a view has a problem, which a database that is written anew tells")
            known |= {data.table.name: data for data in whole.tables[len(content.tables) :]}
        return list(known.values())
