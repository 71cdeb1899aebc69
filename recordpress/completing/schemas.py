"""The schemas as editors want them: wherever a record is referred to, with the ids that may stand there.

An id is offered by `enum`, with the record's name as its description: of what yaml-language-server knows, that alone
stays quick with thousands of records. An unknown id is not marked: it may be that of a file which was just begun.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.reading.origins import Form
from recordpress.schema.nodes import Kind
from recordpress.shaping import to_number

IDS = "ids.schema.json"
PREFIX = "schemas/"
NUMBER = "number"  # of references by ids that are integers
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A record that can be referred to.

    Args:
        kind: Its kind.
        id: Its id.
        label: Its name.
    """

    kind: str
    id: str
    label: str


def with_ids(documents: Mapping[str, Mapping[str, Any]], records: Iterable[Known]) -> dict[str, Json]:
    """The schemas for editors, by file name.

    Args:
        documents: The dataset's schemas, by path.
        records: All records that can be referred to, in the order in which they are offered.
    """
    kinds: dict[str, list[Known]] = {}
    for record in records:
        kinds.setdefault(record.kind, []).append(record)
    found = {path.removeprefix(PREFIX): _offering(document) for path, document in documents.items()}
    for document in found.values():
        document.pop("$id", None)  # references between the files lead to those beside them
    wanted = {name for document in found.values() for name in _wanted(document)}
    definitions = {name: _choice(name, kinds) for name in sorted(wanted)}
    numbers = {name.partition(":")[2] for name in wanted if name.startswith(NUMBER)} & kinds.keys()
    return {**found, IDS: {"$defs": {**definitions, **_listed(kinds), **_numbers(kinds, sorted(numbers))}}}


def _offering(node: Any) -> Any:
    """A schema with the ids beside each `x-ref`."""
    if isinstance(node, list):
        return [_offering(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    changed = {key: _offering(value) for key, value in _with_parts(node).items()}
    name = _name(changed.get("x-ref"))
    if name and changed.get("type") == "integer":  # which refers to one kind alone, by the id or by what is as good
        name = f"{NUMBER}:{name.partition(':')[2]}"
    if name:
        reference = {"$ref": f"{IDS}#/$defs/{name}"}
        return changed | (reference if "$ref" not in changed else {"allOf": [*changed.get("allOf", ()), reference]})
    return changed


def _with_parts(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object whose properties refer together; the one that equals an id refers by itself, as far as is offered."""
    reference, properties = node.get("x-ref"), node.get("properties")
    if not isinstance(properties, Mapping) or reference is None:
        return node
    changed = dict(properties)
    for part in reference if isinstance(reference, list) else [reference]:
        for own, other in part.get("fields", {}).items() if isinstance(part, dict) else ():
            if other == "id" and own in properties:
                changed[own] = {"x-ref": part["kind"], **properties[own]}
    return {**node, "properties": changed}


def _name(reference: Any) -> str:
    """The definition that offers what a reference may be: ids, or `kind/id` of several kinds; "" for nothing."""
    if isinstance(reference, dict):  # what is referred to by a name can be offered by its id
        kind = reference["kind"]
        wanted = f"ref:{','.join(kind)}" if isinstance(kind, list) else f"id:{kind}"
        return wanted if "id" in reference.get("by", ()) else ""
    if isinstance(reference, list):
        return "" if any(isinstance(part, dict) for part in reference) else f"ref:{','.join(reference)}"
    return "" if reference is None else "ref:*" if reference == "*" else f"id:{reference}"


def _wanted(node: Any) -> set[str]:
    """The definitions that a schema refers to."""
    if isinstance(node, list):
        return set().union(*map(_wanted, node))
    if not isinstance(node, dict):
        return set()
    found = set().union(*map(_wanted, node.values()))
    reference = node.get("$ref")
    if isinstance(reference, str) and reference.startswith(f"{IDS}#/$defs/"):
        found.add(reference.rpartition("/")[2])
    return found


def _choice(name: str, kinds: Mapping[str, list[Known]]) -> Json:
    """Any text or number, and the ids to choose from; the text stands first, so that none is taken for wrong."""
    prefix, _, listed = name.partition(":")
    wanted = sorted(kinds) if listed == "*" else listed.split(",")
    offered = [{"$ref": f"#/$defs/{_listing(prefix, kind)}"} for kind in wanted if kind in kinds]
    return {"anyOf": [{"type": "integer" if prefix == NUMBER else "string"}, *offered]}


def _listing(prefix: str, kind: str) -> str:
    return f"all:{prefix}:{kind}"


def _listed(kinds: Mapping[str, list[Known]]) -> Json:
    """The ids of each kind, and the same as `kind/id`."""
    found: Json = {}
    for kind, records in kinds.items():
        names = [record.label for record in records]
        found[_listing("id", kind)] = {"enum": [record.id for record in records], "enumDescriptions": names}
        refs = [f"{kind}/{record.id}" for record in records]
        found[_listing("ref", kind)] = {"enum": refs, "enumDescriptions": names}
    return found


def _numbers(kinds: Mapping[str, list[Known]], wanted: Iterable[str]) -> Json:
    """The ids of kinds as integers, those that are."""
    found: Json = {}
    for kind in wanted:
        numbers = {to_number(record.id): record.label for record in kinds[kind]}
        whole = {number: label for number, label in numbers.items() if isinstance(number, int)}
        found[_listing(NUMBER, kind)] = {"enum": list(whole), "enumDescriptions": list(whole.values())}
    return found


def of_file(kind: Kind) -> Json:
    """The schema of a file in which records of a kind stand within something."""
    origin = kind.origin
    schema: Json = {"$ref": f"{kind.name}.schema.json"}
    if origin.form is Form.LIST:
        schema = {"type": "array", "items": schema}
    elif origin.form is Form.MAP:
        beside = {} if origin.at else dict.fromkeys(sorted(origin.beside), True)
        schema = {"type": "object", "properties": beside, "additionalProperties": schema}
    for step in reversed(origin.at):
        schema = {"type": "object", "properties": {step: schema}}
    return schema
