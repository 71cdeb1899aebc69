"""What became of a record, in words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from recordpress.comparing.changes import ClaimChange, Fate, FieldChange, How, RecordChange, Turn
from recordpress.comparing.telling.words import LONG, Data, Line, Name, Part, both_shown, brief, count, cut, shown

ITEMS = {How.ITEM_ADDED: "added", How.ITEM_REMOVED: "removed"}
DISPUTE = {
    Turn.OPENED: " disputes ",
    Turn.DROPPED: " no longer disputes ",
    Turn.DECIDED: ": its dispute is decided, about ",
    Turn.REOPENED: ": its dispute is open again, about ",
    Turn.REVISED: ": what it says is given otherwise, about ",
}
FIELDS = 8  # of those that a source supports
LABEL = 80  # characters of a source's name


def record_lines(change: RecordChange) -> Iterator[Line]:
    """A line on what became of the record, and below it what changed of it."""
    yield Line(1, (f"{change.fate}: ", *_named(change.id, change.label), *_fate(change)))
    for _, group in groupby(change.fields, key=lambda field: (field.field, field.how)):
        yield _field(list(group))
    yield from _claims(change.claims)


def _named(name: str, label: str) -> tuple[Part, ...]:
    return (Data(name),) if not label or label == name else (Name(label), " (", Data(name), ")")


def _fate(change: RecordChange) -> Iterator[Part]:
    """What else there is to say of it at once."""
    if change.fate is Fate.ADDED:
        sources = "" if change.sources is None else f", {count(change.sources, 'source')}"
        yield f": {count(change.size, 'value')}{sources}"
    if change.former:
        yield from (", formerly ", Data(change.former.partition("/")[2]))
    if change.into:
        words = {Fate.MERGED: ", merged into ", Fate.WITHDRAWN: ", replaced by "}
        yield from (words.get(change.fate, ", now "), Data(change.into))
    if change.fate is Fate.REMOVED:
        yield ", and nothing leads from its id to another record"
    if change.reason:
        yield from (": ", Data(cut(change.reason)))


def _field(changes: Sequence[FieldChange]) -> Line:
    """A field that changed, or a list with the items that came or went."""
    first = changes[0]
    if first.how in ITEMS:
        parts: list[Part] = [Data(first.field), f": {ITEMS[first.how]} "]
        for number, change in enumerate(changes):
            item = change.new if change.how is How.ITEM_ADDED else change.old
            parts += [*([", "] if number else []), *_value(item, change.new_label or change.old_label)]
        return Line(2, tuple(parts))
    if first.how is How.ADDED:
        return Line(2, (Data(first.field), " added: ", *_value(first.new, first.new_label)))
    if first.how is How.REMOVED:
        return Line(2, (Data(first.field), " removed: ", *_value(first.old, first.old_label)))
    old, new = both_shown(first.old, first.new)
    words = ": order " if first.how is How.REORDERED else ": "
    return Line(2, (Data(first.field), words, *_text(old, first.old_label), " → ", *_text(new, first.new_label)))


def _value(value: object, label: str) -> tuple[Part, ...]:
    return _text(shown(value), label)


def _text(text: str, label: str) -> tuple[Part, ...]:
    return (Data(text), " (", Name(brief(label, LABEL)), ")") if label else (Data(text),)


def _claims(changes: Sequence[ClaimChange]) -> Iterator[Line]:
    """What sources say: a line for what each supports, and one for each dispute."""
    supports: dict[str, dict[Turn, list[ClaimChange]]] = {}
    for change in changes:
        if not change.disputes:
            supports.setdefault(change.source, {}).setdefault(change.turn, []).append(change)
    for source, turns in supports.items():
        label = next(iter(turns.values()))[0].label
        yield Line(2, ("source ", *_text(source, label), *_support(turns)))
    for change in changes:
        if change.disputes:
            yield Line(2, ("source ", *_text(change.source, change.label), *_dispute(change)))


def _support(turns: Mapping[Turn, Sequence[ClaimChange]]) -> Iterator[Part]:
    """What a source supports now, no longer, or is cited for otherwise."""
    before = ""
    for turn, words in ((Turn.GAINED, "now supports "), (Turn.LOST, "no longer supports ")):
        if turn in turns:
            yield f"{before or ' '}{words}"
            yield from _fields(turns[turn])
            before = "; "
    for change in turns.get(Turn.REVISED, ()):
        yield f"{before or ': '}"
        if change.field:
            yield from (Data(change.field), " ", Data(cut(change.note, 2 * LONG)))
        else:
            yield "the note on it was reworded"
        before = "; "


def _fields(changes: Sequence[ClaimChange]) -> Iterator[Part]:
    for number, change in enumerate(changes[:FIELDS]):
        if number:
            yield ", "
        yield Data(change.field)
    if len(changes) > FIELDS:
        yield f" and {len(changes) - FIELDS:,} more"


def _dispute(change: ClaimChange) -> Iterator[Part]:
    yield DISPUTE[change.turn]
    yield Data(change.field)
    if change.claimed:
        yield from (" (it says ", Data(cut(change.claimed)), ")")
    if change.old_verdict != change.verdict:
        yield ": "
        if change.old_verdict:
            yield from (Data(change.old_verdict), " → ")
        yield Data(change.verdict or "no verdict")
    if change.note:
        yield from ("; ", Data(cut(change.note, 2 * LONG)))
