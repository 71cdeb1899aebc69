"""Claims, facts and origins of the corpus, written out by hand: only events have evidence."""

from collections.abc import Iterator, Mapping
from typing import Any

from bench.plain_tables import Record, Row, to_json

FACTS = ("type", "status", "start", "end", "place", "venue", "organizers", "attendance")
NEEDED = ("start", "place")


def origins(sources: Mapping[str, Record]) -> dict[str, tuple[str, str | None]]:
    """For each source the original at the end of its chain, and that original's publisher.

    Raises:
        ValueError: A chain runs in a circle.
    """
    found = {}
    for name in sources:
        last, seen = name, {name}
        while "original" in sources[last]:
            last = sources[last]["original"]
            if last in seen:
                message = f"{name}: its originals run in a circle"
                raise ValueError(message)
            seen.add(last)
        found[name] = (last, sources[last].get("publisher"))
    return found


def field(record: Record, path: str) -> Any:
    """The value at a field path; None where there is none."""
    name, _, rest = path.partition("/")
    value = record.get(name)
    if not rest or value is None:
        return value
    if name == "participants":
        return next((item for item in value if item["person"] == rest), None)
    return value.get(rest)


def claims(record: Record) -> Iterator[Row]:
    """Who says what about an event."""
    position = 0
    for entry in record["evidence"]:
        rows = [{"field": path, "stance": "supports"} for path in entry.get("supports", ())]
        for dispute in entry.get("disputes", ()):
            row = {name: dispute.get(name) for name in ("field", "claimed_text", "verdict", "reason")}
            claimed = to_json(dispute["claimed"]) if "claimed" in dispute else None
            rows.append({**row, "stance": "disputes", "claimed": claimed})
        for row in rows:
            value = field(record, str(row["field"]))
            accepted = None if value is None else to_json(value)
            head = {"record": f"event/{record['id']}", "position": position, "source": entry["source"]}
            yield {**head, **row, "accepted": accepted, "locator": entry.get("locator")}
            position += 1


def facts(record: Record, known: Mapping[str, tuple[str, str | None]]) -> Iterator[Row]:
    """The facts of an event, each with the sources and independent publishers for and against it."""
    told = list(claims(record))
    for path, value in _values(record):
        backing = _sources(told, "supports", path)
        against = _sources(told, "disputes", path)
        unresolved = any(
            row["verdict"] == "unresolved" and row["field"] == path for row in told if row["stance"] == "disputes"
        )
        yield {
            "record": f"event/{record['id']}",
            "field": path,
            "value": to_json(value),
            "needs_evidence": path in NEEDED,
            "sources": len(backing),
            "publishers": len({known[name][1] for name in backing} - {None}),
            "disputing_sources": len(against),
            "disputing_publishers": len({known[name][1] for name in against} - {None}),
            "state": "unresolved"
            if unresolved
            else "disputed"
            if against
            else "supported"
            if backing
            else "unsupported",
        }


def _values(record: Record) -> Iterator[tuple[str, Any]]:
    for name in FACTS:
        if name in record:
            yield name, record[name]
    for item in record["participants"]:
        yield f"participants/{item['person']}", item


def _sources(told: list[Row], stance: str, path: str) -> set[str]:
    """The sources that say so of a field or of what it is part of."""
    wanted = (path, path.partition("/")[0])
    return {str(row["source"]) for row in told if row["stance"] == stance and row["field"] in wanted}
