"""The tables of the corpus, written out by hand: columns with their types, keys, and how a record becomes rows.

This is what a maintainer writes without the engine: one function a kind. It has to follow each change of the schemas.
"""

import json
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
Row = dict[str, object]

DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
QUALIFIERS = {"": None, "?": "uncertain", "~": "approximate", "%": "approximate-uncertain"}
PRECISIONS = ("day", "month", "year")
EDTF_PARTS = ("", "_earliest", "_latest", "_precision", "_qualifier", "_ends")


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: columns with SQLite types, primary key, and foreign keys as (column, table, column)."""

    columns: dict[str, str]
    key: tuple[str, ...]
    references: tuple[tuple[str, str, str], ...] = ()
    search: tuple[str, ...] = ()


def _columns(text: str) -> dict[str, str]:
    """Columns from words such as `id`, `seats:INTEGER` or `start:EDTF`, which stands for six."""
    found: dict[str, str] = {}
    for word in text.split():
        name, _, kind = word.partition(":")
        if kind == "EDTF":
            found.update({name + part: "TEXT" for part in EDTF_PARTS})
        else:
            found[name] = kind or "TEXT"
    return found


def _names(parent: str, table: str) -> TableSpec:
    return TableSpec(_columns(f"{parent} language name"), (parent, "language"), ((parent, table, "id"),))


TERMS = TableSpec(_columns("value title description position:INTEGER"), ("value",))
TABLES = {  # those referred to first
    "records": TableSpec(_columns("ref kind id label path url state replaced_by"), ("ref",), (), ("label",)),
    "organizations": TableSpec(
        _columns("id title sector parent founded:EDTF"), ("id",), (("parent", "organizations", "id"),), ("title",)
    ),
    "organizations_names": _names("organization", "organizations"),
    "people": TableSpec(
        _columns("id name name_parts_family name_parts_given employer born:EDTF aliases"),
        ("id",),
        (("employer", "organizations", "id"),),
        ("name",),
    ),
    "people_names": _names("person", "people"),
    "places": TableSpec(_columns("id title latitude:REAL longitude:REAL"), ("id",), (), ("title",)),
    "places_names": _names("place", "places"),
    "sources": TableSpec(
        _columns("id title publisher url published language original"),
        ("id",),
        (("publisher", "organizations", "id"), ("original", "sources", "id")),
        ("title",),
    ),
    "events": TableSpec(
        _columns(
            "id title type status start:EDTF end:EDTF place venue_name venue_floor:INTEGER venue_seats:INTEGER"
            " venue_accessible:INTEGER attendance:INTEGER tags summary"
        ),
        ("id",),
        (("place", "places", "id"),),
        ("title", "summary"),
    ),
    "events_organizers": TableSpec(
        _columns("event organization"),
        ("event", "organization"),
        (("event", "events", "id"), ("organization", "organizations", "id")),
    ),
    "events_participants": TableSpec(
        _columns("event person organization role remote:INTEGER"),
        ("event", "person"),
        (("event", "events", "id"), ("person", "people", "id"), ("organization", "organizations", "id")),
    ),
    "events_related": TableSpec(
        _columns("event record"), ("event", "record"), (("event", "events", "id"), ("record", "records", "ref"))
    ),
    "events_names": _names("event", "events"),
    "evidence": TableSpec(
        _columns("record position:INTEGER source supports locator note"),
        ("record", "position"),
        (("record", "records", "ref"), ("source", "sources", "id")),
    ),
    "disputes": TableSpec(
        _columns(
            "record evidence_position:INTEGER position:INTEGER field claimed claimed_text verdict reason",
        ),
        ("record", "evidence_position", "position"),
        (("record", "records", "ref"),),
    ),
    "aliases": TableSpec(_columns("alias record"), ("alias",), (("record", "records", "ref"),)),
    "claims": TableSpec(
        _columns(
            "record position:INTEGER field source stance claimed claimed_text accepted verdict reason locator",
        ),
        ("record", "position"),
        (("record", "records", "ref"), ("source", "sources", "id")),
        ("claimed_text", "reason"),
    ),
    "facts": TableSpec(
        _columns(
            "record field value needs_evidence:INTEGER sources:INTEGER publishers:INTEGER"
            " disputing_sources:INTEGER disputing_publishers:INTEGER state"
        ),
        ("record", "field"),
        (("record", "records", "ref"),),
    ),
    "source_origins": TableSpec(
        _columns("source original publisher"),
        ("source",),
        (("source", "sources", "id"), ("original", "sources", "id"), ("publisher", "organizations", "id")),
    ),
    "vocabulary_dispute_verdict": TERMS,
    "vocabulary_event_status": TERMS,
    "vocabulary_event_type": TERMS,
    "vocabulary_role": TERMS,
    "vocabulary_sector": TERMS,
}


def to_json(value: object) -> str:
    """Compact JSON, as it stands in a cell."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def edtf(name: str, text: str | None) -> Row:
    """The six cells of a date of the corpus: a day, a month or a year, about or not, or an interval of two.

    Raises:
        ValueError: It is none of these.
    """
    if text is None:
        return {name + part: None for part in EDTF_PARTS}
    start, slash, end = text.partition("/")
    first = _span(start)
    last = first if not slash else (None, None, "day", "") if end == ".." else _span(end)
    cells = (
        text,
        first[0],
        last[1],
        max(first[2], last[2], key=PRECISIONS.index),
        QUALIFIERS[first[3] or last[3]],
        None if not slash else "open-end" if end == ".." else "closed",
    )
    return {name + part: cell for part, cell in zip(EDTF_PARTS, cells, strict=True)}


