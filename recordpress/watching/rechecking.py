"""What need not be asked again: queries whose tables have not changed find what they found before."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from recordpress.checking import Check, run_checks
from recordpress.model import View
from recordpress.problems import Finding
from recordpress.walking import Known

Records = Mapping[str, Known]
ANYTHING = frozenset({"*"})


class Remembered:
    """What the dataset's checks found, and which tables its queries read."""

    def __init__(self) -> None:
        self._found: dict[Check, list[Finding]] = {}
        self._reads: dict[str, frozenset[str]] = {}

    def forget(self) -> None:
        """Know nothing: the tables are others."""
        self._found.clear()
        self._reads.clear()

    def check(
        self, checks: Sequence[Check], connection: sqlite3.Connection, records: Records, changed: Collection[str]
    ) -> list[Finding]:
        """What the checks find.

        Args:
            checks: The checks.
            connection: The built tables.
            records: Each record by `kind/id`.
            changed: Tables that have changed since they were asked the last time.
        """
        seen = frozenset(changed)
        known = {check: found for check, found in self._found.items() if not self._touches(check.sql, connection, seen)}
        for check in checks:
            if check not in known:
                known[check] = run_checks([check], connection, records)
        self._found = {check: known[check] for check in checks}
        return [finding for found in self._found.values() for finding in found]

    def stale_views(self, views: Iterable[View], connection: sqlite3.Connection, changed: Collection[str]) -> set[str]:
        """The names of views that are published as tables and whose rows may have changed with these tables."""
        keyed = [view for view in views if view.key]
        seen = set(changed)
        while new := {v.name for v in keyed if v.name not in seen and self._touches(v.sql, connection, seen)}:
            seen |= new
        return seen & {view.name for view in keyed}

    def _touches(self, query: str, connection: sqlite3.Connection, changed: Collection[str]) -> bool:
        if query not in self._reads:
            self._reads[query] = tables_read(connection, query)
        reads = self._reads[query]
        return bool(changed) and (reads == ANYTHING or not reads.isdisjoint(changed))


def tables_read(connection: sqlite3.Connection, query: str) -> frozenset[str]:
    """The tables and views that a query reads; `ANYTHING` where it can't be run."""
    found: set[str] = set()

    def note(action: int, name: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ and name:
            found.add(name)
        return sqlite3.SQLITE_OK

    connection.set_authorizer(note)
    try:
        connection.execute(f"EXPLAIN {query.strip()}").close()
    except (sqlite3.Error, sqlite3.Warning):
        return ANYTHING
    finally:
        connection.set_authorizer(None)
    return frozenset(found)


def only(views: Iterable[View], stale: Collection[str]) -> tuple[View, ...]:
    """The views, of which only some are to become tables."""
    return tuple(view if view.name in stale else replace(view, key=()) for view in views)
