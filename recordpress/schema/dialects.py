"""Schemas of others, as JSON Schema 2020-12: drafts 4, 6, 7 and 2019-09 say some things by other keywords.

References are led to files of the dataset, whatever `$id`s and anchors they go by; annotations of other programs (`x-`)
are dropped. See https://json-schema.org/draft/2020-12/release-notes for what changed between the drafts.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urldefrag, urljoin

from recordpress.pointers import pointer, steps_of
from recordpress.schema.formats import FORMATS

LATEST = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://schemas.invalid/"  # RFC 2606: references between schemas never leave the dataset
OF_JSON_SCHEMA = re.compile(r"https?://json-schema\.org/")
OLD = re.compile(r"draft-0[3-7]")
KNOWN = re.compile(r"https?://json-schema\.org/(draft-0[3-7]/(hyper-)?schema|draft/20\d\d-\d\d/schema|schema)#?")
IN_PLACE = frozenset(
    {"additionalItems", "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"}
    | {"contentSchema", "unevaluatedItems", "unevaluatedProperties"}
)
LISTS = frozenset({"allOf", "anyOf", "items", "oneOf", "prefixItems"})
MAPS = frozenset({"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"})
BESIDE = frozenset({"title", "description", "default", "examples", "deprecated", "$defs", "definitions"})
DROPPED = frozenset({"$anchor", "$comment", "$dynamicAnchor", "$id", "$recursiveAnchor", "$schema", "$vocabulary"})
TEXTS = frozenset({"title", "description"})
NOTHING: Mapping[str, Any] = {"not": {}}
ANNOTATIONS = frozenset({"x-evidence", "x-key", "x-ordered", "x-ref", "x-role", "x-table", "x-unique"})
NEXT = {"items": "prefixItems", "additionalItems": "items"}

Address = tuple[str, tuple[str, ...]]  # a file of the dataset, and the steps to a place in it


def is_foreign(path: str, document: Mapping[str, Any], suffix: str) -> bool:
    """Whether a schema was not written for the engine: it has another known dialect, or no name of a kind.

    A dialect that nobody knows makes no schema foreign: it is a slip, and annotations would be dropped for it.
    """
    dialect = document.get("$schema", LATEST)
    another = dialect != LATEST and isinstance(dialect, str) and KNOWN.fullmatch(dialect) is not None
    return not path.endswith(suffix) or path.count("/") > 1 or another


def lost_annotations(node: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where annotations of the engine stand below the root of a schema of another dialect, where they don't count."""
    if isinstance(node, dict):
        yield from ((*steps, key) for key in node if steps and key in ANNOTATIONS)
        for inner, schema in subschemas(node):
            yield from lost_annotations(schema, (*steps, *inner))


