"""A difference in plain words, as lines that each form writes in its own way."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recordpress.comparing.changes import Difference, Fate, RecordChange, Turn
from recordpress.comparing.datasets import problems_in_words
from recordpress.comparing.snapshot import Snapshot
from recordpress.comparing.telling.records import record_lines
from recordpress.comparing.telling.structure import structure_lines
from recordpress.comparing.telling.words import Data, Line, Name, brief, count, cut, listed

FATES = (
    Fate.REMOVED,
    Fate.WITHDRAWN,
    Fate.MERGED,
    Fate.RENAMED,
    Fate.RESTORED,
    Fate.CHANGED,
    Fate.ADDED,
)  # what asks for the most attention comes first
TITLE, MOST_WORDS = 80, 500  # characters
STATES = {
    "unsupported": "without a source",
    "disputed": "disputed, with a verdict",
    "unresolved": "disputed, without a verdict",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is told.

    Args:
        title: Its heading.
        entries: Each a line with lines below it, which belong together.
        kind: The kind of record that it is about; "" for schemas and descriptor.
        ranks: How much attention each entry asks for; the less, the more.
    """

    title: Line
    entries: tuple[tuple[Line, ...], ...]
    kind: str = ""
    ranks: tuple[int, ...] = ()


def heading(difference: Difference) -> Line:
    """What was compared."""
    return Line(0, ("From ", Data(difference.old.origin.title), " to ", Data(difference.new.origin.title)))


def summary(difference: Difference) -> list[Line]:
    """The whole in a few lines."""
    lines = [*_versions(difference)]
    if difference.is_empty:
        whole = difference.old.is_whole and difference.new.is_whole
        lines.append(Line(0, ("Nothing has changed." if whole else "Nothing has changed in what can be read.",)))
    fates = Counter(change.fate for change in difference.records)
    counts = listed(f"{fates[fate]:,} {fate}" for fate in FATES if fates[fate])
    if counts:
        lines.append(Line(0, (f"Records: {counts}.",)))
    if difference.follows:
        what = count(difference.follows, "further record")
        lines.append(Line(0, (f"{what} changed only to name others by their new ids.",)))
    lines += _evidence(difference.records)
    told = [
        f"{words}: {before:,} → {after:,}"
        for state, words in STATES.items()
        if (before := difference.states.get(state, (0, 0))[0]) != (after := difference.states.get(state, (0, 0))[1])
    ]
    if told and any(before for before, _ in difference.states.values()):
        lines.append(Line(0, (f"Facts {'; '.join(told)}.",)))
    for side in (difference.old, difference.new):
        lines += _unsound(side)
    return lines


def _versions(difference: Difference) -> Iterator[Line]:
    for name in ("version", "created"):
        before, after = (side.metadata.get(name) for side in (difference.old, difference.new))
        if before and after and before != after:
            words = {"version": "Version", "created": "Released"}[name]
            yield Line(0, (f"{words}: ", Data(cut(str(before))), " → ", Data(cut(str(after)))))


def _evidence(records: Iterable[RecordChange]) -> Iterator[Line]:
    turns = Counter(claim.turn for change in records for claim in change.claims)
    claims = listed(f"{turns[turn]:,} {turn}" for turn in (Turn.GAINED, Turn.LOST) if turns[turn])
    disputes = (Turn.OPENED, Turn.DECIDED, Turn.REOPENED, Turn.DROPPED)
    told = listed(f"{turns[turn]:,} {turn}" for turn in disputes if turns[turn])
    parts = [f"claims of sources {claims}" if claims else "", f"disputes {told}" if told else ""]
    if any(parts):
        yield Line(0, (f"Evidence of records that were there before: {'; '.join(part for part in parts if part)}.",))


def _unsound(side: Snapshot) -> Iterator[Line]:
    if not side.is_whole:
        words = problems_in_words(side.problems)
        yield Line(
            0, (Data(side.origin.title), " was compared as far as it can be read: ", Data(cut(words, MOST_WORDS)))
        )


def sections(difference: Difference) -> Iterator[Section]:
    """All that changed: what the schemas say, then the records by kind."""
    structure = [(line,) for line in structure_lines(difference)]
    if structure:
        yield Section(
            Line(0, (f"Schemas and descriptor: {count(len(structure), 'change')}",)),
            tuple(structure),
            ranks=(0,) * len(structure),
        )
    kinds: dict[str, list[RecordChange]] = {}
    for change in difference.records:
        kinds.setdefault(change.kind, []).append(change)
    for kind, changes in kinds.items():
        ranked = sorted((FATES.index(change.fate), change.id, change) for change in changes)
        entries = tuple(tuple(record_lines(change)) for _, _, change in ranked)
        ranks = tuple(rank for rank, _, _ in ranked)
        yield Section(_title(kind, changes, difference.titles), entries, kind, ranks)


def _title(kind: str, changes: Sequence[RecordChange], titles: Mapping[str, str]) -> Line:
    fates = Counter(change.fate for change in changes)
    counts = listed(f"{fates[fate]:,} {fate}" for fate in FATES if fates[fate])
    return Line(0, (Name(brief(titles.get(kind, kind), TITLE)), f": {counts}"))
