"""Records against each other: references, aliases, withdrawn records, chains of originals."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from recordpress.model import Row
from recordpress.pointers import pointer, steps_of
from recordpress.problems import Finding, first_of
from recordpress.schema.nodes import Kind, Node, Reference, Scalar
from recordpress.schema.shapes import is_number_as_text
from recordpress.suggestions import a, did_you_mean
from recordpress.walking import Steps, Visit, keys_inside, node_at, walk

Target = tuple[str, tuple[str, ...]]  # what is referred to, as `kind/id`, and the kinds that it may be of


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in the registry of all records.

    Args:
        kind: Its kind.
        id: Its id within the kind.
        label: Its name for people.
        path: File that it is kept in.
        aliases: Other ids that lead to it.
        withdrawn: Whether it is withdrawn.
        replaced_by: The record that takes its place, as `kind/id`; None for none.
        pointer: JSON Pointer to it within the file; "" where the file holds nothing else.
    """

    kind: str
    id: str
    label: str
    path: str
    aliases: tuple[str, ...] = ()
    withdrawn: bool = False
    replaced_by: str | None = None
    pointer: str = ""

    @property
    def ref(self) -> str:
        """Kind and id, by which any record can be referred to."""
        return f"{self.kind}/{self.id}"

    def row(self) -> Row:
        """Its row in the table of all records."""
        ref, state = self.ref, "withdrawn" if self.withdrawn else "current"
        return (ref, self.kind, self.id, self.label, self.path, f"/{ref}", state, self.replaced_by)


class Refs(Collection[str]):
    """All records of a dataset as `kind/id`; those of a kind are held once somebody asks for one of them.

    Args:
        ids: The ids of each kind.
    """

    def __init__(self, ids: Mapping[str, Iterable[str]]) -> None:
        """Hold nothing yet."""
        self._ids = ids
        self._held: dict[str, frozenset[str]] = {}

    def of(self, kind: str) -> frozenset[str]:
        """The records of a kind."""
        if kind not in self._held:
            self._held[kind] = frozenset(f"{kind}/{name}" for name in self._ids.get(kind, ()))
        return self._held[kind]

    @property
    def kinds(self) -> list[str]:
        """The kinds that have records, by name."""
        return sorted(kind for kind in self._ids if self.of(kind))

    def includes(self, refs: Iterable[str]) -> bool:
        """Whether all of these are records."""
        left = frozenset(refs)
        for kind in {kind_of(ref) for ref in left}:
            left -= self.of(kind)
        return not left

    def __contains__(self, ref: object) -> bool:
        """Whether there is such a record."""
        return ref in self.of(kind_of(str(ref)))

    def __iter__(self) -> Iterator[str]:
        """Each record."""
        return (ref for kind in self._ids for ref in self.of(kind))

    def __len__(self) -> int:
        """How many there are."""
        return sum(len(self.of(kind)) for kind in self._ids)


class Registry:
    """All records of a dataset by `kind/id`, with their aliases.

    Args:
        refs: All records.
        special: Those that have aliases or are withdrawn.
        partly: Kinds of which some records could not be read, so that nobody knows what is missing.
    """

    def __init__(self, refs: Refs, special: Iterable[Entry] = (), partly: frozenset[str] = frozenset()) -> None:
        """Register the records."""
        self.partly = partly
        self.refs = refs
        self.special = {entry.ref: entry for entry in special}
        self.withdrawn = frozenset(ref for ref, entry in self.special.items() if entry.withdrawn)
        self.aliases: dict[str, str] = {}
        for entry in self.special.values():
            for alias in entry.aliases:
                self.aliases.setdefault(f"{entry.kind}/{alias}", entry.ref)

    @cached_property
    def ordered(self) -> list[str]:
        """All records in order, so that suggestions don't depend on chance."""
        return sorted(self.refs)

    def replacement(self, ref: str) -> str | None:
        """The record that takes the place of a withdrawn one."""
        entry = self.special.get(ref)
        return entry.replaced_by if entry else None

    def sound(self, target: Target) -> bool:
        """Whether a reference leads to a record that is not withdrawn, of a kind that it may lead to."""
        ref, kinds = target
        if ref not in self.refs:  # it may be one of those that could not be read
            return kind_of(ref) in self.partly and ref not in self.aliases
        return ref not in self.withdrawn and (not kinds or kind_of(ref) in kinds)

    def all_sound(self, kinds: Collection[str], refs: Collection[str]) -> bool:
        """Whether all these references are sound, which may be of the kinds, or of any kind where there is none."""
        if not self.refs.includes(refs) or not self.withdrawn.isdisjoint(refs):
            return False
        return not kinds or all(kind_of(ref) in kinds for ref in refs)


def kind_of(ref: str) -> str:
    """The kind of a record that is named as `kind/id`."""
    return ref.partition("/")[0]


def target(reference: Reference, value: str) -> Target:
    """What a value refers to."""
    return (value if reference.qualified else f"{reference.kinds[0]}/{value}"), reference.kinds


def by_id(node: Scalar | None) -> Reference | None:
    """What a scalar refers to by its id; None where it refers to nothing, or by something else."""
    reference = node.reference if node else None
    return reference if reference and not reference.by else None


