"""Versions of a dataset, and the rule by which what changed asks for one.

- **major**: programs and citations may break: a table, column, kind, vocabulary or value of one is gone, or a type,
  unit or key is another; a record is gone and its id leads nowhere.
- **minor**: something is there that wasn't: records, columns, values, evidence, disputes; a record is withdrawn, or its
  id leads to another.
- **patch**: what was there is corrected.

Before 1.0.0, what would be major asks for a minor step (as Semantic Versioning 2.0.0, rule 4, lets anything change).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from recordpress.comparing.changes import Difference, Fate, How, Level, RecordChange, Turn
from recordpress.comparing.telling.structure import structure_line
from recordpress.comparing.telling.text import as_text

FORM = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", re.ASCII)
ORDER = (Level.PATCH, Level.MINOR, Level.MAJOR)
NEW_FIELDS = frozenset({How.ADDED, How.ITEM_ADDED})
NEW_CLAIMS = frozenset({Turn.GAINED, Turn.OPENED})
WORDS = {
    Fate.REMOVED: "is gone, and its id leads nowhere",
    Fate.WITHDRAWN: "is withdrawn",
    Fate.RESTORED: "is no longer withdrawn",
    Fate.MERGED: "is merged into another",
    Fate.RENAMED: "has another id",
    Fate.ADDED: "is new",
}


class Version(NamedTuple):
    """A version, in the order in which versions follow each other."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """Name of its tag."""
        return f"v{self}"


def version_of(text: str) -> Version | None:
    """A version as it is written, `1.2.3`; None for what is none."""
    found = FORM.fullmatch(text)
    return Version(*map(int, found.groups())) if found else None


def least_after(last: Version, level: Level) -> Version:
    """The least version that may follow another, where what changed is of some level."""
    if level is Level.MAJOR and last.major > 0:
        return Version(last.major + 1, 0, 0)
    if level is Level.PATCH:
        return Version(last.major, last.minor, last.patch + 1)
    return Version(last.major, last.minor + 1, 0)


class Reason(NamedTuple):
    """Why a step of version is asked for."""

    level: Level
    words: str


def reasons_of(difference: Difference) -> list[Reason]:
    """Why what changed asks for a step, the strongest reasons first; none where nothing changed."""
    found = [Reason(change.level, as_text(structure_line(change)).strip()) for change in difference.structure]
    found += [_of_record(change) for change in difference.records]
    if difference.follows:
        found.append(Reason(Level.PATCH, f"{difference.follows:,} records name others by their new ids"))
    return sorted(found, key=lambda reason: -ORDER.index(reason.level))


def _of_record(change: RecordChange) -> Reason:
    if change.fate is Fate.REMOVED:
        level = Level.MAJOR
    elif change.fate is not Fate.CHANGED or any(_additions(change)):
        level = Level.MINOR
    else:
        level = Level.PATCH
    said = WORDS.get(change.fate) or ("has more in it" if level is Level.MINOR else "is corrected")
    return Reason(level, f"{change.ref} {said}")


def _additions(change: RecordChange) -> Iterator[bool]:
    """Whether fields and claims of a record are new."""
    yield from (field.how in NEW_FIELDS for field in change.fields)
    yield from (claim.turn in NEW_CLAIMS for claim in change.claims)
