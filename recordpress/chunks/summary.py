"""What is known of a chunk without opening its file: enough to link records, and to tell whether it still holds."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from recordpress.chunks.storing import Section, Stored
from recordpress.linking import Entry

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


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a chunk.

    Args:
        kind: The kind of its records.
        ids: Their ids, sorted; one twice where two records have it.
        stamps: For each file what `keeping.proof` says; "" where nothing proves that it has not changed.
        hashes: SHA-256 of each file, as it was read.
        stored: Where rows and records are.
        targets: What the records refer to.
        claimed: What sources are said to claim that records refer to.
        special: The registry's entries of records with aliases, or withdrawn ones.
        origins: For records that are sources: the id of each, its original and its publisher.
        cited: The sources behind facts, each with the publisher that it was counted for.
        suspects: Cells that are a problem.
        keys: What the records are known by beside their ids: by name of a key, id and values.
        wanted: What they refer to by that: by name of what values are looked up in, the values.
        files: The path of each file, sorted; none where the ids tell them.
        places: For each id the number of its file and the JSON Pointer within that; none where the ids tell them.
        is_whole: Whether the ids of all records of the files are known.
    """

    kind: str
    ids: tuple[str, ...]
    stamps: tuple[str, ...]
    hashes: tuple[str, ...]
    stored: Stored
    targets: Targets = ()
    claimed: Targets = ()
    special: tuple[Entry, ...] = ()
    origins: tuple[tuple[str, str | None, str | None], ...] = ()
    cited: Mapping[str, str | None] = field(default_factory=dict)
    suspects: tuple[Suspect, ...] = ()
    keys: Told = ()
    wanted: Told = ()
    files: tuple[str, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    is_whole: bool = True

    @property
    def file_keys(self) -> tuple[str, ...]:
        """What tells each file from the others of its kind: its path, or the id of its record."""
        return self.files or self.ids

    def place(self, number: int) -> tuple[str, str] | None:
        """The file of a record, and the JSON Pointer to it within that; None where its id tells them."""
        if not self.files:
            return None
        index, pointer = self.places[number]
        return self.files[index], pointer


def sharing(summary: Summary) -> Summary:
    """The summary, holding names in common with others: what comes from another process has all of them to itself."""
    targets = tuple((kinds, tuple(map(sys.intern, refs))) for kinds, refs in summary.targets)
    cited = {sys.intern(source): publisher and sys.intern(publisher) for source, publisher in summary.cited.items()}
    return replace(summary, targets=targets, cited=cited)


def plain(summary: Summary) -> list[Any]:
    """The summary as what JSON can hold, short, since there may be thousands."""
    return [
        summary.kind,
        summary.ids,
        summary.stamps,
        summary.hashes,
        summary.stored.path.rpartition("/")[2],
        {name: [s.offset, s.length, s.count, s.checksum, s.digest] for name, s in summary.stored.sections.items()},
        summary.targets,
        summary.claimed,
        [[e.kind, e.id, e.label, e.path, e.aliases, e.withdrawn, e.replaced_by, e.pointer] for e in summary.special],
        summary.origins,
        summary.cited,
        [[s.code, s.table, s.column, s.ref, s.value] for s in summary.suspects],
        summary.keys,
        summary.wanted,
        summary.files,
        summary.places,
    ]


def understood(found: list[Any], folder: str) -> Summary:
    """The summary that `plain` made; any exception says that it did not."""
    kind, ids, stamps, hashes, name, sections, targets, claimed, special, origins, cited, suspects, *more = found
    keys, wanted, files, places = more
    return Summary(
        kind,
        tuple(ids),
        tuple(stamps),
        tuple(hashes),
        Stored(f"{folder}/{name}", {name: Section(*part) for name, part in sections.items()}),
        _targets(targets),
        _targets(claimed),
        tuple(Entry(k, i, label, path, tuple(aliases), w, r, p) for k, i, label, path, aliases, w, r, p in special),
        tuple((source, original, publisher) for source, original, publisher in origins),
        cited,
        tuple(Suspect(*suspect) for suspect in suspects),
        _told(keys),
        _told(wanted),
        tuple(files),
        tuple((number, place) for number, place in places),
    )


def _told(found: list[Any]) -> Told:
    return tuple((name, tuple(map(tuple, rows))) for name, rows in found)


def _targets(found: list[Any]) -> Targets:
    return tuple((tuple(kinds), tuple(refs)) for kinds, refs in found)
