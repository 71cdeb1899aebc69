"""What was new and what was changed last, from the history of the records' files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from recordpress.publishing.history import Commit, History
from recordpress.publishing.record_documents import Entry

MOST = 100
NEW, CHANGED, WITHDRAWN = "New", "Changed", "Withdrawn"
SOME_DAY = datetime(1970, 1, 1, tzinfo=UTC)  # for a package that says of no day when it was made


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of a record.

    Args:
        entry: The record.
        updated: When it changed last.
        published: When it came in.
        what: `New`, `Changed` or `Withdrawn`.
        subject: What the change was, in a line.
    """

    entry: Entry
    updated: datetime
    published: datetime
    what: str
    subject: str


def changes(history: History, entries: Iterable[Entry]) -> list[Change]:
    """The last change of each record that the history knows, newest first.

    Args:
        history: The commits of each file, newest first.
        entries: The records.
    """
    known = ((entry, history.get(entry.path, ())) for entry in entries)
    found = [_change(entry, commits) for entry, commits in known if commits]
    return sorted(found, key=lambda change: (-change.updated.timestamp(), change.entry.ref))


def _change(entry: Entry, commits: Sequence[Commit]) -> Change:
    first, last = commits[-1], commits[0]
    what = CHANGED if len(commits) > 1 else NEW
    return Change(entry, last.date, first.date, WITHDRAWN if entry.state == "withdrawn" else what, last.subject)


def made(package: Mapping[str, Any]) -> datetime:
    """When the package was made, as its description says; the same day in 1970 for all that don't.

    The clock is never asked, so that the same package gives the same feeds.
    """
    try:
        found = datetime.fromisoformat(str(package.get("created", "")))
    except ValueError:
        return SOME_DAY
    return found if found.tzinfo else found.replace(tzinfo=UTC)
