"""What is known of a chunk without opening its file: enough to tell whether it still holds, and which records it has.

What is known beside that stands in the file: it is about every record, and of a million that would be gigabytes.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from recordpress.chunks.storing import Section, Stored
from recordpress.linking import Entry

ABOUT = "/about"  # the section of `About`: no table has such a name
BETWEEN = "\n"  # between ids, which can't hold it

Told = tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...]
"""Values by the name of what they are values of."""

Targets = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""What records refer to, as `kind/id`, after the kinds that it should be of; none where it is, or where any will do."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that no file can hold, or that a spreadsheet would run.

    Args:
        code: W601 or W603.
        table: The table.
        column: The column.
        ref: The record that it is of, as `kind/id`.
        value: The cell as text.
    """

    code: str
    table: str
    column: str
    ref: str
    value: str


class About(NamedTuple):
    """What is known of all records of a chunk, as it stands in its file.

    Args:
        hashes: SHA-256 of each file, as it was read.
        targets: What the records refer to.
        claimed: What sources are said to claim that records refer to.
        cited: The sources behind facts, each with the publisher that it was counted for.
        wanted: What they refer to by other keys than ids: by name of what values are looked up in, the values.
        files: The path of each file, sorted; none where the ids tell them.
        places: For each id the number of its file and the JSON Pointer within that; none where the ids tell them.
    """

    hashes: tuple[str, ...]
    targets: Targets = ()
    claimed: Targets = ()
    cited: Mapping[str, str | None] = {}
    wanted: Told = ()
    files: tuple[str, ...] = ()
    places: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a chunk.

    Args:
        kind: The kind of its records.
        first: What tells its first file from the others of the kind: its path, or the id of its record.
        names: The ids of its records, sorted, a line each; one twice where two records have it.
        stored: Where rows and records are, and what else is known of them.
        seen: A hash of names, sizes and times of its files; "" where nothing proves that they have not changed.
        counted: A hash of the publishers that facts were last seen to be counted for.
        linked: A hash of all records there were when all that its records refer to was last seen to be right.
        special: The registry's entries of records with aliases, or withdrawn ones.
        origins: For records that are sources: the id of each, its original and its publisher.
        suspects: Cells that are a problem.
        keys: What the records are known by beside their ids: by name of a key, id and values.
        is_free: Whether ids don't tell the files.
        is_whole: Whether the ids of all records of the files are known.
    """

    kind: str
    first: str
    names: str
    stored: Stored
    seen: str = ""
    counted: str = ""
    linked: str = ""
    special: tuple[Entry, ...] = ()
    origins: tuple[tuple[str, str | None, str | None], ...] = ()
    suspects: tuple[Suspect, ...] = ()
    keys: Told = ()
    is_free: bool = False
    is_whole: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other chunks."""
        return self.kind, self.first

    @property
    def ids(self) -> list[str]:
        """The ids of its records, sorted; one twice where two records have it."""
        return self.names.split(BETWEEN) if self.names else []

    @property
    def count(self) -> int:
        """How many ids there are."""
        return self.names.count(BETWEEN) + 1 if self.names else 0

    @property
    def least(self) -> str:
        """The first of the ids."""
        return self.names.partition(BETWEEN)[0]

    @property
    def greatest(self) -> str:
        """The last of the ids."""
        return self.names.rpartition(BETWEEN)[2]

    def about(self) -> About:
        """What its file says.

        Raises:
            SpoiledError: It can't be had.
        """
        return About(*self.stored.read(ABOUT))


def sharing(summary: Summary) -> Summary:
    """The summary, holding names in common with others: what comes from another process has all of them to itself."""
    stored = summary.stored
    sections = {sys.intern(name): section for name, section in stored.sections.items()}
    return replace(summary, kind=sys.intern(summary.kind), stored=replace(stored, sections=sections))


def plain(summary: Summary) -> list[Any]:
    """The summary as what JSON can hold, short, since there may be thousands."""
    return [
        summary.kind,
        summary.first,
        summary.names,
        summary.stored.path.rpartition("/")[2],
        {name: [s.offset, s.length, s.count, s.checksum, s.digest] for name, s in summary.stored.sections.items()},
        summary.seen,
        summary.counted,
        summary.linked,
        [[e.kind, e.id, e.label, e.path, e.aliases, e.withdrawn, e.replaced_by, e.pointer] for e in summary.special],
        summary.origins,
        [[s.code, s.table, s.column, s.ref, s.value] for s in summary.suspects],
        summary.keys,
        summary.is_free,
    ]


def understood(found: list[Any], folder: str) -> Summary:
    """The summary that `plain` made; any exception says that it did not."""
    kind, first, names, name, sections, seen, counted, linked, special, origins, suspects, keys, is_free = found
    return Summary(
        kind,
        first,
        names,
        Stored(f"{folder}/{name}", {name: Section(*part) for name, part in sections.items()}),
        seen,
        counted,
        linked,
        tuple(Entry(k, i, label, path, tuple(aliases), w, r, p) for k, i, label, path, aliases, w, r, p in special),
        tuple((source, original, publisher) for source, original, publisher in origins),
        tuple(Suspect(*suspect) for suspect in suspects),
        tuple((name, tuple(map(tuple, rows))) for name, rows in keys),
        is_free,
    )
