"""What a difference is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from recordpress.comparing.snapshot import Snapshot


class How(StrEnum):
    """What became of something."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"  # a list whose order counts
    ITEM_ADDED = "item-added"  # to a list
    ITEM_REMOVED = "item-removed"


class Fate(StrEnum):
    """What became of a record."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"  # its id is an alias of a record that is new
    MERGED = "merged"  # its id is an alias of a record that was there
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    REMOVED = "removed"  # its id leads nowhere


class Turn(StrEnum):
    """What became of a claim of a source."""

    GAINED = "gained"
    LOST = "lost"
    OPENED = "opened"  # a dispute that is new
    DROPPED = "dropped"  # a dispute that is gone
    DECIDED = "decided"  # a dispute that was unresolved
    REOPENED = "reopened"  # a dispute that had been decided
    REVISED = "revised"  # what is said of the claim


class Level(StrEnum):
    """How much a change asks of those who use the data, in the order of versions."""

    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a record that changed.

    Args:
        field: Its path: property names and item keys, joined by slashes.
        how: What became of it.
        old: Its value, or the item of a list that is gone; None for nothing.
        new: Likewise.
        old_label: Name of the record that the old value refers to; "" for none.
        new_label: Likewise.
    """

    field: str
    how: How
    old: Any = None
    new: Any = None
    old_label: str = ""
    new_label: str = ""


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim of a source that changed.

    Args:
        field: The field that it is about.
        source: Id of the source.
        label: Name of the source.
        turn: What became of it.
        disputes: Whether it says otherwise than the record.
        claimed: What a disputing source says instead, in words or as JSON.
        old_verdict: How the record judged it; "" for not at all.
        verdict: How it judges it now.
        note: What else there is to say of it: the reason, or what was revised.
    """

    field: str
    source: str
    label: str
    turn: Turn
    disputes: bool = False
    claimed: str = ""
    old_verdict: str = ""
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that changed.

    Args:
        ref: `kind/id`: of now, or of then where it is gone.
        label: Its name for people.
        fate: What became of it.
        former: `kind/id` that it had, where it was renamed.
        into: The record that its id leads to now, where it was merged, or that takes its place, where withdrawn.
        reason: Why it was withdrawn; "" where that isn't said.
        size: How many fields it has, where it was added or removed.
        sources: How many sources it names, where it was added and its kind names any; None otherwise.
        fields: The fields that changed.
        claims: The claims that changed.
    """

    ref: str
    label: str
    fate: Fate
    former: str = ""
    into: str = ""
    reason: str = ""
    size: int = 0
    sources: int | None = None
    fields: tuple[FieldChange, ...] = ()
    claims: tuple[ClaimChange, ...] = ()

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.ref.partition("/")[0]

    @property
    def id(self) -> str:
        """Its id."""
        return self.ref.partition("/")[2]


@dataclass(frozen=True, slots=True)
class StructureChange:
    """Something that the schemas or the descriptor say, and that changed.

    Args:
        what: `kind`, `table`, `column`, `vocabulary`, `term` or `metadata`.
        name: Its name; that of a column or term after its table's and a dot.
        how: What became of it.
        level: How much it asks of those who use the data.
        aspect: What of it changed, such as `type`; "" where it came or went.
        old: What it was.
        new: What it is.
    """

    what: str
    name: str
    how: How
    level: Level
    aspect: str = ""
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one state of a dataset to another.

    Args:
        old: The state before.
        new: The state after.
        structure: What changed in schemas and descriptor.
        records: What became of records, by kind and id.
        follows: How many records changed only in that they refer to a renamed or merged record by its id of now.
        titles: Name for people of each kind that is known.
        states: How many facts are in each state before and after, by state.
    """

    old: Snapshot
    new: Snapshot
    structure: tuple[StructureChange, ...] = ()
    records: tuple[RecordChange, ...] = ()
    follows: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.structure or self.records or self.follows)