def subschemas(node: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The schemas directly within a schema, each with the steps to it."""
    for key, value in node.items():
        if key in MAPS and isinstance(value, dict):
            yield from (((key, name), inner) for name, inner in value.items())
        elif key in LISTS and isinstance(value, list):
            yield from (((key, str(index)), inner) for index, inner in enumerate(value))
        elif key in IN_PLACE:
            yield (key,), value


@dataclass(slots=True)
class Translator:
    """Translates the schemas of others.

    Args:
        documents: All schema files by path, as written.
        places: Where the addresses are that their references go by.
    """

    documents: Mapping[str, Mapping[str, Any]]
    places: dict[str, Address] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note the addresses of all documents, of schemas within them, and of anchors."""
        self.places |= {BASE + path: (path, ()) for path in self.documents}
        for path, document in self.documents.items():
            self._note(path, document, BASE + path, ())

    def _note(self, path: str, node: Any, base: str, steps: tuple[str, ...]) -> None:
        if not isinstance(node, dict):
            return
        base = _base(node, base)
        if base not in self.places:
            self.places[base] = (path, steps)
        for anchor in (node.get("$anchor"), node.get("$dynamicAnchor"), _old_anchor(node)):
            if isinstance(anchor, str):
                self.places.setdefault(f"{base}#{anchor}", (path, steps))
                self.places.setdefault(f"{BASE}{path}#{anchor}", (path, steps))
        for inner, schema in subschemas(node):
            self._note(path, schema, base, (*steps, *inner))

    def translated(self, path: str) -> dict[str, Any]:
        """A document as 2020-12."""
        document = self.documents[path]
        old = OLD.search(str(document.get("$schema", ""))) is not None
        found = self._schema(document, BASE + path, path, old=old)
        own = {key: document[key] for key in ("x-record", "x-role") if key in document}
        return {**found, **own}

    def _schema(self, node: Any, base: str, path: str, *, old: bool) -> Any:
        if not isinstance(node, dict):
            return node
        base = _base(node, base)

        def inner(schema: Any) -> Any:
            if isinstance(schema, bool):
                return {} if schema else dict(NOTHING)
            return self._schema(schema, base, path, old=old)

        found: dict[str, Any] = {}
        for key, value in node.items():
            if key not in DROPPED and not key.startswith("x-"):
                found |= _keyword(key, value, node, inner)
        reference = node.get("$ref", node.get("$dynamicRef", node.get("$recursiveRef")))
        if not isinstance(reference, str):
            return found
        beside = {key: value for key, value in found.items() if not old or key in BESIDE}
        return beside | self._reference(reference, base, path)

    def _reference(self, reference: str, base: str, path: str) -> dict[str, Any]:
        """The reference by file and pointer; as it is where it leads out of the dataset."""
        if OF_JSON_SCHEMA.match(urljoin(base, reference)):
            return {}  # any schema: nothing that tables could be made of
        places = (self._place(urljoin(start, reference)) for start in (base, BASE + path))
        found = next((place for place in places if place is not None), None)
        if found is None:
            return {"$ref": reference}
        file, steps = found
        name = "" if file == path else posixpath.relpath(file, posixpath.dirname(path))
        return {"$ref": f"{name}#{quote(pointer(steps), safe='/~$@:!*,;=+')}"}

    def _place(self, reference: str) -> Address | None:
        """Where an absolute reference leads, by an `$id`, or by the path of a file; None where it leads nowhere."""
        address, fragment = urldefrag(reference)
        if fragment and not fragment.startswith("/"):
            return self.places.get(f"{address}#{unquote(fragment)}")
        found = self.places.get(address)
        return (found[0], (*found[1], *steps_of(unquote(fragment)))) if found else None


def _base(node: Mapping[str, Any], base: str) -> str:
    said = node.get("$id", node.get("id"))
    return urldefrag(urljoin(base, said)).url if isinstance(said, str) and not said.startswith("#") else base


def _old_anchor(node: Mapping[str, Any]) -> str | None:
    """The anchor that drafts 4 to 7 write as an `$id`."""
    said = node.get("$id", node.get("id"))
    return said[1:] if isinstance(said, str) and said.startswith("#") else None


def _keyword(key: str, value: Any, node: Mapping[str, Any], inner: Callable[[Any], Any]) -> dict[str, Any]:
    """A keyword with its value, as 2020-12 has them; {} where it has none."""
    if key in {"$ref", "$dynamicRef", "$recursiveRef"} or (key == "id" and isinstance(value, str)):
        return {}
    if key == "dependencies" and isinstance(value, dict):
        return _dependencies(value, inner)
    if key in {"exclusiveMinimum", "exclusiveMaximum", "minimum", "maximum"}:
        return _bound(key, value, node)
    if (key in TEXTS and not isinstance(value, str)) or (key == "format" and value not in FORMATS):
        return {}
    return _with_schemas(key, value, node, inner)


def _with_schemas(key: str, value: Any, node: Mapping[str, Any], inner: Callable[[Any], Any]) -> dict[str, Any]:
    if key in MAPS and isinstance(value, dict):
        return {key: {name: inner(schema) for name, schema in value.items()}}
    if key in LISTS and isinstance(value, list):
        return {NEXT.get(key, key): [inner(schema) for schema in value]}
    if key == "additionalItems":
        return {"items": value if isinstance(value, bool) else inner(value)} if _is_list(node.get("items")) else {}
    if key in IN_PLACE:
        return {key: value if isinstance(value, bool) else inner(value)}
    return {key: value}


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _dependencies(value: Mapping[str, Any], inner: Callable[[Any], Any]) -> dict[str, Any]:
    names = {name: needs for name, needs in value.items() if isinstance(needs, list)}
    schemas = {name: inner(needs) for name, needs in value.items() if not isinstance(needs, list)}
    return ({"dependentRequired": names} if names else {}) | ({"dependentSchemas": schemas} if schemas else {})


def _bound(key: str, value: Any, node: Mapping[str, Any]) -> dict[str, Any]:
    """A bound; draft 4 says by a boolean beside it whether it is outside."""
    plain = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
    if isinstance(value, bool):
        return {key: node[plain[key]]} if value and plain[key] in node else {}
    if key in plain.values():
        exclusive = next(outside for outside, inside in plain.items() if inside == key)
        return {} if node.get(exclusive) is True else {key: value}
    return {key: value}
