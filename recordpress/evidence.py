"""Who says so: from the evidence of a record to its claims and facts.

A fact is supported by a claim at its own path or above it, and disputed by a claim at its path, above or below it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.model import Row
from recordpress.pointers import field_path, pointer, steps_of
from recordpress.problems import Finding
from recordpress.schema.nodes import Kind, Map, Object, ObjectList
from recordpress.schema.plans import all_nodes
from recordpress.suggestions import did_you_mean
from recordpress.tabulating.flatten import to_json
from recordpress.validating import Validators
from recordpress.walking import Visit, inside, node_at, visit_at, walk

UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Support:
    """A source that supports the field at a path, or disputes it with a verdict."""

    path: tuple[str, ...]
    source: str
    disputes: bool
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a record and who says so.

    Args:
        field: Field path.
        value: The value as JSON; None for a disputed field that the record leaves out.
        needed: Whether it must have evidence.
        sources: Sources that support it, each once.
        disputing: Sources that dispute it, each once.
        unresolved: Whether a dispute about it is unresolved.
    """

    field: str
    value: str | None
    needed: bool
    sources: tuple[str, ...]
    disputing: tuple[str, ...]
    unresolved: bool


def entries(kind: Kind, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The record's evidence, as written."""
    node = kind.role("evidence")
    return record.get(node.name, []) if node else []


def supports(kind: Kind, record: Mapping[str, Any]) -> list[Support]:
    """What each source supports and disputes."""
    found = []
    for entry in entries(kind, record):
        found += [Support(steps_of(path), entry["source"], disputes=False) for path in entry.get("supports", ())]
        found += [
            Support(steps_of(dispute["field"]), entry["source"], disputes=True, verdict=dispute.get("verdict", ""))
            for dispute in entry.get("disputes", ())
        ]
    return found


def claims(kind: Kind, record: Mapping[str, Any]) -> list[Row]:
    """The rows of the table `claims` that a record leads to."""
    ref = f"{kind.name}/{record['id']}"
    rows: list[Row] = []
    for entry in entries(kind, record):
        for path in entry.get("supports", ()):
            accepted = _accepted(kind, record, path)
            row: Row = (ref, len(rows), path, entry["source"], "supports", None, None, accepted, None, None)
            rows.append((*row, entry.get("locator")))
        for dispute in entry.get("disputes", ()):
            claimed = to_json(dispute["claimed"]) if "claimed" in dispute else None
            accepted = _accepted(kind, record, dispute["field"])
            row = (ref, len(rows), dispute["field"], entry["source"], "disputes", claimed, dispute.get("claimed_text"))
            judged = (accepted, dispute.get("verdict"), dispute.get("reason"), entry.get("locator"))
            rows.append((*row, *judged))
    return rows


def _accepted(kind: Kind, record: Mapping[str, Any], path: str) -> str | None:
    visit = visit_at(kind.root, record, steps_of(path))
    return to_json(visit.value) if visit else None


def facts(kind: Kind, record: Mapping[str, Any]) -> list[Fact]:
    """The facts of a record, and after them the disputed fields that are no part of them."""
    told = supports(kind, record)
    found = [_fact(_path(visit), visit, told, needed=needed) for visit, needed in fact_visits(kind, record)]
    known = [steps_of(fact.field) for fact in found]
    others = [
        path
        for path in sorted({claim.path for claim in told if claim.disputes})
        if not any(path[: len(fact)] == fact for fact in known)
    ]
    return [*found, *(_fact(path, visit_at(kind.root, record, path), told, needed=False) for path in others)]


def _path(visit: Visit) -> tuple[str, ...]:
    return tuple(map(str, visit.field))


def fact_visits(kind: Kind, record: Mapping[str, Any]) -> Iterator[tuple[Visit, bool]]:
    """The values of a record that are facts, each with whether it needs evidence."""
    for visit in inside(Visit(kind.root, record, (), ())):
        if visit.node.name != "id" and not visit.node.role:
            yield from _facts_in(visit, needed=False)


def _facts_in(visit: Visit, *, needed: bool) -> Iterator[tuple[Visit, bool]]:
    node = visit.node
    if node.evidence == "none":
        return
    needed = needed or node.evidence == "required"
    if isinstance(node, ObjectList | Map):
        for item in inside(visit):
            yield from _parts(item, node.key if isinstance(node, ObjectList) else "", needed=needed)
    elif isinstance(node, Object):
        yield from _parts(visit, "", needed=needed)
    else:
        yield visit, needed


def _parts(visit: Visit, key: str, *, needed: bool) -> Iterator[tuple[Visit, bool]]:
    """An object as one fact; as several where a property within says that it needs evidence itself."""
    if not any(inner.evidence == "required" for inner in all_nodes(visit.node) if inner is not visit.node):
        yield visit, needed
        return
    for part in inside(visit):
        if part.node.name != key:
            yield from _facts_in(part, needed=needed)


def _fact(path: tuple[str, ...], visit: Visit | None, told: list[Support], *, needed: bool) -> Fact:
    depth = len(path)
    backing = [claim for claim in told if not claim.disputes and path[: len(claim.path)] == claim.path]
    against = [
        claim
        for claim in told
        if claim.disputes and (path[: len(claim.path)] == claim.path or claim.path[:depth] == path)
    ]
    return Fact(
        field=field_path(path),
        value=to_json(visit.value) if visit else None,
        needed=needed,
        sources=tuple(dict.fromkeys(claim.source for claim in backing)),
        disputing=tuple(dict.fromkeys(claim.source for claim in against)),
        unresolved=any(claim.verdict == UNRESOLVED for claim in against),
    )


def evidence_findings(kind: Kind, path: str, record: Mapping[str, Any], validators: Validators) -> list[Finding]:
    """What is wrong with the evidence of a valid record, read from the file at `path`."""
    node = kind.role("evidence")
    if node is None:
        return []
    return [
        *_unsupported(kind, path, record),
        *_path_findings(kind, path, record, node.name),
        *_dispute_findings(kind, path, record, node.name, validators),
    ]


def _unsupported(kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    told = [claim.path for claim in supports(kind, record) if not claim.disputes]
    for visit, needed in fact_visits(kind, record):
        if needed and not _covered(visit, told):
            message = f"no source supports `{field_path(visit.field)}`"
            yield Finding(
                "E402",
                path,
                pointer(visit.steps),
                message,
                "name it under `supports` of a source, or leave the fact out",
            )


def _covered(visit: Visit, told: list[tuple[str, ...]]) -> bool:
    """Whether a source supports the value at its path or above, or everything within it."""
    path = _path(visit)
    if any(path[: len(claim)] == claim for claim in told):
        return True
    if not any(claim[: len(path)] == path for claim in told):
        return False
    within = [part for part in inside(visit) if part.node.evidence != "none"]
    key = visit.field[-1]
    return bool(within) and all(_covered(part, told) or part.value == key for part in within)


def _path_findings(kind: Kind, path: str, record: Mapping[str, Any], name: str) -> Iterator[Finding]:
    for index, entry in enumerate(record.get(name, ())):
        for number, field in enumerate(entry.get("supports", ())):
            place = pointer((name, index, "supports", number))
            if node_at(kind.root, steps_of(field)) is None:
                yield Finding("E401", path, place, f"no field has the path `{field}`", _near(kind, record, field))
            elif visit_at(kind.root, record, steps_of(field)) is None:
                yield Finding("E404", path, place, f"the record has nothing at `{field}`", _near(kind, record, field))


def _near(kind: Kind, record: Mapping[str, Any], field: str) -> str:
    present = (field_path(visit.field) for visit in walk(kind.root, record) if not visit.node.role)
    return did_you_mean(field, [*present, *(part.name for part in kind.root.properties if not part.role)])


def _dispute_findings(
    kind: Kind, path: str, record: Mapping[str, Any], name: str, validators: Validators
) -> Iterator[Finding]:
    for index, entry in enumerate(record.get(name, ())):
        for number, dispute in enumerate(entry.get("disputes", ())):
            place = (name, index, "disputes", number)
            node = node_at(kind.root, steps_of(dispute["field"]))
            if node is None:
                hint = _near(kind, record, dispute["field"])
                message = f"no field has the path `{dispute['field']}`"
                yield Finding("E401", path, pointer((*place, "field")), message, hint)
            elif "claimed" in dispute and not validators.is_valid(node, dispute["claimed"]):
                message = f"`claimed` is no valid value of `{dispute['field']}`"
                yield Finding("E403", path, pointer((*place, "claimed")), message, "say it in words, as `claimed_text`")
            elif "claimed" not in dispute and "claimed_text" not in dispute:
                message = "a dispute must say what the source claims"
                yield Finding("E405", path, pointer(place), message, "add `claimed` or `claimed_text`")
