"""Schemas of others as they are, in other dialects and over several files: tables, or a sentence, never a crash."""

import json
from pathlib import Path
from typing import Any

import check_jsonschema
import jsonschema_rs
import pytest

from recordpress.fitting import unfit_findings
from recordpress.problems import Problem
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.schema.dialects import BASE, Translator
from recordpress.schema.shapes import shape_of
from recordpress.shaping import as_written, written_out
from recordpress.tabulating.flatten import Rows, flattener
from recordpress.tabulating.rebuild import rebuild
from recordpress.validating import Validators

DRAFT_7 = "http://json-schema.org/draft-07/schema#"
VENDORED = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor"
BESIDE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Thing",
    "description": "A thing.",
    "x-record": {"id": "file", "files": ["things/*.yaml"]},
}


def load(root: Path, others: dict[str, Any], **beside: Any) -> tuple[Schemas | None, list[Problem]]:
    """The schemas of a dataset of one kind, which refers to the first of the files of others."""
    folder = root / "schemas" / "others"
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in others.items():
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    kind = {**BESIDE, "$ref": f"others/{next(iter(others))}.json", **beside}
    (root / "schemas" / "thing.schema.json").write_text(json.dumps(kind), encoding="utf-8")
    return load_schemas(root)


def loaded(root: Path, others: dict[str, Any], **beside: Any) -> Schemas:
    found, problems = load(root, others, **beside)
    assert found is not None, problems
    return found


def columns(schemas: Schemas, table: str = "things") -> dict[str, str]:
    return {c.name: c.type.value for t in schemas.tables if t.name == table for c in t.columns}


