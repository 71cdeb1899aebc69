"""The schemas of a dataset as components of one OpenAPI document, with those of the answers around the records."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from recordpress.pointers import escape, steps_of
from recordpress.schema.dataset import SUFFIX, Schemas
from recordpress.schema.engine_tables import FACT_STATES, STATES

BASE = "#/components/schemas/"
DROPPED = frozenset({"$schema", "$id", "$defs", "$comment"})
# Keywords whose values are maps of schemas, and those whose values are no schemas at all.
MAPS = frozenset({"definitions", "properties", "dependentSchemas", "patternProperties"})
VALUES = frozenset({"const", "enum", "default", "examples", "required", "dependentRequired"})
TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}
NEEDED = ("ref", "kind", "id", "label", "path", "url", "state", "record", "facts")


def document_name(kind: str) -> str:
    """The component of a kind's documents; no component of the dataset begins with a capital."""
    return f"Document.{kind}"


def components(schemas: Schemas) -> dict[str, Any]:
    """All components by name.

    A schema file becomes the component of its stem, and each of its definitions one named `<stem>.<definition>`.
    Annotations (`x-…`), which only the engine reads, are left out.
    """
    found: dict[str, Any] = {"Index": _index(), "RecordList": _list(), "Fact": _fact(), "Problem": _problem()}
    found |= {document_name(kind): _document(kind) for kind in sorted(schemas.kinds)}
    for path, document in sorted(schemas.documents.items()):
        stem = _stem(path)
        if stem in schemas.kinds or path in schemas.foreign:
            found[_component(stem)] = _translated(document, stem)
        for name, definition in document.get("$defs", {}).items():
            found[_component(stem, name)] = _translated(definition, stem)
    return found


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(SUFFIX)


def _component(stem: str, definition: str = "") -> str:
    """A name of the characters that OpenAPI allows."""
    names = [stem, definition] if definition else [stem]
    return ".".join(quote(name, safe="").replace("~", "%7E").replace("%", ".") for name in names)


def _translated(schema: Any, stem: str) -> Any:
    """The schema with its references led to components, and without what only the engine reads."""
    if not isinstance(schema, Mapping):
        return [_translated(item, stem) for item in schema] if isinstance(schema, list) else schema
    kept = ((key, value) for key, value in schema.items() if key not in DROPPED and not key.startswith("x-"))
    return {key: _keyword(key, value, stem) for key, value in kept}


def _keyword(key: str, value: Any, stem: str) -> Any:
    if key == "$ref":
        return _reference(value, stem)
    if key in VALUES:
        return value
    if key in MAPS:
        return {name: _translated(inner, stem) for name, inner in value.items()}
    return _translated(value, stem)


def _reference(reference: str, stem: str) -> str:
    """`common.schema.json#/$defs/id` as `#/components/schemas/common.id`, and what lies deeper likewise."""
    file, _, fragment = reference.partition("#")
    steps = steps_of(fragment)
    owner = _stem(file) if file else stem
    if steps[:1] == ("$defs",):
        return _pointer(_component(owner, steps[1]), steps[2:])
    return _pointer(_component(owner), steps)


def _pointer(name: str, steps: Iterable[str]) -> str:
    return BASE + "/".join([name, *(quote(escape(step)) for step in steps)])


def _object(properties: Mapping[str, Any], description: str, needed: Iterable[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "required": list(properties if needed is None else needed),
        "properties": dict(properties),
    }


def _array(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items)}


def _document(kind: str) -> dict[str, Any]:
    properties = {
        "ref": {**TEXT, "description": "Kind and id of the record, as `kind/id`."},
        "kind": {"const": kind},
        "id": {**TEXT, "description": "Its id."},
        "label": {**TEXT, "description": "Its name for people."},
        "path": {**TEXT, "description": "The file that it is kept in."},
        "url": {**TEXT, "description": "Address of its page."},
        "state": {"enum": [term.value for term in STATES]},
        "replaced_by": {**TEXT, "description": "The record that takes a withdrawn one's place, as `kind/id`."},
        "record": {"$ref": BASE + _component(kind)},
        "facts": _array({"$ref": f"{BASE}Fact"}),
    }
    return _object(properties, "A record as curated, and how well its facts are supported.", NEEDED)


def _fact() -> dict[str, Any]:
    properties = {
        "field": {**TEXT, "description": "Path of the fact: property names and item keys, joined by slashes."},
        "needs_evidence": {"type": "boolean"},
        "sources": COUNT,
        "publishers": {**COUNT, "description": "How many independent publishers support it."},
        "disputing_sources": COUNT,
        "disputing_publishers": COUNT,
        "state": {"enum": [term.value for term in FACT_STATES]},
    }
    return _object(properties, "How well a fact is supported.")


def _list() -> dict[str, Any]:
    item = dict.fromkeys(("ref", "id", "label", "state", "url", "document"), TEXT)
    properties = {
        "kind": TEXT,
        "total": {**COUNT, "description": "How many records of the kind there are."},
        "page": {"type": "integer", "minimum": 1},
        "pages": {"type": "integer", "minimum": 1},
        "previous": {**TEXT, "description": "Address of the page before; absent on the first."},
        "next": {**TEXT, "description": "Address of the page after; absent on the last."},
        "records": _array(_object(item, "A record: `url` leads to its page, `document` to its JSON.")),
    }
    return _object(properties, "A part of the list of a kind.", ("kind", "total", "page", "pages", "records"))


def _index() -> dict[str, Any]:
    kind = {"kind": TEXT, "title": TEXT, "records": COUNT, "list": TEXT}
    licence = {"name": TEXT, "title": TEXT, "path": TEXT}
    properties = {
        **dict.fromkeys(("name", "title", "version", "description", "homepage"), TEXT),
        "licenses": _array(_object(licence, "A licence of the data.", ())),
        "records": COUNT,
        "kinds": _array(_object(kind, "A kind of record: `list` leads to the first page of its list.")),
        "links": {"type": "object", "additionalProperties": TEXT},
    }
    return _object(properties, "What there is.", ("name", "title", "records", "kinds", "links"))


def _problem() -> dict[str, Any]:
    properties = {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}
    return {**_object(properties, "What is wrong with a request (RFC 9457)."), "additionalProperties": True}
