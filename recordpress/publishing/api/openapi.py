"""The description of the addresses for programs, in OpenAPI 3.1, from the schemas of the records.

It is written with the package, so that it says what the records beside it were checked against. Paths all end in
`.json`, `.atom` or `.ics` and take no query, so that a copy of plain files has the same addresses.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from recordpress.model import Content
from recordpress.publishing.api.components import components, document_name
from recordpress.publishing.api.feed_paths import changes_path, feed_paths
from recordpress.publishing.metadata import web_address
from recordpress.publishing.site_files import OPENAPI
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Kind

VERSION = "3.1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
JSON = "application/json"
PROBLEM = "application/problem+json"
TRIED = 3  # records of a kind whose addresses are given as examples


def write_openapi(content: Content, schemas: Schemas, staging: Path) -> None:
    """Write the description into a package, below `datasette/`, before sums are made."""
    examples = {some.kind: [str(record["id"]) for record in some.records[:TRIED]] for some in content.collections}
    document = openapi_document(content.metadata, schemas, examples)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    (staging / OPENAPI).write_text(text + "\n", encoding="utf-8")


def openapi_document(
    package: Mapping[str, Any], schemas: Schemas, examples: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The description.

    Args:
        package: `datapackage.json`.
        schemas: The dataset's schemas.
        examples: Ids of some records by kind, to try the addresses with.

    Returns:
        A JSON object; the same input gives the same object in the same order.
    """
    kinds = sorted(schemas.kinds.values(), key=lambda kind: kind.name)
    paths = {"/api/v1/index.json": _index(), "/api/v1/openapi.json": _itself(), **changes_path()}
    for kind in kinds:
        paths |= _kind_paths(kind, examples.get(kind.name, ())) | feed_paths(kind)
    return {
        "openapi": VERSION,
        "jsonSchemaDialect": DIALECT,
        "info": _info(package),
        "servers": [{"url": "/", "description": "Where this description lies."}],
        "tags": [{"name": kind.name, "description": kind.description or kind.title} for kind in kinds],
        "paths": paths,
        "components": {"schemas": components(schemas)},
    }


def _info(package: Mapping[str, Any]) -> dict[str, Any]:
    name = str(package["name"])
    info: dict[str, Any] = {
        "title": str(package.get("title") or name),
        "version": str(package.get("version") or "0"),
        "description": str(package.get("description") or f"The records of {name}."),
    }
    licence: Mapping[str, Any] = next(iter(package.get("licenses") or ()), {})
    if licence:
        address = web_address(str(licence.get("path") or ""))
        words = str(licence.get("title") or licence.get("name") or address)
        info["license"] = {"name": words, **({"url": address} if address else {})}
    return info


def _index() -> dict[str, Any]:
    return _get("index", "What there is", "Name, version and licence, the kinds of record and their lists.", "Index")


def _itself() -> dict[str, Any]:
    answers = {"200": _answer("This description.", JSON, {"type": "object"}), "304": _unchanged()}
    summary = "The addresses for programs"
    return {"get": {"operationId": "openapi", "summary": summary, "responses": answers}}


def _kind_paths(kind: Kind, examples: Sequence[str]) -> dict[str, Any]:
    title = kind.title[:1].lower() + kind.title[1:]
    identity = next(node for node in kind.root.properties if node.name == "id")
    one = _get(f"get-{kind.name}", f"One record: {title}", "The record, and its support.", document_name(kind.name))
    parameter: dict[str, Any] = _parameter("id", identity.description or "Id of the record.", _id_schema(identity))
    if examples:
        parameter["examples"] = {name: {"value": name} for name in examples}
    one["get"]["parameters"] = [parameter]
    one["get"]["responses"] |= {
        "301": {"description": "The id is another id of a record, whose address is given."},
        **_missing(),
    }
    many = _get(f"list-{kind.name}", f"A page of the list: {title}", "Records in order of their ids.", "RecordList")
    page = _parameter("page", "Number of the page, from 1.", {"type": "integer", "minimum": 1})
    many["get"]["parameters"] = [page | {"example": 1}]
    many["get"]["responses"] |= _missing()
    for operation in (one, many):
        operation["get"]["tags"] = [kind.name]
    return {f"/api/v1/{kind.name}/page-{{page}}.json": many, f"/api/v1/{kind.name}/{{id}}.json": one}


def _id_schema(identity: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": identity.pattern}


def _parameter(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": dict(schema)}


def _get(operation: str, summary: str, description: str, component: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{component}"}
    answers = {"200": _answer(description, JSON, schema), "304": _unchanged()}
    return {"get": {"operationId": operation, "summary": summary, "responses": answers}}


def _answer(description: str, media_type: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": dict(schema)}}}


def _unchanged() -> dict[str, Any]:
    return {"description": "Nothing has changed since the answer that `If-None-Match` or `If-Modified-Since` names."}


def _missing() -> dict[str, Any]:
    return {"404": _answer("There is no such thing.", PROBLEM, {"$ref": "#/components/schemas/Problem"})}