def rows_of(schemas: Schemas, record: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a record, after it has been rebuilt from them."""
    kind, plan = schemas.kinds["thing"], schemas.plans["thing"]
    assert Validators(schemas).findings(kind, "a.yaml", record) == []
    rows: Rows = {}
    flattener(kind, plan)(written_out(shape_of(kind))({"id": "a", **record}), rows)
    assert as_written(shape_of(kind))(rebuild(plan, "thing", rows)["a"]) == {"id": "a", **record}
    return rows


def test_old_keywords_mean_what_they_meant(tmp_path: Path) -> None:
    other = {
        "$schema": DRAFT_7,
        "$id": "https://example.org/thing.json",
        "definitions": {
            "name": {"$id": "#name", "type": "string", "minLength": 2},
            "size": {"type": "integer", "exclusiveMinimum": 0},
        },
        "type": "object",
        "properties": {
            "name": {"$ref": "#name", "minLength": 100},
            "size": {"$ref": "https://example.org/thing.json#/definitions/size"},
            "pair": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}], "additionalItems": False},
            "unit": {"enum": ["cm", "inch"]},
        },
        "dependencies": {"size": ["unit"]},
        "additionalProperties": False,
    }
    schemas = loaded(tmp_path, {"thing": other})
    assert columns(schemas) == {"id": "string", "name": "string", "size": "integer"} | {
        "pair": "array",
        "unit": "string",
    }
    rows_of(schemas, {"name": "ab", "size": 1, "unit": "cm", "pair": ["a", 1]})
    validators, kind = Validators(schemas), schemas.kinds["thing"]
    wrong = [{"name": "a"}, {"size": 0, "unit": "cm"}, {"size": 1}, {"pair": ["a", 1, 2]}, {"other": 1}]
    assert [len(validators.findings(kind, "a.yaml", record)) for record in wrong] == [1] * 5


def test_draft_4_and_2019_are_read(tmp_path: Path) -> None:
    four = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "id": "https://example.org/four.json",
        "properties": {"a": {"type": "number", "minimum": 0, "exclusiveMinimum": True}, "b": {"$ref": "new.json#top"}},
    }
    new = {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$id": "https://example.org/new.json",
        "$recursiveAnchor": True,
        "$anchor": "top",
        "type": "object",
        "properties": {"name": {"type": "string"}, "parts": {"type": "array", "items": {"$recursiveRef": "#"}}},
    }
    schemas = loaded(tmp_path, {"four": four, "new": new})
    assert columns(schemas) == {
        "id": "string",
        "a": "number",
        "b_name": "string",
        "b_parts": "array",
        "b_other": "any",
        "other": "any",
    }
    assert Validators(schemas).findings(schemas.kinds["thing"], "a.yaml", {"a": 0}) != []
    rows_of(schemas, {"a": 1.5, "b": {"name": "x", "parts": [{"name": "y", "parts": [{}]}], "more": 1}, "else": [None]})


def test_parts_of_all_of_and_any_of_are_columns(tmp_path: Path) -> None:
    other = {
        "$schema": DRAFT_7,
        "allOf": [{"$ref": "#/definitions/named"}, {"properties": {"b": {"type": "integer"}}}],
        "oneOf": [
            {"properties": {"kind": {"const": "book"}, "pages": {"type": "integer"}}, "required": ["kind"]},
            {"properties": {"kind": {"const": "film"}, "minutes": {"type": "number"}}, "required": ["kind"]},
        ],
        "if": {"properties": {"kind": {"const": "book"}}},
        "then": {"required": ["pages"]},
        "definitions": {"named": {"type": "object", "properties": {"name": {"type": ["string", "null"]}}}},
    }
    schemas = loaded(tmp_path, {"thing": other})
    assert columns(schemas).keys() == {"id", "name", "b", "kind", "pages", "minutes", "other"}
    assert next(c for t in schemas.tables if t.name == "things" for c in t.columns if c.name == "kind").terms
    rows_of(schemas, {"kind": "book", "pages": 3, "name": "N"})
    assert Validators(schemas).findings(schemas.kinds["thing"], "a.yaml", {"kind": "book"}) != []


def test_names_by_their_form_are_keys_of_a_table_or_kept_as_json(tmp_path: Path) -> None:
    jobs = {
        "type": "object",
        "patternProperties": {"^[a-z]+$": {"type": "object", "properties": {"key": {"type": "string"}}}},
    }
    both = {"properties": {"a": {"type": "string"}}, "patternProperties": {"^n": {"type": "number"}}}
    other = {"$schema": DRAFT_7, "properties": {"jobs": {**jobs, "additionalProperties": False}, "both": both}}
    schemas = loaded(tmp_path, {"thing": other})
    rows = rows_of(schemas, {"jobs": {"x": {"key": "k"}, "y": {"z": 1}}, "both": {"a": "b", "n1": 2}})
    assert columns(schemas, "things_jobs").keys() == {"thing", "jobs_key", "key", "other"}
    assert rows["things_jobs"] == [("a", "x", "k", None), ("a", "y", None, '{"z":1}')]


def test_annotations_stand_beside_a_schema_that_stays_untouched(tmp_path: Path) -> None:
    other = {
        "$schema": DRAFT_7,
        "properties": {
            "who": {"type": "array", "items": {"$ref": "#/definitions/who"}},
            "much": {"type": "object", "properties": {"a": {"type": "string"}}},
        },
        "definitions": {
            "who": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"name": {"type": "string"}}}]}
        },
    }
    beside = {"who": {"x-table": "people", "items": {"x-shorthand": "name"}}, "much": {"x-json": True}}
    schemas = loaded(tmp_path, {"thing": other}, properties=beside)
    rows = rows_of(schemas, {"who": ["A", {"name": "B"}], "much": {"a": "b", "c": [None]}})
    assert rows["people"] == [("a", 0, "A", None, True), ("a", 1, "B", None, None)]
    assert columns(schemas)["much"] == "any"


def test_a_dialect_can_be_named_in_the_schema_of_a_kind(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    document = {"$schema": DRAFT_7, "x-record": {"id": "file"}, "properties": {"a": {"type": "string"}}}
    (tmp_path / "schemas" / "thing.schema.json").write_text(json.dumps(document), encoding="utf-8")
    schemas, problems = load_schemas(tmp_path)
    assert problems == []
    assert schemas is not None
    assert columns(schemas).keys() == {"id", "a", "other"}


@pytest.mark.parametrize(
    ("other", "code", "place"),
    [
        ({"properties": {"a": {"$ref": "https://example.org/gone.json"}}}, "S204", "/properties/a/$ref"),
        ({"properties": {"a": {"type": "strange"}}}, "S203", "/properties/a/type"),
        ({"properties": {"a b": {"type": "string"}, "a-b": {"type": "string"}}}, "S210", ""),
        ({"properties": {f"p{number}": {"type": "string"} for number in range(1001)}}, "S206", ""),
        ({"type": "array"}, "S205", ""),
        ({}, "S205", ""),
    ],
)
def test_what_no_tables_can_be_made_of_is_said(tmp_path: Path, other: dict[str, Any], code: str, place: str) -> None:
    schemas, problems = load(tmp_path, {"thing": {"$schema": DRAFT_7, **other}})
    assert schemas is None
    assert code in [problem.code for problem in problems]
    assert place in [problem.pointer for problem in problems]


@pytest.mark.parametrize("name", ["citation-file-format", "github-workflows", "dependabot", "renovate", "compose-spec"])
def test_published_schemas_become_tables_as_they_are(tmp_path: Path, name: str) -> None:
    document = json.loads((VENDORED / f"{name}.json").read_bytes())
    schemas = loaded(tmp_path, {name: document})
    assert len(schemas.tables) > 3
    Validators(schemas).at("schemas/thing.schema.json", "")


def test_what_is_too_large_or_lacks_a_part_is_told_what_to_do(tmp_path: Path) -> None:
    document = json.loads((VENDORED / "drone-ci.json").read_bytes())
    schemas, problems = load(tmp_path, {"drone": document})
    assert schemas is None
    assert {problem.code for problem in problems} == {"S204"}
    assert all("save the schema" in problem.hint for problem in problems)


WORKFLOWS = [
    {"on": "push", "jobs": {"a": {"runs-on": "x", "steps": [{"run": "y"}]}}},
    {
        "on": ["push", "pull_request"],
        "jobs": {"a": {"runs-on": ["x", "y"], "steps": [{"uses": "z", "with": {"a": 1}}]}},
    },
    {"on": {"push": {"branches": ["main"]}}, "jobs": {"a": {"uses": "./b.yml"}}, "env": {"A": "b"}},
    {"on": "push", "jobs": {"a": {"steps": [{"run": "y"}]}}},
    {"on": "pushh", "jobs": {}},
    {"jobs": {"a": {"runs-on": "x"}}},
    {"on": "push", "jobs": {"a": {"runs-on": "x", "steps": [{"uses": "z", "run": "y"}]}}, "permissions": "read-all"},
]


def test_a_translated_schema_finds_the_same_records_valid(tmp_path: Path) -> None:
    document = json.loads((VENDORED / "github-workflows.json").read_bytes())
    original = jsonschema_rs.validator_for(document, validate_formats=False)
    translated = Translator({"w.json": document}).translated("w.json")
    ours = jsonschema_rs.Draft202012Validator({**translated, "$id": f"{BASE}w.json"}, validate_formats=False)
    assert [original.is_valid(one) for one in WORKFLOWS] == [ours.is_valid(one) for one in WORKFLOWS]
    schemas = loaded(tmp_path, {"w": document})
    for record in (one for one in WORKFLOWS if original.is_valid(one)):
        rows_of(schemas, record)


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ({"a": ["x"], "b": {"c": "d"}, "e": {"f": 1}}, []),
        ({"a": "x"}, [("/a", "a text")]),
        ({"b": ["c"]}, [("/b", "a list")]),
        ({"b": {"c": {}}, "e": {"f": True}}, [("/b/c", "a map"), ("/e/f", "a boolean")]),
    ],
)
def test_values_that_nothing_was_said_of_have_no_place(
    tmp_path: Path, record: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    said = {
        "a": {"items": {"type": "string"}},
        "b": {"properties": {"c": {"type": "string"}}},
        "e": {"additionalProperties": {"type": "integer"}},
    }
    kind = loaded(tmp_path, {"thing": {"$schema": DRAFT_7, "properties": said}}).kinds["thing"]
    findings = unfit_findings(kind, "a.yaml", written_out(kind.shape)({"id": "a", **record}))
    assert [(one.code, one.pointer) for one in findings] == [("V213", place) for place, _ in found]
    assert all(f" is {what}, " in one.message for one, (_, what) in zip(findings, found, strict=True))


def test_what_no_value_is_allowed_for_is_said_in_words(tmp_path: Path) -> None:
    named = {"type": "object", "patternProperties": {"^[a-z]+$": {"type": "integer"}}, "additionalProperties": False}
    pair = {"type": "array", "items": [{"type": "integer"}], "additionalItems": False}
    properties = {"pair": pair, "none": False, "old": {"not": {}}, "named": named, "part": {"not": {"const": 1}}}
    schemas = loaded(tmp_path, {"thing": {"$schema": DRAFT_7, "type": "object", "properties": properties}})
    record = {"pair": [1, 2], "none": 1, "old": 2, "named": {"X": 1}, "part": 1}
    found = Validators(schemas).findings(schemas.kinds["thing"], "a.yaml", record)
    assert sorted((one.pointer, one.message, one.hint) for one in found) == [
        ("/named/X", "there is no property `X` in `named`", ""),
        ("/none", "`none`: the schema allows no value here", "remove it"),
        ("/old", "`old`: the schema allows no value here", "remove it"),
        ("/pair/1", "`pair/1`: the schema allows no value here", "remove it"),
        ("/part", '`part`: {"const":1} is not allowed for 1', ""),
    ]


def test_annotations_that_another_dialect_would_lose_are_named(tmp_path: Path) -> None:
    """A kind's own schema may be of another dialect; what it can't say there is told."""
    (tmp_path / "schemas").mkdir()
    schema = {
        **BESIDE,
        "$schema": DRAFT_7,
        "type": "object",
        "properties": {"of": {"type": "string", "x-ref": "thing"}},
    }
    (tmp_path / "schemas" / "thing.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    found, problems = load_schemas(tmp_path)
    assert found is None
    assert [(problem.code, problem.message) for problem in problems] == [
        ("S202", "`x-ref` counts only in a schema of 2020-12")
    ]


def test_a_schema_that_is_moved_to_others_is_looked_at_once_more(tmp_path: Path) -> None:
    """What is sound in one place need not be so in another, to the byte."""
    loose = {"type": "object", "properties": {"a": {"type": "string", "x-of-another-program": 1}}}
    assert load(tmp_path, {"loose": loose})[1] == []
    (tmp_path / "schemas" / "loose.schema.json").write_text(json.dumps(loose), encoding="utf-8")
    assert [problem.code for problem in load_schemas(tmp_path)[1]] == ["S202"]
