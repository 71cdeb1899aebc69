"""Where the records of a kind come from, as `x-record` says it, and the property `id` that each of them has."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import Any

from recordpress.pointers import steps_of
from recordpress.problems import Finding
from recordpress.reading.origins import (
    FILE,
    FOLDER,
    KEY,
    OWN,
    PLACES,
    Form,
    Origin,
    clash,
    in_words,
    usual_origin,
)
from recordpress.schema.expand import Expanded
from recordpress.schema.nodes import Kind, Object, Scalar
from recordpress.schema.shapes import OWN_MAP, number_as_text
from recordpress.schema.words import free_name

ANNOTATION = "/x-record"
_USUAL = {Form.ONE: (FILE,), Form.LIST: (OWN,), Form.MAP: (KEY,)}


def read_origin(record: Mapping[str, Any], folder: str, properties: Mapping[str, Expanded]) -> Origin:
    """The origin of a kind's records.

    Args:
        record: `x-record`.
        folder: The folder of its files, where no patterns are given.
        properties: The properties of a record: one that is named `id` gives the id, too, unless it is a map.
    """
    files, records, ids = record.get("files"), record.get("records") or {}, record.get("id")
    if not (files or records or ids):
        identity = properties.get("id")
        if identity is None or identity.keywords.get("type") != "integer":
            return usual_origin(folder)
        ids = [OWN, FILE]  # a number is no name of a file: it is compared with that as a text
    annotation = {"form": records} if isinstance(records, str) else records
    form = Form(annotation.get("form", Form.ONE))
    told = (ids,) if isinstance(ids, str) else tuple(ids or _USUAL[form])
    given = "id" in properties and properties["id"].keywords.get("type") != "object"
    own = (OWN,) if given and OWN not in told else ()
    return Origin(
        files=tuple(files or [f"{folder}/*.yaml"]),
        ids=(*dict.fromkeys(told), *own),
        form=form,
        at=steps_of(annotation.get("at") or ""),
        beside=frozenset(annotation.get("beside", ())),
    )


def origin_findings(origin: Origin, schema: Expanded) -> Iterator[Finding]:
    """What is wrong with an origin that is not the usual one."""
    record = schema.keywords.get("x-record", {})
    for keyword, message in _mistakes(origin, record):
        yield Finding("S225", schema.file, f"{ANNOTATION}/{keyword}", f"`{keyword}`: {message}", at_key=True)
    for source in origin.ids:
        if source not in PLACES and (reason := _field_reason(schema, source)):
            place = f"{ANNOTATION}/id" if "id" in record else ""
            yield Finding("S225", schema.file, place, f"{in_words(source)} can't give the id: {reason}")


def _mistakes(origin: Origin, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "files" in record and "folder" in record:
        yield "folder", "`files` says where the files are"
    if KEY in origin.ids and origin.form is not Form.MAP:
        yield "id", "only records in a map have a key"
    if FILE in origin.ids and origin.many:
        yield "id", "the file's name can't be the id of all records in it"
    if FOLDER in origin.ids and origin.many:
        yield "id", "the folder's name can't be the id of all records in a file"
    if FOLDER in origin.ids and not all("*" in _folder(pattern) for pattern in origin.files):
        yield "id", "the folder gives the id where `files` has a star for its name, as in `things/*/index.yaml`"
    if origin.beside and origin.form is not Form.MAP and not origin.at:
        yield "records", "`beside` needs `at`: nothing else can stand in the file"


def _folder(pattern: str) -> str:
    """The part of a pattern that is the folder which a file is in."""
    return pattern.rpartition("/")[0].rpartition("/")[2]


def _field_reason(schema: Expanded, source: str) -> str:
    """Why a field can't give the id; "" where it can."""
    found: Expanded | None = schema
    for step in steps_of(source):
        found = found.properties.get(step) if found is not None else None
    if found is None:
        return "the schema has no such property"
    return "" if found.keywords.get("type") in {"string", "integer"} else "it must be of type string or integer"


def with_id(root: Object, origin: Origin) -> Object:
    """A record with the property `id`, which the engine adds where the schema has none, or one that is a map."""
    own = next((node for node in root.properties if node.name == "id"), None)
    if isinstance(own, Scalar):
        found = (_text(node) if node is own else node for node in root.properties)
        return replace(root, properties=tuple(found))
    taken = {node.name for node in root.properties}
    others = tuple(
        replace(node, name=free_name(OWN_MAP, taken), written="id") if node is own else node for node in root.properties
    )
    words = " and ".join(f"the {in_words(source)}" for source in origin.ids)
    added = Scalar(
        name="id",
        title="Id",
        description=f"Id of the record: {words}.",
        required=True,
        evidence="none",
        role="",
        file=root.file,
        place=root.place,
        column="id",
        type="string",
        made=own is not None,
    )
    return replace(root, properties=(added, *others))


def _text(node: Scalar) -> Scalar:
    """The property that holds the id: a text, whatever is written, since it is a part of addresses and references."""
    return replace(node if node.type == "string" else number_as_text(node), required=True)


def clashes(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Kinds of which a file could be of both; of kinds with folders of their own, the folders tell."""
    for one, other in combinations(kinds.values(), 2):
        if one.folder and other.folder:
            continue
        for pattern, another in product(one.origin.files, other.origin.files):
            if clash(pattern, another):
                message = f"a file could be of `{one.name}` as well: `{another}` and `{pattern}`"
                yield Finding("S210", other.file, ANNOTATION, message)
