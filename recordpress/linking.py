"""Records against each other: references, aliases, withdrawn records, chains of originals."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.pointers import pointer, steps_of
from recordpress.problems import Finding, first_of
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, Reference, ReferenceList, Scalar
from recordpress.suggestions import a, did_you_mean
from recordpress.walking import Visit, node_at, walk

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
    """

    kind: str
    id: str
    label: str
    path: str
    aliases: tuple[str, ...] = ()
    withdrawn: bool = False
    replaced_by: str | None = None

    @property
    def ref(self) -> str:
        """Kind and id, by which any record can be referred to."""
        return f"{self.kind}/{self.id}"


class Registry:
    """All records of a dataset by `kind/id`, with their aliases."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Register the entries; the first of several with one id counts."""
        self.by_ref: dict[str, Entry] = {}
        self.aliases: dict[str, str] = {}
        for entry in entries:
            self.by_ref.setdefault(entry.ref, entry)
        for entry in self.by_ref.values():
            for alias in entry.aliases:
                self.aliases.setdefault(f"{entry.kind}/{alias}", entry.ref)

    def sound(self, target: Target) -> bool:
        """Whether a reference leads to a record that is not withdrawn, of a kind that it may lead to."""
        ref, kinds = target
        entry = self.by_ref.get(ref)
        return entry is not None and not entry.withdrawn and (not kinds or entry.kind in kinds)


def target(reference: Reference, value: str) -> Target:
    """What a value refers to."""
    return (value if reference.qualified else f"{reference.kinds[0]}/{value}"), reference.kinds


def reference_collector(root: Object) -> Callable[[Mapping[str, Any]], set[Target]]:
    """A function that lists what a record refers to, without saying where: places are found when they are needed."""
    gatherers = [gatherer for node in root.properties if (gatherer := _gatherer(node)) is not None]

    def collect(record: Mapping[str, Any]) -> set[Target]:
        found: set[Target] = set()
        for name, gather in gatherers:
            if name in record:
                gather(record[name], found)
        return found

    return collect


Gather = Callable[[Any, set[Target]], None]


def _gatherer(node: Node) -> tuple[str, Gather] | None:
    gather = _gather(node)
    return (node.name, gather) if gather else None


def _gather(node: Node) -> Gather | None:
    """A function that adds the references within a value; None where there can be none."""
    if isinstance(node, Scalar):
        reference = node.reference
        return (lambda value, found: found.add(target(reference, value))) if reference else None
    if isinstance(node, ReferenceList):
        wanted = node.item.reference
        return (lambda value, found: found.update(target(wanted, item) for item in value)) if wanted else None
    if isinstance(node, Object):
        return _gather_object(node)
    if isinstance(node, ObjectList | Map):
        each = _gather(node.item if isinstance(node, ObjectList) else node.value)
        return _gather_all(each) if each else None
    return None


def _gather_object(node: Object) -> Gather | None:
    parts = [gatherer for part in node.properties if (gatherer := _gatherer(part)) is not None]

    def gather(value: Any, found: set[Target]) -> None:
        for name, part in parts:
            if name in value:
                part(value[name], found)

    return gather if parts else None


def _gather_all(each: Gather) -> Gather:
    def gather(value: Any, found: set[Target]) -> None:
        for item in value.values() if isinstance(value, dict) else value:
            each(item, found)

    return gather


def key_findings(kind: Kind, path: str, record: Mapping[str, Any]) -> list[Finding]:
    """Items of one list that have the same `x-key`."""
    return first_of(_key_findings(kind, path, record), "V212", path)


def _key_findings(kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    for visit in walk(kind.root, record):
        if not isinstance(visit.node, ObjectList) or not visit.node.key:
            continue
        seen: set[object] = set()
        for index, item in enumerate(visit.value):
            value = item[visit.node.key]
            if value in seen:
                place = pointer((*visit.steps, index, visit.node.key))
                yield Finding(
                    "L307", path, place, f"`{visit.node.name}` has two items with the {visit.node.key} `{value}`"
                )
            seen.add(value)


def identity_findings(registry: Registry, entries: Iterable[Entry], kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Aliases that are an id, or lead to two records."""
    for entry in entries:
        for alias in entry.aliases:
            ref = f"{entry.kind}/{alias}"
            node = kinds[entry.kind].role("aliases")
            place = f"/{node.name}" if node else ""
            if ref in registry.by_ref:
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
        reference = visit.node.reference if isinstance(visit.node, Scalar) else None
        if reference and isinstance(visit.value, str) and not registry.sound(target(reference, visit.value)):
            gone = exempt is not None and exempt.name in record
            finding = _reference_finding(registry, reference, visit, path, of_withdrawn=gone)
            yield from [finding] if finding else []


def _reference_finding(
    registry: Registry, reference: Reference, visit: Visit, path: str, *, of_withdrawn: bool
) -> Finding | None:
    value, place = visit.value, pointer(visit.steps)
    name = visit.node.name or visit.steps[-2]
    ref = target(reference, value)[0]
    entry = registry.by_ref.get(ref)
    if entry is not None and reference.kinds and entry.kind not in reference.kinds:
        return Finding(
            "L304", path, place, f"`{name}` can't refer to {a(entry.kind)}", f"it refers to {_kinds(reference)}"
        )
    if entry is not None:
        hint = f"it is replaced by {entry.replaced_by}" if entry.replaced_by else "name another, or leave it out"
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
    kinds = sorted({ref.partition("/")[0] for ref in registry.by_ref})
    return [kind for kind in kinds if f"{kind}/{value}" in registry.by_ref]


def _nearest(registry: Registry, reference: Reference, value: str) -> str:
    if reference.qualified and "/" not in value:
        return "write it as `kind/id`"
    refs: Iterable[str] = registry.by_ref
    if reference.kinds:
        refs = (ref for ref in refs if ref.partition("/")[0] in reference.kinds)
    return did_you_mean(value, refs if reference.qualified else (ref.partition("/")[2] for ref in refs))


def claimed_findings(registry: Registry, kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    """References that a dispute says a source gives instead, and that lead nowhere."""
    evidence = kind.role("evidence")
    if evidence is None:
        return
    for index, entry in enumerate(record.get(evidence.name, ())):
        for number, dispute in enumerate(entry.get("disputes", ())):
            node = node_at(kind.root, steps_of(dispute["field"]))
            if isinstance(node, Scalar) and node.reference and isinstance(dispute.get("claimed"), str):
                steps = (evidence.name, index, "disputes", number, "claimed")
                if not registry.sound(target(node.reference, dispute["claimed"])):
                    visit = Visit(node, dispute["claimed"], steps, steps)
                    finding = _reference_finding(registry, node.reference, visit, path, of_withdrawn=True)
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
