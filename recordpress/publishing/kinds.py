"""What the page of a record needs to know of its kind: the properties in order, what they refer to, and their terms.

It is written with the package as `datasette/kinds.json`, so that the server needs no schemas.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from datasette.utils import tilde_encode

from recordpress.schema.events import filters, read_event
from recordpress.schema.nodes import (
    KEY_JOINT,
    Event,
    Kind,
    Map,
    Node,
    Object,
    ObjectList,
    ReferenceList,
    Scalar,
    ScalarList,
    Vocabulary,
    child,
)
from recordpress.shaping import Shape

HIDDEN_ROLES = frozenset({"evidence", "aliases", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Part:
    """A property of a record.

    Args:
        name: Its name in the record.
        title: Name for people.
        description: What it holds.
        form: `scalar`, `list` (of scalars), `object`, `objects` (a list) or `map`.
        unit: Unit of the value; "" for none.
        refers: Kinds of record that the values refer to; empty for any kind; None where they are no references.
        qualified: Whether references are written `kind/id`.
        terms: Titles of the values of a vocabulary.
        keys: Properties that identify an item of `objects`; () for its position.
        dated: Whether the value is a date.
        lang: Language tag of the text, or `key` for a map whose keys are language tags; "" where nothing is said.
        field: Its step in field paths, where that is another; "" for its name.
        parts: Properties of an object, of the items of `objects` (without a key that only tells them apart), or of the
            values of a map; () for plain values.
        by: What records are named by in the values, where these are not ids alone.
        entry: What the keys of a map refer to; None for plain keys.
        only: The JSON types of its values, where a property beside it has those of others; () for all.
        bare: Whether it stands for a value that is not the object that it may be, and needs no title.
    """

    name: str
    title: str
    description: str
    form: str
    unit: str = ""
    refers: tuple[str, ...] | None = None
    qualified: bool = False
    terms: Mapping[str, str] | None = None
    keys: tuple[str, ...] = ()
    dated: bool = False
    lang: str = ""
    field: str = ""
    parts: tuple["Part", ...] = ()
    by: tuple[str, ...] = ()
    entry: "Part | None" = None
    only: tuple[str, ...] = ()
    bare: bool = False

    def step(self, item: Mapping[str, Any], place: int) -> str | int:
        """The step of an item in a field path."""
        if len(self.keys) > 1:
            return KEY_JOINT.join(str(item.get(name, "")) for name in self.keys)
        return item[self.keys[0]] if self.keys else place

    def ref(self, value: object) -> str:
        """The record that a value refers to by its id, as `kind/id`; "" for a value that does not."""
        return "" if self.by else self.by_id(value)

    def told(self) -> "Part":
        """The same property in facts and claims, where values hold ids and not names."""
        entry = self.entry.told() if self.entry else None
        return replace(self, by=(), parts=tuple(part.told() for part in self.parts), entry=entry)

    def by_id(self, value: object) -> str:
        """The record that has a value as its id."""
        if self.refers is None:
            return ""
        return str(value) if self.qualified or not self.refers else f"{self.refers[0]}/{value}"


@dataclass(frozen=True, slots=True)
class KindOutline:
    """A kind of record.

    Args:
        name: Its name.
        title: Name of one record for people.
        table: Its table.
        parts: Its properties but for those with roles of the engine.
        address: The property that holds the web address of a source; "" for other kinds.
        verdicts: Titles of the verdicts on claims that dispute a record of the kind.
        event: What tells when and where a record takes place; None where none does.
        shape: How its records are written out; see `recordpress.shaping`.
    """

    name: str
    title: str
    table: str
    parts: tuple[Part, ...]
    address: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    event: Event | None = None
    shape: Shape = None

    def part(self, name: str) -> Part | None:
        """The property of that name."""
        return next((part for part in self.parts if part.name == name), None)


def describe_kinds(kinds: Iterable[Kind]) -> dict[str, object]:
    """The kinds as a JSON object, for `read_kinds`."""
    return {
        kind.name: {
            "title": kind.title,
            "table": kind.table,
            "parts": [_describe(node) for node in _told(kind.root) if node.role not in HIDDEN_ROLES],
            "address": address.name if (address := kind.role("url")) else "",
            "verdicts": _verdicts(kind.role("evidence")),
            "event": asdict(replace(kind.event, by=filters(kind))) if kind.event else None,
            **({"shape": shape} if (shape := kind.shape) else {}),
        }
        for kind in sorted(kinds, key=lambda kind: kind.name)
    }


def read_kinds(document: Mapping[str, Any]) -> dict[str, KindOutline]:
    """The kinds by name, from what `describe_kinds` made."""
    return {
        name: KindOutline(
            name,
            kind["title"],
            kind["table"],
            tuple(map(_read, kind["parts"])),
            kind.get("address", ""),
            kind.get("verdicts", {}),
            read_event(kind.get("event")),
            kind.get("shape"),
        )
        for name, kind in document.items()
    }


def page_address(site: Any, ref: str) -> str:
    """Address of the page of a record; "" for one of a kind that has no pages."""
    kind, _, record = ref.partition("/")
    return str(site.urls.path(f"/{kind}/{tilde_encode(record)}")) if kind in site.package.kinds else ""


def _describe(node: Node) -> dict[str, object]:
    about: dict[str, object] = {"name": node.name, "title": node.title, "description": node.description}
    about |= {"field": node.written} if node.written else {}
    about |= {"only": list(node.only)} if node.only else {}
    about |= {"bare": True} if node.bare else {}
    match node:
        case Scalar():
            return {**about, "form": "scalar", **_value(node)}
        case ScalarList() | ReferenceList():
            return {**about, "form": "list", **_value(node.item)}
        case Object():
            return {**about, "form": "object", "parts": [_describe(part) for part in _told(node)]}
        case ObjectList():
            parts = [_describe(part) for part in _told(node.item) if not _is_technical(part, node.key)]
            key = list(node.keys) if len(node.keys) > 1 else node.key
            return {**about, "form": "objects", "key": key, "parts": parts}
        case Map():
            inner = node.value
            parts = [_describe(part) for part in _told(inner)] if isinstance(inner, Object) else []
            values = _value(inner) if isinstance(inner, Scalar) else {}
            keys = {"entry": _describe(node.key)} if node.key else {}
            return {**about, "form": "map", "parts": parts, **values, "lang": node.lang or "", **keys}


def _told(node: Object) -> Iterable[Node]:
    """The properties of an object, without those that only say how it was written."""
    return (part for part in node.properties if not part.made or part.name == node.rest)


def _verdicts(evidence: Node | None) -> dict[str, str]:
    """The verdicts that evidence may give on a claim, with their titles."""
    disputes = child(evidence.item, "disputes") if isinstance(evidence, ObjectList) else None
    verdict = child(disputes.item, "verdict") if isinstance(disputes, ObjectList) else None
    return _titles(verdict.vocabulary) if isinstance(verdict, Scalar) and verdict.vocabulary else {}


def _titles(vocabulary: Vocabulary) -> dict[str, str]:
    return {term.value: term.title or term.value for term in vocabulary.terms}


def _is_technical(node: Node, key: str) -> bool:
    """Whether a property only tells items apart: the key of a list, with a pattern, that names no record or term."""
    plain = isinstance(node, Scalar) and node.pattern is not None and node.reference is None and node.vocabulary is None
    return plain and node.name == key


def _value(node: Scalar) -> dict[str, object]:
    found: dict[str, object] = {}
    if node.unit:
        found["unit"] = node.unit
    if node.format in {"edtf", "date"}:
        found["dated"] = True
    if node.lang:
        found["lang"] = node.lang
    if node.reference:
        found |= {"refers": list(node.reference.kinds), "qualified": node.reference.qualified}
    if node.reference and node.reference.by:
        found["by"] = list(node.reference.by)
    if node.vocabulary:
        found["terms"] = _titles(node.vocabulary)
    return found


def _read(part: Mapping[str, Any]) -> Part:
    refers, key = part.get("refers"), part.get("key")
    return Part(
        name=part["name"],
        title=part["title"] or part["name"].replace("_", " ").capitalize(),
        description=part["description"],
        form=part["form"],
        unit=part.get("unit", ""),
        refers=None if refers is None else tuple(refers),
        qualified=part.get("qualified", False),
        terms=part.get("terms"),
        keys=tuple(key) if isinstance(key, list) else (key,) if key else (),
        dated=part.get("dated", False),
        lang=part.get("lang", ""),
        field=part.get("field", ""),
        parts=tuple(map(_read, part.get("parts", ()))),
        by=tuple(part.get("by", ())),
        entry=_read(part["entry"]) if "entry" in part else None,
        only=tuple(part.get("only", ())),
        bare=part.get("bare", False),
    )
