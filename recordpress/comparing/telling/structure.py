"""What changed in schemas and descriptor, in words."""

from collections.abc import Iterator, Sequence

from recordpress.comparing.changes import Difference, How, StructureChange
from recordpress.comparing.telling.words import Data, Line, Part, both_shown, shown

QUIET = frozenset({"title", "description"})  # aspects whose words nobody's program depends on
WHAT = {
    "kind": "kind of record ",
    "table": "table ",
    "column": "column ",
    "vocabulary": "vocabulary ",
    "term": "value ",
    "metadata": "descriptor: ",
}
SHOWN = 5  # reworded ones


def structure_lines(difference: Difference) -> Iterator[Line]:
    """A line for each change; what was only reworded comes together."""
    reworded = [change for change in difference.structure if _is_reworded(change)]
    for change in difference.structure:
        if not _is_reworded(change):
            yield structure_line(change)
    if reworded:
        yield _together(reworded)


def structure_line(change: StructureChange) -> Line:
    """A line on one change."""
    return Line(1, (WHAT[change.what], *_name(change), *_became(change)))


def _is_reworded(change: StructureChange) -> bool:
    return change.what in {"column", "term"} and change.aspect in QUIET


def _name(change: StructureChange) -> Iterator[Part]:
    if change.what == "term":
        vocabulary, _, value = change.name.partition(".")
        yield from (Data(value), " of ", Data(vocabulary))
    else:
        yield Data(change.name)


def _became(change: StructureChange) -> Iterator[Part]:
    value = change.new if change.how is How.ADDED else change.old
    if change.how in {How.ADDED, How.REMOVED}:
        yield f" {change.how}"
        if value is not None:
            yield from (" (", Data(shown(value)), ")")
        return
    old, new = both_shown(_said(change.old), _said(change.new))
    yield f", {change.aspect}: " if change.what != "metadata" else ": "
    yield from (Data(old), " → ", Data(new))


def _said(value: object) -> object:
    return "none" if value is None else value


def _together(changes: Sequence[StructureChange]) -> Line:
    names = dict.fromkeys(change.name for change in changes)
    parts: list[Part] = ["reworded: titles or descriptions of "]
    for number, name in enumerate(list(names)[:SHOWN]):
        parts += [*([", "] if number else []), Data(name)]
    if len(names) > SHOWN:
        parts.append(f" and {len(names) - SHOWN:,} more")
    return Line(1, tuple(parts))
