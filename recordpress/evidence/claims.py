"""From the evidence of a record to the rows of its claims, and to its facts with who says so.

A fact is supported by a claim at its own path or above it, and disputed by a claim at its path, above or below it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordpress.evidence.fields import Fields
from recordpress.model import Row
from recordpress.pointers import steps_of
from recordpress.schema.nodes import Kind
from recordpress.tabulating.flatten import to_json
from recordpress.walking import visit_at

UNRESOLVED = "unresolved"
Entries = Sequence[Mapping[str, Any]]


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


@dataclass(frozen=True, slots=True)
class Dispute:
    """A source that says otherwise about a field."""

    path: tuple[str, ...]
    source: str
    verdict: str


def entries(kind: Kind, record: Mapping[str, Any]) -> Entries:
    """The record's evidence, as written."""
    node = kind.role("evidence")
    found: Entries = record.get(node.name, ()) if node else ()
    return found


def backing(told: Entries) -> dict[str, list[str]]:
    """The sources that support each field path."""
    found: dict[str, list[str]] = {}
    for entry in told:
        for path in entry.get("supports", ()):
            found.setdefault(path, []).append(entry["source"])
    return found


def ancestry(path: str) -> Iterator[str]:
    """The path and those above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def claims(kind: Kind, record: Mapping[str, Any], told: Entries, fields: Fields) -> list[Row]:
    """The rows of the table `claims` that a record leads to."""
    ref = f"{kind.name}/{record['id']}"
    accepted = _Accepted(kind, record, fields)
    rows: list[Row] = []
    for entry in told:
        source, locator = entry["source"], entry.get("locator")
        for path in entry.get("supports", ()):
            rows.append((ref, len(rows), path, source, "supports", None, None, accepted[path], None, None, locator))
        for dispute in entry.get("disputes", ()):
            path = dispute["field"]
            claimed = to_json(dispute["claimed"]) if "claimed" in dispute else None
            row = (ref, len(rows), path, source, "disputes", claimed, dispute.get("claimed_text"), accepted[path])
            rows.append((*row, dispute.get("verdict"), dispute.get("reason"), locator))
    return rows


class _Accepted(dict[str, str | None]):
    """What the record says at a field path, as JSON; each path is looked up once."""

    def __init__(self, kind: Kind, record: Mapping[str, Any], fields: Fields) -> None:
        self.kind, self.record, self.present = kind, record, fields.present

    def __missing__(self, path: str) -> str | None:
        value = self.present.get(path)
        if value is None:
            visit = visit_at(self.kind.root, self.record, steps_of(path))
            value = visit.value if visit else None
        self[path] = None if value is None else to_json(value)
        return self[path]


def facts(kind: Kind, record: Mapping[str, Any], told: Entries, fields: Fields) -> list[Fact]:
    """The facts of a record, and after them the disputed fields that are no part of them."""
    behind = backing(told)
    disputes = _disputes(told)
    found = [_fact(path, to_json(value), behind, disputes, needed=needed) for path, value, needed in fields.facts]
    if disputes:
        found += _further(kind, record, behind, disputes, [steps_of(fact.field) for fact in found])
    return found


def _disputes(told: Entries) -> list[Dispute]:
    return [
        Dispute(steps_of(dispute["field"]), entry["source"], dispute.get("verdict", ""))
        for entry in told
        for dispute in entry.get("disputes", ())
    ]


def _further(
    kind: Kind,
    record: Mapping[str, Any],
    behind: Mapping[str, list[str]],
    disputes: list[Dispute],
    known: Iterable[tuple[str, ...]],
) -> Iterator[Fact]:
    """Disputed fields that are neither a fact nor within one: absent ones, and whole lists."""
    taken = set(known)
    fields = {dispute["field"] for entry in entries(kind, record) for dispute in entry.get("disputes", ())}
    for path in sorted(fields):
        steps = steps_of(path)
        if not any(steps[:length] in taken for length in range(1, len(steps) + 1)):
            visit = visit_at(kind.root, record, steps)
            yield _fact(path, to_json(visit.value) if visit else None, behind, disputes, needed=False)


def _fact(
    path: str, value: str | None, behind: Mapping[str, list[str]], disputes: list[Dispute], *, needed: bool
) -> Fact:
    sources = behind.get(path, ())
    if "/" in path:
        sources = [source for above in ancestry(path) for source in behind.get(above, ())]
    if needed and not sources:  # then sources support it part by part, and it stands as well as its weakest part
        within = [found for place, found in behind.items() if place.startswith(f"{path}/")]
        sources = min(within, key=len, default=())
    against = _against(steps_of(path), disputes) if disputes else []
    unresolved = any(dispute.verdict == UNRESOLVED for dispute in against)
    return Fact(path, value, needed, _distinct(sources), _distinct(dispute.source for dispute in against), unresolved)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _against(path: tuple[str, ...], disputes: list[Dispute]) -> list[Dispute]:
    depth = len(path)
    return [
        dispute for dispute in disputes if path[: len(dispute.path)] == dispute.path or dispute.path[:depth] == path
    ]
