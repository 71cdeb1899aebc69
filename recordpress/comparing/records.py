"""What became of each record from one state to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from recordpress.comparing.changes import ClaimChange, Fate, FieldChange, How, RecordChange
from recordpress.comparing.claims import claim_changes, evidence_name
from recordpress.comparing.names import Names, follow
from recordpress.comparing.snapshot import Record, Snapshot
from recordpress.comparing.values import Namer, count_of, field_changes, text_of
from recordpress.schema.engine_tables import ALIASES
from recordpress.schema.nodes import Kind


@dataclass(frozen=True)
class Comparison:
    """Two states, and what is needed to compare their records.

    Args:
        old: The state before.
        new: The state after.
    """

    old: Snapshot
    new: Snapshot
    names: tuple[Names, Names] = field(init=False)

    def __post_init__(self) -> None:
        """Note the names of the records."""
        object.__setattr__(self, "names", (Names(self.old), Names(self.new)))

    @cached_property
    def moved(self) -> dict[str, str]:
        """The records whose former id leads to another record now, each with that."""
        aliases = {str(row[0]): str(row[1]) for row in self.new.table(ALIASES)}
        gone = self.old.prints.keys() - self.new.prints.keys()
        return {ref: aliases[ref] for ref in sorted(gone) if ref in aliases}

    def kind(self, ref: str) -> Kind | None:
        """The kind of a record: that of now, or else that of then."""
        name = ref.partition("/")[0]
        return self.new.kinds.get(name) or self.old.kinds.get(name)


def record_changes(comparison: Comparison) -> tuple[tuple[RecordChange, ...], int]:
    """What became of the records, by kind and id.

    Returns:
        The changes, and the number of records that changed only in that they name others by their ids of now.
    """
    old, new, moved = comparison.old, comparison.new, comparison.moved
    here, there = old.prints, new.prints
    alike = {ref for ref in here.keys() & there.keys() if here[ref] == there[ref]}
    before, after = old.read(here.keys() - alike), new.read(there.keys() - alike)
    renamed = {now: ref for ref, now in moved.items() if now in after and now not in here}
    found, follows = [], 0
    for ref in sorted(after):
        former = ref if ref in here else renamed.get(ref, "")
        if former and former not in before:
            continue  # it could not be read, as a problem says
        if not former:
            found.append(_added(comparison, ref, after[ref]))
            continue
        change = _changed(comparison, (former, before[former]), (ref, after[ref]))
        if change is not None:
            found.append(change)
        elif moved:
            follows += text_of(before[former]) != text_of(after[ref])
    found += [_gone(comparison, ref, before[ref]) for ref in before if ref not in there and ref not in renamed.values()]
    return tuple(sorted(found, key=lambda change: (change.kind, change.id))), follows


def _added(comparison: Comparison, ref: str, record: Record) -> RecordChange:
    name = evidence_name(comparison.kind(ref), record)
    entries = record.get(name, ()) if name else ()
    sources = {str(entry.get("source")) for entry in entries if isinstance(entry, dict)}
    size = sum(count_of(value) for key, value in record.items() if key not in {"id", name})
    label = comparison.names[1].of(ref)
    return RecordChange(ref, label, Fate.ADDED, size=size, sources=len(sources) if name else None)


def _gone(comparison: Comparison, ref: str, record: Record) -> RecordChange:
    into = comparison.moved.get(ref, "")
    fate = Fate.MERGED if into else Fate.REMOVED
    return RecordChange(ref, comparison.names[0].of(ref), fate, into=into, size=sum(map(count_of, record.values())) - 1)


def _changed(comparison: Comparison, was: tuple[str, Record], now: tuple[str, Record]) -> RecordChange | None:
    """What became of a record that was there before; None for nothing."""
    (former, before), (ref, after) = was, now
    kind = comparison.kind(ref)
    evidence = evidence_name(kind, after, before)
    earlier, later = comparison.names
    old = follow(kind.root if kind else None, before, comparison.moved)
    skipped = {"id"} if former != ref else set()
    skipped |= {evidence} if evidence else set()
    sides = (_rest(old, skipped), _rest(after, skipped))
    root = kind.root if kind else None
    fields = tuple(
        change
        for change in field_changes(root, *sides, "", Namer(earlier.refers, later.refers))
        if not _told(comparison, kind, ref, change)
    )
    claims: Iterable[ClaimChange] = ()
    if evidence and old.get(evidence) != after.get(evidence):
        claims = claim_changes(
            old.get(evidence), after.get(evidence), lambda name: later.source(name) or earlier.source(name)
        )
    fate, into, reason = _fate(comparison, (former, before), (ref, after))
    change = RecordChange(
        ref,
        later.of(ref),
        fate,
        former=former if former != ref else "",
        into=into,
        reason=reason,
        fields=fields,
        claims=tuple(claims),
    )
    return change if fields or change.claims or fate is not Fate.CHANGED else None


def _told(comparison: Comparison, kind: Kind | None, ref: str, change: FieldChange) -> bool:
    """Whether what became of the records says it already: aliases of a merged one, the note that withdraws one."""
    if change.field == _role(kind, "withdrawn"):
        return change.how in {How.ADDED, How.REMOVED}
    if change.field != _role(kind, "aliases") or change.how not in {How.ADDED, How.ITEM_ADDED}:
        return False
    come = change.new if isinstance(change.new, list) else [change.new]
    return all(f"{ref.partition('/')[0]}/{alias}" in comparison.moved for alias in come)


def _role(kind: Kind | None, role: str) -> str:
    """The property with the role; without a schema, the one that is called so."""
    node = kind.role(role) if kind else None
    return node.name if node else "" if kind else role


def _rest(record: Record, skipped: set[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in skipped}


def _fate(comparison: Comparison, was: tuple[str, Record], now: tuple[str, Record]) -> tuple[Fate, str, str]:
    """What became of a record, the record that takes its place, and why."""
    former, ref = was[0], now[0]
    earlier, later = (names.withdrawn for names in comparison.names)
    if ref in later and former not in earlier:
        return Fate.WITHDRAWN, later[ref], _reason(comparison.kind(ref), now[1])
    if former in earlier and ref not in later:
        return Fate.RESTORED, "", ""
    return (Fate.CHANGED if former == ref else Fate.RENAMED), "", ""


def _reason(kind: Kind | None, record: Mapping[str, Any]) -> str:
    gone = record.get(_role(kind, "withdrawn"))
    return str(gone.get("reason", "")) if isinstance(gone, dict) else ""
