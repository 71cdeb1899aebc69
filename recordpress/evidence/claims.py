"""From the evidence of a record to the rows of its claims, and to its facts with who says so.

A fact is supported by a claim at its own path or above it, and disputed by a claim at its path, above or below it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from recordpress.evidence.fields import Fields
from recordpress.model import Row
from recordpress.pointers import steps_of
from recordpress.schema.nodes import Kind
from recordpress.tabulating.flatten import to_json
from recordpress.walking import visit_at

UNRESOLVED = "unresolved"
Entries = Sequence[Mapping[str, Any]]


class Fact(NamedTuple):
    """A fact of a record and who says so; a tuple, since there are more of them than of anything else.

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
    accepted, tellings = _Accepted(kind, record, fields), fields.tellings
    rows: list[Row] = []
    for entry in told:
        source, locator = entry["source"], entry.get("locator")
        for path in entry.get("supports", ()):
            rows.append((ref, len(rows), path, source, "supports", None, None, accepted[path], None, None, locator))
        for dispute in entry.get("disputes", ()):
            path = dispute["field"]
            other = dispute.get("claimed")
            claimed = _json(tellings.claimed(path, other) if tellings else other)
            row = (ref, len(rows), path, source, "disputes", claimed, dispute.get("claimed_text"), accepted[path])
            rows.append((*row, dispute.get("verdict"), dispute.get("reason"), locator))
    return rows


class _Accepted(dict[str, str | None]):
    """What the record says at a field path, as JSON; each path is looked up once."""

    def __init__(self, kind: Kind, record: Mapping[str, Any], fields: Fields) -> None:
        self.kind, self.record, self.present = kind, record, fields.present
        self.tellings = fields.tellings

    def __missing__(self, path: str) -> str | None:
        value = self.present.get(path)
        if value is None:
            visit = visit_at(self.kind.root, self.record, steps_of(path))
            value = visit.value if visit else None
        self[path] = _json(self.tellings.told(path, value) if self.tellings else value)
        return self[path]


def _json(value: Any) -> str | None:
    return None if value is None else to_json(value)


def facts(kind: Kind, record: Mapping[str, Any], told: Entries, fields: Fields) -> list[Fact]:
    """The facts of a record, and after them the disputed fields that are no part of them."""
    behind = backing(told)
    disputes = _disputes(told)
    found = [_fact(path, _json(value), behind, disputes, needed=needed) for path, value, needed in fields.facts]
    if disputes:
        found += _further(kind, record, behind, disputes, fields)
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
    fields: Fields,
) -> Iterator[Fact]:
    """Disputed fields that are neither a fact nor within one: absent ones, and whole lists."""
    taken, accepted = {steps_of(path) for path, *_ in fields.facts}, _Accepted(kind, record, fields)
    disputed = {dispute["field"] for entry in entries(kind, record) for dispute in entry.get("disputes", ())}
    for path in sorted(disputed):
        steps = steps_of(path)
        if not any(steps[:length] in taken for length in range(1, len(steps) + 1)):
            yield _fact(path, accepted[path], behind, disputes, needed=False)


def _fact(
    path: str, value: str | None, behind: Mapping[str, list[str]], disputes: list[Dispute], *, needed: bool
) -> Fact:
    sources = _sources(path, behind) if "/" in path else behind.get(path, ())
    if needed and not sources:  # then sources support it part by part, and it stands as well as its weakest part
        within = [found for place, found in behind.items() if place.startswith(f"{path}/")]
        sources = min(within, key=len, default=())
    if not disputes:
        return Fact(path, value, needed, _distinct(sources), (), unresolved=False)
    against = _against(steps_of(path), disputes)
    unresolved = any(dispute.verdict == UNRESOLVED for dispute in against)
    disputing = _distinct([dispute.source for dispute in against])
    return Fact(path, value, needed, _distinct(sources), disputing, unresolved)


def _sources(path: str, behind: Mapping[str, list[str]]) -> list[str]:
    """The sources that support a path, or what is above it."""
    sources: list[str] = []
    while path:
        sources += behind.get(path, ())
        path = path.rpartition("/")[0]
    return sources


def fact_rows(
    ref: str, found: Iterable[Fact], publishers: Mapping[str, str | None], cited: dict[str, str | None]
) -> Iterator[Row]:
    """The rows of the table `facts`.

    Args:
        ref: The record, as `kind/id`.
        found: Its facts.
        publishers: The publisher of the original of each source; a source without one counts for none.
        cited: The publishers that were counted for each source are added here.
    """
    for fact in found:
        behind = against = 0
        if fact.sources:
            behind = _counted(fact.sources, publishers, cited)
        if fact.disputing:
            against = _counted(fact.disputing, publishers, cited)
        counts = (len(fact.sources), behind, len(fact.disputing), against)
        yield (ref, fact.field, fact.value, fact.needed, *counts, _state(fact))


def _counted(sources: Sequence[str], publishers: Mapping[str, str | None], cited: dict[str, str | None]) -> int:
    """How many independent publishers there are."""
    if len(sources) == 1:
        publisher = cited[sources[0]] = publishers.get(sources[0])
        return int(publisher is not None)
    found = {source: publishers.get(source) for source in sources}
    cited.update(found)
    return len(set(found.values()) - {None})


def _state(fact: Fact) -> str:
    if fact.unresolved:
        return "unresolved"
    if fact.disputing:
        return "disputed"
    return "supported" if fact.sources else "unsupported"


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names)) if len(names) > 1 else tuple(names)


def _against(path: tuple[str, ...], disputes: list[Dispute]) -> list[Dispute]:
    depth = len(path)
    return [
        dispute for dispute in disputes if path[: len(dispute.path)] == dispute.path or dispute.path[:depth] == path
    ]
