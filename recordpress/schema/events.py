"""`event` within `x-record`: the properties that tell when and where a record takes place, and what is wrong there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recordpress.problems import Finding
from recordpress.schema.nodes import Event, Kind, Node, ReferenceList, Scalar, ScalarList, child
from recordpress.suggestions import did_you_mean

PLACE = "/x-record/event"
DATES = frozenset({"date", "edtf"})


def read_event(annotation: Mapping[str, Any] | None) -> Event | None:
    """The annotation as it stands in a schema, or as `dataclasses.asdict` wrote it; None where there is none."""
    if not annotation:
        return None
    values: dict[str, Any] = {name: tuple(annotation.get(name) or ()) for name in ("cancelled", "tentative", "by")}
    values |= {name: annotation.get(name) or "" for name in ("start", "end", "planned", "place", "status")}
    return Event(**values)


def filters(kind: Kind) -> tuple[str, ...]:
    """The properties by whose values there are calendars: facets that are fit for it, then those that are named."""
    nodes = {node.name: node for node in kind.root.properties}
    facets = (name for name in kind.facets if name in nodes and not _filter_reason(nodes[name]))
    return tuple(dict.fromkeys((*facets, *(kind.event.by if kind.event else ()))))


def event_findings(kind: Kind) -> Iterator[Finding]:
    """What is wrong with the kind's annotation: each property must be there, and be able to tell what it is to tell."""
    event = kind.event
    if event is None:
        return
    for key in ("start", "end", "planned"):
        yield from _property(kind, key, getattr(event, key), _date_reason)
    yield from _property(kind, "place", event.place, _place_reason)
    yield from _property(kind, "status", event.status, _status_reason)
    for index, name in enumerate(event.by):
        yield from _property(kind, f"by/{index}", name, _filter_reason)
    yield from _values(kind, event)


def _property(kind: Kind, key: str, name: str, reason: Any) -> Iterator[Finding]:
    if not name:
        return
    node = child(kind.root, name)
    if node is None:
        hint = did_you_mean(name, [other.name for other in kind.root.properties])
        yield Finding("S215", kind.file, f"{PLACE}/{key}", f"`{key}`: there is no property `{name}`", hint)
    elif why := reason(node):
        yield Finding("S215", kind.file, f"{PLACE}/{key}", f"`{key}`: `{name}` {why}")


def _date_reason(node: Node) -> str:
    return "" if isinstance(node, Scalar) and node.format in DATES else "is no date (`format: date` or `edtf`)"


def _place_reason(node: Node) -> str:
    fits = isinstance(node, ReferenceList) or (isinstance(node, Scalar) and node.type == "string")
    return "" if fits else "is no text, no reference and no list of references"


def _status_reason(node: Node) -> str:
    return "" if isinstance(node, Scalar) and node.vocabulary else "has no vocabulary"


def _filter_reason(node: Node) -> str:
    item = node if isinstance(node, Scalar) else node.item if isinstance(node, ReferenceList | ScalarList) else None
    if item is None or (item.vocabulary is None and item.reference is None):
        return "is no reference, no value of a vocabulary, and no list of these"
    return "refers to records of several kinds" if item.reference and item.reference.qualified else ""


def _values(kind: Kind, event: Event) -> Iterator[Finding]:
    node = child(kind.root, event.status) if event.status else None
    terms = [term.value for term in node.vocabulary.terms] if isinstance(node, Scalar) and node.vocabulary else []
    for key, values in (("cancelled", event.cancelled), ("tentative", event.tentative)):
        for index, value in enumerate(values):
            why = _value_reason(value, terms, event.cancelled if key == "tentative" else ())
            if why:
                hint = "" if value in terms else did_you_mean(value, terms)
                yield Finding("S215", kind.file, f"{PLACE}/{key}/{index}", f"`{key}`: `{value}` {why}", hint)


def _value_reason(value: str, terms: Sequence[str], cancelled: Sequence[str]) -> str:
    if value not in terms:
        return "is no value of the status"
    return "is among those that are cancelled" if value in cancelled else ""