def _span(text: str) -> tuple[str | None, str | None, str, str]:
    """First day, last day, precision and mark of a date."""
    match = DATE.fullmatch(text)
    if match is None:
        message = f"{text} is no date"
        raise ValueError(message)
    year, month, day, mark = match.groups()
    if day:
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}", "day", mark
    if month:
        return f"{year}-{month}-01", f"{year}-{month}-{monthrange(int(year), int(month))[1]}", "month", mark
    return f"{year}-01-01", f"{year}-12-31", "year", mark


def rows_of(kind: str, record: Record) -> Iterator[tuple[str, Row]]:
    """The rows of a record, each with its table."""
    table, parent = PARENTS[kind]
    yield table, ROWS[kind](record)
    for language, name in record.get("names", {}).items():
        yield f"{table}_names", {parent: record["id"], "language": language, "name": name}
    if kind == "event":
        yield from _event_children(record)
        yield from _evidence("event", record)


def _pick(record: Record, names: Sequence[str]) -> Row:
    return {name: record.get(name) for name in names}


def _organization(record: Record) -> Row:
    return _pick(record, ("id", "title", "sector", "parent")) | edtf("founded", record.get("founded"))


def _person(record: Record) -> Row:
    parts = {f"name_parts_{name}": record["name_parts"][name] for name in ("family", "given")}
    aliases = to_json(record["aliases"]) if "aliases" in record else None
    born = edtf("born", record.get("born"))
    return _pick(record, ("id", "name", "employer")) | parts | born | {"aliases": aliases}


def _place(record: Record) -> Row:
    row = _pick(record, ("id", "title"))
    return row | {name: float(record[name]) for name in ("latitude", "longitude")}


def _source(record: Record) -> Row:
    return _pick(record, tuple(TABLES["sources"].columns))


def _event(record: Record) -> Row:
    venue = record.get("venue", {})
    return {
        **_pick(record, ("id", "title", "type", "status", "place", "attendance", "summary")),
        **edtf("start", record["start"]),
        **edtf("end", record.get("end")),
        **{f"venue_{name}": venue.get(name) for name in ("name", "floor", "seats", "accessible")},
        "tags": to_json(record["tags"]) if "tags" in record else None,
    }


def _event_children(record: Record) -> Iterator[tuple[str, Row]]:
    event = record["id"]
    for organization in record.get("organizers", ()):
        yield "events_organizers", {"event": event, "organization": organization}
    for item in record["participants"]:
        row = _pick(item, ("person", "organization", "role", "remote"))
        yield "events_participants", {"event": event, **row}
    for related in record.get("related", ()):
        yield "events_related", {"event": event, "record": related}


def _evidence(kind: str, record: Record) -> Iterator[tuple[str, Row]]:
    ref = f"{kind}/{record['id']}"
    for position, entry in enumerate(record["evidence"]):
        supports = to_json(entry["supports"]) if "supports" in entry else None
        row = _pick(entry, ("source", "locator", "note"))
        yield "evidence", {"record": ref, "position": position, "supports": supports, **row}
        for number, dispute in enumerate(entry.get("disputes", ())):
            claimed = to_json(dispute["claimed"]) if "claimed" in dispute else None
            row = _pick(dispute, ("field", "claimed_text", "verdict", "reason"))
            key = {"record": ref, "evidence_position": position, "position": number}
            yield "disputes", {**key, "claimed": claimed, **row}


PARENTS = {
    "organization": ("organizations", "organization"),
    "person": ("people", "person"),
    "place": ("places", "place"),
    "source": ("sources", "source"),
    "event": ("events", "event"),
}
ROWS = {"organization": _organization, "person": _person, "place": _place, "source": _source, "event": _event}