def identity_findings(registry: Registry, entries: Iterable[Entry], kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Aliases that are an id, or lead to two records."""
    for entry in entries:
        for alias in entry.aliases:
            ref = f"{entry.kind}/{alias}"
            node = kinds[entry.kind].role("aliases")
            place = entry.pointer + (f"/{node.name}" if node else "")
            if ref in registry.refs:
                yield Finding("L302", entry.path, place, f"the alias `{alias}` is the id of a record")
            elif registry.aliases[ref] != entry.ref:
                yield Finding(
                    "L302", entry.path, place, f"the alias `{alias}` leads to {registry.aliases[ref]} already"
                )


def reference_findings(registry: Registry, kind: Kind, path: str, record: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with the references of a record, each with its place."""
    return first_of(_reference_findings(registry, kind, path, record), "V212", path)


def _reference_findings(registry: Registry, kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    exempt = kind.role("withdrawn")
    for visit in walk(kind.root, record):
        for part in (visit, *keys_inside(visit)):
            reference = by_id(part.node) if isinstance(part.node, Scalar) else None
            if reference and isinstance(part.value, str) and not registry.sound(target(reference, part.value)):
                gone = exempt is not None and exempt.name in record
                finding = _reference_finding(registry, reference, part, path, of_withdrawn=gone)
                yield from [replace(finding, at_key=part is not visit)] if finding else []


def _reference_finding(
    registry: Registry, reference: Reference, visit: Visit, path: str, *, of_withdrawn: bool
) -> Finding | None:
    value, place = visit.value, pointer(visit.steps)
    name = visit.node.name or visit.steps[-2]
    ref = target(reference, value)[0]
    known = ref in registry.refs
    if known and reference.kinds and kind_of(ref) not in reference.kinds:
        return Finding(
            "L304", path, place, f"`{name}` can't refer to {a(kind_of(ref))}", f"it refers to {_kinds(reference)}"
        )
    if known:
        replacement = registry.replacement(ref)
        hint = f"it is replaced by {replacement}" if replacement else "name another, or leave it out"
        return None if of_withdrawn else Finding("L306", path, place, f"{ref} is withdrawn", hint)
    if ref in registry.aliases:
        return Finding("L305", path, place, f"{ref} is an alias", f"write {registry.aliases[ref].partition('/')[2]}")
    other = [kind for kind in _kinds_of(registry, value) if not reference.qualified]
    if other:
        hint = f"it refers to {_kinds(reference)}"
        return Finding(
            "L304", path, place, f"`{value}` is {' and '.join(map(a, other))}, not {a(reference.kinds[0])}", hint
        )
    return Finding("L303", path, place, f"there is no record {ref}", _nearest(registry, reference, value))


def _kinds(reference: Reference) -> str:
    return " or ".join(map(a, reference.kinds)) or "any record"


def _kinds_of(registry: Registry, value: str) -> list[str]:
    """The kinds that have a record of that id."""
    return [kind for kind in registry.refs.kinds if f"{kind}/{value}" in registry.refs]


def _nearest(registry: Registry, reference: Reference, value: str) -> str:
    if reference.qualified and "/" not in value:
        return "write it as `kind/id`"
    refs: Iterable[str] = registry.ordered
    if reference.kinds:
        refs = (ref for ref in refs if kind_of(ref) in reference.kinds)
    return did_you_mean(value, refs if reference.qualified else (ref.partition("/")[2] for ref in refs))


def claimed_targets(kind: Kind, record: Mapping[str, Any]) -> Iterator[Target]:
    """References that a dispute says a source gives instead."""
    for _, _, reference, value in claimed(kind, record):
        if not reference.by:
            yield target(reference, value)


def claimed(kind: Kind, record: Mapping[str, Any]) -> Iterator[tuple[Steps, Node, Reference, str]]:
    """The place of each reference that a source is said to give instead, what the schema says, and the value."""
    evidence = kind.role("evidence")
    for index, entry in enumerate(record.get(evidence.name, ()) if evidence else ()):
        for number, dispute in enumerate(entry.get("disputes", ())):
            said = dispute.get("claimed")
            if isinstance(said, str | int) and not isinstance(said, bool):
                node = node_at(kind.root, steps_of(dispute["field"]))
                fits = isinstance(said, str) or (node is not None and is_number_as_text(node))  # ids are texts
                if evidence and isinstance(node, Scalar) and node.reference and fits:
                    yield (evidence.name, index, "disputes", number, "claimed"), node, node.reference, str(said)


def claimed_findings(registry: Registry, kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    """References that a dispute says a source gives instead, and that lead nowhere."""
    for steps, node, reference, value in claimed(kind, record):
        if not reference.by and not registry.sound(target(reference, value)):
            visit = Visit(node, value, steps, steps)
            finding = _reference_finding(registry, reference, visit, path, of_withdrawn=True)
            yield from [finding] if finding else []


def origins(originals: Mapping[str, str | None]) -> tuple[dict[str, str], list[str]]:
    """For each source the original at the end of its chain, and the sources whose chains run in a circle.

    Args:
        originals: For each source the one that it mirrors, reprints or translates; None for none.
    """
    ends: dict[str, str] = {}
    circles: list[str] = []
    for source in originals:
        chain = [source]
        while (following := originals.get(chain[-1])) is not None and following not in chain:
            chain.append(following)
        if following is not None:
            circles.append(source)
        ends[source] = source if following is not None else chain[-1]
    return ends, circles
