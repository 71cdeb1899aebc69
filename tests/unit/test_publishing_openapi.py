"""The schemas of a dataset as components of an OpenAPI document."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import validate

from recordpress.publishing.api.components import components
from recordpress.publishing.api.openapi import openapi_document
from recordpress.schema.dataset import Schemas, load_schemas
from tests.eventful import write_events

ROOT = Path(__file__).resolve().parents[2]
ID = {"type": "string", "pattern": "^[a-z]+$", "description": "Its id."}
THING: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://example.org/thing",
    "title": "Thing",
    "description": "A thing.",
    "x-record": {"folder": "things"},
    "type": "object",
    "additionalProperties": False,
    "required": ["id"],
    "$defs": {"odd name": {"type": "integer", "x-unit": "metre"}},
    "properties": {
        "id": ID,
        "size": {"$ref": "#/$defs/odd name", "description": "How long."},
        "name": {"$ref": "shared.schema.json#/$defs/name", "description": "Its name."},
        "const": {"type": "string", "description": "Named like a keyword.", "enum": ["x-ray", "$id"]},
    },
}
SHARED = {
    "$defs": {
        "name": {
            "type": "object",
            "additionalProperties": False,
            "description": "A name.",
            "properties": {
                "first": {"type": "string", "description": "First."},
                "last": {"$ref": "#/$defs/name/properties/first"},
            },
        }
    }
}


@pytest.fixture
def schemas(tmp_path: Path) -> Schemas:
    (tmp_path / "schemas").mkdir()
    for name, schema in (("thing", THING), ("shared", SHARED)):
        (tmp_path / "schemas" / f"{name}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    found, problems = load_schemas(tmp_path)
    assert found, problems
    return found


def test_references_lead_to_components(schemas: Schemas) -> None:
    found = components(schemas)
    thing = found["thing"]
    assert thing["properties"]["size"] == {"$ref": "#/components/schemas/thing.odd.20name", "description": "How long."}
    assert found["thing.odd.20name"] == {"type": "integer"}
    assert thing["properties"]["name"]["$ref"] == "#/components/schemas/shared.name"
    assert found["shared.name"]["properties"]["last"] == {"$ref": "#/components/schemas/shared.name/properties/first"}
    assert "shared" not in found
    assert not {"$id", "$schema", "$defs", "x-record"} & set(thing)


def test_values_are_left_as_they_are(schemas: Schemas) -> None:
    properties = components(schemas)["thing"]["properties"]
    assert properties["const"]["enum"] == ["x-ray", "$id"]


def test_names_of_components_are_allowed(schemas: Schemas) -> None:
    assert all(re.fullmatch(r"[a-zA-Z0-9._-]+", name) for name in components(schemas))


def test_a_package_that_says_little_of_itself_is_described(schemas: Schemas) -> None:
    document = openapi_document({"name": "things"}, schemas, {})
    validate(document)
    assert document["info"] == {"title": "things", "version": "0", "description": "The records of things."}
    assert "examples" not in document["paths"]["/api/v1/thing/{id}.json"]["get"]["parameters"][0]


def test_a_licence_without_a_web_address_has_a_name_alone(schemas: Schemas) -> None:
    licence = {"name": "own", "path": "LICENSE.txt"}
    document = openapi_document({"name": "things", "licenses": [licence]}, schemas, {"thing": ["a", "b"]})
    validate(document)
    assert document["info"]["license"] == {"name": "own"}
    parameter = document["paths"]["/api/v1/thing/{id}.json"]["get"]["parameters"][0]
    assert parameter["examples"] == {"a": {"value": "a"}, "b": {"value": "b"}}


def test_every_record_of_the_dataset_fits_its_component() -> None:
    schemas, problems = load_schemas(ROOT)
    assert schemas, problems
    document = openapi_document({"name": "all"}, schemas, {})
    validate(document)
    for kind in schemas.kinds:
        records = json.loads((ROOT / "data" / f"{kind}.json").read_text(encoding="utf-8"))
        validator = jsonschema_rs.Draft202012Validator({**document, "$ref": f"#/components/schemas/{kind}"})
        assert records
        assert [record["id"] for record in records if not validator.is_valid(record)] == []
        assert not validator.is_valid({**records[0], "more": 1})


def test_calendars_are_described_with_the_values_of_their_vocabulary(library: Path) -> None:
    schemas, problems = load_schemas(write_events(library))
    assert schemas, problems
    document = openapi_document({"name": "all"}, schemas, {})
    validate(document)
    paths = document["paths"]
    assert {path for path in paths if path.endswith(".ics")} == {
        "/feeds/book.ics",
        "/feeds/book/language/{value}.ics",
        "/feeds/book/houses/{value}.ics",
    }
    language = paths["/feeds/book/language/{value}.ics"]["get"]["parameters"][0]
    assert language["schema"] == {"type": "string", "enum": ["en", "ja", "ko"]}
    houses = paths["/feeds/book/houses/{value}.ics"]["get"]["parameters"][0]
    assert houses["schema"] == {"type": "string", "minLength": 1}
    assert set(paths["/feeds/book.ics"]["get"]["responses"]) == {"200", "304", "404"}
